"""轮流承办: the ledger of who hosts, and the unit's answer (承办确认)."""

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import History, VersionedModel
from alliance.core.models.state import StateField
from meetings.enums import HostingState
from meetings.models.decision import Resolution
from meetings.models.meeting import Meeting
from meetings.querysets import HostingTurnQuerySet
from members.models import Unit


class HostingTurn(FSMModelMixin, VersionedModel):
    """Whose turn it is to host in a year, what the unit answered, and to whom it went.

    `reason` is printed beside a turn that went to another unit; what the unit itself wrote stays in `decline_reason`.
    """

    year = models.PositiveIntegerField("年度")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hosting_turns", verbose_name="单位")
    state = StateField("状态", choices=HostingState.choices, default=HostingState.PROPOSED, protected=True)
    answer_by = models.DateTimeField("请于何时前确认", null=True, blank=True)
    decline_reason = models.CharField(
        "不能承办的理由", max_length=200, blank=True, help_text="单位填写，不公开。"
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="hosting_turns", verbose_name="会议"
    )
    yielded_to = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="改由"
    )
    reason = models.CharField("原因", max_length=200, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    month = models.PositiveSmallIntegerField("月份", null=True, blank=True)
    basis = models.ForeignKey(
        Resolution, models.SET_NULL, null=True, blank=True, related_name="hosting_turns", verbose_name="依据"
    )
    link_series = models.PositiveIntegerField("个人链接批次", default=0, editable=False)

    history = History()
    objects = HostingTurnQuerySet.as_manager()

    class Meta:
        verbose_name = "轮流承办"
        verbose_name_plural = "轮流承办"
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "unit"],
                name="hosting_turn_once",
                violation_error_message="该单位在这一年度已有承办记录。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年 {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:hosting", args=[self.pk])

    @property
    def is_example(self) -> bool:
        return self.unit.is_example

    @transition(
        field=state,
        source=HostingState.PROPOSED,
        target=HostingState.ACCEPTED,
        permission=perm("meetings.answer_hosting"),
        custom={"label": "确认承办", "on_desk": True},
    )
    def accept(self, *, actor):
        """The unit will host."""

    @transition(
        field=state,
        source=HostingState.PROPOSED,
        target=HostingState.DECLINED,
        permission=perm("meetings.answer_hosting"),
        custom={"label": "不能承办", "grave": True, "tone": "danger", "on_desk": True},
    )
    def decline(self, *, actor, decline_reason: str):
        """The unit cannot host, and says why."""
        self.decline_reason = decline_reason

    @transition(
        field=state,
        source=[HostingState.ACCEPTED, HostingState.DECLINED],
        target=HostingState.PROPOSED,
        permission=perm("meetings.manage_hosting"),
        custom={"label": "重新征询", "grave": True},
    )
    def ask_again(self, *, actor):
        """The unit is asked once more."""
        self.decline_reason = ""

    @transition(
        field=state,
        source=[HostingState.PROPOSED, HostingState.ACCEPTED, HostingState.DECLINED],
        target=HostingState.YIELDED,
        permission=perm("meetings.manage_hosting"),
        conditions=[lambda turn: turn.yielded_to_id is not None],
        custom={"label": "登记改由他单位承办"},
    )
    def hand_over(self, *, actor):
        """Another unit (`yielded_to`) hosts instead."""

    @transition(
        field=state,
        source=[HostingState.PROPOSED, HostingState.ACCEPTED],
        target=HostingState.HOSTED,
        permission=perm("meetings.manage_hosting"),
        custom={"label": "登记为已承办"},
    )
    def mark_hosted(self, *, actor):
        """The unit has hosted."""
