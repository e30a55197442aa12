"""会费: rounds with their rates, who has paid, who owes. All 404 while dues are off."""

from collections import defaultdict

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from alliance.core import audit
from alliance.core.admin import AuditedModelAdmin, ChildTable, TransitionAdminMixin
from alliance.core.files.names import content_disposition
from alliance.core.transfer.formats import Excel
from members.admin.act_pages import MONEY, ActPagesMixin
from members.dues_sheet import arrears_rows, round_rows
from members.models import DuesNotice, DuesRate, DuesRound
from members.money import figures
from members.money_enums import DuesRoundState
from members.services import dues


class WhileDuesAreOn:
    """Every page is 404 while the alliance collects none."""

    def get_urls(self):
        found = super().get_urls()
        for each in found:
            each.callback = guarded(each.callback)
        return found


def guarded(view):
    def shown(request, *args, **kwargs):
        if not dues.collects_dues():
            raise Http404
        return view(request, *args, **kwargs)

    for name in ("model_admin", "admin_site"):
        if hasattr(view, name):
            setattr(shown, name, getattr(view, name))
    return shown


class DuesRateInline(ChildTable):
    model = DuesRate
    related = ("round",)


@admin.register(DuesRound)
class DuesRoundAdmin(WhileDuesAreOn, ActPagesMixin, TransitionAdminMixin, AuditedModelAdmin):
    index_group = MONEY
    act_permission = "members.handle_dues"
    locked_states = (DuesRoundState.CLOSED,)
    list_display = ("year", "state", "due_at", "fund", "example")
    list_filter = ("state", "is_example")
    list_select_related = ("fund",)
    search_fields = ("basis", "note")
    inlines = (DuesRateInline,)
    fieldsets = ((None, {"fields": (("year", "state"), ("due_at", "fund"), "basis", "note", "is_example")}),)

    def get_readonly_fields(self, request, obj=None):
        """The notices that went out say the year, and the payments stand in the fund."""
        fixed = ("year", "fund", "is_example") if obj and obj.state != DuesRoundState.DRAFT else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def has_delete_permission(self, request, obj=None):
        is_sent = obj is not None and obj.state != DuesRoundState.DRAFT
        return super().has_delete_permission(request, obj) and not is_sent

    def run_move(self, request, obj, move, reason: str):
        if move.name == "open_round":
            return dues.open_round(actor=request.user, round=obj)
        return super().run_move(request, obj, move, reason)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.state != DuesRoundState.DRAFT:
            page = reverse("admin:members_duesround_collected", args=[obj.pk])
            context["more_acts"] = [
                ("收缴情况", page),
                ("历年欠费", reverse("admin:members_duesround_arrears")),
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ pages
    def get_urls(self):
        pages = [
            ("arrears/", self.arrears_view, "arrears"),
            ("arrears/excel/", self.arrears_sheet_view, "arrears_sheet"),
            ("<int:pk>/collected/", self.collected_view, "collected"),
            ("<int:pk>/collected/excel/", self.sheet_view, "sheet"),
            ("<int:pk>/collected/remind/", self.remind_view, "remind"),
            ("<int:pk>/collected/add/", self.add_notices_view, "add_notices"),
        ]
        site = self.admin_site.admin_view
        own = [path(route, site(view), name=f"members_duesround_{name}") for route, view, name in pages]
        # `super()` guards the admin's own pages; these are put before them and guarded likewise.
        for each in own:
            each.callback = guarded(each.callback)
        return [*own, *super().get_urls()]

    def collected_view(self, request, pk: int):
        found = self.act_target(request, pk)
        notices = _notices(found)
        totals = [
            ("应缴", sum(each.amount for each in notices)),
            ("减免", sum(each.waived for each in notices)),
            ("已缴", sum(each.paid for each in notices)),
            ("尚欠", sum(each.owed for each in notices)),
        ]
        return self.act_page(
            request,
            f"收缴情况：{found}",
            reverse("admin:members_duesround_change", args=[found.pk]),
            "admin/members/dues_collected.html",
            round=found,
            notices=notices,
            totals=[(label, figures(total)) for label, total in totals] if notices else [],
            is_open=found.state == DuesRoundState.OPEN,
        )

    def sheet_view(self, request, pk: int):
        found = self.act_target(request, pk)
        audit.record(actor=request.user, obj=found, action="members.duesround.export", label="导出收缴情况")
        return _sheet(round_rows(_notices(found)), f"{found}收缴情况")

    def remind_view(self, request, pk: int):
        found = self.act_target(request, pk)
        told = "已催缴 {} 家单位；今天催过的不重复通知。"
        return self.act_at_once(request, _page_of(found), dues.remind_arrears, told.format, round=found)

    def add_notices_view(self, request, pk: int):
        found = self.act_target(request, pk)
        return self.act_at_once(
            request,
            _page_of(found),
            dues.add_notices,
            lambda made: f"已补发 {len(made)} 份缴费通知。" if made else "没有需要补发的单位。",
            round=found,
        )

    def arrears_view(self, request):
        self._check(request)
        return self.act_page(
            request,
            "历年欠费",
            reverse("admin:members_duesround_changelist"),
            "admin/members/dues_arrears.html",
            units=arrears(),
        )

    def arrears_sheet_view(self, request):
        self._check(request)
        audit.record(
            actor=request.user, obj=request.user, action="members.duesround.export", label="导出历年欠费"
        )
        return _sheet(arrears_rows(arrears()), "历年欠费")

    def _check(self, request) -> None:
        if not request.user.has_perm(self.act_permission):
            raise PermissionDenied


def arrears() -> list[tuple]:
    """Units that owe something for whatever year, in print order: (unit, its notices oldest first, yuan altogether)."""
    owing = DuesNotice.objects.owing().select_related("unit", "round")
    found = defaultdict(list)
    for notice in owing.order_by("unit__print_order", "unit__pinyin", "unit", "round__year"):
        found[notice.unit].append(notice)
    return [(unit, notices, sum(each.owed for each in notices)) for unit, notices in found.items()]


def _notices(round: DuesRound) -> list[DuesNotice]:
    rows = DuesNotice.objects.with_paid().filter(round=round).select_related("unit", "round")
    return list(rows.order_by("unit__print_order", "unit__pinyin", "pk"))


def _sheet(dataset, title: str) -> HttpResponse:
    sheet = Excel()
    answer = HttpResponse(sheet.export_data(dataset), content_type=sheet.get_content_type())
    name = f"{title}-{timezone.localdate():%Y%m%d}.xlsx"
    answer["Content-Disposition"] = content_disposition(name, inline=False)
    return answer


def _page_of(round: DuesRound) -> str:
    return reverse("admin:members_duesround_collected", args=[round.pk])
