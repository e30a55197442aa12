"""我的单位: what is registered of a liaison's unit, and asking to have it changed. Another unit's is 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from alliance.core import audit
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from alliance.core.transitions import available_moves
from members.enums import Body, ChangeState
from members.forms.units import UnitChangeForm
from members.models import Occupancy, Unit, UnitChangeRequest
from members.rules import units_represented
from members.services.unit_changes import open_request_of, request_change, withdraw_change
from members.views.access import SAFE, units_of_liaison

SHOWN = 10  # requests that were decided


@login_required
@require_safe
def own_units(request):
    """The register's sheet of each unit, who sits for it, and what was asked to be changed."""
    units = units_of_liaison(request.user)
    held = Occupancy.objects.current().filter(seat__unit__in=units).select_related("person", "seat__term")
    requests = UnitChangeRequest.objects.filter(unit__in=units).select_related("unit", "created_by")
    waiting = {one.unit_id: one for one in requests.filter(state=ChangeState.SUBMITTED)}
    seats = list(held.order_by("seat__term__number", "seat__body", "pk"))
    cards = [
        {
            "unit": unit,
            "waiting": waiting.get(unit.pk),
            "seats": [(one, Body(one.seat.body)) for one in seats if one.seat.unit_id == unit.pk],
            "missing": missing_in(unit),
        }
        for unit in units
    ]
    decided = requests.exclude(state=ChangeState.SUBMITTED)[:SHOWN]
    return render(request, "members/units/own.html", {"cards": cards, "decided": decided})


@login_required
def change_new(request, pk: int):
    """The form, filled with what is registered. While a request waits, that one is shown instead."""
    unit = get_object_or_404(_own(request.user), pk=pk)
    if waiting := open_request_of(unit):
        messages.info(request, "本单位已有一份待审核的变更申请。需要修改的，请先撤回再重新提出。")
        return redirect(waiting)
    form = open_form(request, UnitChangeForm, key=f"unit-change-{unit.pk}", instance=unit)
    if request.method == "POST" and form.is_valid():
        made = form.call(request_change, actor=request.user, unit=Unit.objects.get(pk=unit.pk), **form.said)
        if made is not None:
            messages.success(request, "变更申请已提交，秘书处已收到通知。审核前可以撤回。")
            return redirect(made)
    context = {"form": form, "unit": Unit.objects.get(pk=unit.pk)}
    return render(request, "members/units/change_form.html", context)


@login_required
def change_detail(request, pk: int):
    asked = _own_request(request, pk)
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    entries = list(audit.entries_of(asked))
    context = {
        "asked": asked,
        "entries": entries,
        "decision": next((act for act in entries if act.reason and act.to_state == asked.state), None),
        "moves": [move.name for move in available_moves(asked, request.user)],
    }
    return render(request, "members/units/change.html", context)


@login_required
def change_withdraw(request, pk: int):
    asked = _own_request(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        withdraw_change(actor=request.user, request=asked)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "已撤回变更申请。")
    return redirect(asked)


def missing_in(unit: Unit) -> list[str]:
    """What a reader of the directory would look for and not find."""
    wanted = ("uscc", "region", "address", "phone", "contact_name", "website", "profile", "logo")
    return [str(Unit._meta.get_field(name).verbose_name) for name in wanted if not getattr(unit, name)]


def _own(user):
    return Unit.objects.filter(pk__in=units_represented(user, Body.LIAISON_MEETING))


def _own_request(request, pk: int) -> UnitChangeRequest:
    own = UnitChangeRequest.objects.filter(unit__in=units_represented(request.user, Body.LIAISON_MEETING))
    return get_object_or_404(own.select_related("unit", "logo", "paper", "created_by"), pk=pk)
