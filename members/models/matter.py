"""意见建议与争端协调: what a unit raises, how it is handled, and the answer."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.errors import DomainError
from alliance.core.models import StoredFile
from alliance.core.models.append_only import AppendOnlyModel
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from alliance.core.models.state import StateField
from members.enums import MatterKind, MatterState
from members.library_querysets import MatterQuerySet
from members.models.unit import Unit


class Matter(FSMModelMixin, ExampleMixin, VersionedModel):
    """A matter that a unit raised; `CONTENT` is what the unit writes, and nobody changes it afterwards.

    A confidential one is read by that unit's liaisons and its handler alone; reading is recorded. So its name in
    notices, lists and the audit log (`__str__`) is its number and never its title. `number`: 意〔2026〕3号.
    """

    CONTENT = ("kind", "other_unit", "title", "text", "confidential", "stored")

    number = models.CharField("编号", max_length=20, blank=True, editable=False)
    kind = models.CharField("类别", max_length=20, choices=MatterKind)
    state = StateField("状态", choices=MatterState.choices, default=MatterState.SUBMITTED, protected=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="matters", verbose_name="提出单位")
    other_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及单位"
    )
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    confidential = models.BooleanField("保密", default=False)
    stored = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件"
    )
    due_at = models.DateTimeField("办理时限", null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="提出人"
    )
    form_token = models.UUIDField("表单标识", null=True, blank=True, unique=True, editable=False)

    history = History()
    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = "意见与协调事项"
        verbose_name_plural = "意见与协调事项"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number=""),
                name="matter_number_once",
                violation_error_message="该编号已被使用。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}（保密）" if self.confidential else f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("members:matter", args=[self.pk])

    @property
    def in_full(self) -> str:
        """Number and title, for those alone who may read it."""
        return f"{self.number} {self.title}"

    @transition(
        field=state,
        source=MatterState.SUBMITTED,
        target=MatterState.HANDLING,
        permission=perm("members.handle_matter"),
        custom={"label": "受理"},
    )
    def take_up(self, *, actor):
        """Somebody of the secretariat handles it: who takes it up, whoever it was meant for."""
        self.handler = actor or self.handler

    @transition(
        field=state,
        source=MatterState.HANDLING,
        target=MatterState.ANSWERED,
        permission=perm("members.handle_matter"),
        custom={"label": "答复", "on_desk": True},
    )
    def give_answer(self, *, actor, text: str = ""):
        """Answered in writing, through `answer_matter`."""
        if not text.strip():
            raise DomainError("请填写答复。", field="text")
        self.answer, self.answered_at = text.strip(), timezone.now()

    @transition(
        field=state,
        source=MatterState.ANSWERED,
        target=MatterState.HANDLING,
        permission=perm("members.handle_matter"),
        custom={"label": "重新办理", "grave": True, "tone": "warning"},
    )
    def reopen(self, *, actor):
        """The answer did not settle it."""

    @transition(
        field=state,
        source=[MatterState.SUBMITTED, MatterState.HANDLING],
        target=MatterState.WITHDRAWN,
        permission=perm("members.withdraw_matter"),
        custom={"label": "撤回", "tone": "danger", "on_desk": True},
    )
    def withdraw(self, *, actor):
        """Taken back by the unit."""


class MatterStep(AppendOnlyModel):
    """办理记录: what was done about a matter. Seen by the unit when `shown`. Never changed or deleted."""

    refusal = "办理记录不能修改或删除，请添加新的记录。"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps", verbose_name="事项")
    text = models.CharField("办理情况", max_length=500)
    shown = models.BooleanField("提出单位可见", default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="记录人"
    )
    created_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["matter", "pk"]

    def __str__(self) -> str:
        return self.text
