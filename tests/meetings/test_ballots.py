"""Ballots: prepared, opened, closed, annulled; what is counted and frozen."""

from datetime import timedelta

import pytest

from alliance.core.database import db_now
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import run_transition
from meetings.enums import BallotResult, BallotState
from meetings.models import Attendance, Ballot
from meetings.services.ballots import annul_ballot, change_ballot, close_ballot, open_ballot, prepare_ballot
from meetings.services.voting import cast_vote, recuse_seat
from meetings.tally import tally_of, words_of
from members.enums import Body
from tests import factories as make
from tests.meetings.make_votes import come, entry_of, meeting_of, open_vote, seated, voting_rule

pytestmark = pytest.mark.django_db


def vote(ballot, person, choice="yes"):
    return cast_vote(actor=None, ballot=ballot, roll=entry_of(ballot.meeting, person), choice=choice)


def running(number: int = 5, present: int | None = None, **content):
    """A live vote of so many seats, of which `present` (all by default) are there."""
    voting_rule()
    people = seated(number)
    meeting = meeting_of()
    come(meeting, *people[:present])
    return open_vote(meeting, **content), people


# ---------------------------------------------------------------- prepared
def test_what_does_not_belong_to_the_meeting_is_refused_at_its_field():
    meeting = meeting_of()
    item, point = make.AgendaItemFactory(), make.ResolutionFactory()
    for field, content in {
        "body": {"body": Body.EXPERT_COMMITTEE},
        "item": {"item": item},
        "resolution": {"resolution": point},
    }.items():
        with pytest.raises(DomainError) as refused:
            prepare_ballot(actor=None, meeting=meeting, **{"body": "council", "question": "审议", **content})
        assert refused.value.field == field
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("body", [Body.LIAISON_MEETING, Body.SECRETARIAT])
def test_liaisons_and_secretariat_do_not_vote(body):
    meeting = meeting_of(body)
    with pytest.raises(DomainError):
        prepare_ballot(actor=None, meeting=meeting, body=body, question="审议")


def test_only_a_draft_can_be_changed():
    ballot, _ = running()
    with pytest.raises(WrongState):
        change_ballot(actor=None, ballot=ballot, question="另一事项")
    draft = prepare_ballot(actor=None, meeting=ballot.meeting, body="council", question="审议")
    assert change_ballot(actor=None, ballot=draft, question="另一事项").version == 2


def test_only_the_secretariat_runs_ballots():
    ballot, _ = running()
    member = make.council_member_of(make.UnitFactory())
    draft = prepare_ballot(actor=None, meeting=ballot.meeting, body="council", question="审议")
    for act in (
        lambda: prepare_ballot(actor=member, meeting=ballot.meeting, body="council", question="审议"),
        lambda: change_ballot(actor=member, ballot=draft, question="另一事项"),
        lambda: open_ballot(actor=member, ballot=draft),
        lambda: close_ballot(actor=member, ballot=ballot),
        lambda: annul_ballot(actor=member, ballot=ballot, reason="无效"),
    ):
        with pytest.raises(NotAllowed):
            act()


# ---------------------------------------------------------------- opened
def test_a_live_vote_needs_a_meeting_in_session():
    voting_rule()
    seated(2)
    meeting = meeting_of(in_session=False)
    draft = prepare_ballot(actor=None, meeting=meeting, body="council", question="审议")
    with pytest.raises(WrongState):
        open_ballot(actor=None, ballot=draft)
    run_transition(actor=None, obj=meeting, name="open_session")
    assert open_ballot(actor=None, ballot=draft).state == BallotState.OPEN
    run_transition(actor=None, obj=meeting, name="mark_held")
    other = prepare_ballot(actor=None, meeting=meeting, body="council", question="会后")
    with pytest.raises(WrongState):
        open_ballot(actor=None, ballot=other)


def test_without_a_rule_there_is_no_vote():
    seated(2)
    draft = prepare_ballot(actor=None, meeting=meeting_of(), body="council", question="审议")
    with pytest.raises(DomainError, match="表决规则"):
        open_ballot(actor=None, ballot=draft)
    draft.refresh_from_db()
    assert (draft.state, draft.ballot_seats.count()) == (BallotState.DRAFT, 0)


def test_without_seats_there_is_no_vote():
    voting_rule()
    draft = prepare_ballot(actor=None, meeting=meeting_of(), body="council", question="审议")
    with pytest.raises(DomainError, match="席位"):
        open_ballot(actor=None, ballot=draft)


def test_the_deadline_lies_ahead():
    voting_rule()
    seated(2)
    meeting = meeting_of()
    with pytest.raises(DomainError) as refused:
        open_vote(meeting, days=-1)
    assert refused.value.field == "closes_at"


def test_one_live_vote_of_a_body_at_a_time():
    ballot, _ = running()
    with pytest.raises(WrongState):
        open_vote(ballot.meeting, question="第二项")
    close_ballot(actor=None, ballot=ballot)
    assert open_vote(ballot.meeting, question="第二项").state == BallotState.OPEN


