"""示例 meeting that takes replies, with two of them, and a unit that is asked to host."""

from datetime import timedelta

from django.utils import timezone

from alliance.core.behalf import OnBehalf
from alliance.core.database import db_now
from alliance.core.writing import save_record
from alliance.portal.demo.records import Book, add, end_of_day, keep
from meetings.enums import MeetingState
from meetings.models import HostingTurn, Meeting, MeetingBody, Reply
from meetings.services.notices import save_notice, send_notice
from meetings.services.replies import reply_to_meeting
from members.models import Person, Term

SECRETARY = "示例秘书处人员"


def load_meeting(book: Book, row: dict, replies: list, term: Term) -> None:
    """Convened through the transition, so that everybody asked has the notice. It is put off when its day for
    replies has passed by the time the demo starts again.
    """
    bodies, host, notice = row.pop("bodies"), book.units[row.pop("host")], row.pop("notice")
    dates = _dates(row)
    key = {"name": row.pop("name"), "is_example": True}
    meeting, created = keep(Meeting, key, {**row, **dates, "host": host})
    if created:
        for body in bodies:
            add(MeetingBody, meeting=meeting, body=body, term=term)
        save_notice(actor=None, meeting=meeting, content=notice)
        send_notice(actor=None, meeting=meeting)
        meeting.refresh_from_db()
        for reply in replies:
            load_reply(book, meeting, reply)
    elif meeting.state == MeetingState.CONVENED and meeting.reply_by < db_now():
        for name, value in dates.items():
            setattr(meeting, name, value)
        save_record(meeting, actor=None, reason="示例会议：演示启动时顺延会期和回执截止时间")


def _dates(row: dict) -> dict:
    first = timezone.localdate(db_now()) + timedelta(days=row.pop("days_ahead"))
    return {
        "starts_on": first,
        "ends_on": first + timedelta(days=row.pop("days_long") - 1),
        "reply_by": end_of_day(row.pop("days_to_reply")),
    }


def load_reply(book: Book, meeting: Meeting, row: dict) -> None:
    """Through the service, under the rights of whoever answers: the person asked, or the unit's liaison.

    `recorded`: it came that way, and the secretary wrote it down.
    """
    user, channel = book.users[row.pop("by")], row.pop("recorded", None)
    name = row.pop("person", user.person.name)
    reply_to_meeting(
        actor=book.users[SECRETARY] if channel else user,
        behalf=_said_by(user.person, channel) if channel else None,
        meeting=meeting,
        person=Person.objects.get(name=name, is_example=True),
        content={**Reply.NOTHING, **row},
    )


def _said_by(person: Person, channel: str) -> OnBehalf:
    today = timezone.localdate(db_now())
    return OnBehalf(unit=person.unit, person_name=person.name, channel=channel, received_on=today)


def load_hosting(book: Book, row: dict) -> None:
    answer_by = end_of_day(row.pop("days_to_answer"))
    year = timezone.localdate(db_now()).year + 1
    keep(HostingTurn, {"unit": book.units[row.pop("unit")]}, {**row, "year": year, "answer_by": answer_by})
