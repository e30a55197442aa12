"""Personal links around a meeting: what for, how long, and whether the person may still use theirs."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from alliance.core.personal_links import ENDED, LinkRefused, PersonalLink, Purpose, make_path
from meetings.enums import MeetingState
from meetings.invitations import Invitation, invitation_of
from meetings.models import HostingTurn, Meeting
from meetings.rules import speaks_for
from members.models import Person

REPLY = Purpose("meetings.reply", "meetings:reply_by_link")
HOSTING = Purpose("meetings.hosting", "meetings:hosting_by_link")
ARRIVAL = Purpose("meetings.arrival", "meetings:arrive")
BADGE = Purpose("meetings.badge", "meetings:badge")
ON_SCREEN = timedelta(
    minutes=20
)  # of the code that the room sees; the page that shows it makes a new one in time
SHORTEST, LONGEST = timedelta(days=3), timedelta(days=60)
NO_LONGER_ASKED = "您目前不在本次会议的邀请范围内。如有疑问，请与秘书处联系。"
NO_LONGER_SPEAKS = "您目前不能代表该单位办理。如有疑问，请与秘书处联系。"


def reply_path(invitation: Invitation) -> str:
    """The path with which this person answers without logging in."""
    meeting = invitation.meeting
    return make_path(purpose=REPLY, subject=invitation.person, target=meeting, valid_for=_until_over(meeting))


def hosting_path(turn: HostingTurn, person: Person) -> str:
    return make_path(purpose=HOSTING, subject=person, target=turn, valid_for=LONGEST)


def arrival_path(meeting: Meeting, *, printed: bool = False) -> str:
    """What the code of the room leads to. On a screen it is over soon, so that a photograph of it opens nothing later."""
    valid_for = _until_over(meeting) if printed else ON_SCREEN
    return make_path(purpose=ARRIVAL, subject=meeting, target=meeting, valid_for=valid_for)


def badge_path(meeting: Meeting, person: Person) -> str:
    """What the code on a person's badge leads to, for whoever checks people in."""
    return make_path(purpose=BADGE, subject=person, target=meeting, valid_for=_until_over(meeting))


def _until_over(meeting: Meeting) -> timedelta:
    """Until the end of the meeting's last day, so that who answered can look it up; 60 days at most, 3 at least."""
    last = meeting.ends_on or meeting.starts_on
    if last is None:
        return LONGEST
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    return min(LONGEST, max(SHORTEST, end - timezone.now()))


# ---------------------------------------------------------------- what a link still opens
def meeting_behind(link: PersonalLink) -> Meeting:
    """Of the room's code. Raises LinkRefused when its series is over."""
    meetings = Meeting.objects.filter(pk=link.target, link_series=link.series).prefetch_related("bodies")
    meeting = meetings.first()
    if meeting is None:
        raise LinkRefused(ENDED)
    return meeting


def badge_behind(link: PersonalLink) -> tuple[Meeting, Person]:
    """Of a badge. It opens nothing by itself, so that the end of other links leaves it as it was printed."""
    meeting = Meeting.objects.filter(pk=link.target).prefetch_related("bodies").first()
    person = Person.objects.filter(pk=link.subject).first()
    if meeting is None or person is None:
        raise LinkRefused(ENDED)
    return meeting, person


def invitation_behind(link: PersonalLink) -> Invitation:
    """Raises LinkRefused when the series is over, the meeting cancelled or the person no longer asked."""
    meetings = Meeting.objects.select_related("host", "notice__document").prefetch_related("bodies")
    meeting = meetings.filter(pk=link.target, link_series=link.series).first()
    person = Person.objects.filter(pk=link.subject).first()
    if meeting is None or person is None:
        raise LinkRefused(ENDED)
    if meeting.state == MeetingState.CANCELLED:
        raise LinkRefused(f"“{meeting}”已取消，不需要答复。")
    invitation = invitation_of(meeting, person)
    if invitation is None:
        raise LinkRefused(NO_LONGER_ASKED)
    return invitation


def turn_behind(link: PersonalLink) -> tuple[HostingTurn, Person]:
    """Raises LinkRefused when the series is over or the person no longer speaks for the unit."""
    turns = HostingTurn.objects.with_parties()
    turn = turns.filter(pk=link.target, link_series=link.series).first()
    person = Person.objects.filter(pk=link.subject).first()
    if turn is None or person is None:
        raise LinkRefused(ENDED)
    if not speaks_for(person, turn.unit):
        raise LinkRefused(NO_LONGER_SPEAKS)
    return turn, person
