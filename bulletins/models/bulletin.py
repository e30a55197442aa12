"""工作简报: an issue, yearly or periodic, with its sections."""

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.base import History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from bulletins.enums import (
    BulletinDesign,
    BulletinFonts,
    BulletinPalette,
    BulletinPeriod,
    BulletinState,
    RenditionVariant,
    SectionKind,
)
from bulletins.querysets import BulletinQuerySet

YEARLY_NUMBER = 0  # the yearly issue stands outside the count of the periodic ones


class Bulletin(FSMModelMixin, VersionedModel):
    """An issue in one edition. `number` 0 is the yearly issue, 1… the periodic ones of the year.

    `edition` 1 is the first printing, 2… are corrected ones (更正版) that say so; readers get the last issued one.
    `frozen` is the snapshot that was issued: nothing that is edited later changes it, and every file is made of it.
    """

    year = models.PositiveIntegerField("年度")
    number = models.PositiveIntegerField("期号", default=YEARLY_NUMBER, help_text="年度简报填 0。")
    edition = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    volume = models.PositiveIntegerField("卷号", null=True, blank=True)
    serial = models.PositiveIntegerField("总期号", null=True, blank=True)
    period = models.CharField("周期", max_length=12, choices=BulletinPeriod, default=BulletinPeriod.YEARLY)
    starts_on = models.DateField(
        "收录起始日", null=True, blank=True, help_text="月度、季度简报收录这段时间的内容。"
    )
    ends_on = models.DateField("收录截止日", null=True, blank=True)
    title = models.CharField("刊名", max_length=60)
    state = StateField("状态", choices=BulletinState.choices, default=BulletinState.EDITING, protected=True)
    design = models.CharField("版式", max_length=12, choices=BulletinDesign, default=BulletinDesign.MODERN)
    palette = models.CharField("配色", max_length=12, choices=BulletinPalette, default=BulletinPalette.BLUE)
    fonts = models.CharField("字体", max_length=12, choices=BulletinFonts, default=BulletinFonts.SONG)
    cover = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="covers", verbose_name="封面照片"
    )
    cover_alt = models.CharField("封面照片替代文字", max_length=200, blank=True)
    cover_credit = models.CharField("封面供图", max_length=60, blank=True)
    foreword = models.TextField("卷首语", blank=True, help_text="段落之间空一行。")
    foreword_signature = models.CharField("卷首语落款", max_length=60, blank=True)
    greeting = models.TextField("贺词", blank=True, help_text="每行一句。")
    colophon = models.TextField("版权页", blank=True, help_text="每行一项；留空则写编辑单位和联系方式。")
    print_run = models.PositiveIntegerField("印数（份）", null=True, blank=True)
    report_to = models.CharField("报送", max_length=200, blank=True)
    copy_to = models.CharField("抄送", max_length=200, blank=True)
    approved_by_name = models.CharField("签发人", max_length=30, blank=True)
    page_limit = models.PositiveSmallIntegerField("页数上限", null=True, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="corrections",
        verbose_name="更正的版次",
    )
    correction_note = models.TextField("更正说明", blank=True, help_text="更正版必填，刊登在扉页。")
    frozen = models.JSONField("印发快照", null=True, blank=True, editable=False)
    issued_at = models.DateTimeField("印发时间", null=True, blank=True, editable=False)

    history = History(excluded_fields=["frozen"])
    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = "工作简报"
        verbose_name_plural = "工作简报"
        ordering = ["-year", "number", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number", "edition"],
                name="bulletin_edition_once",
                violation_error_message="该年度已有同一期号的简报。",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="issued") | models.Q(frozen__isnull=False),
                name="issued_bulletin_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（更正版）" if self.edition > 1 else self.title

    def get_absolute_url(self) -> str:
        if self.is_yearly:
            return reverse("bulletins:bulletin", args=[self.year])
        return reverse("bulletins:periodic", args=[self.year, self.number])

    @property
    def is_yearly(self) -> bool:
        return self.number == YEARLY_NUMBER

    @property
    def file_stem(self) -> str:
        """File name of a download, without its extension."""
        return str(self)

    def rendition(self, variant: str):
        """The row of `BulletinRendition`, or None. From the prefetched ones where there are any (`BulletinQuerySet.with_renditions`)."""
        return next((each for each in self.renditions.all() if each.variant == variant), None)

    @property
    def document(self):
        """The finished reading PDF, or None."""
        found = self.rendition(RenditionVariant.PDF)
        return found.document if found else None

    @property
    def requested_document(self):
        """The reading PDF that was asked for last, finished or not, or None."""
        found = self.rendition(RenditionVariant.PDF)
        return found.requested if found else None

    @transition(
        field=state,
        source=BulletinState.EDITING,
        target=BulletinState.PROOFING,
        permission=perm("bulletins.edit_bulletin"),
        custom={"label": "送校对"},
    )
    def send_to_proof(self, *, actor):
        """The text is complete; findings are worked off."""

    @transition(
        field=state,
        source=[BulletinState.PROOFING, BulletinState.APPROVED],
        target=BulletinState.EDITING,
        permission=perm("bulletins.edit_bulletin"),
        custom={"label": "退回编辑", "grave": True, "tone": "danger"},
    )
    def send_back(self, *, actor):
        """Back to the editor, with the reason."""

    @transition(
        field=state,
        source=BulletinState.PROOFING,
        target=BulletinState.APPROVED,
        permission=perm("bulletins.approve_bulletin"),
        custom={"label": "审定"},
    )
    def approve(self, *, actor):
        """Who approved it and when stands in the audit log; nothing may be changed from here on.

        Raises DomainError while the proofreading has wrong findings that are neither mended nor waived.
        """
        from bulletins.proofreading.reading import require_proofread

        require_proofread(self)

    @transition(
        field=state,
        source=BulletinState.APPROVED,
        target=BulletinState.ISSUED,
        permission=perm("bulletins.issue_bulletin"),
        custom={"label": "印发"},
    )
    def issue(self, *, actor):
        """Frozen as it stands, and public from now on. `services.issue_bulletin` also has the files made."""
        from django.utils import timezone

        from bulletins.documents import compose_bulletin

        self.frozen = compose_bulletin(self)
        self.issued_at = timezone.now()

    @transition(
        field=state,
        source=BulletinState.ISSUED,
        target=BulletinState.WITHDRAWN,
        permission=perm("bulletins.issue_bulletin"),
        custom={"label": "撤下", "grave": True, "tone": "danger"},
    )
    def withdraw(self, *, actor):
        """No longer public, with the reason. What was wrong is mended in a corrected edition."""


class BulletinSection(TimeStampedModel):
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="sections", verbose_name="简报")
    kind = models.CharField("栏目", max_length=20, choices=SectionKind)
    title = models.CharField("栏目名称", max_length=40)
    intro = models.CharField("栏目导语", max_length=200, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"
        ordering = ["bulletin", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "kind"], name="section_kind_once")]

    def __str__(self) -> str:
        return self.title
