"""Meetings and exchange events, as the public and the members see them."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.registry import related_links
from alliance.core.tables import table_for
from meetings.agenda import agenda_of
from meetings.documents import paragraphs
from meetings.enums import ItemKind, MeetingKind, MeetingState, MinutesState
from meetings.filters import MeetingFilter
from meetings.follow_up import FollowUp, follow_up_of
from meetings.models import AgendaPaper, Meeting
from meetings.tables import MeetingTable
from members.enums import Access
from members.rules import access_levels


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
    levels = access_levels(request.user)
    programme = programme_of(meeting, request.user, levels)
    context = {
        "meeting": meeting,
        "sittings": programme[:-1],
        "unplaced": programme[-1][1],
        "follow_up": follow_up_for(meeting, levels),
        "listed": attendance_by_unit(meeting),
        "minutes": minutes if may_read else None,
        "preamble": paragraphs(minutes.preamble) if minutes and may_read else [],
        "resolutions": meeting.resolutions.all() if may_read else [],
        "signed": signed,
        # Minutes that were signed before versions were kept have none until they are signed again.
        "has_version": minutes is not None and minutes.versions.exists(),
        "hosting": meeting.hosting_turns.select_related("unit", "yielded_to"),
        "related": related_links.collect(meeting, request.user),
        "may_follow": meeting.state == MeetingState.IN_SESSION
        and request.user.has_perm("meetings.follow_live", meeting),
    }
    return render(request, "meetings/meeting_detail.html", context)


def programme_of(meeting: Meeting, user, levels: list[str]) -> list[tuple]:
    """(sitting, its items) in order, from what `with_programme` has fetched; those without a sitting stand last.

    Before the notice it is a draft, which the secretariat alone sees.

    Each item has `starts` and `ends` as far as they follow, and `readable`: the papers that `user` may read.
    """
    if meeting.state == MeetingState.PLANNED and not user.is_staff:
        return [(None, [])]
    agenda = agenda_of(meeting)
    papers = papers_by_item(meeting, user, levels)
    groups = [(one.sitting, one.items) for one in agenda.sittings]
    for row in (*agenda.loose, *(row for _, rows in groups for row in rows)):
        row.item.starts, row.item.ends = row.starts, row.ends
        row.item.readable = papers.get(row.item.pk, [])
    placed = [(sitting, [row.item for row in rows]) for sitting, rows in groups]
    return [*placed, (None, [row.item for row in agenda.loose])]


def papers_by_item(meeting: Meeting, user, levels: list[str]) -> dict[int, list[AgendaPaper]]:
    """What `user` may read of the meeting's papers; nothing is asked for an agenda without items."""
    if not meeting.items.all():
        return {}
    papers = AgendaPaper.objects.visible_to(user).readable_at(levels)
    found: dict[int, list[AgendaPaper]] = {}
    for paper in papers.filter(item__meeting=meeting).select_related("stored"):
        found.setdefault(paper.item_id, []).append(paper)
    return found


def follow_up_for(meeting: Meeting, levels: list[str]) -> FollowUp | None:
    """What became of the last points, for members, where the agenda has that item; nothing is asked otherwise."""
    has_item = any(item.kind == ItemKind.FOLLOW_UP for item in meeting.items.all())
    return follow_up_of(meeting) if has_item and Access.MEMBERS in levels else None


def attendance_by_unit(meeting: Meeting) -> dict:
    """The printed list: units in printed order with their people, and how many of both the list names."""
    listed = [attendance for attendance in meeting.attendances.all() if attendance.on_list]
    units = [
        (unit, [attendance.person for attendance in group])
        for unit, group in groupby(listed, key=lambda a: a.unit_printed or str(a.unit or ""))
    ]
    return {"units": units, "people": len(listed)}
