"""换届: the new term as it is planned, what each unit answered, and its coming into force."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.base import ExampleMixin, History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from members.enums import AnswerState, Body, OfficeKind, PlannedSeat, TermChangeState
from members.models.body import Seat, Term
from members.models.person import Person
from members.models.unit import Unit
from members.names import ordinal


class TermChange(FSMModelMixin, ExampleMixin, VersionedModel):
    """A change of term. The term itself, its seats and occupancies are made when it is enacted, all at once."""

    from_term = models.ForeignKey(Term, models.PROTECT, related_name="changes_from", verbose_name="本届")
    number = models.PositiveIntegerField("新一届届次")
    starts_on = models.DateField("新一届开始日期")
    years = models.PositiveSmallIntegerField("任期（年）", default=5)
    state = StateField(
        "状态", choices=TermChangeState.choices, default=TermChangeState.PREPARING, protected=True
    )
    answer_by = models.DateTimeField("请各单位于何时前确认", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    term = models.OneToOneField(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="change",
        verbose_name="新一届",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发起人"
    )

    history = History()

    class Meta:
        verbose_name = "换届"
        verbose_name_plural = "换届"
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(state=TermChangeState.CANCELLED),
                name="term_change_once",
                violation_error_message="该届的换届工作已经开始。",
            )
        ]

    def __str__(self) -> str:
        return f"第{ordinal(self.number)}届换届"

    @transition(
        field=state,
        source=TermChangeState.PREPARING,
        target=TermChangeState.COLLECTING,
        permission=perm("members.change_term_bodies"),
        custom={"label": "征求单位意见"},
    )
    def ask_units(self, *, actor):
        """The units are asked to confirm or change their people."""

    @transition(
        field=state,
        source=TermChangeState.COLLECTING,
        target=TermChangeState.CLOSED,
        permission=perm("members.change_term_bodies"),
        custom={"label": "截止"},
    )
    def close(self, *, actor):
        """No more answers; the secretariat settles what is open."""

    @transition(
        field=state,
        source=TermChangeState.CLOSED,
        target=TermChangeState.COLLECTING,
        permission=perm("members.change_term_bodies"),
        custom={"label": "重新征求意见"},
    )
    def reopen(self, *, actor):
        """Answers are taken again."""

    @transition(
        field=state,
        source=TermChangeState.CLOSED,
        target=TermChangeState.ENACTED,
        permission=perm("members.change_term_bodies"),
        custom={"label": "换届生效", "grave": True},
    )
    def enact(self, *, actor):
        """The new term stands; the reason is the decision that it rests on."""

    @transition(
        field=state,
        source=[TermChangeState.PREPARING, TermChangeState.COLLECTING, TermChangeState.CLOSED],
        target=TermChangeState.CANCELLED,
        permission=perm("members.change_term_bodies"),
        custom={"label": "取消", "grave": True, "tone": "danger"},
    )
    def cancel(self, *, actor):
        """Given up, with the reason."""


class UnitConfirmation(ExampleMixin, VersionedModel):
    """单位确认: one unit's answer to the list of its people for the new term."""

    change = models.ForeignKey(TermChange, models.CASCADE, related_name="confirmations", verbose_name="换届")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="confirmations", verbose_name="单位")
    state = models.CharField("状态", max_length=20, choices=AnswerState, default=AnswerState.WAITING)
    answered_by = models.CharField("答复人", max_length=60, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    note = models.CharField("单位意见", max_length=300, blank=True)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="盖章推荐函"
    )
    link_series = models.PositiveIntegerField("个人链接批次", default=0, editable=False)

    history = History()

    class Meta:
        verbose_name = "单位确认"
        verbose_name_plural = "单位确认"
        ordering = ["change", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "unit"],
                name="unit_confirmation_once",
                violation_error_message="该单位已在这次换届的名单中。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}·{self.change}"

    def get_absolute_url(self) -> str:
        return reverse("members:confirmation", args=[self.pk])


class SeatPlan(TimeStampedModel):
    """拟设席位: a seat of the new term and whom the unit proposes; nobody yet when `person` and `new_name` are empty.

    Somebody whom the register does not know is given by `new_name`, `new_post` and `new_phone`.
    """

    confirmation = models.ForeignKey(
        UnitConfirmation, models.CASCADE, related_name="seats", verbose_name="单位确认"
    )
    body = models.CharField("机构", max_length=20, choices=Body)
    plan = models.CharField("安排", max_length=10, choices=PlannedSeat, default=PlannedSeat.KEPT)
    current = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本届席位"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟任人员"
    )
    new_name = models.CharField("姓名", max_length=40, blank=True)
    new_post = models.CharField("职务", max_length=100, blank=True)
    new_phone = models.CharField("电话", max_length=40, blank=True)

    class Meta:
        verbose_name = "拟设席位"
        verbose_name_plural = "拟设席位"
        ordering = ["confirmation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["confirmation", "body"],
                name="seat_plan_once",
                violation_error_message="该单位在该机构中已有拟设席位。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.confirmation.unit}·{self.get_body_display()}"

    @property
    def proposed(self) -> str:
        """The name proposed; empty when nobody is."""
        return str(self.person) if self.person else self.new_name


class OfficePlan(TimeStampedModel):
    """拟任职务: who is to hold an office in the new term."""

    change = models.ForeignKey(TermChange, models.CASCADE, related_name="offices", verbose_name="换届")
    kind = models.CharField("职务", max_length=30, choices=OfficeKind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="拟任人员")
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "拟任职务"
        verbose_name_plural = "拟任职务"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "kind", "person"],
                name="office_plan_once",
                violation_error_message="同一职务的同一人选只能列一次。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.get_kind_display()}）"
