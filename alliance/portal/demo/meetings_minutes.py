"""示例 part of minutes: one meeting with signed minutes whose tasks are followed up, one whose minutes are out."""

from datetime import timedelta

from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.transitions import run_transition
from alliance.core.writing import save_record
from alliance.portal.demo.records import Book, add, end_of_day, keep, read
from meetings.enums import MinutesState
from meetings.models import ActionItem, AgendaItem, Attendance, Meeting, MeetingBody, Minutes, Resolution
from meetings.services.actions import finish_action
from meetings.services.consulting import ask_for_comments, comment_on_minutes
from meetings.services.minutes import add_paragraph, assemble_minutes
from meetings.services.roll import freeze_meeting
from meetings.services.signing import sign_minutes
from members.models import Person, Term


def load(book: Book) -> None:
    data, examples = read("meetings_minutes"), read("examples")
    secretary, term = book.users[examples["secretary"]["name"]], book.terms[examples["seats"]["term"]]
    load_signed(book, secretary, term, data["signed"])
    load_consulting(book, secretary, term, data["consulting"])


def load_signed(book: Book, secretary, term: Term, row: dict) -> None:
    own, number, signed_by = row.pop("own"), row.pop("number"), row.pop("signed_by")
    meeting = load_held(book, secretary, term, row)
    if meeting is None:
        return
    minutes = assemble_minutes(actor=secretary, meeting=meeting).minutes
    add_paragraph(actor=secretary, minutes=minutes, text=own)
    sign_minutes(actor=secretary, minutes=minutes, number=number, signed_by=signed_by)


def load_consulting(book: Book, secretary, term: Term, row: dict) -> None:
    """Its deadline is put off when the demo starts again after it."""
    objection, comments_by = row.pop("objection"), end_of_day(row.pop("days_open"))
    name = row["name"]
    meeting = load_held(book, secretary, term, row)
    if meeting is None:
        put_off(name, comments_by)
        return
    minutes = assemble_minutes(actor=secretary, meeting=meeting).minutes
    minutes = ask_for_comments(
        actor=secretary, minutes=minutes, comments_by=comments_by, silence_consents=True
    )
    user = book.users[objection["by"]]
    comment_on_minutes(
        actor=user, minutes=minutes, unit=user.person.unit, stance="object", text=objection["text"]
    )


def put_off(name: str, comments_by) -> None:
    asking = Minutes.objects.filter(meeting__name=name, state=MinutesState.CONSULTING)
    if (minutes := asking.filter(comments_by__lt=db_now()).first()) is not None:
        minutes.comments_by = comments_by
        save_record(minutes, actor=None, reason="示例纪要：演示启动时顺延征求意见截止时间")


def load_held(book: Book, secretary, term: Term, row: dict) -> Meeting | None:
    """The meeting with all its records; None when it was there already."""
    parts = {name: row.pop(name) for name in ("bodies", "present", "items", "points")}
    day = timezone.localdate(db_now()) - timedelta(days=row.pop("days_ago"))
    values = {**row, "host": book.units[row["host"]], "starts_on": day, "ends_on": day}
    key = {"name": values.pop("name"), "is_example": True}
    meeting, created = keep(Meeting, key, values)
    if not created:
        return None
    for body in parts["bodies"]:
        add(MeetingBody, meeting=meeting, body=body, term=term)
    freeze_meeting(actor=secretary, meeting=meeting)
    for order, item in enumerate(parts["items"], start=1):
        add(AgendaItem, meeting=meeting, order=order, presenter=_person(item.pop("presenter", "")), **item)
    for order, one in enumerate(parts["present"], start=1):
        person = _person(one.pop("person"))
        add(Attendance, meeting=meeting, person=person, unit=person.unit, order=order, **one)
    meeting = run_transition(actor=None, obj=meeting, name="mark_held", reason="示例数据")
    for point in parts["points"]:
        load_point(book, secretary, meeting, point)
    return meeting


def load_point(book: Book, secretary, meeting: Meeting, row: dict) -> None:
    actions = row.pop("actions", [])
    point = add(Resolution, meeting=meeting, **row)
    today = timezone.localdate(db_now())
    for order, action in enumerate(actions):
        done, days = action.pop("done", False), action.pop("due_days", None)
        action["unit"] = book.unit(action.pop("unit", None))
        action["due_on"] = None if days is None else today + timedelta(days=days)
        item = add(ActionItem, resolution=point, order=order, **action)
        if done:
            finish_action(actor=secretary, action=item, done_on=action["due_on"])


def _person(name: str) -> Person | None:
    return Person.objects.select_related("unit").get(name=name, is_example=True) if name else None
