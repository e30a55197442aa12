"""Forms of the secretariat for fund and dues. They ask; the services write."""

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from alliance.core.enums import FileKind
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm, SentOnceMixin
from members.models import Unit
from members.money_enums import FundPurpose, FundSource, PaymentMethod

PAPERS = (FileKind.PDF, FileKind.PICTURE)
NUMBERS = {"invalid": "请填写数字，如 1200 或 1200.50。"}


def yuan(label: str = "金额（元）", **options) -> forms.DecimalField:
    """A sum of money; how large and how exact it may be, the services say."""
    return forms.DecimalField(label=label, error_messages=NUMBERS, **options)


class BookingForm(SentOnceMixin, PortalForm):
    """A row of the ledger. What it is for stands in `kind`, which the forms below name as the service does."""

    kind_name = ""
    submit_label = "记账"

    booked_on = forms.DateField(label="日期")
    amount = yuan()
    kind = forms.ChoiceField()
    summary = forms.CharField(label="摘要", max_length=200)
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("pinyin", "pk"),
        label="往来单位",
        required=False,
        empty_label="（不是成员单位）",
    )
    party = forms.CharField(label="往来单位（非成员）", max_length=100, required=False)
    basis = forms.CharField(label="依据", max_length=200, required=False)
    voucher = PortalFileField(label="凭证", kinds=PAPERS, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["booked_on"].initial = timezone.localdate
        self.helper.layout = Layout(
            "form_token",
            Row(Column("booked_on"), Column("amount"), Column("kind")),
            "summary",
            Row(Column("unit"), Column("party")),
            "basis",
            "voucher",
        )

    @property
    def said(self) -> dict:
        """What the service takes, beside actor and fund."""
        given = dict(self.cleaned_data)
        renamed = {self.kind_name: given.pop("kind"), "token": given.pop("form_token")}
        return {**given, **renamed}


class IncomeForm(BookingForm):
    kind_name = "source"
    kind = forms.ChoiceField(label="来源", choices=[("", "请选择"), *FundSource.choices])


class SpendingForm(BookingForm):
    kind_name = "purpose"
    kind = forms.ChoiceField(label="用途", choices=[("", "请选择"), *FundPurpose.choices])


class ReasonForm(PortalForm):
    """Why: for what undoes something."""

    reason = forms.CharField(label="原因", max_length=150, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, submit_label: str = "确定", **kwargs):
        self.submit_label = submit_label
        super().__init__(*args, **kwargs)


class YearForm(PortalForm):
    """The year of a statement: one of those in which something was booked."""

    submit_label = "生成收支表"

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year}年") for year in years]


class PaymentForm(PortalForm):
    submit_label = "登记缴费"

    amount = yuan("到账金额（元）")
    paid_on = forms.DateField(label="到账日期")
    method = forms.ChoiceField(label="方式", choices=PaymentMethod.choices)
    receipt_number = forms.CharField(label="收据号", max_length=40)
    payer = forms.CharField(
        label="付款方", max_length=100, required=False, help_text="与单位名称不同时填写。"
    )
    receipt = PortalFileField(label="收据扫描件", kinds=PAPERS, required=False)

    def __init__(self, *args, owed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = owed
        self.fields["paid_on"].initial = timezone.localdate
        self.helper.layout = Layout(
            Row(Column("amount"), Column("paid_on"), Column("method")),
            Row(Column("receipt_number"), Column("payer")),
            "receipt",
        )


class WaiverForm(PortalForm):
    submit_label = "保存减免"

    amount = yuan("减免（元）", help_text="减免总额；填 0 取消减免。")
    reason = forms.CharField(label="原因", max_length=200)


class StaffSignatureForm(PortalForm):
    """A unit's signature as the paper says it."""

    submit_label = "登记签署"

    signatory = forms.CharField(label="签署人", max_length=40, help_text="法定代表人或其授权代表。")
    authorised = forms.BooleanField(label="由授权代表签署", required=False)
    signed_on = forms.DateField(label="签署日期", required=False, help_text="未载明请留空。")
    scan = PortalFileField(label="签署页扫描件", kinds=PAPERS, required=False)
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Row(Column("signatory"), Column("signed_on")), "authorised", "scan", "note"
        )
