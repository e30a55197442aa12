"""Planning a meeting: its number is given under a lock, so that there are neither gaps nor doubles."""

import uuid

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.core.writing import lock, save_record
from meetings.enums import HostingState, MeetingKind
from meetings.models import HostingTurn, Meeting, MeetingBody
from meetings.numbering import BODIES_OF, next_sessions, proposed_name
from meetings.services.agenda import open_with_last_points
from members.models import Term

CONTENT = (
    "form",
    "starts_on",
    "ends_on",
    "date_note",
    "place",
    "venue",
    "address",
    "online_link",
    "host",
    "visit",
    "reply_by",
    "note",
)
USED_FORM = "这份表单已失效，请重新打开后填写。"


@transaction.atomic
def plan_meeting(
    *,
    actor,
    kind: str,
    term: Term,
    bodies: tuple[str, ...] = (),
    name: str = "",
    content: dict | None = None,
    is_example: bool = False,
    token: uuid.UUID | None = None,
) -> Meeting:
    """Plan the next meeting of its bodies in `term`, each with the number that comes next.

    `bodies` are those of the kind when empty, `name` follows from the number when empty, `content` may have any of
    `CONTENT`. Where the bodies met before, the agenda opens with what became of that meeting's points. The same `token`
    again returns what it made. Raises DomainError, ValidationError by field.
    """
    term = lock(term)  # meetings planned at the same moment get their numbers one after another
    existing = Meeting.objects.filter(form_token=token).first() if token else None
    if existing is not None:
        require(actor, "meetings.manage_meeting", existing)
        return existing
    content = content or {}
    if unknown := set(content) - set(CONTENT):
        raise TypeError(f"no such content of a meeting: {sorted(unknown)}")
    bodies = tuple(bodies) or BODIES_OF[MeetingKind(kind)]
    meeting = Meeting(kind=kind, is_example=is_example, form_token=token, **content)
    require(actor, "meetings.manage_meeting", meeting)
    _check_host(meeting)
    sessions = next_sessions(bodies, term, is_example=is_example)
    meeting.name = name.strip() or proposed_name(kind, term, sessions[bodies[0]], is_example=is_example)
    save_record(meeting, actor=actor)
    for body in bodies:
        row = MeetingBody(meeting=meeting, body=body, term=term, session=sessions[body])
        row.full_clean()
        row.save()
    audit.record(
        actor=actor,
        obj=meeting,
        action="meetings.meeting.plan",
        label="计划会议",
        data={"term": term.number, "sessions": sessions},
    )
    _take_turn(actor, meeting)
    open_with_last_points(actor=actor, meeting=meeting)
    return lock(meeting)


def _check_host(meeting: Meeting) -> None:
    if meeting.host is not None and meeting.host.is_example != meeting.is_example:
        raise DomainError("示例会议由示例单位承办，真实会议由成员单位承办。", field="host")


def _take_turn(actor, meeting: Meeting) -> None:
    """The host's turn of that year now points to this meeting, if it was free."""
    if meeting.host_id is None or meeting.starts_on is None:
        return
    states = (HostingState.PROPOSED, HostingState.ACCEPTED)
    turns = HostingTurn.objects.filter(unit=meeting.host_id, meeting=None, state__in=states)
    turn = turns.select_for_update().filter(year=meeting.starts_on.year).first()
    if turn is not None:
        turn.meeting = meeting
        save_record(turn, actor=actor, reason=f"计划会议：{meeting}")
