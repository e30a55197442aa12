"""Exchange events, as the public and the members see them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.database import db_now
from alliance.core.dates import day_words
from alliance.core.registry import related_links
from alliance.core.tables import table_for
from meetings.enums import OrganiserRole
from meetings.filters import EventFilter
from meetings.models import Event, EventSeries, Talk
from meetings.services.registrations import places_left
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
        "open_events": _taking_registrations(request.user),
    }
    return render(request, "meetings/event_list.html", context)


def _taking_registrations(user) -> list[Event]:
    """Events for which one can register now, the nearest first."""
    taking = list(Event.objects.visible_to(user).filter(takes_registrations=True).order_by("starts_on", "pk"))
    now = db_now() if taking else None
    return [event for event in taking if not event.registration_refusal(now)]


@require_safe
def event_series(request, pk: int):
    """A series with its editions, newest first. One that has nothing for this visitor does not exist."""
    series = get_object_or_404(EventSeries.objects.select_related("next_host"), pk=pk)
    editions = Event.objects.visible_to(request.user).filter(series=series).with_hosts()
    events = list(editions.order_by("-year", "-edition", "pk"))
    if not events:
        raise Http404
    return render(request, "meetings/events/series.html", {"series": series, "events": events})


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
        "programme": programme_of(list(event.talks.all())),
        **(_registration_of(event) if event.takes_registrations else {}),
        "related": related_links.collect(event, request.user),
    }
    return render(request, "meetings/event_detail.html", context)


def _registration_of(event: Event) -> dict:
    """Why nobody can register now (empty while one can), and how many places are left."""
    return {"refusal": event.registration_refusal(db_now()), "left": places_left(event)}


def programme_of(talks: list[Talk]) -> list[tuple[str, list[Talk]]]:
    """Talks under day and room, in the order of their hours; those without an hour come last, under no heading."""
    timed = [talk for talk in talks if talk.starts_at]
    timed.sort(key=lambda talk: (timezone.localdate(talk.starts_at), talk.room, talk.starts_at, talk.order))
    groups: dict[str, list[Talk]] = {}
    for talk in timed:
        day = day_words(timezone.localtime(talk.starts_at))
        groups.setdefault(" · ".join(filter(None, (day, talk.room))), []).append(talk)
    if rest := [talk for talk in talks if not talk.starts_at]:
        groups[""] = rest
    return list(groups.items())
