"""会议纪要: assembled, edited, put before the units, signed and locked, amended by a new version."""

from django.db import models
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from meetings.enums import CommentStance, MinutesState
from meetings.models.meeting import Meeting
from members.models import Unit


class Minutes(FSMModelMixin, VersionedModel):
    """Title and preamble; the points and the participants come from the meeting's records."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes", verbose_name="会议")
    title = models.CharField("标题", max_length=120)
    toc_title = models.CharField("目录标题", max_length=80, blank=True, help_text="留空则用标题。")
    preamble = models.TextField("引言", help_text="段落之间空一行。")
    state = StateField("状态", choices=MinutesState.choices, default=MinutesState.DRAFT, protected=True)
    comments_by = models.DateTimeField("征求意见截止", null=True, blank=True, help_text="含该时刻。")
    silence_consents = models.BooleanField("逾期未复视为无异议", default=True)
    number = models.CharField("编号", max_length=60, blank=True, help_text="如：钒钛联盟纪要〔2026〕1号。")
    signed_by = models.CharField("签发人", max_length=40, blank=True)
    link_series = models.PositiveIntegerField("个人链接批次", default=0, editable=False)

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
        target=MinutesState.CONSULTING,
        permission=perm("meetings.sign_minutes"),
        custom={"label": "征求意见"},
    )
    def consult(self, *, actor):
        """The draft goes to the units that were asked to the meeting."""

    @transition(
        field=state,
        source=MinutesState.CONSULTING,
        target=MinutesState.DRAFT,
        permission=perm("meetings.sign_minutes"),
        custom={"label": "结束征求意见并修改"},
    )
    def revise(self, *, actor):
        """The comments are in; the draft is worked on."""

    @transition(
        field=state,
        source=[MinutesState.DRAFT, MinutesState.CONSULTING],
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


class MinutesVersion(TimeStampedModel):
    """What was signed, word for word, with its SHA-256. Never changed; an amendment is the next version."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="versions", verbose_name="会议纪要")
    number = models.PositiveIntegerField("版次")
    content = models.JSONField("内容")
    sha256 = models.CharField("校验码", max_length=64)
    signed_by = models.CharField("签发人", max_length=40, blank=True)
    reason = models.CharField("修改原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "纪要版本"
        verbose_name_plural = "纪要版本"
        ordering = ["minutes", "-number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once")]

    def __str__(self) -> str:
        return f"{self.minutes}（第{self.number}版）"


class MinutesComment(VersionedModel):
    """征求意见: what a unit said about the draft; a unit that has no row was silent."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="comments", verbose_name="会议纪要")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="minutes_comments", verbose_name="单位")
    round = models.PositiveIntegerField("轮次", default=1)
    stance = models.CharField("意见", max_length=10, choices=CommentStance)
    text = models.TextField("修改意见", blank=True)
    said_by = models.CharField("答复人", max_length=60, blank=True)
    said_at = models.DateTimeField("答复时间")
    settled = models.BooleanField("已处理", default=False)
    settlement = models.CharField("处理说明", max_length=300, blank=True)

    history = History()

    class Meta:
        verbose_name = "纪要意见"
        verbose_name_plural = "纪要意见"
        ordering = ["minutes", "round", "said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "unit", "round"],
                name="minutes_comment_once",
                violation_error_message="该单位在本轮已答复。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}（{self.get_stance_display()}）"
