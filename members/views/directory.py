"""The directory of member units, a unit's page and its history."""

from collections import Counter

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.registry import related_links
from alliance.core.tables import table_for
from members.enums import Body, UnitKind
from members.filters import UnitFilter
from members.merges import absorbed_by, survivor_of
from members.models import MembershipCount, Unit
from members.rosters import offices_of_unit, positions_of_unit
from members.rules import is_member, is_own_unit
from members.tables import UnitTable
from members.unit_history import history_of


@require_safe
def unit_list(request):
    """The units that can be named, beside the number that was reported. 示例 units are never in it."""
    listed = Unit.objects.real().in_directory_order().select_related("logo").prefetch_related("names")
    found = UnitFilter(request.GET, listed)
    units = Unit.objects.real().current(found.day)
    rows = list(units.values_list("kind", "region"))
    kinds = Counter(kind for kind, _ in rows)
    found.offer_regions(region for _, region in rows)
    options = [(kind.value, kind.label, kinds[kind]) for kind in UnitKind]
    context = {
        "table": table_for(request, UnitTable(found.qs)),
        "filter": found,
        "day": found.day,
        "kinds": choices_for(request, "kind", options, total=kinds.total()),
        "named": kinds.total(),
        "reported": None if found.day else MembershipCount.objects.newest(),
    }
    return render(request, "members/unit_list.html", context)


@require_safe
def unit_detail(request, pk: int):
    """One unit: how it was printed, what it is in the alliance, its people, seats and offices.

    A unit that was merged leads to the one that it is part of now.
    """
    unit = get_object_or_404(_visible(request).prefetch_related("admissions"), pk=pk)
    if unit.merged_into_id:
        return redirect(f"{survivor_of(unit).get_absolute_url()}?merged={unit.pk}")
    absorbed = absorbed_by(unit)
    context = {
        "unit": unit,
        "people": unit.people.filter(is_example=unit.is_example),
        "positions": positions_of(unit),
        "related": related_links.collect(unit, request.user),
        "absorbed": absorbed,
        "came_from": next((one for one in absorbed if str(one.pk) == request.GET.get("merged")), None),
        "sees_contact": sees_contact(request.user),
        "is_own": request.user.is_authenticated and is_own_unit(request.user, unit),
    }
    return render(request, "members/unit_detail.html", context)


@require_safe
def unit_history(request, pk: int):
    """Everything that became of a unit; of a merged one, what it was until then."""
    units = _visible(request).select_related("merged_into", "logo")
    unit = get_object_or_404(units.prefetch_related("admissions", "departures", "earlier_memberships"), pk=pk)
    context = {
        "unit": unit,
        "history": history_of(unit),
        "up": unit.get_absolute_url() if not unit.merged_into_id else reverse("members:units"),
    }
    return render(request, "members/units/history.html", context)


def sees_contact(user) -> bool:
    """The contact person of a unit is for the members and the secretariat; its office stands in public."""
    return user.is_staff or is_member(user)


def positions_of(unit: Unit) -> list[tuple]:
    """Offices of the unit's people and seats of the unit: (what is held, its name, its term), past ones too."""
    return [
        *((office, office.get_kind_display(), office.term) for office in offices_of_unit(unit)),
        *((held, place_of(held.seat), held.seat.term) for held in positions_of_unit(unit)),
    ]


def place_of(seat) -> str:
    """理事会理事, 联络员会议联络员."""
    return f"{Body(seat.body).label}{Body(seat.body).role}"


def _visible(request):
    return Unit.objects.visible_to(request.user).select_related("logo").prefetch_related("names")