def test_a_seat_for_every_entry_of_the_bodys_roll():
    voting_rule()
    people = seated(3)
    seated(2, Body.EXPERT_COMMITTEE)
    make.SeatFactory()  # nobody fills it
    ballot = open_vote(meeting_of(Body.COUNCIL, Body.EXPERT_COMMITTEE))
    assert ballot.ballot_seats.count() == 4
    assert {seat.roll.person for seat in ballot.ballot_seats.all()} == {*people, None}


# ---------------------------------------------------------------- closed
def test_the_result_is_frozen_with_what_it_follows_from():
    ballot, people = running(6, present=5)
    recuse_seat(actor=None, ballot=ballot, roll=entry_of(ballot.meeting, people[0]), reason="本单位的事项")
    for person, choice in zip(people[1:5], ("yes", "yes", "yes", "abstain"), strict=True):
        vote(ballot, person, choice)
    closed = close_ballot(actor=None, ballot=ballot)
    assert (closed.seats, closed.present, closed.recused) == (6, 4, 1)
    assert (closed.yes, closed.no, closed.abstain, closed.result) == (3, 0, 1, BallotResult.CARRIED)
    Attendance.objects.all().delete()
    assert tally_of(closed).figures.result(closed.meeting.rules.get()) == closed.result
    assert words_of(closed) == "应到 6 席，实到 4 席，回避 1 席；同意 3 票、反对 0 票、弃权 1 票，通过"


def test_half_of_those_present_is_not_more_than_half():
    ballot, people = running(4)
    for person, choice in zip(people, ("yes", "yes", "no", "abstain"), strict=True):
        vote(ballot, person, choice)
    assert close_ballot(actor=None, ballot=ballot).result == BallotResult.REJECTED


def test_without_a_quorum_nothing_is_decided():
    ballot, people = running(6, present=3)
    for person in people[:3]:
        vote(ballot, person)
    assert close_ballot(actor=None, ballot=ballot).result == BallotResult.NO_QUORUM


def test_silence_in_a_vote_by_correspondence_is_neither_abstention_nor_presence():
    voting_rule()
    people = seated(6)
    ballot = open_vote(meeting_of(in_session=False), days=1)
    for person in people[:3]:
        vote(ballot, person)
    with pytest.raises(WrongState, match="还有 3 席"):
        close_ballot(actor=None, ballot=ballot)
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=db_now() - timedelta(minutes=1))
    closed = close_ballot(actor=None, ballot=ballot)
    assert (closed.present, closed.abstain, closed.result) == (3, 0, BallotResult.NO_QUORUM)


def test_a_vote_by_correspondence_may_end_once_everybody_has_voted_or_is_recused():
    voting_rule()
    people = seated(3)
    ballot = open_vote(meeting_of(in_session=False), days=1)
    recuse_seat(actor=None, ballot=ballot, roll=entry_of(ballot.meeting, people[0]), reason="关联")
    for person in people[1:]:
        vote(ballot, person)
    assert close_ballot(actor=None, ballot=ballot).result == BallotResult.CARRIED


def test_a_count_that_differs_from_the_seats_closes_nothing():
    ballot, people = running(3, secret=True)
    vote(ballot, people[0])
    ballot.secret_votes.create(choice="yes")
    with pytest.raises(DomainError, match="不符"):
        close_ballot(actor=None, ballot=ballot)


def test_closed_twice_or_voted_on_afterwards_is_refused():
    ballot, people = running(3)
    close_ballot(actor=None, ballot=ballot)
    for act in (lambda: close_ballot(actor=None, ballot=ballot), lambda: vote(ballot, people[0])):
        with pytest.raises(WrongState):
            act()


# ---------------------------------------------------------------- annulled
def test_annulled_with_a_reason_its_point_may_be_voted_on_anew():
    voting_rule()
    seated(3)
    meeting = meeting_of()
    point = make.ResolutionFactory(meeting=meeting)
    ballot = open_vote(meeting, resolution=point)
    with pytest.raises(DomainError):
        annul_ballot(actor=make.staff(), ballot=ballot, reason=" ")
    annulled = annul_ballot(actor=make.staff(), ballot=ballot, reason="表决前未说明回避")
    assert (annulled.state, annulled.resolution) == (BallotState.ANNULLED, None)
    assert open_vote(meeting, resolution=point).resolution == point


def test_a_vote_whose_point_is_in_force_stands():
    voting_rule()
    seated(3)
    meeting = meeting_of()
    point = make.ResolutionFactory(meeting=meeting, adopted_on=meeting.starts_on)
    ballot = open_vote(meeting, resolution=point)
    with pytest.raises(WrongState):
        annul_ballot(actor=make.staff(), ballot=ballot, reason="有误")
    with pytest.raises(WrongState):
        run_transition(actor=make.staff(), obj=ballot, name="annul", reason="有误")
