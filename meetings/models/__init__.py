"""Models of meetings; Django finds models only in the package's namespace."""

from meetings.models.decision import ActionItem, Minutes, Resolution, ResolutionEffect
from meetings.models.event import Award, Event, EventCount, EventGuest, EventOrganiser, EventSeries, Talk
from meetings.models.hosting import HostingTurn
from meetings.models.meeting import AgendaItem, Attendance, Meeting, MeetingBody, Sitting
from meetings.models.reply import Reply

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "Award",
    "Event",
    "EventCount",
    "EventGuest",
    "EventOrganiser",
    "EventSeries",
    "HostingTurn",
    "Meeting",
    "MeetingBody",
    "Minutes",
    "Reply",
    "Resolution",
    "ResolutionEffect",
    "Sitting",
    "Talk",
]
