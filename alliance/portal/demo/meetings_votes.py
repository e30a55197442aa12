"""示例 votes by correspondence of the 示例 experts: closed, annulled, and one that waits for votes."""

from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.transitions import run_transition
from alliance.core.writing import save_record
from alliance.portal.demo.records import Book, add, end_of_day, keep, read
from meetings.enums import BallotState
from meetings.models import Ballot, Meeting, MeetingBody, RollEntry
from meetings.services.ballots import annul_ballot, close_ballot, open_ballot, prepare_ballot
from meetings.services.convening import convene_meeting
from meetings.services.voting import cast_vote, recuse_seat, request_discussion


def load(book: Book) -> None:
    data, examples = read("meetings_votes"), read("examples")
    secretary = book.users[examples["secretary"]["name"]]
    row = data["meeting"]
    bodies = row.pop("bodies")
    today = timezone.localdate(db_now())
    key = {"name": row.pop("name"), "is_example": True}
    meeting, created = keep(Meeting, key, {**row, "starts_on": today, "ends_on": today})
    if not created:
        _put_off(meeting, data["ballots"][-1]["days_open"])
        return
    term = book.terms[examples["seats"]["term"]]
    for body in bodies:
        add(MeetingBody, meeting=meeting, body=body, term=term)
    meeting = convene_meeting(actor=secretary, meeting=meeting, reason="示例数据")
    meeting = run_transition(actor=secretary, obj=meeting, name="open_session", reason="示例数据")
    for ballot in data["ballots"]:
        _vote(book, secretary, meeting, bodies[0], ballot)


def _vote(book: Book, secretary, meeting: Meeting, body: str, row: dict) -> None:
    """Everybody under their own rights, as on the page."""
    ballot = prepare_ballot(
        actor=secretary,
        meeting=meeting,
        body=body,
        question=row["question"],
        secret=row["secret"],
        closes_at=end_of_day(row["days_open"]),
    )
    ballot = open_ballot(actor=secretary, ballot=ballot)

    def given(name: str) -> dict:
        return {"actor": book.users[name], "ballot": ballot, "roll": _seat(meeting, book.users[name])}

    for name, reason in row.get("recused", {}).items():
        recuse_seat(**given(name), reason=reason)
    for name, reason in row.get("discussion", {}).items():
        request_discussion(**given(name), reason=reason)
    for name, choice in row["votes"].items():
        cast_vote(**given(name), choice=choice)
    if row.get("end") == "close":
        close_ballot(actor=secretary, ballot=ballot)
    elif row.get("end") == "annul":
        annul_ballot(actor=secretary, ballot=ballot, reason=row["reason"])


def _seat(meeting: Meeting, user) -> RollEntry:
    return meeting.roll.get(person__user=user)


def _put_off(meeting: Meeting, days: int) -> None:
    """The vote that waits goes on waiting when the demo starts again after its deadline."""
    late = Ballot.objects.filter(meeting=meeting, state=BallotState.OPEN, closes_at__lt=db_now())
    for ballot in late:
        ballot.closes_at = end_of_day(days)
        save_record(ballot, actor=None, reason="示例表决：演示启动时顺延截止时间")
