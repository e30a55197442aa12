"""The directory of member units and a unit's page."""

from collections import Counter

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.registry import related_links
from alliance.core.tables import table_for
from members.enums import Body, UnitKind
from members.filters import UnitFilter
from members.models import MembershipCount, Occupancy, Office, Unit
from members.tables import UnitTable


@require_safe
def unit_list(request):
    """The units that can be named, beside the number that was reported. 示例 units are never in it."""
    units = Unit.objects.real().current()
    kinds = Counter(units.values_list("kind", flat=True))
    found = UnitFilter(request.GET, units.in_directory_order().prefetch_related("names"))
    options = [(kind.value, kind.label, kinds[kind]) for kind in UnitKind]
    context = {
        "table": table_for(request, UnitTable(found.qs)),
        "filter": found,
        "kinds": choices_for(request, "kind", options, total=kinds.total()),
        "named": kinds.total(),
        "reported": MembershipCount.objects.newest(),
    }
    return render(request, "members/unit_list.html", context)


@require_safe
def unit_detail(request, pk: int):
    """One unit: how it was printed, what it is in the alliance, its people, seats and offices."""
    units = Unit.objects.visible_to(request.user).prefetch_related("names", "admissions")
    unit = get_object_or_404(units, pk=pk)
    context = {
        "unit": unit,
        "people": unit.people.filter(is_example=unit.is_example),
        "positions": positions_of(unit),
        "related": related_links.collect(unit, request.user),
    }
    return render(request, "members/unit_detail.html", context)


def positions_of(unit: Unit) -> list[tuple]:
    """Offices of the unit's people and seats of the unit: (what is held, its name, its term), past ones too."""
    offices = Office.objects.filter(person__unit=unit).select_related("person", "term")
    seats = Occupancy.objects.filter(seat__unit=unit).select_related("person", "seat__term")
    return [
        *((office, office.get_kind_display(), office.term) for office in offices),
        *(
            (held, f"{Body(held.seat.body).label}{Body(held.seat.body).role}", held.seat.term)
            for held in seats
        ),
    ]
