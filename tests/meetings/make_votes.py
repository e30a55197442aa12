"""What tests of votes share: a body with seats and people, its rule, a meeting that was convened, a ballot."""

from datetime import date, timedelta

from alliance.core.database import db_now
from alliance.core.models import User
from alliance.core.transitions import run_transition
from meetings.models import Ballot, Meeting, RollEntry, VotingRule
from meetings.services.ballots import open_ballot, prepare_ballot
from meetings.services.convening import convene_meeting
from members.enums import Body
from members.models import Person
from tests import factories as make


def voting_rule(body: str = Body.COUNCIL, **fields) -> VotingRule:
    """Quorum two thirds of the seats, more than half of those present, unless `fields` say otherwise."""
    given = {"valid_from": date(2015, 1, 1), "basis": "章程第十二条", **fields}
    return VotingRule.objects.create(body=body, **given)


def seated(number: int, body: str = Body.COUNCIL, *, logins: bool = False, **unit) -> list[Person]:
    """So many units with a seat each, and who fills it. `logins`: with an account."""
    people = []
    for _ in range(number):
        own = make.UnitFactory(**unit)
        if logins:
            people.append(make.occupant_of(own, body).person)
        else:
            people.append(make.OccupancyFactory(seat=make.SeatFactory(unit=own, body=body)).person)
    return people


def meeting_of(*bodies: str, in_session: bool = True, **fields) -> Meeting:
    """Convened, so that rules and roll are written; `in_session`: begun as well."""
    meeting = make.MeetingFactory(state="planned", **fields)
    for body in bodies or (Body.COUNCIL,):
        make.MeetingBodyFactory(meeting=meeting, body=body, session=None)
    meeting = convene_meeting(actor=None, meeting=meeting)
    return run_transition(actor=None, obj=meeting, name="open_session") if in_session else meeting


def come(meeting: Meeting, *people: Person, **fields) -> None:
    """These people are present."""
    for person in people:
        make.AttendanceFactory(meeting=meeting, person=person, unit=person.unit, **fields)


def open_vote(meeting: Meeting, *, days: float | None = None, **content) -> Ballot:
    """A ballot that takes votes: live, or by correspondence for so many days."""
    given = {"body": Body.COUNCIL, "question": "审议年度工作报告", **content}
    if days is not None:
        given["closes_at"] = db_now() + timedelta(days=days)
    ballot = prepare_ballot(actor=None, meeting=meeting, **given)
    return open_ballot(actor=None, ballot=ballot)


def entry_of(meeting: Meeting, person: Person, body: str = Body.COUNCIL) -> RollEntry:
    return meeting.roll.get(person=person, body=body)


def entries(meeting: Meeting, people: list[Person]) -> list[tuple[User, RollEntry]]:
    return [(person.user, entry_of(meeting, person)) for person in people]
