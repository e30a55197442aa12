"""发出通知: from planned to convened. Rules and roll are written by the move itself (`services.roll.freeze_on_move`)."""

from alliance.core.transitions import run_transition
from meetings.models import Meeting


def convene_meeting(*, actor, meeting: Meeting, reason: str = "") -> Meeting:
    """The notice has gone out; whoever is asked is told. Raises WrongState, NotAllowed."""
    return run_transition(actor=actor, obj=meeting, name="convene", reason=reason)
