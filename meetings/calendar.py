"""A meeting for people's calendars (iCalendar, RFC 5545): one entry for each half day with a time, else one for its days."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from meetings.enums import MeetingState
from meetings.models import Meeting, Sitting

LINE = 75  # octets; longer lines are folded
UNKNOWN_END = timedelta(hours=3)  # of a half day whose end is not stated


def calendar_of(meeting: Meeting) -> bytes:
    """The file; a meeting whose day is not known yet has no entry. Reads `sittings`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//alliance portal//meetings//ZH", "METHOD:PUBLISH"]
    lines += [line for event in _events(meeting) for line in event]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _events(meeting: Meeting) -> list[list[str]]:
    timed = [sitting for sitting in meeting.sittings.all() if sitting.starts_at]
    if timed:
        return [
            _event(meeting, f"sitting-{sitting.pk}", *_hours(sitting), _name(meeting, sitting))
            for sitting in timed
        ]
    if meeting.starts_on is None:
        return []
    last = meeting.ends_on or meeting.starts_on
    days = (
        f"DTSTART;VALUE=DATE:{_day(meeting.starts_on)}",
        f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}",  # the day after, RFC 5545 §3.6.1
    )
    return [_event(meeting, f"meeting-{meeting.pk}", *days, meeting.name)]


def _event(meeting: Meeting, uid: str, start: str, end: str, name: str) -> list[str]:
    place = "，".join(filter(None, (meeting.place, meeting.venue, meeting.address, meeting.online_link)))
    cancelled = meeting.state == MeetingState.CANCELLED
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@{urlsplit(settings.SITE_URL).hostname}",
        f"DTSTAMP:{_moment(meeting.updated_at)}",
        f"SEQUENCE:{meeting.version}",
        start,
        end,
        f"SUMMARY:{_text(name)}",
        *([f"LOCATION:{_text(place)}"] if place else []),
        f"URL:{settings.SITE_URL}{meeting.get_absolute_url()}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
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
