"""The liaison's nominations of patents. Another unit's nomination does not exist here (404)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from alliance.core import audit
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from alliance.core.transitions import available_moves
from projects import services
from projects.forms import NominationForm
from projects.models import Nomination
from projects.rules import liaison_units
from projects.tables import NominationTable
from projects.views.access import SAFE, units_of_liaison


@login_required
@require_safe
def nomination_list(request):
    units = units_of_liaison(request.user)
    nominations = Nomination.objects.of_units([unit.pk for unit in units]).with_parties()
    table = NominationTable(nominations)
    RequestConfig(request).configure(table)
    return render(request, "projects/nominations.html", {"table": table, "units": units})


@login_required
def nomination_new(request):
    units = units_of_liaison(request.user)
    form = open_form(request, NominationForm, key="nomination-new", units=units)
    if request.method == "POST" and form.is_valid():
        nomination = form.call(
            services.nominate_patent,
            actor=request.user,
            unit=form.unit,
            token=form.cleaned_data["form_token"],
            patent=form.patent,
            statement=form.cleaned_data["statement"],
        )
        if nomination is not None:
            messages.success(request, f"已申报：{nomination.patent}。秘书处已收到通知。")
            return redirect(nomination)
    return render(request, "projects/nomination_form.html", {"form": form, "units": units})


@login_required
def nomination_detail(request, pk: int):
    nomination = _own(request, pk)
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    entries = list(audit.entries_of(nomination))
    context = {
        "nomination": nomination,
        "entries": entries,
        "decision": next((act for act in entries if act.reason and act.to_state == nomination.state), None),
        "moves": [move.name for move in available_moves(nomination, request.user)],
    }
    return render(request, "projects/nomination.html", context)


@login_required
def nomination_withdraw(request, pk: int):
    nomination = _own(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        services.withdraw_nomination(actor=request.user, nomination=nomination)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"已撤回：{nomination.patent}")
    return redirect(nomination)


def _own(request, pk: int) -> Nomination:
    return get_object_or_404(Nomination.objects.of_units(liaison_units(request.user)).with_parties(), pk=pk)
