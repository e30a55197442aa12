"""意见与协调 at the desk of a liaison. Another unit's matter does not exist here (404), whoever it is about."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from alliance.core import audit
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from alliance.core.tables import table_for
from alliance.core.transitions import available_moves
from members.enums import Body
from members.forms.library import MatterForm
from members.library_tables import MatterTable
from members.models import Matter
from members.rules import units_represented
from members.services import matters as services
from members.views.access import SAFE, units_of_liaison

TOLD = ("raise", "take_up", "give_answer", "reopen", "withdraw")  # acts that the unit reads, beside the steps


@login_required
@require_safe
def matter_list(request):
    units = units_of_liaison(request.user)
    matters = Matter.objects.of_units([unit.pk for unit in units])
    context = {"table": table_for(request, MatterTable(matters)), "units": units}
    return render(request, "members/matters/matters.html", context)


@login_required
def matter_new(request):
    units = units_of_liaison(request.user)
    form = open_form(request, MatterForm, key="matter-new", units=units)
    if request.method == "POST" and form.is_valid():
        matter = form.call(
            services.raise_matter,
            actor=request.user,
            unit=form.unit,
            token=form.cleaned_data["form_token"],
            content=form.content,
        )
        if matter is not None:
            messages.success(request, f"已提交，编号{matter.number}。秘书处已收到通知。")
            return redirect(matter)
    return render(request, "members/matters/matter_form.html", {"form": form, "units": units})


@login_required
def matter_detail(request, pk: int):
    matter = _own(request, pk)
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    told = [f"members.matter.{name}" for name in TOLD]
    context = {
        "matter": matter,
        "steps": matter.steps.filter(shown=True),
        "entries": audit.entries_of(matter).filter(action__in=told),
        "moves": [move.name for move in available_moves(matter, request.user)],
    }
    return render(request, "members/matters/matter.html", context)


@login_required
def matter_withdraw(request, pk: int):
    matter = _own(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        services.withdraw_matter(actor=request.user, matter=matter)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"已撤回：{matter}")
    return redirect(matter)


def _own(request, pk: int) -> Matter:
    own = Matter.objects.of_units(units_represented(request.user, Body.LIAISON_MEETING))
    return get_object_or_404(own.select_related("unit", "other_unit", "stored", "handler"), pk=pk)
