"""Meetings and exchange events for people's calendars (iCalendar, RFC 5545).

A meeting has one entry for each half day with a time, else one for its days; an event has one for its days.
"""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from meetings.enums import MeetingState
from meetings.models import Event, Meeting, Sitting

LINE = 75  # octets; longer lines are folded
UNKNOWN_END = timedelta(hours=3)  # of a half day whose end is not stated


def calendar_of(meeting: Meeting) -> bytes:
    """The file; a meeting whose day is not known yet has no entry. Reads `sittings`."""
    return _file(_entries(meeting))


def calendar_of_event(event: Event, *, is_certain: bool) -> bytes:
    """The file for a participant; empty while the event's first day is not known. `is_certain`: the place is confirmed."""
    if event.starts_on is None:
        return _file([])
    place = "，".join(filter(None, (event.place, event.venue)))
    status = "CONFIRMED" if is_certain else "TENTATIVE"
    days = _days(event.starts_on, event.last_day)
    return _file([_entry(event, f"event-{event.pk}", *days, event.name, place, status)])


def _file(entries: list[list[str]]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//alliance portal//meetings//ZH", "METHOD:PUBLISH"]
    lines += [line for entry in entries for line in entry]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _entries(meeting: Meeting) -> list[list[str]]:
    place = "，".join(filter(None, (meeting.place, meeting.venue, meeting.address, meeting.online_link)))
    status = "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED"
    timed = [sitting for sitting in meeting.sittings.all() if sitting.starts_at]
    if timed:
        return [
            _entry(meeting, f"sitting-{sitting.pk}", *_hours(sitting), _name(meeting, sitting), place, status)
            for sitting in timed
        ]
    if meeting.starts_on is None:
        return []
    days = _days(meeting.starts_on, meeting.ends_on or meeting.starts_on)
    return [_entry(meeting, f"meeting-{meeting.pk}", *days, meeting.name, place, status)]


def _days(first: date, last: date) -> tuple[str, str]:
    """RFC 5545 §3.6.1: the end is the day after."""
    return f"DTSTART;VALUE=DATE:{_day(first)}", f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"


def _entry(
    record: Meeting | Event, uid: str, start: str, end: str, name: str, place: str, status: str
) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@{urlsplit(settings.SITE_URL).hostname}",
        f"DTSTAMP:{_moment(record.updated_at)}",
        f"SEQUENCE:{record.version}",
        start,
        end,
        f"SUMMARY:{_text(name)}",
        *([f"LOCATION:{_text(place)}"] if place else []),
        f"URL:{settings.SITE_URL}{record.get_absolute_url()}",
        f"STATUS:{status}",
        *(["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(name)}", "TRIGGER:-P1D", "END:VALARM"]),
        "END:VEVENT",
    ]


def _hours(sitting: Sitting) -> tuple[str, str]:
    start = _shanghai(sitting.date, sitting.starts_at)
    end = _shanghai(sitting.date, sitting.ends_at) if sitting.ends_at else start + UNKNOWN_END
    return f"DTSTART:{_moment(start)}", f"DTEND:{_moment(end)}"


def _shanghai(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _name(meeting: Meeting, sitting: Sitting) -> str:
    return f"{meeting}（{sitting.title or sitting.get_body_display()}）"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return value.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """No piece is longer than LINE octets, and none is cut inside a character."""
    pieces, piece, length = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if length + octets > LINE:
            pieces.append(piece)
            piece, length = "", 1  # the blank that marks a continuation
        piece += sign
        length += octets
    return "\r\n ".join([*pieces, piece])
