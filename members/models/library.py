"""文件库: charter, rules and policy with their versions; materials that members share (资料交流)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from alliance.core.models import StoredFile
from alliance.core.models.append_only import AppendOnlyModel
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from members.enums import Access, DocumentKind
from members.library_querysets import LibraryDocumentQuerySet, SharedMaterialQuerySet
from members.models.unit import Unit


class LibraryDocument(ExampleMixin, VersionedModel):
    """A document of the alliance, whatever its versions."""

    kind = models.CharField("类别", max_length=20, choices=DocumentKind)
    title = models.CharField("名称", max_length=120)
    issued_by = models.CharField("发文机关", max_length=100, blank=True)
    access = models.CharField("可查阅范围", max_length=20, choices=Access, default=Access.MEMBERS)
    summary = models.TextField("内容提要", blank=True)
    order = models.PositiveIntegerField("顺序", default=1000)

    history = History()
    objects = LibraryDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "文件资料"
        verbose_name_plural = "文件资料"
        ordering = ["kind", "order", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:document", args=[self.pk])

    def in_force(self, on: date | None = None) -> "DocumentVersion | None":
        """The newest version in force on the day `on` (today when None); an unknown day counts as begun.

        Without one in force, the newest there is; None without any version. Reads `versions.all()`, newest first.
        """
        on = on or timezone.localdate()
        versions = list(self.versions.all())
        begun = (one for one in versions if one.effective_on is None or one.effective_on <= on)
        return next(begun, versions[0] if versions else None)


class DocumentVersion(AppendOnlyModel):
    """文件版本: one version as adopted; the newest in force is the one shown first. Never changed or deleted."""

    refusal = "文件版本不能修改或删除，请上传新的版本。"

    document = models.ForeignKey(
        LibraryDocument, models.PROTECT, related_name="versions", verbose_name="文件资料"
    )
    number = models.PositiveIntegerField("版次", editable=False)
    label = models.CharField("版本说明", max_length=60, blank=True, help_text="如“2015年修订”。")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    adopted_on = models.DateField("通过日期", null=True, blank=True, help_text="未载明请留空。")
    effective_on = models.DateField("施行日期", null=True, blank=True)
    basis = models.CharField(
        "通过依据", max_length=200, blank=True, help_text="如“第一届第四次理事会议定事项第六项”。"
    )
    note = models.CharField("主要修改", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = "文件版本"
        verbose_name_plural = "文件版本"
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.document}（{self.name}）"

    @property
    def name(self) -> str:
        return self.label or f"第{self.number}版"

    @property
    def full_name(self) -> str:
        return f"第{self.number}版" + (f"（{self.label}）" if self.label else "")

    @property
    def is_to_come(self) -> bool:
        """Adopted, but not in force yet."""
        return self.effective_on is not None and self.effective_on > timezone.localdate()


class SharedMaterial(ExampleMixin, VersionedModel):
    """交流资料: what a unit shares with the other members; taken down (下架) with a reason, never deleted."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name="提供单位"
    )
    title = models.CharField("名称", max_length=120)
    summary = models.CharField("简介", max_length=300, blank=True)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    access = models.CharField("可查阅范围", max_length=20, choices=Access, default=Access.MEMBERS)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="提供人"
    )
    taken_down_at = models.DateTimeField("下架时间", null=True, blank=True, editable=False)
    taken_down_reason = models.CharField("下架原因", max_length=200, blank=True, editable=False)
    form_token = models.UUIDField("表单标识", null=True, blank=True, unique=True, editable=False)

    history = History()
    objects = SharedMaterialQuerySet.as_manager()

    class Meta:
        verbose_name = "交流资料"
        verbose_name_plural = "交流资料"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:material", args=[self.pk])

    @property
    def is_down(self) -> bool:
        return self.taken_down_at is not None
