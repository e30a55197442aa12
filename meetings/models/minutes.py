"""会议纪要: assembled, edited, put before the units, signed and locked, amended by a new version."""

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.append_only import AppendOnlyModel
from alliance.core.models.base import History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from meetings.enums import CommentStance, MinutesState, SectionSource
from meetings.models.meeting import AgendaItem, Meeting
from members.models import Unit


class Minutes(FSMModelMixin, VersionedModel):
    """Title and text; the points and the participants come from the meeting's records.

    Once assembled, `preamble` is the text of the sections, put together by `services.minutes`.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes", verbose_name="会议")
    title = models.CharField("标题", max_length=120)
    toc_title = models.CharField("目录标题", max_length=80, blank=True, help_text="留空则用标题。")
    preamble = models.TextField("引言", help_text="段落之间空一行。")
    state = StateField("状态", choices=MinutesState.choices, default=MinutesState.DRAFT, protected=True)
    comments_by = models.DateTimeField("征求意见截止", null=True, blank=True, help_text="含该时刻。")
    silence_consents = models.BooleanField("逾期未复视为无异议", default=True)
    number = models.CharField("编号", max_length=60, blank=True, help_text="如：钒钛联盟纪要〔2026〕1号。")
    signed_by = models.CharField("签发人", max_length=40, blank=True)
    round = models.PositiveIntegerField("征求意见轮次", default=0, editable=False)
    link_series = models.PositiveIntegerField("个人链接批次", default=0, editable=False)

    history = History()

    class Meta:
        verbose_name = "会议纪要"
        verbose_name_plural = "会议纪要"
        ordering = ["-meeting__starts_on"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:minutes", args=[self.meeting_id])

    @property
    def is_example(self) -> bool:
        return self.meeting.is_example

    def takes_comments_at(self, moment: datetime) -> bool:
        """Whether `moment` (aware) is before the end of the second until which units are asked for comments."""
        in_time = self.comments_by is None or moment < self.comments_by + timedelta(seconds=1)
        return self.state == MinutesState.CONSULTING and in_time

    @transition(
        field=state,
        source=MinutesState.DRAFT,
        target=MinutesState.CONSULTING,
        permission=perm("meetings.sign_minutes"),
        custom={"label": "征求意见"},
    )
    def consult(self, *, actor):
        """The draft goes to the units that were asked to the meeting, for another round."""
        self.round += 1

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
    def sign(self, *, actor, signed_by: str = "", number: str = ""):
        """The secretariat issues the minutes."""
        self.signed_by = signed_by or self.signed_by
        self.number = number or self.number

    @transition(
        field=state,
        source=MinutesState.SIGNED,
        target=MinutesState.DRAFT,
        permission=perm("meetings.sign_minutes"),
        custom={"label": "撤回修改", "grave": True, "tone": "danger"},
    )
    def reopen(self, *, actor):
        """Taken back for correction, with the reason in the audit log."""


class MinutesSection(TimeStampedModel):
    """A part of the text: what was last compiled from the records (`base`) beside what people made of it (`text`).

    Compiling again merges the change of the records into the text. Where both changed the same words the text stays
    and the new compilation waits in `incoming` for somebody to settle it.
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="sections", verbose_name="会议纪要")
    source = models.CharField("来源", max_length=10, choices=SectionSource)
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="议程"
    )
    base = models.TextField("汇编原文", blank=True)
    text = models.TextField("正文", blank=True)
    incoming = models.TextField("待核对的新汇编", blank=True)
    left_out = models.BooleanField("不写入纪要", default=False)
    order = models.PositiveIntegerField("顺序", default=0)

    history = History()

    class Meta:
        verbose_name = "纪要段落"
        verbose_name_plural = "纪要段落"
        ordering = ["minutes", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "item"],
                condition=models.Q(item__isnull=False),
                name="minutes_section_once_an_item",
            ),
            models.UniqueConstraint(
                fields=["minutes"],
                condition=models.Q(source=SectionSource.OPENING),
                name="minutes_have_one_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes}·{self.heading}"

    @property
    def heading(self) -> str:
        return str(self.item) if self.item_id else self.get_source_display()

    @property
    def is_edited(self) -> bool:
        return self.text != self.base

    @property
    def has_lost_its_source(self) -> bool:
        """Its item of the agenda was deleted, and the text kept because somebody had edited it."""
        return self.source == SectionSource.ITEM and self.item_id is None


class MinutesVersion(AppendOnlyModel, TimeStampedModel):
    """What was signed, word for word, with its SHA-256. Never changed; an amendment is the next version."""

    refusal = "已签发的纪要版本不能修改或删除，请撤回修改后重新签发。"

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
