"""Quorum and majority: dated rules of the charter, and what was frozen of them when a meeting was convened.

Fractions are integers (design §3): a quorum of two thirds is `3 * present >= 2 * seats`.
"""

from django.db import models

from alliance.core.models.base import ExampleMixin, History, TimeStampedModel
from meetings.enums import MajorityOf
from meetings.models.meeting import Meeting
from members.enums import Body


class RuleFields(models.Model):
    """At least (`strict`: more than) so many parts of the seats; by unit, since a seat is a unit's."""

    quorum_numerator = models.PositiveSmallIntegerField("法定人数：分子", default=2)
    quorum_denominator = models.PositiveSmallIntegerField("法定人数：分母", default=3)
    quorum_strict = models.BooleanField("法定人数须超过该比例", default=False)
    majority_numerator = models.PositiveSmallIntegerField("通过票数：分子", default=1)
    majority_denominator = models.PositiveSmallIntegerField("通过票数：分母", default=2)
    majority_strict = models.BooleanField("通过票数须超过该比例", default=True)
    majority_of = models.CharField(
        "通过票数的基数", max_length=10, choices=MajorityOf, default=MajorityOf.PRESENT
    )
    delegates_count = models.BooleanField("代理出席计入法定人数并可代为表决", default=True)
    delegations_each = models.PositiveSmallIntegerField("每人最多代理席位", default=1)

    class Meta:
        abstract = True


def fractions_are_proper(prefix: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{part}_denominator__gt": 0})
            & models.Q(**{f"{part}_numerator__gt": 0})
            & models.Q(**{f"{part}_numerator__lte": models.F(f"{part}_denominator")}),
            name=f"{prefix}_{part}_is_fraction",
            violation_error_message="分数须大于0且不超过1。",
        )
        for part in ("quorum", "majority")
    ] + [
        models.CheckConstraint(
            condition=models.Q(**{f"{part}_strict": False})
            | models.Q(**{f"{part}_numerator__lt": models.F(f"{part}_denominator")}),
            name=f"{prefix}_{part}_is_possible",
            violation_error_message="不可能超过全体，请取消“须超过该比例”。",
        )
        for part in ("quorum", "majority")
    ]


class VotingRule(ExampleMixin, RuleFields, TimeStampedModel):
    """表决规则 of a body from a day on; the next one of the same body ends it. The charter of 2015 states none."""

    body = models.CharField("机构", max_length=20, choices=Body)
    valid_from = models.DateField("施行日期")
    basis = models.CharField("依据", max_length=200, help_text="如：联盟章程第十二条。")

    history = History()

    class Meta:
        verbose_name = "表决规则"
        verbose_name_plural = "表决规则"
        ordering = ["body", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "valid_from", "is_example"],
                name="voting_rule_once_a_day",
                violation_error_message="该机构在这一天已有表决规则。",
            ),
            *fractions_are_proper("voting_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}表决规则（{self.valid_from}起）"


class MeetingRule(RuleFields):
    """The rule of one body as it stood when the meeting was convened; never changed afterwards."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rules", verbose_name="会议")
    body = models.CharField("机构", max_length=20, choices=Body)
    basis = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "会议表决规则"
        verbose_name_plural = "会议表决规则"
        ordering = ["meeting", "body"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "body"], name="meeting_rule_once"),
            *fractions_are_proper("meeting_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}·{self.get_body_display()}"
