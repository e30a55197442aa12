"""Exchange events, as the public and the members see them."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.registry import related_links
from alliance.core.tables import table_for
from meetings.enums import OrganiserRole
from meetings.filters import EventFilter
from meetings.models import Event
from meetings.tables import EventTable


@require_safe
def event_list(request):
    """Exchange events, newest first; a year that is no number shows all of them."""
    events = Event.objects.real()
    found = EventFilter(request.GET, events.with_hosts())
    years = events.order_by("-year").values_list("year", flat=True).distinct()
    context = {
        "table": table_for(request, EventTable(found.qs)),
        "filter": found,
        "years": choices_for(request, "year", [(year, f"{year}年") for year in years]),
    }
    return render(request, "meetings/event_list.html", context)


@require_safe
def event_detail(request, pk: int):
    event = get_object_or_404(Event.objects.visible_to(request.user).with_programme(), pk=pk)
    organisers = event.organisers.all()
    context = {
        "event": event,
        "roles": [
            (role.label, [one for one in organisers if one.role == role])
            for role in OrganiserRole
            if any(one.role == role for one in organisers)
        ],
        "related": related_links.collect(event, request.user),
    }
    return render(request, "meetings/event_detail.html", context)
