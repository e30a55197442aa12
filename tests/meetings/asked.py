"""What the tests of replies and of hosting share: a meeting that asks, and ways to answer."""

import time
from datetime import timedelta

from alliance.core.database import db_now
from alliance.core.personal_links import make_path
from meetings.enums import MeetingState
from meetings.member_links import HOSTING, REPLY
from meetings.models import Meeting
from tests import factories as make

NOTHING = {
    "delegate_name": "",
    "delegate_post": "",
    "delegate_phone": "",
    "phone": "",
    "arrival": "",
    "note": "",
}
ATTEND = {**NOTHING, "answer": "attend", "phone": "13900000000", "arrival": "28日下午到"}
EXCUSE = {**NOTHING, "answer": "excuse", "note": "出差"}
DELEGATE = {**NOTHING, "answer": "delegate", "delegate_name": "钱二", "delegate_post": "处长"}
DAY = timedelta(days=1)


def convened(*bodies: str, **fields) -> Meeting:
    """A meeting whose notice has gone out, of the bodies given (the council alone by default)."""
    meeting = make.MeetingFactory(state=MeetingState.CONVENED, **fields)
    for body in bodies or ("council",):
        make.MeetingBodyFactory(meeting=meeting, body=body, session=None)
    return meeting


def set_reply_by(meeting: Meeting, seconds: float) -> None:
    """Move the day for replies so many whole seconds from the database's present second, early in that second.

    Nothing is mocked: the database's clock runs on, so what a test does next must take less than half a second.
    """
    now = db_now()
    if now.microsecond > 300_000:
        time.sleep((1_000_000 - now.microsecond) / 1e6 + 0.005)
        now = db_now()
    Meeting.objects.filter(pk=meeting.pk).update(
        reply_by=now.replace(microsecond=0) + timedelta(seconds=seconds)
    )
    meeting.refresh_from_db()


def reply_link(meeting, person, valid_for: timedelta = DAY) -> str:
    return make_path(purpose=REPLY, subject=person, target=meeting, valid_for=valid_for)


def hosting_link(turn, person, valid_for: timedelta = DAY) -> str:
    return make_path(purpose=HOSTING, subject=person, target=turn, valid_for=valid_for)
