"""基金台账: the funds and their ledger. Rows are never changed or deleted; a mistake is undone by a counter-entry."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from alliance.core.models import StoredFile
from alliance.core.models.append_only import AppendOnlyModel
from alliance.core.models.base import ExampleMixin, History, TimeStampedModel
from alliance.printing.models import RenderedDocument
from members.models.unit import Unit
from members.money_enums import FundKind, FundPurpose, FundSource
from members.money_querysets import FundEntryQuerySet


class Fund(ExampleMixin, TimeStampedModel):
    """联盟创新基金, or an earmarked one (专项基金) with its plan in years."""

    name = models.CharField("名称", max_length=100, unique=True)
    kind = models.CharField("类别", max_length=20, choices=FundKind, default=FundKind.INNOVATION)
    purpose = models.CharField("用途说明", max_length=300, blank=True)
    starts_on = models.DateField("设立日期", null=True, blank=True)
    closed_on = models.DateField("结清日期", null=True, blank=True)

    history = History()

    class Meta:
        verbose_name = "基金"
        verbose_name_plural = "基金"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        """What is booked already lies between the two dates."""
        super().clean()
        if self.starts_on and self.closed_on and self.closed_on < self.starts_on:
            raise ValidationError({"closed_on": "结清日期不能早于设立日期。"})
        days = FundEntry.objects.filter(fund=self.pk).aggregate(
            first=models.Min("booked_on"), last=models.Max("booked_on")
        )
        if self.starts_on and days["first"] and days["first"] < self.starts_on:
            raise ValidationError({"starts_on": f"台账里已有 {days['first']:%Y-%m-%d} 的分录。"})
        if self.closed_on and days["last"] and days["last"] > self.closed_on:
            raise ValidationError({"closed_on": f"台账里已有 {days['last']:%Y-%m-%d} 的分录。"})


class FundEntry(AppendOnlyModel):
    """台账分录: one row. `amount` in yuan to the fen, positive is income, negative spending; append-only.

    Income names one of the charter's four sources, spending its purpose. `counters` is the row that it undoes:
    the same amount with the other sign.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries", verbose_name="基金")
    year = models.PositiveIntegerField("年度", editable=False)  # of `booked_on`
    number = models.PositiveIntegerField("凭证号", editable=False)  # per fund and year, without gaps
    booked_on = models.DateField("日期")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    source = models.CharField("来源", max_length=20, choices=FundSource, blank=True)
    purpose = models.CharField("用途", max_length=20, choices=FundPurpose, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="fund_entries", verbose_name="往来单位"
    )
    party = models.CharField("往来单位（非成员）", max_length=100, blank=True)
    summary = models.CharField("摘要", max_length=200)
    basis = models.CharField("依据", max_length=200, blank=True)
    voucher = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证"
    )
    counters = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="countered_by", verbose_name="冲销"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="记账人",
    )
    created_at = models.DateTimeField("记账时间", auto_now_add=True)
    form_token = models.UUIDField("表单标识", null=True, blank=True, unique=True, editable=False)

    objects = FundEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "台账分录"
        verbose_name_plural = "台账分录"
        ordering = ["fund", "booked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "year", "number"],
                name="fund_entry_number_once",
                violation_error_message="凭证号重复，请再试一次。",
            ),
            models.CheckConstraint(
                condition=~models.Q(amount=Decimal(0)),
                name="fund_entry_not_zero",
                violation_error_message="金额不能为零。",
            ),
            models.CheckConstraint(
                condition=models.Q(counters__isnull=False)
                | (models.Q(amount__gt=0, purpose="") & ~models.Q(source=""))
                | (models.Q(amount__lt=0, source="") & ~models.Q(purpose="")),
                name="fund_entry_source_or_purpose",
                violation_error_message="收入须填来源，支出须填用途。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_number} {self.summary}"

    def save(self, *args, **kwargs):
        self.year = self.booked_on.year
        super().save(*args, **kwargs)

    @property
    def voucher_number(self) -> str:
        """2026-0007."""
        return f"{self.year}-{self.number:04d}"


class FundStatement(models.Model):
    """年度收支表: the file of a year's statement of a fund, as printed."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="statements", verbose_name="基金")
    year = models.PositiveIntegerField("年度")
    document = models.ForeignKey(
        RenderedDocument, models.PROTECT, related_name="fund_statements", verbose_name="文件"
    )
    made_at = models.DateTimeField("生成时间")  # of the document that it has now

    class Meta:
        verbose_name = "年度收支表"
        verbose_name_plural = "年度收支表"
        ordering = ["-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["fund", "year"], name="fund_statement_once")]

    def __str__(self) -> str:
        return f"{self.fund}{self.year}年度收支表"
