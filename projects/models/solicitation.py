"""征集批次: a call for proposals, and what was reported of its result."""

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core import audit
from alliance.core.access import perm
from alliance.core.database import db_now
from alliance.core.dates import moment_words
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from alliance.core.models.state import StateField
from members.models import Unit
from projects.enums import SolicitationState
from projects.querysets import SolicitationQuerySet


class Solicitation(FSMModelMixin, ExampleMixin, VersionedModel):
    """A batch. `deadline` is inclusive to the stated second, by the database's clock (design §3)."""

    name = models.CharField("名称", max_length=120)
    programme = models.CharField("专项", max_length=120, blank=True)
    batch = models.PositiveIntegerField("批次", null=True, blank=True)
    year = models.PositiveIntegerField("年度")
    state = StateField(
        "状态", choices=SolicitationState.choices, default=SolicitationState.DRAFT, protected=True
    )
    opens_at = models.DateTimeField("开始时间", null=True, blank=True, help_text="未载明请留空。")
    deadline = models.DateTimeField("截止时间", null=True, blank=True, help_text="含该时刻；未载明请留空。")
    description = models.TextField("说明", blank=True)
    total_reported = models.PositiveIntegerField("征集项数（据报道）", null=True, blank=True)

    history = History()
    objects = SolicitationQuerySet.as_manager()

    class Meta:
        verbose_name = "项目征集"
        verbose_name_plural = "项目征集"
        ordering = ["-year", "-batch", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(deadline__isnull=True)
                | models.Q(deadline__gt=models.F("opens_at")),
                name="solicitation_deadline_after_opening",
                violation_error_message="截止时间应晚于开始时间。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:solicitation", args=[self.pk])

    def is_open(self) -> bool:
        """Whether proposals are taken now, by the database's clock."""
        return self.state == SolicitationState.OPEN and self.takes_proposals_at(db_now())

    def takes_proposals_at(self, moment: datetime) -> bool:
        """Whether `moment` (aware) lies within the time stated: up to and including the second of the deadline."""
        if self.deadline is None or (self.opens_at is not None and moment < self.opens_at):
            return False
        return moment < self.deadline + timedelta(seconds=1)

    @property
    def refusal(self) -> str:
        """Why proposals are not taken now, for the person who is refused."""
        if self.state == SolicitationState.OPEN and self.deadline is not None:
            if self.opens_at is not None and db_now() < self.opens_at:
                return f"“{self}”将于 {_in_words(self.opens_at)} 开始征集。"
            return f"“{self}”已于 {_in_words(self.deadline)} 截止。"
        return f"“{self}”{self.get_state_display()}，目前不接受项目建议。"

    @property
    def papers_until(self) -> datetime | None:
        """Until when a paper must have reached the secretariat that is recorded after the deadline (秘书处代录).

        The deadline, or the moment of closing if that came first. None for a batch that was never open here, or that
        has not begun.
        """
        if self.deadline is None or (self.opens_at is not None and db_now() < self.opens_at):
            return None
        if self.state == SolicitationState.OPEN:
            return self.deadline
        closing = audit.entries_of(self).filter(action="projects.solicitation.close").first()
        return min(self.deadline, closing.at) if closing is not None else None

    @property
    def unattributed(self) -> int | None:
        """Reported proposals that no unit's tally accounts for (2015: 17 − 12 = 5)."""
        if self.total_reported is None:
            return None
        return self.total_reported - sum(tally.count for tally in self.tallies.all())

    @transition(
        field=state,
        source=SolicitationState.DRAFT,
        target=SolicitationState.OPEN,
        permission=perm("projects.manage_solicitation"),
        conditions=[lambda solicitation: solicitation.deadline is not None],
        custom={"label": "开始征集"},
    )
    def open(self, *, actor):
        """Proposals are taken until the deadline."""

    @transition(
        field=state,
        source=SolicitationState.OPEN,
        target=SolicitationState.CLOSED,
        permission=perm("projects.manage_solicitation"),
        custom={"label": "结束征集"},
    )
    def close(self, *, actor):
        """No more proposals, whatever the deadline."""

    @transition(
        field=state,
        source=SolicitationState.DRAFT,
        target=SolicitationState.CLOSED,
        permission=perm("projects.manage_solicitation"),
        custom={"label": "登记为已结束"},
    )
    def file_past(self, *, actor):
        """A batch of the past, entered from a printed source."""


def _in_words(moment: datetime) -> str:
    """To the second, which is what decides."""
    return f"{moment_words(moment)}:{moment:%S}"


class SolicitationTally(models.Model):
    """Number of proposals of one unit as reported."""

    solicitation = models.ForeignKey(
        Solicitation, models.CASCADE, related_name="tallies", verbose_name="征集批次"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tallies", verbose_name="单位")
    count = models.PositiveIntegerField("项数")
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "各单位项数（据报道）"
        verbose_name_plural = "各单位项数（据报道）"
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["solicitation", "unit"], name="tally_once_per_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.count} 项"
