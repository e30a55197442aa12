"""示例 part of meetings that decide: one held, whose points came into effect, and one that is sitting now."""

from datetime import timedelta

from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.transitions import run_transition
from alliance.core.writing import save_record
from alliance.portal.demo.records import Book, add, keep, read
from meetings.enums import EffectKind, MajorityOf, MeetingState
from meetings.models import AgendaItem, Attendance, Meeting, MeetingBody, Resolution
from meetings.services.adoption import adopt_resolution, plan_effect
from meetings.services.ballots import open_ballot, prepare_ballot
from meetings.services.convening import convene_meeting
from meetings.services.live import open_session, step_to
from meetings.services.voting import cast_vote
from members.models import MembershipApplication, Person

RULE = {
    "valid_from": None,
    "quorum_numerator": 2,
    "quorum_denominator": 3,
    "quorum_strict": False,
    "majority_numerator": 1,
    "majority_denominator": 2,
    "majority_strict": True,
    "majority_of": MajorityOf.PRESENT,
    "delegates_count": True,
    "delegations_each": 1,
}


def load(book: Book) -> None:
    data, examples = read("meetings_live"), read("examples")
    secretary = book.users[examples["secretary"]["name"]]
    load_held(book, secretary, data["held"])
    load_live(book, secretary, data["live"], book.terms[examples["seats"]["term"]])


def load_held(book: Book, secretary, row: dict) -> None:
    items, points = row.pop("items"), row.pop("points")
    day = timezone.localdate(db_now()) - timedelta(days=row.pop("days_ago"))
    meeting, created = _keep(book, row, starts_on=day, ends_on=day)
    book.meetings["example_held"] = meeting
    if not created:
        return
    _programme(meeting, items)
    meeting = run_transition(actor=None, obj=meeting, name="mark_held", reason="示例数据")
    for point in points:
        resolution = _point(book, secretary, meeting, point)
        adopt_resolution(actor=secretary, resolution=resolution, adopted_on=day)


def load_live(book: Book, secretary, row: dict, term) -> None:
    """Its day is today again when the demo starts again while it still sits."""
    bodies, present, items = row.pop("bodies"), row.pop("present"), row.pop("items")
    points, current, vote = row.pop("points"), row.pop("current"), row.pop("vote")
    today = timezone.localdate(db_now())
    meeting, created = _keep(book, row, starts_on=today, ends_on=today)
    book.meetings["example_live"] = meeting
    if not created:
        _go_on(meeting, today)
        return
    for body in bodies:
        add(MeetingBody, meeting=meeting, body=body, term=term)
    rows = _programme(meeting, items)
    meeting = convene_meeting(actor=secretary, meeting=meeting, reason="示例数据")
    for order, name in enumerate(present, start=1):
        person = Person.objects.get(name=name, is_example=True)
        add(Attendance, meeting=meeting, person=person, unit=person.unit, order=order)
    meeting = open_session(actor=secretary, meeting=meeting)
    meeting = step_to(actor=secretary, meeting=meeting, item=rows[current])
    _vote(book, secretary, meeting, rows[current], vote)
    for point in points:
        _point(book, secretary, meeting, point)
    undone = meeting.resolutions.get(reverses__isnull=False)
    adopt_resolution(actor=secretary, resolution=undone, adopted_on=today)


def _keep(book: Book, row: dict, **dates) -> tuple[Meeting, bool]:
    host = book.units[row.pop("host")]
    return keep(Meeting, {"name": row.pop("name"), "is_example": True}, {**row, **dates, "host": host})


def _programme(meeting: Meeting, items: list[dict]) -> list[AgendaItem]:
    made = []
    for order, item in enumerate(items, start=1):
        name = item.pop("presenter", None)
        presenter = Person.objects.get(name=name, is_example=True) if name else None
        made.append(add(AgendaItem, meeting=meeting, presenter=presenter, order=order, **item))
    return made


def _point(book: Book, secretary, meeting: Meeting, row: dict) -> Resolution:
    """The point with what it is to bring about; `reverses` is a point's number at the meeting before."""
    rules, action, admits = row.pop("rules", []), row.pop("action", None), row.pop("admits", "")
    if number := row.pop("reverses", 0):
        row["reverses"] = book.meetings["example_held"].resolutions.get(number=number)
    point = add(Resolution, meeting=meeting, **row)
    planned = [(EffectKind.RULE, {"body": body, **RULE}) for body in rules]
    if action:
        planned.append((EffectKind.ACTION, {**action, "unit": book.unit(action.get("unit"))}))
    application = (
        MembershipApplication.objects.filter(email=admits, state="ready").first() if admits else None
    )
    if application:
        planned.append((EffectKind.ADMISSION, {"application": application}))
    for kind, content in planned:
        plan_effect(actor=secretary, resolution=point, kind=kind, content=content)
    return point


def _vote(book: Book, secretary, meeting: Meeting, item: AgendaItem, row: dict) -> None:
    """A vote that is open, with one of its seats voted."""
    body, question = row["body"], row["question"]
    ballot = prepare_ballot(actor=secretary, meeting=meeting, body=body, question=question, item=item)
    ballot = open_ballot(actor=secretary, ballot=ballot)
    user = book.users[row["by"]]
    entry = meeting.roll.get(body=body, person__user=user)
    cast_vote(actor=user, ballot=ballot, roll=entry, choice=row["choice"])


def _go_on(meeting: Meeting, today) -> None:
    if meeting.state != MeetingState.IN_SESSION or meeting.starts_on == today:
        return
    meeting.starts_on = meeting.ends_on = today
    save_record(meeting, actor=None, reason="示例会议：演示启动时改为当天")
    Meeting.objects.filter(pk=meeting.pk).update(live_since=db_now())
