"""Lists of dues and statements."""

import django_tables2 as tables
from django.utils.html import format_html

from alliance.core.tables import PortalTable
from members.models import DuesNotice, FundStatement
from members.money import figures

MONEY = {"th": {"class": "money"}, "td": {"class": "num money"}}


class MoneyColumn(tables.Column):
    """Yuan with thousands separators."""

    def __init__(self, label: str, **options):
        super().__init__(verbose_name=label, orderable=False, attrs=MONEY, **options)

    def render(self, value) -> str:
        return figures(value)


class DuesTable(PortalTable):
    """The notices of a liaison's units, all years."""

    round = tables.Column(
        verbose_name="会费", orderable=False, linkify=lambda record: record.get_absolute_url()
    )
    unit = tables.Column(verbose_name="单位", orderable=False)
    due_at = tables.DateTimeColumn(
        accessor="round__due_at", verbose_name="截止时间", format="Y年n月j日 H:i", orderable=False
    )
    amount = MoneyColumn("应缴（元）")
    waived = MoneyColumn("减免（元）")
    paid = MoneyColumn("已缴（元）")
    owed = MoneyColumn("尚欠（元）")

    empty_hint = "秘书处发出缴费通知后，会列在这里。"

    class Meta(PortalTable.Meta):
        model = DuesNotice
        fields = ("round", "unit", "due_at", "amount", "waived", "paid", "owed")
        empty_text = "还没有缴费通知。"


class StatementTable(PortalTable):
    """What was made for members to read."""

    year = tables.Column(verbose_name="年度", orderable=False)
    fund = tables.Column(
        verbose_name="基金", orderable=False, linkify=("members:statement", [tables.A("pk")])
    )
    closing = tables.Column(
        verbose_name="期末余额（元）", accessor="document__snapshot", orderable=False, attrs=MONEY
    )
    made_at = tables.DateTimeColumn(verbose_name="生成时间", format="Y年n月j日", orderable=False)

    empty_hint = "秘书处生成年度收支表后，会列在这里。"

    class Meta(PortalTable.Meta):
        model = FundStatement
        fields = ("year", "fund", "closing", "made_at")
        empty_text = "还没有收支表。"

    def render_year(self, value) -> str:
        return f"{value}年"

    def render_fund(self, record) -> str:
        if not record.fund.is_example:
            return str(record.fund)
        return format_html('{} <span class="tag tag--example">{}</span>', record.fund, "示例")

    def render_closing(self, value) -> str:
        return value["closing"]["amount"]
