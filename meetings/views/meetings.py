"""Meetings and exchange events, as the public and the members see them."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.registry import related_links
from alliance.core.tables import table_for
from meetings.documents import paragraphs
from meetings.enums import MeetingKind, MeetingState, MinutesState
from meetings.filters import MeetingFilter
from meetings.models import Meeting
from meetings.tables import MeetingTable


@require_safe
def meeting_list(request):
    """Meetings held and planned, newest first; planned ones whose day is not known stand first."""
    found = MeetingFilter(request.GET, Meeting.objects.real().in_calendar_order().select_related("host"))
    context = {
        "table": table_for(request, MeetingTable(found.qs)),
        "filter": found,
        "kinds": choices_for(request, "kind", MeetingKind.choices),
    }
    return render(request, "meetings/meeting_list.html", context)


@require_safe
def meeting_detail(request, pk: int):
    """Programme, people and what was decided. The decisions are public once the minutes are signed."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).with_programme(), pk=pk)
    minutes = getattr(meeting, "minutes", None)
    signed = minutes is not None and minutes.state == MinutesState.SIGNED
    may_read = signed or request.user.is_staff
    context = {
        "meeting": meeting,
        "sittings": programme_of(meeting),
        "unplaced": [item for item in meeting.items.all() if item.sitting_id is None],
        "listed": attendance_by_unit(meeting),
        "minutes": minutes if may_read else None,
        "preamble": paragraphs(minutes.preamble) if minutes and may_read else [],
        "resolutions": meeting.resolutions.all() if may_read else [],
        "signed": signed,
        "hosting": meeting.hosting_turns.select_related("unit", "yielded_to"),
        "related": related_links.collect(meeting, request.user),
        "may_follow": meeting.state == MeetingState.IN_SESSION
        and request.user.has_perm("meetings.follow_live", meeting),
    }
    return render(request, "meetings/meeting_detail.html", context)


def programme_of(meeting: Meeting) -> list[tuple]:
    """(sitting, its items) in order, from what `with_programme` has fetched."""
    items = meeting.items.all()
    return [
        (sitting, [item for item in items if item.sitting_id == sitting.pk])
        for sitting in meeting.sittings.all()
    ]


def attendance_by_unit(meeting: Meeting) -> dict:
    """The printed list: units in printed order with their people, and how many of both the list names."""
    listed = [attendance for attendance in meeting.attendances.all() if attendance.on_list]
    units = [
        (unit, [attendance.person for attendance in group])
        for unit, group in groupby(listed, key=lambda a: a.unit_printed or str(a.unit or ""))
    ]
    return {"units": units, "people": len(listed)}
