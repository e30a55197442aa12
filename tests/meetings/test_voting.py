"""Casting votes: who may, when, how often; recusal, delegates, paper, a wish for discussion."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry
from alliance.core.transitions import run_transition
from meetings.models import Ballot, OpenVote
from meetings.services.voting import (
    cast_vote,
    end_recusal,
    record_paper_vote,
    recuse_seat,
    request_discussion,
)
from meetings.tally import count_of
from tests import factories as make
from tests.meetings.make_votes import come, entry_of, meeting_of, open_vote, seated, voting_rule
from tests.projects.behalf import on_behalf, paper

pytestmark = pytest.mark.django_db


def live(number: int = 3, *, rule: dict | None = None, **content):
    voting_rule(**(rule or {}))
    people = seated(number, logins=True)
    meeting = meeting_of()
    come(meeting, *people)
    return open_vote(meeting, **content), people


def by_post(number: int = 3, **content):
    voting_rule()
    people = seated(number, logins=True)
    return open_vote(meeting_of(in_session=False), days=1, **content), people


def vote(ballot, person, choice="yes", **more):
    return cast_vote(
        actor=person.user, ballot=ballot, roll=entry_of(ballot.meeting, person), choice=choice, **more
    )


def set_deadline(ballot, seconds: float) -> None:
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=db_now() + timedelta(seconds=seconds))
    ballot.refresh_from_db()


# ---------------------------------------------------------------- one vote per seat
def test_a_vote_stands_and_the_same_once_more_changes_nothing():
    ballot, people = live()
    vote(ballot, people[0])
    vote(ballot, people[0])
    with pytest.raises(DomainError, match="不能更改"):
        vote(ballot, people[0], "no")
    assert (OpenVote.objects.count(), count_of(ballot).yes) == (1, 1)
    assert AuditEntry.objects.filter(action="meetings.ballot.vote").count() == 1


def test_a_secret_vote_is_cast_once_and_never_compared():
    ballot, people = live(secret=True)
    vote(ballot, people[0])
    for choice in ("yes", "no"):
        with pytest.raises(DomainError, match="不能更改"):
            vote(ballot, people[0], choice)
    assert ballot.secret_votes.count() == 1


@pytest.mark.parametrize("choice", ["", "maybe", "YES"])
def test_there_are_three_choices(choice):
    ballot, people = live()
    with pytest.raises(DomainError) as refused:
        vote(ballot, people[0], choice)
    assert refused.value.field == "choice"
    assert not ballot.ballot_seats.filter(voted=True).exists()


# ---------------------------------------------------------------- whose seat
def test_nobody_votes_for_anothers_seat_not_even_a_superuser():
    ballot, people = live()
    entry = entry_of(ballot.meeting, people[0])
    for user in (
        people[1].user,
        make.staff(),
        make.UserFactory(),
        make.council_member_of(make.UnitFactory()),
    ):
        with pytest.raises(NotAllowed):
            cast_vote(actor=user, ballot=ballot, roll=entry, choice="yes")
    assert not OpenVote.objects.exists()


def test_who_is_not_present_has_no_vote_at_a_live_one():
    voting_rule()
    people = seated(2, logins=True)
    ballot = open_vote(meeting_of())
    with pytest.raises(NotAllowed):
        vote(ballot, people[0])
    come(ballot.meeting, people[0])
    assert vote(ballot, people[0])


def test_a_delegate_votes_for_the_seat_and_the_occupant_no_longer():
    voting_rule()
    away = seated(1, logins=True)[0]
    meeting = meeting_of()
    delegate = make.PersonFactory(user=make.UserFactory())
    come(meeting, delegate, stands_for=away)
    ballot = open_vote(meeting)
    entry = entry_of(meeting, away)
    with pytest.raises(NotAllowed):
        cast_vote(actor=away.user, ballot=ballot, roll=entry, choice="no")
    cast_vote(actor=delegate.user, ballot=ballot, roll=entry, choice="yes")
    assert ballot.ballot_seats.get(roll=entry).voter == delegate


@pytest.mark.parametrize("rule", [{"delegates_count": False}, {"delegations_each": 0}])
def test_where_the_rule_has_no_delegates_they_have_no_vote(rule):
    voting_rule(**rule)
    away = seated(1, logins=True)[0]
    meeting = meeting_of()
    delegate = make.PersonFactory(user=make.UserFactory())
    come(meeting, delegate, stands_for=away)
    ballot = open_vote(meeting)
    with pytest.raises(NotAllowed):
        cast_vote(actor=delegate.user, ballot=ballot, roll=entry_of(meeting, away), choice="yes")


def test_by_correspondence_the_occupant_votes_and_nobody_for_them():
    ballot, people = by_post()
    delegate = make.PersonFactory(user=make.UserFactory())
    come(ballot.meeting, delegate, stands_for=people[0])
    with pytest.raises(NotAllowed):
        cast_vote(actor=delegate.user, ballot=ballot, roll=entry_of(ballot.meeting, people[0]), choice="yes")
    assert vote(ballot, people[0])


def test_the_roll_decides_who_votes_also_after_a_replacement():
    ballot, people = by_post()
    held = people[0].occupancies.get()
    held.ends_on = timezone.localdate() - timedelta(days=1)
    held.save()
    successor = make.PersonFactory(unit=people[0].unit, user=make.UserFactory())
    make.OccupancyFactory(seat=held.seat, person=successor)
    with pytest.raises(NotAllowed):
        cast_vote(actor=successor.user, ballot=ballot, roll=entry_of(ballot.meeting, people[0]), choice="yes")
    assert vote(ballot, people[0])


# ---------------------------------------------------------------- when
def test_a_draft_takes_no_votes():
    ballot, people = live()
    draft = Ballot.objects.create(meeting=ballot.meeting, body="council", question="以后")
    with pytest.raises(WrongState):
        vote(draft, people[0])


def test_the_deadline_is_inclusive_to_the_second():
    ballot, _ = by_post()
    last = ballot.closes_at
    assert ballot.takes_votes_at(last + timedelta(microseconds=999_999))
    assert not ballot.takes_votes_at(last + timedelta(seconds=1))
    assert not Ballot(state="draft", closes_at=last).takes_votes_at(last)


def test_after_the_deadline_the_databases_clock_refuses():
    ballot, people = by_post()
    set_deadline(ballot, -2)
    with pytest.raises(WrongState, match="截止"):
        vote(ballot, people[1])


def test_after_the_meeting_no_votes_are_taken():
    ballot, people = live()
    run_transition(actor=None, obj=ballot.meeting, name="mark_held")
    with pytest.raises(WrongState):
        vote(ballot, people[0])


# ---------------------------------------------------------------- recused
def test_who_is_recused_has_no_vote_and_who_has_voted_is_not_recused():
    ballot, people = live()
    first, second = (entry_of(ballot.meeting, person) for person in people[:2])
    recuse_seat(actor=people[0].user, ballot=ballot, roll=first, reason="本单位的项目")
    with pytest.raises(DomainError, match="回避"):
        vote(ballot, people[0])
    vote(ballot, people[1])
    with pytest.raises(WrongState):
        recuse_seat(actor=people[1].user, ballot=ballot, roll=second, reason="后悔")


def test_recusal_needs_a_reason_and_ones_own_seat_or_the_secretariat():
    ballot, people = live()
    entry = entry_of(ballot.meeting, people[0])
    with pytest.raises(DomainError) as refused:
        recuse_seat(actor=people[0].user, ballot=ballot, roll=entry, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(NotAllowed):
        recuse_seat(actor=people[1].user, ballot=ballot, roll=entry, reason="不喜欢")
    recuse_seat(actor=make.staff(), ballot=ballot, roll=entry, reason="关联单位")
    with pytest.raises(NotAllowed):
        end_recusal(actor=people[0].user, ballot=ballot, roll=entry, reason="误登")
    assert not end_recusal(actor=make.staff(), ballot=ballot, roll=entry, reason="误登").recused
    assert vote(ballot, people[0])


# ---------------------------------------------------------------- to be discussed
def test_asking_for_a_discussion_is_for_votes_by_correspondence_and_takes_no_vote_away():
    ballot, people = by_post()
    entry = entry_of(ballot.meeting, people[0])
    with pytest.raises(DomainError):
        request_discussion(actor=people[0].user, ballot=ballot, roll=entry, reason="")
    for stranger in (people[1].user, make.staff()):
        with pytest.raises(NotAllowed):
            request_discussion(actor=stranger, ballot=ballot, roll=entry, reason="重大事项")
    seat = request_discussion(actor=people[0].user, ballot=ballot, roll=entry, reason="重大事项")
    assert (seat.wants_discussion, seat.discussion_reason, seat.voted) == (True, "重大事项", False)
    assert vote(ballot, people[0], "no")


def test_at_a_live_vote_people_speak_up_in_the_room():
    ballot, people = live()
    with pytest.raises(WrongState):
        request_discussion(
            actor=people[0].user, ballot=ballot, roll=entry_of(ballot.meeting, people[0]), reason="讨论"
        )


# ---------------------------------------------------------------- on paper
def recorded(ballot, person, unit=None, choice="yes", **said):
    actor = make.staff()
    given = {"channel": "paper", "paper": paper(actor, "表决票.pdf"), **said}
    behalf = on_behalf(unit or person.unit, person, **given)
    return record_paper_vote(
        actor=actor, ballot=ballot, unit=unit or person.unit, choice=choice, behalf=behalf
    )


def test_a_signed_paper_is_recorded_with_whose_it_is():
    ballot, people = by_post()
    recorded(ballot, people[0], choice="no")
    act = AuditEntry.objects.get(action="meetings.ballot.vote")
    assert (act.behalf.person_name, act.behalf.unit_name) == (people[0].name, people[0].unit.name)
    assert ballot.ballot_seats.get(voted=True).vote.choice == "no"


def test_a_secret_vote_cannot_be_recorded():
    ballot, people = by_post(secret=True)
    with pytest.raises(DomainError, match="本人"):
        recorded(ballot, people[0])
    assert not ballot.secret_votes.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"channel": "phone"}, "channel"),
        ({"paper": None}, "paper"),
        ({"channel": "wechat", "paper": None}, "paper"),
    ],
)
def test_a_word_on_the_telephone_is_no_vote(said, field):
    ballot, people = by_post()
    with pytest.raises(DomainError) as refused:
        recorded(ballot, people[0], **said)
    assert refused.value.field == field


def test_paper_of_another_unit_or_person_is_refused_at_its_field():
    ballot, people = by_post()
    for said, field in (({"unit": make.UnitFactory()}, "unit"), ({"unit": people[1].unit}, "person_name")):
        with pytest.raises(DomainError) as refused:
            recorded(ballot, people[0], **said)
        assert refused.value.field == field


def test_paper_that_arrived_in_time_is_recorded_after_the_deadline():
    ballot, people = by_post()
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=db_now() - timedelta(days=2))
    ballot.refresh_from_db()
    before, after = (timezone.localdate() - timedelta(days=days) for days in (3, 0))
    with pytest.raises(DomainError):
        recorded(ballot, people[0], received_on=after)
    assert recorded(ballot, people[0], received_on=before)


def test_members_record_nothing():
    ballot, people = by_post()
    said = on_behalf(people[0].unit, people[0], channel="paper", paper=paper())
    with pytest.raises(NotAllowed):
        vote(ballot, people[0], behalf=said)
