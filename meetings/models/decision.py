"""What a meeting decided: numbered points of the minutes and the tasks that they set."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from meetings.enums import ActionState, ResolutionKind
from meetings.models.meeting import AgendaItem, Meeting
from meetings.querysets import ActionItemQuerySet, ResolutionQuerySet
from members.enums import Body, OfficeKind
from members.models import Unit


class Resolution(TimeStampedModel):
    """议定事项: a numbered point. `carries_task` marks a decision that also orders something."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="resolutions", verbose_name="会议")
    number = models.PositiveIntegerField("序号")
    kind = models.CharField("性质", max_length=30, choices=ResolutionKind)
    carries_task = models.BooleanField("附有任务", default=False)
    subject = models.CharField("事项", max_length=100)
    text = models.TextField("内容")
    due_text = models.CharField("时限（原文）", max_length=60, blank=True)
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="resolutions", verbose_name="议程"
    )
    by_count = models.BooleanField("按表决规则", default=False, help_text="不勾选：经讨论一致同意，不计票。")
    adopted_on = models.DateField("生效日期", null=True, blank=True, editable=False)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="撤销的事项"
    )

    history = History()
    objects = ResolutionQuerySet.as_manager()

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


class ActionItem(FSMModelMixin, VersionedModel):
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
    state = StateField("状态", choices=ActionState.choices, default=ActionState.OPEN, protected=True)
    progress = models.TextField("落实情况", blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    history = History()
    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = "督办事项"
        verbose_name_plural = "督办事项"
        ordering = ["resolution", "order", "pk"]

    def __str__(self) -> str:
        return self.task

    def get_absolute_url(self) -> str:
        return reverse("meetings:action", args=[self.pk])

    @property
    def responsible(self) -> str:
        """Who has to do it, as the minutes say; empty when they do not."""
        said = ("各成员单位" if self.all_units else "", self.get_body_display(), self.get_office_display())
        return "、".join(filter(None, (*said, str(self.unit) if self.unit_id else "")))

    def is_overdue(self, on: date) -> bool:
        return self.state == ActionState.OPEN and self.due_on is not None and self.due_on < on

    @property
    def is_example(self) -> bool:
        return self.resolution.meeting.is_example

    @transition(
        field=state,
        source=[ActionState.OPEN, ActionState.UNSTATED],
        target=ActionState.DONE,
        permission=perm("meetings.follow_action"),
        custom={"label": "登记为已完成"},
    )
    def finish(self, *, actor, done_on: date | None = None):
        """Done, today when no day is given; `progress` says what came of it."""
        self.done_on = done_on or timezone.localdate()

    @transition(
        field=state,
        source=[ActionState.OPEN, ActionState.UNSTATED],
        target=ActionState.DROPPED,
        permission=perm("meetings.follow_action"),
        custom={"label": "不再办理", "grave": True, "tone": "danger"},
    )
    def drop(self, *, actor):
        """Given up, with the reason."""

    @transition(
        field=state,
        source=[ActionState.DONE, ActionState.DROPPED, ActionState.UNSTATED],
        target=ActionState.OPEN,
        permission=perm("meetings.follow_action"),
        custom={"label": "重新办理", "grave": True},
    )
    def reopen(self, *, actor):
        """Not done after all."""
        self.done_on = None
