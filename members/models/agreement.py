"""联盟协议: its versions, who has signed, and the 依托单位 that is party to contracts and invoices."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.base import ExampleMixin, History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from members.models.body import Held, held_in_order
from members.models.unit import Organisation, Unit
from members.money_enums import AgreementState
from members.money_querysets import HostingPartyQuerySet, SignatureQuerySet


class Agreement(FSMModelMixin, ExampleMixin, VersionedModel):
    """One version of the alliance's agreement, which each unit's legal representative signs."""

    title = models.CharField("名称", max_length=120, default="联盟协议")
    number = models.PositiveIntegerField("版次")
    state = StateField("状态", choices=AgreementState.choices, default=AgreementState.DRAFT, protected=True)
    adopted_on = models.DateField("通过日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    stored = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文本"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    history = History()

    class Meta:
        verbose_name = "联盟协议"
        verbose_name_plural = "联盟协议"
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "is_example"],
                name="agreement_number_once",
                violation_error_message="这一版次已经登记。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"

    @transition(
        field=state,
        source=AgreementState.DRAFT,
        target=AgreementState.SIGNING,
        permission=perm("members.handle_agreement"),
        custom={"label": "开始签署"},
    )
    def open_signing(self, *, actor):
        """Units sign it from now on; the version before it is replaced."""

    @transition(
        field=state,
        source=AgreementState.SIGNING,
        target=AgreementState.REPLACED,
        permission=perm("members.handle_agreement"),
        custom={"label": "由新版替代", "grave": True, "tone": "warning"},
    )
    def replace(self, *, actor):
        """A newer version is signed instead."""


class AgreementSignature(TimeStampedModel):
    """协议签署: one unit's signature under one version, with the scan. A unit without a row has not signed.

    What a liaison hands in waits for the secretariat until `confirmed_at`; what staff record is confirmed at once.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="signatures", verbose_name="联盟协议"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="signatures", verbose_name="单位")
    signed_on = models.DateField("签署日期", null=True, blank=True, help_text="未载明请留空。")
    signatory = models.CharField("签署人", max_length=40, help_text="法定代表人或其授权代表。")
    authorised = models.BooleanField("授权代表签署", default=False)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签署页扫描件"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提交人",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    history = History()
    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = "协议签署"
        verbose_name_plural = "协议签署"
        ordering = ["agreement", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "unit"],
                name="agreement_signed_once",
                violation_error_message="该单位已登记签署这一版协议。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}·{self.agreement}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class HostingParty(Held):
    """依托单位: contracts, invoices and money run through it, since the alliance may have no legal person."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="hosting_parties", verbose_name="成员单位"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="其他机构"
    )
    invoice_title = models.CharField("发票抬头", max_length=100)
    tax_number = models.CharField("纳税人识别号", max_length=20, blank=True)
    bank = models.CharField("开户银行", max_length=100, blank=True)
    account = models.CharField("银行账号", max_length=40, blank=True)
    address = models.CharField("地址、电话", max_length=200, blank=True)

    history = History()
    objects = HostingPartyQuerySet.as_manager()

    class Meta:
        verbose_name = "依托单位"
        verbose_name_plural = "依托单位"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            held_in_order("hosting_party_dates_in_order"),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, organisation__isnull=True)
                | models.Q(unit__isnull=True, organisation__isnull=False),
                name="hosting_party_one",
                violation_error_message="成员单位与其他机构须填且只能填一个。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.organisation)

    def clean(self):
        """There is one at a time: whom the alliance contracts through on a day must be beyond doubt."""
        super().clean()
        others = HostingParty.objects.exclude(pk=self.pk).overlapping(self.starts_on, self.ends_on)
        if other := others.select_related("unit", "organisation").first():
            raise ValidationError({"starts_on": f"与“{other}”的时间重叠，请先填写前一依托单位的离任日期。"})

    @property
    def account_rows(self) -> list[tuple[str, str]]:
        """Whom to pay and whom to bill, as label and value."""
        return [
            ("依托单位", str(self)),
            ("发票抬头", self.invoice_title),
            ("纳税人识别号", self.tax_number),
            ("开户银行", self.bank),
            ("银行账号", self.account),
            ("地址、电话", self.address),
        ]
