"""Meetings of the bodies: sittings, agenda, attendance."""

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.dates import moment_words
from alliance.core.enums import Qualifier
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from alliance.core.models.state import StateField
from meetings.enums import (
    AttendanceState,
    CheckInVia,
    DayPart,
    ItemKind,
    MeetingForm,
    MeetingKind,
    MeetingState,
)
from meetings.querysets import MeetingQuerySet
from members.enums import Body
from members.models import Person, Term, Unit
from members.names import ordinal


class Meeting(FSMModelMixin, ExampleMixin, VersionedModel):
    """A meeting. Attendance as reported stands beside the list of names and is never computed from it."""

    name = models.CharField("会议名称", max_length=120)
    other_names = models.TextField("其他写法", blank=True, help_text="每行一种印刷写法。")
    kind = models.CharField("类别", max_length=30, choices=MeetingKind)
    form = models.CharField("形式", max_length=20, choices=MeetingForm, default=MeetingForm.IN_PERSON)
    state = StateField("状态", choices=MeetingState.choices, default=MeetingState.PLANNED, protected=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)
    date_note = models.CharField("日期说明", max_length=100, blank=True, help_text="如仅知年月。")
    place = models.CharField("地点", max_length=60, blank=True)
    venue = models.CharField("会场", max_length=100, blank=True)
    venue_note = models.CharField("会场说明", max_length=100, blank=True)
    host = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="hosted_meetings", verbose_name="承办单位"
    )
    visit = models.CharField("参观", max_length=100, blank=True)
    address = models.CharField("详细地址", max_length=200, blank=True)
    online_link = models.URLField("视频会议链接", blank=True)
    live_item = models.ForeignKey(
        "AgendaItem",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="正在进行的议程",
    )
    live_since = models.DateTimeField("本项开始时间", null=True, blank=True, editable=False)
    reply_by = models.DateTimeField(
        "回执截止", null=True, blank=True, help_text="含该时刻；留空则会议召开前都可以答复。"
    )
    link_series = models.PositiveIntegerField("个人链接批次", default=0, editable=False)
    form_token = models.UUIDField("表单标记", null=True, blank=True, unique=True, editable=False)
    units_reported = models.PositiveIntegerField("到会单位（据报道）", null=True, blank=True)
    people_reported = models.PositiveIntegerField("到会人数（据报道）", null=True, blank=True)
    people_qualifier = models.CharField("人数约数词", max_length=4, choices=Qualifier, blank=True)
    list_is_open = models.BooleanField("名单以“等”结尾", default=False)
    note = models.TextField("备注", blank=True)

    history = History()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="meeting_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    def takes_replies_at(self, moment: datetime) -> bool:
        """Whether `moment` (aware) is before the end of the second until which replies are asked for."""
        in_time = self.reply_by is None or moment < self.reply_by + timedelta(seconds=1)
        return self.state == MeetingState.CONVENED and in_time

    @property
    def reply_refusal(self) -> str:
        """Why no reply is taken (any more), for the person who is refused."""
        if self.state == MeetingState.CONVENED:
            return f"参会回执已于{moment_words(self.reply_by)} 截止，如需更改请联系秘书处。"
        return {
            MeetingState.PLANNED: "会议通知尚未发出，现在不能答复。",
            MeetingState.IN_SESSION: "会议正在进行，不能再答复。",
            MeetingState.HELD: "会议已经召开，不能再答复。",
            MeetingState.CANCELLED: "会议已取消，不需要答复。",
        }[self.state]

    @transition(
        field=state,
        source=MeetingState.PLANNED,
        target=MeetingState.CONVENED,
        permission=perm("meetings.manage_meeting"),
        custom={"label": "发出通知"},
    )
    def convene(self, *, actor):
        """The notice has gone out."""

    @transition(
        field=state,
        source=MeetingState.CONVENED,
        target=MeetingState.IN_SESSION,
        permission=perm("meetings.manage_meeting"),
        custom={"label": "宣布开会"},
    )
    def open_session(self, *, actor):
        """The meeting has begun; the roll stands."""

    @transition(
        field=state,
        source=[MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION],
        target=MeetingState.HELD,
        permission=perm("meetings.manage_meeting"),
        conditions=[lambda meeting: meeting.starts_on is not None],
        custom={"label": "登记为已召开"},
    )
    def mark_held(self, *, actor):
        """The meeting took place on the day given."""

    @transition(
        field=state,
        source=[MeetingState.PLANNED, MeetingState.CONVENED],
        target=MeetingState.CANCELLED,
        permission=perm("meetings.manage_meeting"),
        custom={"label": "取消会议", "grave": True, "tone": "danger"},
    )
    def cancel(self, *, actor):
        """The meeting will not take place; its numbers are free for the next ones of the bodies."""
        self.bodies.update(session=None)


