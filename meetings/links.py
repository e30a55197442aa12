"""What a unit's page shows of meetings and events (registered in `apps.ready`)."""

from collections.abc import Iterator

from alliance.core.registry import Link, LinkGroup
from meetings.models import Attendance, EventOrganiser, Meeting
from members.models import Unit


def links_of_unit(obj, user) -> Iterator[LinkGroup]:
    """Meetings where the unit's people were on the list, meetings it hosted, events it organised."""
    if not isinstance(obj, Unit):
        return
    yield from _group("参加会议", _attended(obj))
    yield from _group("承办会议", _hosted(obj))
    yield from _group("主办、承办的学术交流", _organised(obj))


def _group(title: str, links) -> list[LinkGroup]:
    found = tuple(links)
    return [LinkGroup(title, found)] if found else []


def _attended(unit: Unit) -> Iterator[Link]:
    listed = Attendance.objects.filter(unit=unit, on_list=True, meeting__is_example=unit.is_example)
    people: dict[Meeting, list[str]] = {}
    for attendance in listed.select_related("meeting", "person").order_by("-meeting__starts_on", "order"):
        people.setdefault(attendance.meeting, []).append(attendance.person.name)
    for meeting, names in people.items():
        yield Link(meeting.name, meeting.get_absolute_url(), "、".join(names))


def _hosted(unit: Unit) -> Iterator[Link]:
    for meeting in unit.hosted_meetings.filter(is_example=unit.is_example):
        yield Link(meeting.name, meeting.get_absolute_url())


def _organised(unit: Unit) -> Iterator[Link]:
    organised = EventOrganiser.objects.filter(unit=unit, event__is_example=unit.is_example)
    for organiser in organised.select_related("event"):
        yield Link(organiser.event.name, organiser.event.get_absolute_url(), organiser.get_role_display())
