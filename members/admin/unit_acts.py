"""Acts on one unit in the admin: departure, another name, merging. Each asks on a page of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from members.forms.units import DepartureForm, MergeForm, RenameForm
from members.merges import plan_merge
from members.models import Unit
from members.services.unit_merges import check_merge, merge_units
from members.services.units import MANAGE, record_departure, rename_unit


class UnitActsMixin:
    """For the admin of units: buttons above the form and the pages behind them."""

    change_form_template = "admin/members/unit_form.html"

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/depart/", site(self.depart_view), name="members_unit_depart"),
            path("<int:pk>/rename/", site(self.rename_view), name="members_unit_rename"),
            path("<int:pk>/merge/", site(self.merge_view), name="members_unit_merge"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_act = obj is not None and request.user.has_perm(MANAGE, obj) and not obj.merged_into_id
        context["unit_acts"] = list(self._acts_on(obj)) if may_act else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _acts_on(self, unit: Unit):
        for name, label in (("rename", "更名"), ("merge", "合并到其他单位"), ("depart", "登记退盟")):
            if name != "depart" or unit.left_on is None:
                yield label, reverse(f"admin:members_unit_{name}", args=[unit.pk])

    # ------------------------------------------------------------ pages
    def depart_view(self, request, pk: int):
        unit = self._unit(request, pk)
        form = open_form(request, DepartureForm)
        if request.method == "POST" and form.is_valid():
            done = form.call(record_departure, actor=request.user, unit=unit, **form.said)
            if done is not None:
                return self._done(
                    request, unit, f"已登记退盟：{unit}。席位和职务随之结束，有关人员会收到通知。"
                )
        hint = "登记后，该单位的席位和其人员的联盟职务到这一天为止；此前的名单和记录不变。"
        return self._page(request, unit, "登记退盟", form, hint=hint)

    def rename_view(self, request, pk: int):
        unit = self._unit(request, pk)
        form = open_form(request, RenameForm)
        if request.method == "POST" and form.is_valid():
            done = form.call(rename_unit, actor=request.user, unit=unit, **form.said)
            if done is not None:
                return self._done(request, unit, f"已登记更名：{done}。")
        hint = "只是更正错字的，请直接修改单位名称，不要在这里登记更名。"
        return self._page(request, unit, "更名", form, hint=hint)

    def merge_view(self, request, pk: int):
        """The first sending shows what will happen, the second, with the same answers, does it."""
        unit = self._unit(request, pk)
        form = open_form(request, MergeForm, duplicate=unit)
        plan = None
        if request.method == "POST" and form.is_valid():
            if "confirm" in request.POST:
                done = form.call(merge_units, actor=request.user, duplicate=unit, **form.cleaned_data)
                if done is not None:
                    return self._done(request, done, f"已合并：“{unit}”并入“{done}”。")
            else:
                plan = self._plan(form, unit)
        return self._page(request, unit, "合并单位", form, plan=plan)

    def _plan(self, form: MergeForm, unit: Unit):
        given = {name: form.cleaned_data[name] for name in ("into", "merged_on")}
        try:
            check_merge(duplicate=unit, **given)
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return None
        return plan_merge(duplicate=unit, **given)

    # ------------------------------------------------------------ helpers
    def _unit(self, request, pk: int) -> Unit:
        unit = get_object_or_404(Unit.objects.select_related("merged_into"), pk=pk)
        if not request.user.has_perm(MANAGE, unit):
            raise PermissionDenied
        return unit

    def _done(self, request, unit: Unit, text: str):
        messages.success(request, text)
        return redirect("admin:members_unit_change", unit.pk)

    def _page(self, request, unit: Unit, title: str, form, **more):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{title}：{unit}",
            "unit": unit,
            "form": form,
            **more,
        }
        return render(request, "admin/members/unit_act.html", context)
