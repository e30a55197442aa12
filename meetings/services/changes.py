"""变更通知: what changed after 会议通知 went out, told to everybody who was asked."""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.reply_notices import tell_of_change

ACTION = "meetings.meeting.change"
LONGEST = 500  # characters


@transaction.atomic
def tell_change(*, actor, meeting: Meeting, text: str) -> int:
    """Tell everybody asked what changed, with the time and place as they are now; return the number of this notice.

    The notice that went out stays as it was. Raises WrongState unless the meeting is convened, DomainError at `text`
    when it is empty, too long, or what was told last.
    """
    require(actor, "meetings.manage_meeting", meeting)
    meeting = lock(meeting)
    if meeting.state != MeetingState.CONVENED:
        raise WrongState(f"会议{meeting.get_state_display()}，只有已发通知、尚未召开的会议可以发变更通知。")
    text = text.strip()
    if not text:
        raise DomainError("请写明变更内容。", field="text")
    if len(text) > LONGEST:
        raise DomainError(f"变更内容不能超过 {LONGEST} 字。", field="text")
    before = told_changes(meeting)
    if before and before[0].data["text"] == text:
        raise DomainError("这一变更刚才已经通知过。", field="text")
    number = len(before) + 1
    audit.record(actor=actor, obj=meeting, action=ACTION, label="发出变更通知", data={"text": text})
    tell_of_change(meeting, text, number)
    return number


def told_changes(meeting: Meeting) -> list:
    """The audit entries of the meeting's 变更通知, newest first; one query."""
    return list(audit.entries_of(meeting).filter(action=ACTION))
