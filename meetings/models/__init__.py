"""Models of meetings; Django finds models only in the package's namespace."""

from meetings.models.ballot import Ballot, BallotSeat, OpenVote, SecretVote
from meetings.models.decision import ActionItem, Resolution
from meetings.models.effect import ResolutionEffect
from meetings.models.event import Award, Event, EventCount, EventGuest, EventOrganiser, EventSeries, Talk
from meetings.models.hosting import HostingTurn
from meetings.models.meeting import AgendaItem, Attendance, Meeting, MeetingBody, Sitting
from meetings.models.minutes import Minutes, MinutesComment, MinutesSection, MinutesVersion
from meetings.models.notice import MeetingNotice
from meetings.models.paper import AgendaPaper
from meetings.models.registration import Certificate, EventPhoto, EventRegistration
from meetings.models.reply import Reply
from meetings.models.roll import RollEntry
from meetings.models.rule import MeetingRule, VotingRule
from meetings.models.work_plan import WorkPlan, WorkPlanItem

__all__ = [
    "ActionItem",
    "AgendaItem",
    "AgendaPaper",
    "Attendance",
    "Award",
    "Ballot",
    "BallotSeat",
    "Certificate",
    "Event",
    "EventCount",
    "EventGuest",
    "EventOrganiser",
    "EventPhoto",
    "EventRegistration",
    "EventSeries",
    "HostingTurn",
    "Meeting",
    "MeetingBody",
    "MeetingNotice",
    "MeetingRule",
    "Minutes",
    "MinutesComment",
    "MinutesSection",
    "MinutesVersion",
    "OpenVote",
    "Reply",
    "Resolution",
    "ResolutionEffect",
    "RollEntry",
    "SecretVote",
    "Sitting",
    "Talk",
    "VotingRule",
    "WorkPlan",
    "WorkPlanItem",
]
