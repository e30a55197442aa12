"""Votes: live or 通讯表决, open or secret; one vote per seat of the roll.

A secret vote has no key, time or order that leads from the voter to the choice: `BallotSeat` knows only that a vote
was cast, `SecretVote` only what. Neither has a history, and the audit log never names a choice.
"""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import History, VersionedModel
from alliance.core.models.state import StateField
from meetings.enums import BallotResult, BallotState, VoteChoice
from meetings.models.decision import Resolution
from meetings.models.meeting import AgendaItem, Meeting
from meetings.models.roll import RollEntry
from members.enums import Body
from members.models import Person


class Ballot(FSMModelMixin, VersionedModel):
    """`closes_at` is the deadline of a 通讯表决 (inclusive to the second); a live vote is closed by hand."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="ballots", verbose_name="会议")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="ballots", verbose_name="议程"
    )
    resolution = models.OneToOneField(
        Resolution, models.SET_NULL, null=True, blank=True, related_name="ballot", verbose_name="议定事项"
    )
    body = models.CharField("表决机构", max_length=20, choices=Body)
    question = models.CharField("表决事项", max_length=200)
    secret = models.BooleanField("无记名", default=False)
    state = StateField("状态", choices=BallotState.choices, default=BallotState.DRAFT, protected=True)
    opened_at = models.DateTimeField("开始时间", null=True, blank=True, editable=False)
    closes_at = models.DateTimeField("表决截止", null=True, blank=True, help_text="通讯表决填写，含该时刻。")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True, editable=False)
    # Frozen at closing, with the numbers they follow from.
    result = models.CharField("结果", max_length=20, choices=BallotResult, blank=True, editable=False)
    seats = models.PositiveIntegerField("席位数", null=True, blank=True, editable=False)
    # Without those recused, on which the rule looks as if they had no seat in this matter.
    present = models.PositiveIntegerField("出席席位（不含回避）", null=True, blank=True, editable=False)
    recused = models.PositiveIntegerField("回避席位", null=True, blank=True, editable=False)
    yes = models.PositiveIntegerField("同意", null=True, blank=True, editable=False)
    no = models.PositiveIntegerField("反对", null=True, blank=True, editable=False)
    abstain = models.PositiveIntegerField("弃权", null=True, blank=True, editable=False)

    history = History()
    # Others who hear of an act on it, as the unit's liaison of a vote on paper, get no link.
    seen_by_voters_alone = True

    class Meta:
        verbose_name = "表决"
        verbose_name_plural = "表决"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=BallotState.CLOSED) | ~models.Q(result=""),
                name="closed_ballot_has_result",
                violation_error_message="已截止的表决须有结果。",
            )
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("meetings:ballot", args=[self.pk])

    @property
    def is_example(self) -> bool:
        return self.meeting.is_example

    @property
    def by_correspondence(self) -> bool:
        """通讯表决: it has a deadline; a live vote is closed by hand."""
        return self.closes_at is not None

    def takes_votes_at(self, moment: datetime) -> bool:
        """Whether it is open and `moment` (aware) before the end of the second of its deadline."""
        in_time = self.closes_at is None or moment < self.closes_at + timedelta(seconds=1)
        return self.state == BallotState.OPEN and in_time

    @transition(
        field=state,
        source=BallotState.DRAFT,
        target=BallotState.OPEN,
        permission=perm("meetings.run_ballot"),
        custom={"label": "开始表决"},
    )
    def open(self, *, actor, opened_at: datetime):
        """The seats of the roll may vote. Only `services.ballots` opens and closes: it makes and counts the rows."""
        self.opened_at = opened_at

    @transition(
        field=state,
        source=BallotState.OPEN,
        target=BallotState.CLOSED,
        permission=perm("meetings.run_ballot"),
        custom={"label": "结束表决"},
    )
    def close(self, *, actor, closed_at: datetime, figures: dict):
        """No more votes; `figures` (names of the frozen fields) are the result and what it follows from."""
        self.closed_at = closed_at
        for name, value in figures.items():
            setattr(self, name, value)

    @transition(
        field=state,
        source=[BallotState.DRAFT, BallotState.OPEN, BallotState.CLOSED],
        target=BallotState.ANNULLED,
        permission=perm("meetings.run_ballot"),
        conditions=[lambda ballot: ballot.resolution_id is None or ballot.resolution.adopted_on is None],
        custom={"label": "作废", "grave": True, "tone": "danger"},
    )
    def annul(self, *, actor):
        """The vote does not count, with the reason; its rows stay, and its point may be voted on anew."""
        self.resolution = None


class BallotSeat(models.Model):
    """One seat in one ballot: recused, voted or not, by whom for the seat. In a secret ballot no time is kept."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="ballot_seats", verbose_name="表决")
    roll = models.ForeignKey(RollEntry, models.PROTECT, related_name="ballot_seats", verbose_name="席位")
    voted = models.BooleanField("已表决", default=False)
    voter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="投票人"
    )
    recused = models.BooleanField("回避", default=False)
    recusal_reason = models.CharField("回避理由", max_length=200, blank=True)
    wants_discussion = models.BooleanField("要求开会讨论", default=False)
    discussion_reason = models.CharField("讨论理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "表决席位"
        verbose_name_plural = "表决席位"
        ordering = ["ballot", "roll__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "roll"], name="ballot_seat_once"),
            models.CheckConstraint(
                condition=models.Q(voted=False) | models.Q(recused=False), name="recused_seat_has_no_vote"
            ),
        ]

    def __str__(self) -> str:
        return str(self.roll)


class OpenVote(models.Model):
    """A vote by name (记名)."""

    ballot_seat = models.OneToOneField(
        BallotSeat, models.CASCADE, related_name="vote", verbose_name="表决席位"
    )
    choice = models.CharField("意见", max_length=10, choices=VoteChoice)
    cast_at = models.DateTimeField("表决时间")

    class Meta:
        verbose_name = "记名票"
        verbose_name_plural = "记名票"
        ordering = ["ballot_seat"]

    def __str__(self) -> str:
        return f"{self.ballot_seat} {self.get_choice_display()}"


class SecretVote(models.Model):
    """A vote in the box. The key is random, so that not even the order of casting is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="secret_votes", verbose_name="表决")
    choice = models.CharField("意见", max_length=10, choices=VoteChoice)

    class Meta:
        verbose_name = "无记名票"
        verbose_name_plural = "无记名票"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_choice_display()
