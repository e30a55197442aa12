"""How units came to be members and how they ceased to be: admission, departure, earlier memberships."""

from django.db import models

from alliance.core.models import StoredFile
from alliance.core.models.base import History, TimeStampedModel
from members.enums import DepartureKind, Evidence
from members.models.person import Person
from members.models.unit import Unit


class Admission(TimeStampedModel):
    """A unit's admission as decided: traceable to the point of the minutes through `meetings.ResolutionEffect`."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="admissions", verbose_name="单位")
    admitted_on = models.DateField("入盟日期")
    basis = models.CharField("依据", max_length=200)
    council_member = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="理事"
    )
    expert = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专家"
    )
    liaison = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="联络员"
    )
    representatives_evidence = models.CharField(
        "代表分工依据", max_length=20, choices=Evidence, default=Evidence.STATED
    )

    history = History()

    class Meta:
        verbose_name = "入盟"
        verbose_name_plural = "入盟"
        ordering = ["-admitted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "admitted_on"],
                name="admission_once_per_day",
                violation_error_message="该单位在这一天已有入盟记录。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} 入盟"


class Departure(TimeStampedModel):
    """退盟: a unit's leaving as decided. `left_on` is its last day as a member; never edited, only recorded."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="departures", verbose_name="单位")
    kind = models.CharField("方式", max_length=20, choices=DepartureKind)
    left_on = models.DateField("退盟日期", help_text="作为成员单位的最后一天。")
    basis = models.CharField("依据", max_length=200)
    reason = models.CharField("原因", max_length=200, blank=True)
    letter = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来函"
    )

    history = History()

    class Meta:
        verbose_name = "退盟"
        verbose_name_plural = "退盟"
        ordering = ["-left_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "left_on"],
                name="departure_once_per_day",
                violation_error_message="该单位在这一天已有退盟记录。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} 退盟"


class EarlierMembership(TimeStampedModel):
    """A time as a member that ended before the unit was admitted again. Either date may be unknown."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="earlier_memberships", verbose_name="单位")
    joined_on = models.DateField("入盟日期", null=True, blank=True)
    left_on = models.DateField("退盟日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    history = History()

    class Meta:
        verbose_name = "曾经的成员身份"
        verbose_name_plural = "曾经的成员身份"
        ordering = ["unit", "joined_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(joined_on__isnull=True)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="earlier_membership_in_order",
                violation_error_message="退盟日期不能早于入盟日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}（曾为成员单位）"
