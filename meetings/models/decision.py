"""What a meeting decided: numbered points of the minutes, their effects, tasks, the minutes."""

from django.db import models
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from meetings.enums import MinutesState, ResolutionKind
from meetings.models.meeting import Meeting
from members.enums import Body, OfficeKind
from members.models import Admission, Unit


class Resolution(TimeStampedModel):
    """议定事项: a numbered point. `carries_task` marks a decision that also orders something."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="resolutions", verbose_name="会议")
    number = models.PositiveIntegerField("序号")
    kind = models.CharField("性质", max_length=30, choices=ResolutionKind)
    carries_task = models.BooleanField("附有任务", default=False)
    subject = models.CharField("事项", max_length=100)
    text = models.TextField("内容")
    due_text = models.CharField("时限（原文）", max_length=60, blank=True)

    history = History()

    class Meta:
        verbose_name = "议定事项"
        verbose_name_plural = "议定事项"
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="resolution_number_once",
                violation_error_message="本次会议已有同一序号的议定事项。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.subject}"


class ActionItem(TimeStampedModel):
    """督办事项: who has to do what until when, by a point of the minutes. `due_on` stays empty when not stated."""

    resolution = models.ForeignKey(
        Resolution, models.CASCADE, related_name="actions", verbose_name="议定事项"
    )
    task = models.CharField("任务", max_length=200)
    body = models.CharField("责任机构", max_length=20, choices=Body, blank=True)
    office = models.CharField("责任职务", max_length=30, choices=OfficeKind, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="责任单位"
    )
    all_units = models.BooleanField("各成员单位", default=False)
    due_text = models.CharField("时限（原文）", max_length=60, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    history = History()

    class Meta:
        verbose_name = "督办事项"
        verbose_name_plural = "督办事项"
        ordering = ["resolution", "order", "pk"]

    def __str__(self) -> str:
        return self.task


class ResolutionEffect(models.Model):
    """What a point brought about. Links live upstairs: the admission does not know the meeting (design §2)."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="effects", verbose_name="议定事项"
    )
    admission = models.OneToOneField(
        Admission, models.PROTECT, null=True, blank=True, related_name="effect", verbose_name="入盟"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "议定事项效果"
        verbose_name_plural = "议定事项效果"
        ordering = ["resolution", "pk"]

    def __str__(self) -> str:
        return str(self.admission or self.note)


class Minutes(FSMModelMixin, VersionedModel):
    """会议纪要: title and preamble; the points and the participants come from the meeting's records."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes", verbose_name="会议")
    title = models.CharField("标题", max_length=120)
    toc_title = models.CharField("目录标题", max_length=80, blank=True, help_text="留空则用标题。")
    preamble = models.TextField("引言", help_text="段落之间空一行。")
    state = StateField("状态", choices=MinutesState.choices, default=MinutesState.DRAFT, protected=True)

    history = History()

    class Meta:
        verbose_name = "会议纪要"
        verbose_name_plural = "会议纪要"
        ordering = ["-meeting__starts_on"]

    def __str__(self) -> str:
        return self.title

    @transition(
        field=state,
        source=MinutesState.DRAFT,
        target=MinutesState.SIGNED,
        permission=perm("meetings.sign_minutes"),
        custom={"label": "签发"},
    )
    def sign(self, *, actor):
        """The secretariat issues the minutes."""

    @transition(
        field=state,
        source=MinutesState.SIGNED,
        target=MinutesState.DRAFT,
        permission=perm("meetings.sign_minutes"),
        custom={"label": "撤回修改", "grave": True, "tone": "danger"},
    )
    def reopen(self, *, actor):
        """Taken back for correction, with the reason in the audit log."""
