"""What the secretary does while a meeting sits: open it, go through the agenda, close it."""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.database import db_now
from alliance.core.errors import DomainError, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import lock
from meetings.enums import BallotState, MeetingState
from meetings.models import AgendaItem, Meeting

RIGHT = "meetings.manage_meeting"


@transaction.atomic
def open_session(*, actor, meeting: Meeting) -> Meeting:
    """宣布开会. Open already: nothing happens again. Raises WrongState, NotAllowed."""
    meeting = lock(meeting)
    require(actor, RIGHT, meeting)
    if meeting.state == MeetingState.IN_SESSION:
        return meeting
    return run_transition(actor=actor, obj=meeting, name="open_session")


@transaction.atomic
def step_to(*, actor, meeting: Meeting, item: AgendaItem | None) -> Meeting:
    """`item` is what is spoken of from now on, None for a break. The item that is on already keeps its time.

    Told with the item itself, never with "the next one", so that two who press at once do not skip one. The row's
    version stays: where the meeting has got to is no change of its record. Raises WrongState, DomainError.
    """
    meeting = lock(meeting)
    require(actor, RIGHT, meeting)
    if meeting.state != MeetingState.IN_SESSION:
        raise WrongState(f"会议{meeting.get_state_display()}，宣布开会后才能推进议程。")
    if item is not None and item.meeting_id != meeting.pk:
        raise DomainError("这项议程不属于本次会议。")
    if meeting.live_item_id == (item.pk if item else None):
        return meeting
    meeting.live_item, meeting.live_since = item, db_now() if item else None
    Meeting.objects.filter(pk=meeting.pk).update(live_item=item, live_since=meeting.live_since)
    label = f"进行：{item.title}"[:60] if item else "暂停议程"
    data = {"item": item.pk if item else None}
    audit.record(actor=actor, obj=meeting, action="meetings.meeting.step", label=label, data=data)
    return meeting


@transaction.atomic
def close_session(*, actor, meeting: Meeting) -> Meeting:
    """散会. Closed already: nothing happens again. Raises WrongState while a vote in the room is open."""
    meeting = lock(meeting)
    require(actor, RIGHT, meeting)
    if meeting.state == MeetingState.HELD:
        return meeting
    if meeting.state != MeetingState.IN_SESSION:
        raise WrongState(f"会议{meeting.get_state_display()}，不能散会。")
    if meeting.ballots.filter(state=BallotState.OPEN, closes_at=None).exists():
        raise WrongState("还有现场表决没有结束，请先结束表决。")
    Meeting.objects.filter(pk=meeting.pk).update(live_item=None, live_since=None)
    return run_transition(actor=actor, obj=meeting, name="mark_held")