class MeetingBody(models.Model):
    """A body that meets, as its n-th session of the term: (body, 届, 次) is unique where numbered.

    示例 meetings are numbered apart (`is_example` follows the meeting), so that they take no number of a real one.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="bodies", verbose_name="会议")
    body = models.CharField("机构", max_length=20, choices=Body)
    body_printed = models.CharField("机构（印刷写法）", max_length=40, blank=True)
    term = models.ForeignKey(Term, models.PROTECT, verbose_name="届")
    session = models.PositiveIntegerField("次", null=True, blank=True)
    is_example = models.BooleanField("示例数据", default=False, editable=False)

    class Meta:
        verbose_name = "召开机构"
        verbose_name_plural = "召开机构"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "term", "session", "is_example"],
                name="session_number_once",
                violation_error_message="本届该机构已有同一次会议。",
            ),
            models.UniqueConstraint(fields=["meeting", "body"], name="meeting_body_once"),
        ]

    def __str__(self) -> str:
        session = f"第{ordinal(self.session)}次" if self.session else ""
        return f"{self.term}{session}{self.get_body_display()}"

    def save(self, *args, **kwargs):
        self._follow_meeting()
        super().save(*args, **kwargs)

    def clean(self):
        """Before the constraint of numbers is checked."""
        super().clean()
        self._follow_meeting()

    def _follow_meeting(self) -> None:
        if self.meeting_id is not None:
            self.is_example = self.meeting.is_example


class Sitting(models.Model):
    """A half day with its body and chair."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sittings", verbose_name="会议")
    date = models.DateField("日期")
    part = models.CharField("时段", max_length=10, choices=DayPart)
    body = models.CharField("机构", max_length=20, choices=Body)
    title = models.CharField("名称（印刷写法）", max_length=100, blank=True)
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    ends_at = models.TimeField("结束时间", null=True, blank=True)
    room = models.CharField("会场", max_length=100, blank=True)
    chair = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="主持人")
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "分场会议"
        verbose_name_plural = "分场会议"
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_part_display()}·{self.title or self.get_body_display()}"


class AgendaItem(models.Model):
    """An item of the agenda. `sitting` stays empty where the source does not say in which half day it was."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="会议")
    sitting = models.ForeignKey(
        Sitting, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name="分场会议"
    )
    kind = models.CharField("类别", max_length=20, choices=ItemKind)
    title = models.CharField("议题", max_length=200)
    presenter = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="报告人")
    presenter_body = models.CharField("报告机构", max_length=20, choices=Body, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    minutes_planned = models.PositiveSmallIntegerField("时长（分钟）", null=True, blank=True)
    record = models.TextField("会议记录", blank=True, help_text="报告要点、讨论意见，供起草纪要。")
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "议程"
        verbose_name_plural = "议程"
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """One name on the participants' list, under the unit as printed. The capacity may be unknown."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="会议")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances", verbose_name="人员")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="单位"
    )
    unit_printed = models.CharField("单位（印刷写法）", max_length=100, blank=True)
    state = models.CharField(
        "出席情况", max_length=10, choices=AttendanceState, default=AttendanceState.PRESENT
    )
    capacity = models.CharField("身份", max_length=20, choices=Body, blank=True, help_text="未载明请留空。")
    on_list = models.BooleanField("列入参会名单", default=True)
    post = models.CharField("职务", max_length=100, blank=True)
    stands_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代理（代表谁出席）"
    )
    phone = models.CharField("电话", max_length=40, blank=True)
    checked_in_at = models.DateTimeField("签到时间", null=True, blank=True, editable=False)
    check_in_via = models.CharField("签到方式", max_length=10, choices=CheckInVia, blank=True, editable=False)
    order = models.PositiveIntegerField("名单顺序", default=0)

    class Meta:
        verbose_name = "参会人员"
        verbose_name_plural = "参会人员"
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="attends_once",
                violation_error_message="该人员已在本次会议名单中。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_printed or self.unit or ''} {self.person}".strip()
