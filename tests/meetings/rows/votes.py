"""Rows of the harness for rules, roll and votes."""

from meetings.models import Ballot, MeetingRule, RollEntry
from meetings.services.ballots import close_ballot, prepare_ballot
from meetings.services.voting import cast_vote
from members.enums import Body
from members.models import Seat
from tests import factories as make
from tests.browser.page import Page, each
from tests.core.listing import Listing
from tests.core.permission_words import GONE, LOGIN, OK, WRONG, Row, r
from tests.meetings.make_votes import open_vote, voting_rule

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("meetings:ballots",               "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("meetings:ballots",               "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:ballot",                "GET",  "own ballot",           LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("meetings:ballot",                "GET",  "nothing",              LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:ballot",                "POST", "own ballot",           LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
]
# fmt: on


def of_experts():
    """The 示例 votes by correspondence: open, closed, annulled; of all of them the experts were asked."""
    return Ballot.objects.filter(meeting__is_example=True, closes_at__isnull=False)


def in_admin(queryset):
    return lambda: [{"pk": pk} for pk in queryset().order_by("pk").values_list("pk", flat=True)]


def own_meeting() -> list[dict]:
    return [{"pk": of_experts().first().meeting_id}]


PAGES: list[Page] = [
    Page("meetings:ballots", "expert"),
    Page("meetings:ballots", "liaison2"),
    Page("meetings:ballot", "expert", lambda: each(of_experts())()),
    Page("admin:meetings_ballot_run", "administrator", in_admin(Ballot.objects.all)),
    Page("admin:meetings_meeting_roll", "administrator", own_meeting),
]
NO_PAGE: dict[str, str] = {
    "admin:meetings_ballot_now": "a part of the page beside it",
    "admin:meetings_ballot_seat": "takes POST alone",
    "admin:meetings_ballot_point": "takes POST alone",
    "admin:meetings_meeting_refresh": "takes POST alone",
}


def ballot_of(person, **content) -> Ballot:
    """An open vote by correspondence in which `person` has the one seat, without sitting in the body today."""
    unit = person.unit
    meeting = make.MeetingFactory(state="in_session", is_example=unit.is_example)
    make.MeetingBodyFactory(meeting=meeting, session=None)
    MeetingRule.objects.create(meeting=meeting, body=Body.COUNCIL, basis="章程")
    seat, _ = Seat.objects.get_or_create(unit=unit, body=Body.COUNCIL, term=make.TermFactory())
    RollEntry.objects.create(
        meeting=meeting,
        body=Body.COUNCIL,
        seat=seat,
        unit=unit,
        unit_name=unit.name,
        person=person,
        person_name=person.name,
    )
    return open_vote(meeting, days=1, **content)


def voted(ballot: Ballot) -> Ballot:
    cast_vote(actor=None, ballot=ballot, roll=ballot.meeting.roll.get(), choice="yes")
    return close_ballot(actor=None, ballot=ballot)


def ballots(number: int):
    liaison = make.liaison_of(make.UnitFactory())
    for _ in range(number):
        ballot_of(liaison.person)
    return liaison


LISTS: list[Listing] = [Listing("meetings:ballots", ballots, 10)]
NO_LIST: dict[str, str] = {"meetings:ballot": "one ballot, counted by its own test"}


def things(own, liaison) -> dict[str, dict]:
    return {"own ballot": {"pk": ballot_of(liaison.person).pk}}


def admin_rows(actor) -> list:
    person = make.liaison_of(make.UnitFactory()).person
    by_name, secret = voted(ballot_of(person)), voted(ballot_of(person, secret=True))
    meeting = by_name.meeting
    draft = prepare_ballot(actor=actor, meeting=meeting, body=Body.COUNCIL, question="审议工作计划")
    return [
        voting_rule(Body.EXPERT_COMMITTEE),
        meeting.rules.get(),
        meeting.roll.get(),
        by_name.ballot_seats.get().vote,
        secret.secret_votes.get(),
        draft,
    ]
