"""会费: a year's round, what each unit owes, what it paid. Can be switched off (`AllianceProfile.collects_dues`)."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.append_only import AppendOnlyModel
from alliance.core.models.base import ExampleMixin, History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from members.enums import UnitRank
from members.models.fund import Fund, FundEntry
from members.models.unit import Unit
from members.money import figures, yuan_of
from members.money_enums import DuesRoundState, PaymentMethod
from members.money_querysets import DuesNoticeQuerySet


def money(label: str, **options) -> models.DecimalField:
    """Yuan to the fen, never negative."""
    return models.DecimalField(
        label,
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0), "金额不能为负数。")],
        **options,
    )


class DuesRound(FSMModelMixin, ExampleMixin, VersionedModel):
    """会费年度: the dues of one year. Opening it makes one notice per member unit by the rates."""

    year = models.PositiveIntegerField(
        "年度",
        validators=[
            MinValueValidator(2000, "请填写四位年份，如 2026。"),
            MaxValueValidator(2100, "请填写四位年份，如 2026。"),
        ],
    )
    state = StateField("状态", choices=DuesRoundState.choices, default=DuesRoundState.DRAFT, protected=True)
    due_at = models.DateTimeField("缴费截止时间")
    basis = models.CharField("收费依据", max_length=200, blank=True)
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, blank=True, related_name="dues_rounds", verbose_name="记入基金"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    history = History()

    class Meta:
        verbose_name = "会费年度"
        verbose_name_plural = "会费年度"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "is_example"],
                name="dues_round_once",
                violation_error_message="这一年度已有会费年度。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年度会费"

    @transition(
        field=state,
        source=DuesRoundState.DRAFT,
        target=DuesRoundState.OPEN,
        permission=perm("members.handle_dues"),
        custom={"label": "发出缴费通知"},
    )
    def open_round(self, *, actor):
        """The notices go out."""

    @transition(
        field=state,
        source=DuesRoundState.OPEN,
        target=DuesRoundState.CLOSED,
        permission=perm("members.handle_dues"),
        custom={"label": "结束收缴", "tone": "warning"},
    )
    def close_round(self, *, actor):
        """No more reminders; what is unpaid stays as arrears."""

    @transition(
        field=state,
        source=DuesRoundState.CLOSED,
        target=DuesRoundState.OPEN,
        permission=perm("members.handle_dues"),
        custom={"label": "继续收缴"},
    )
    def reopen_round(self, *, actor):
        """Reminders go out again."""


class DuesRate(models.Model):
    """会费标准: the amount for units of a rank in a round; an empty rank is for all others."""

    round = models.ForeignKey(DuesRound, models.CASCADE, related_name="rates", verbose_name="会费年度")
    rank = models.CharField("地位", max_length=20, choices=UnitRank, blank=True)
    amount = money("金额（元）")

    class Meta:
        verbose_name = "会费标准"
        verbose_name_plural = "会费标准"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "rank"],
                name="dues_rate_once",
                violation_error_message="每种地位只填一个标准。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rank_display() or '其他单位'} {self.amount} 元"


class DuesNotice(TimeStampedModel):
    """缴费通知: what one unit owes for a year. Waiving it (减免) leaves the row, with the reason."""

    round = models.ForeignKey(DuesRound, models.PROTECT, related_name="notices", verbose_name="会费年度")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dues_notices", verbose_name="单位")
    amount = money("应缴（元）")
    waived = money("减免（元）", default=Decimal(0))
    waived_reason = models.CharField("减免原因", max_length=200, blank=True)

    history = History()
    objects = DuesNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "缴费通知"
        verbose_name_plural = "缴费通知"
        ordering = ["round", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                name="dues_notice_once",
                violation_error_message="该单位在这一年度已有缴费通知。",
            ),
            models.CheckConstraint(
                condition=models.Q(waived__lte=models.F("amount")),
                name="dues_waived_within_amount",
                violation_error_message="减免不能多于应缴。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}·{self.round}"

    def get_absolute_url(self) -> str:
        return reverse("members:dues_notice", args=[self.pk])

    @property
    def paid(self) -> Decimal:
        """Yuan received and not reversed. Of a notice from `with_paid()` nothing is asked."""
        if not hasattr(self, "paid_fen"):
            self.paid_fen = type(self).objects.with_paid().values_list("paid_fen", flat=True).get(pk=self.pk)
        return yuan_of(self.paid_fen)

    @property
    def owed(self) -> Decimal:
        """Yuan still to pay: what is due less what was waived and paid."""
        return self.amount - self.waived - self.paid


class DuesPayment(AppendOnlyModel):
    """会费缴纳: money received from a unit, with its receipt number; booked in the fund in the same transaction.

    Never changed or deleted, also not by SQL: a mistake is undone by `reversed_at` and a counter-entry in the fund.
    """

    changeable = ("reversed_at", "reversed_reason")

    notice = models.ForeignKey(DuesNotice, models.PROTECT, related_name="payments", verbose_name="缴费通知")
    amount = money("金额（元）")
    paid_on = models.DateField("到账日期")
    method = models.CharField("方式", max_length=20, choices=PaymentMethod, default=PaymentMethod.TRANSFER)
    payer = models.CharField("付款方", max_length=100, blank=True, help_text="与单位名称不同时填写。")
    receipt_number = models.CharField("收据号", max_length=40, unique=True)
    receipt = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="收据扫描件"
    )
    entry = models.OneToOneField(
        FundEntry, models.PROTECT, null=True, blank=True, related_name="payment", verbose_name="台账分录"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    reversed_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    reversed_reason = models.CharField("作废原因", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "会费缴纳"
        verbose_name_plural = "会费缴纳"
        ordering = ["-paid_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.notice.unit} {self.amount} 元"

    @property
    def figures(self) -> str:
        """The sum with thousands separators."""
        return figures(self.amount)
