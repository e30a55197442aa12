"""Terms, seats of units in bodies, who fills them, and offices held by people."""

from django.db import models

from alliance.core.models import StoredFile
from alliance.core.models.base import History, TimeStampedModel
from members.enums import Body, Evidence, OfficeKind
from members.models.person import Person
from members.models.unit import Unit
from members.names import ordinal
from members.querysets import HeldQuerySet, OccupancyQuerySet


class Term(TimeStampedModel):
    """届. Five years by the decision of 2015-05-29; dates stay empty where they are not stated."""

    number = models.PositiveIntegerField("届次", unique=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)
    years = models.PositiveIntegerField("任期（年）", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    history = History()

    class Meta:
        verbose_name = "届"
        verbose_name_plural = "届"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"第{ordinal(self.number)}届"


class Seat(TimeStampedModel):
    """A unit's place in a body for a term. It has one vote, whatever offices the unit's people hold."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seats", verbose_name="单位")
    body = models.CharField("机构", max_length=20, choices=Body)
    term = models.ForeignKey(Term, models.PROTECT, related_name="seats", verbose_name="届")

    history = History()

    class Meta:
        verbose_name = "席位"
        verbose_name_plural = "席位"
        ordering = ["term", "body", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "body", "term"],
                name="seat_once_per_term",
                violation_error_message="该单位在本届该机构中已有席位。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}·{self.term}{self.get_body_display()}"


class Held(TimeStampedModel):
    """Something held from/until. Either date may be unknown; `ended` tells an unknown end from none."""

    starts_on = models.DateField("起任日期", null=True, blank=True, help_text="未载明请留空。")
    ends_on = models.DateField("离任日期", null=True, blank=True, help_text="未载明请留空。")
    ended = models.BooleanField("已离任", default=False)
    evidence = models.CharField("依据", max_length=20, choices=Evidence, default=Evidence.STATED)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        """Before the constraints are checked: a stated end means that it has ended."""
        super().clean()
        self.ended = self.ended or self.ends_on is not None

    def save(self, *args, **kwargs):
        self.ended = self.ended or self.ends_on is not None
        super().save(*args, **kwargs)


def held_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(ends_on__isnull=True)
        | models.Q(starts_on__isnull=True)
        | models.Q(ends_on__gte=models.F("starts_on")),
        name=name,
        violation_error_message="离任日期不能早于起任日期。",
    )


class Occupancy(Held):
    """任职: the person who fills a seat."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="occupancies", verbose_name="席位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="occupancies", verbose_name="人员")
    reason = models.CharField("事由", max_length=200, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="推荐函"
    )

    history = History()
    objects = OccupancyQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["seat", "starts_on"]
        constraints = [
            held_in_order("occupancy_dates_in_order"),
            models.UniqueConstraint(
                fields=["seat"],
                condition=models.Q(ended=False),
                name="seat_has_one_occupant",
                violation_error_message="该席位已有现任人员，请先办理离任。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{Body(self.seat.body).role}）"


class Office(Held):
    """职务: held by a person in the alliance, not a second seat (design §4)."""

    kind = models.CharField("职务", max_length=30, choices=OfficeKind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="offices", verbose_name="人员")
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name="届"
    )
    order = models.PositiveIntegerField("顺序", default=0)

    history = History()
    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = "联盟职务"
        verbose_name_plural = "联盟职务"
        ordering = ["order", "pk"]
        constraints = [held_in_order("office_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.person}（{self.get_kind_display()}）"
