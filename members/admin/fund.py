"""The funds and their ledger: booked on pages of their own, read here, never changed."""

from django.contrib import admin
from django.db.models import F, Sum
from django.urls import path, reverse
from django.utils.html import format_html

from alliance.core.admin import AuditedModelAdmin, PlainModelAdmin, ReadOnlyAdminMixin
from alliance.core.admin.transfer import ExportMixin
from alliance.core.forms import open_form
from alliance.core.transfer.resources import SheetResource
from members.admin.act_pages import MONEY, ActPagesMixin
from members.forms.money import IncomeForm, ReasonForm, SpendingForm, YearForm
from members.fund_statement import balance_of, statement_of, years_of
from members.models import Fund, FundEntry, FundStatement
from members.money import figures, in_words, yuan_of
from members.money_querysets import fen
from members.services import fund as ledger
from members.services.statements import make_statement

NUMBERS = 1_000_000  # more than the entries of any year: a year's come after those of the year before


class FundEntryResource(SheetResource):
    related = ("fund", "unit")

    class Meta:
        model = FundEntry
        fields = (
            "fund", "year", "number", "booked_on", "amount", "source", "purpose", "unit", "party", "summary", "basis",
        )  # fmt: skip


@admin.register(Fund)
class FundAdmin(ActPagesMixin, AuditedModelAdmin):
    index_group = MONEY
    act_permission = "members.keep_fund"
    change_form_template = "admin/members/money_form.html"
    list_display = ("name", "kind", "balance", "starts_on", "closed_on", "example")
    list_filter = ("kind", "is_example")
    search_fields = ("name",)
    readonly_fields = ("balance",)
    fieldsets = (
        (
            None,
            {"fields": ("name", ("kind", "is_example"), "purpose", ("starts_on", "closed_on"), "balance")},
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(total_fen=Sum(fen("entries__amount")))

    @admin.display(description="余额（元）")
    def balance(self, fund):
        return figures(yuan_of(fund.total_fen)) if fund.pk else None

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/income/", site(self.income_view), name="members_fund_income"),
            path("<int:pk>/spending/", site(self.spending_view), name="members_fund_spending"),
            path("<int:pk>/statement/", site(self.statement_view), name="members_fund_statement"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and request.user.has_perm(self.act_permission, obj):
            entries = f"{reverse('admin:members_fundentry_changelist')}?fund__id__exact={obj.pk}"
            context["money_acts"] = [
                ("记收入", reverse("admin:members_fund_income", args=[obj.pk])),
                ("记支出", reverse("admin:members_fund_spending", args=[obj.pk])),
                ("年度收支表", reverse("admin:members_fund_statement", args=[obj.pk])),
                ("台账", entries),
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ pages
    def income_view(self, request, pk: int):
        return self._book(request, pk, "记收入", IncomeForm, ledger.book_income)

    def spending_view(self, request, pk: int):
        return self._book(request, pk, "记支出", SpendingForm, ledger.book_spending)

    def _book(self, request, pk: int, title: str, form_class, service):
        fund = self.act_target(request, pk)
        back = reverse("admin:members_fund_change", args=[fund.pk])
        form = open_form(request, form_class)
        if request.method == "POST" and form.is_valid():
            entry = form.call(service, actor=request.user, fund=fund, **form.said)
            if entry is not None:
                return self.act_done(request, f"已记账：{ledger.said_of(entry)}。", back)
        hint = f"余额 {figures(balance_of(fund))} 元。记账后不能修改，只能冲销。"
        return self.act_page(request, f"{title}：{fund}", back, form=form, hint=hint)

    def statement_view(self, request, pk: int):
        """The year as it stands, with its running balance, and the button that makes the statement for members."""
        fund = self.act_target(request, pk)
        back = reverse("admin:members_fund_change", args=[fund.pk])
        years = years_of(fund)
        form = open_form(request, YearForm, years=years)
        if request.method == "POST" and form.is_valid():
            made = form.call(make_statement, actor=request.user, fund=fund, year=form.cleaned_data["year"])
            if made is not None:
                address = reverse("printing:document", args=[made.document_id])
                return self.act_done(request, "正在生成收支表，成员单位可在“基金收支”里查阅。", address)
        wanted = request.GET.get("year", "")
        year = int(wanted) if wanted in map(str, years) else next(iter(years), None)
        made = FundStatement.objects.filter(fund=fund, year=year).select_related("document").first()
        more = {"form": form, "fund": fund, "years": years, "year": year, "made": made}
        if year is not None:
            form.fields["year"].initial = year
            more["said"] = shown(statement_of(fund, year))
        template = "admin/members/fund_statement.html"
        return self.act_page(request, f"年度收支表：{fund}", back, template, **more)


def shown(said) -> dict:
    """A statement in figures, for the page."""
    sums = [("年初余额", figures(said.opening), "", True)]
    for kinds, name, each, total in (
        (FundEntry._meta.get_field("source"), "收入合计", said.income, said.total_income),
        (FundEntry._meta.get_field("purpose"), "支出合计", said.spending, said.total_spending),
    ):
        labels = dict(kinds.choices)
        sums += [(labels[key], figures(amount), "", False) for key, amount in each.items()]
        sums.append((name, figures(total), in_words(total), True))
    sums.append(("期末余额", figures(said.closing), in_words(said.closing), True))
    rows = [(row.entry, figures(row.entry.amount), figures(row.balance)) for row in said.rows]
    return {"sums": sums, "rows": rows}


@admin.register(FundEntry)
class FundEntryAdmin(ExportMixin, ReadOnlyAdminMixin, ActPagesMixin, PlainModelAdmin):
    """Read-only also for superusers; the sum of what the list shows stands above it."""

    index_group = MONEY
    act_permission = "members.keep_fund"
    resource_class = FundEntryResource
    change_form_template = "admin/members/money_form.html"
    change_list_template = "admin/members/fund_entries.html"
    list_display = (
        "voucher_number",
        "fund",
        "day",
        "what",
        "kind_shown",
        "income",
        "spending",
        "undone",
    )
    list_display_links = ("voucher_number", "what")
    list_filter = (
        ("fund", admin.RelatedOnlyFieldListFilter),
        "year",
        "source",
        "purpose",
        ("counters", admin.EmptyFieldListFilter),
    )
    list_select_related = ("fund", "unit", "countered_by")
    search_fields = ("summary", "party", "unit__name", "unit__pinyin")
    ordering = ("-booked_on", "-pk")
    fields = (
        ("fund", "voucher_number"), ("booked_on", "sum_shown"), "kind_shown", "summary", ("unit", "party"), "basis",
        "voucher_link", ("counters", "undone"), ("created_by", "created_at"),
    )  # fmt: skip
    readonly_fields = ("voucher_number", "sum_shown", "kind_shown", "voucher_link", "undone")

    def has_export_permission(self, request) -> bool:
        return request.user.has_perm("members.view_fundentry")

    # ------------------------------------------------------------ columns
    @admin.display(description="凭证号", ordering=F("year") * NUMBERS + F("number"))
    def voucher_number(self, entry):
        return entry.voucher_number

    @admin.display(description="日期", ordering="booked_on")
    def day(self, entry):
        return format_html('<span class="nowrap">{}</span>', f"{entry.booked_on:%Y-%m-%d}")

    @admin.display(description="摘要")
    def what(self, entry):
        party = entry.party or entry.unit
        return f"{entry.summary}（{party}）" if party else entry.summary

    @admin.display(description="来源或用途")
    def kind_shown(self, entry):
        return entry.get_source_display() if entry.source else entry.get_purpose_display()

    @admin.display(description="收入（元）", empty_value="—")
    def income(self, entry):
        return figures(entry.amount) if entry.source else None

    @admin.display(description="支出（元）", empty_value="—")
    def spending(self, entry):
        return None if entry.source else figures(-entry.amount)

    @admin.display(description="金额（元）")
    def sum_shown(self, entry):
        return f"{figures(entry.amount)}（{in_words(entry.amount)}）"

    @admin.display(description="冲销", empty_value="")
    def undone(self, entry):
        if entry.counters_id:
            return "冲销"
        return "已冲销" if hasattr(entry, "countered_by") else None

    @admin.display(description="凭证", empty_value="未载明")
    def voucher_link(self, entry):
        if entry.voucher_id is None:
            return None
        address = reverse("core:file", args=[entry.voucher_id])
        return format_html('<a href="{}" data-user-content>{}</a>', address, entry.voucher.name)

    # ------------------------------------------------------------ pages
    def get_urls(self):
        site = self.admin_site.admin_view
        counter = path("<int:pk>/counter/", site(self.counter_view), name="members_fundentry_counter")
        return [counter, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        answer = super().changelist_view(request, extra_context)
        found = getattr(answer, "context_data", {}) or {}
        if "cl" in found:
            rows = found["cl"].queryset.order_by()
            found["totals"] = [
                ("收入", figures(yuan_of(rows.exclude(source="").total_fen()))),
                ("支出", figures(-yuan_of(rows.filter(source="").total_fen()))),
                ("结余", figures(yuan_of(rows.total_fen()))),
            ]
        return answer

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may = obj is not None and request.user.has_perm(self.act_permission, obj)
        if may and not obj.counters_id and not hasattr(obj, "countered_by"):
            if hasattr(obj, "payment"):
                address = reverse("admin:members_duesnotice_change", args=[obj.payment.notice_id])
                context["money_acts"] = [("会费缴纳记录", address)]
            else:
                context["money_acts"] = [("冲销", reverse("admin:members_fundentry_counter", args=[obj.pk]))]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def counter_view(self, request, pk: int):
        entry = self.act_target(request, pk)
        back = reverse("admin:members_fundentry_change", args=[entry.pk])
        form = open_form(request, ReasonForm, submit_label="冲销")
        if request.method == "POST" and form.is_valid():
            made = form.call(
                ledger.counter_entry, actor=request.user, entry=entry, reason=form.cleaned_data["reason"]
            )
            if made is not None:
                return self.act_done(request, f"已冲销：{ledger.said_of(made)}。", back)
        hint = f"将在今天记一笔金额相同、方向相反的分录，冲销“{entry}”（{figures(entry.amount)} 元）。"
        return self.act_page(request, f"冲销：{entry}", back, form=form, hint=hint)


@admin.register(FundStatement)
class FundStatementAdmin(ReadOnlyAdminMixin, PlainModelAdmin):
    index_group = MONEY
    list_display = ("fund", "year", "made_at", "file")
    list_filter = (("fund", admin.RelatedOnlyFieldListFilter), "year")
    list_select_related = ("fund", "document")
    fields = ("fund", "year", "made_at", "file")
    readonly_fields = ("file",)

    @admin.display(description="文件")
    def file(self, statement):
        address = reverse("members:statement", args=[statement.pk])
        return format_html('<a class="push push-quiet" href="{}">查看</a>', address)
