"""Quorum and majority at every boundary, and which seats are present."""

from fractions import Fraction

import pytest

from meetings.enums import BallotResult, MajorityOf
from meetings.models import MeetingRule
from meetings.quorum import is_enough, least, presence
from meetings.tally import Count, Figures
from members.enums import Body
from tests import factories as make
from tests.meetings.make_votes import come, meeting_of, seated, voting_rule

MOST = 60
FRACTIONS = [
    (1, 2, True),
    (1, 2, False),
    (2, 3, False),
    (2, 3, True),
    (3, 4, False),
    (1, 3, False),
    (1, 1, False),
]


def rule(quorum=(2, 3, False), majority=(1, 2, True), of=MajorityOf.PRESENT) -> MeetingRule:
    return MeetingRule(
        quorum_numerator=quorum[0],
        quorum_denominator=quorum[1],
        quorum_strict=quorum[2],
        majority_numerator=majority[0],
        majority_denominator=majority[1],
        majority_strict=majority[2],
        majority_of=of,
    )


def enough(part: tuple, count: int, whole: int) -> bool:
    """The definition, in exact fractions."""
    share = Fraction(part[0], part[1])
    return Fraction(count, whole) > share if part[2] else Fraction(count, whole) >= share


@pytest.mark.parametrize("part", FRACTIONS)
def test_quorum_at_every_boundary_for_1_to_60_seats(part):
    frozen = rule(quorum=part)
    for seats in range(1, MOST + 1):
        met = [present for present in range(seats + 1) if is_enough(frozen, "quorum", present, seats)]
        assert met == [present for present in range(seats + 1) if enough(part, present, seats)]
        assert least(frozen, "quorum", seats) == min(met)


@pytest.mark.parametrize("part", FRACTIONS)
@pytest.mark.parametrize("of", MajorityOf)
def test_majority_at_every_boundary_for_1_to_60_seats(part, of):
    """All present; abstentions make the three bases differ from each other in what was cast."""
    frozen = rule(quorum=(1, 60, False), majority=part, of=of)
    for seats in range(1, MOST + 1):
        for yes in range(seats + 1):
            for no in {0, (seats - yes) // 2, seats - yes}:
                figures = Figures(seats, seats, 0, Count(yes, no, 0))
                whole = yes + no if of == MajorityOf.CAST else seats
                carried = whole > 0 and enough(part, yes, whole)
                wanted = BallotResult.CARRIED if carried else BallotResult.REJECTED
                assert figures.result(frozen) == wanted, (seats, yes, no)


def test_of_nothing_nothing_is_enough():
    assert not is_enough(rule(), "quorum", 0, 0)
    assert Figures(3, 3, 0, Count()).result(rule(of=MajorityOf.CAST)) == BallotResult.REJECTED


def test_who_is_recused_is_on_neither_side():
    """Nine seats, three recused: four of the six others are a quorum, and three of these four a majority."""
    frozen = rule()
    assert Figures(9, 4, 3, Count(3, 1, 0)).result(frozen) == BallotResult.CARRIED
    assert Figures(9, 3, 3, Count(3, 0, 0)).result(frozen) == BallotResult.NO_QUORUM
    assert Figures(9, 4, 3, Count(2, 1, 1)).result(frozen) == BallotResult.REJECTED
    assert Figures(2, 0, 2, Count()).result(frozen) == BallotResult.NO_QUORUM


def test_an_abstention_is_a_vote_and_silence_is_none():
    by_cast = rule(quorum=(1, 2, False), of=MajorityOf.CAST)
    assert Figures(10, 10, 0, Count(3, 2, 0)).result(by_cast) == BallotResult.CARRIED
    assert Figures(10, 10, 0, Count(3, 2, 1)).result(by_cast) == BallotResult.REJECTED


# ---------------------------------------------------------------- who is present
@pytest.mark.django_db
def test_presence_by_seat_in_person_and_by_delegate():
    voting_rule(delegations_each=1)
    people = seated(6)
    meeting = meeting_of()
    come(meeting, people[0], people[1])
    come(meeting, people[2], state="excused")
    come(meeting, people[3], state="observer")
    come(meeting, make.PersonFactory(), stands_for=people[4])
    found = presence(meeting, Body.COUNCIL)
    assert (found.seats, found.present, found.by_delegate, found.quorum) == (6, 3, 1, 4)
    assert (found.quorum_met, found.missing) == (False, 1)
    come(meeting, people[5])
    assert presence(meeting, Body.COUNCIL).quorum_met is True


@pytest.mark.django_db
def test_delegates_do_not_count_where_the_rule_says_so():
    voting_rule(delegates_count=False)
    people = seated(2)
    meeting = meeting_of()
    come(meeting, people[0])
    come(meeting, make.PersonFactory(), stands_for=people[1])
    assert presence(meeting, Body.COUNCIL).present == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "present"), [(0, 0), (1, 1), (2, 2)])
def test_one_delegate_stands_for_so_many_seats_at_most(limit, present):
    """One person may fill the seats of two units."""
    voting_rule(delegations_each=limit)
    person = seated(1)[0]
    make.OccupancyFactory(seat=make.SeatFactory(), person=person)
    meeting = meeting_of()
    come(meeting, make.PersonFactory(), stands_for=person)
    assert presence(meeting, Body.COUNCIL).present == present


@pytest.mark.django_db
def test_who_came_after_all_is_there_in_person_and_counts_once():
    voting_rule()
    people = seated(1)
    meeting = meeting_of()
    come(meeting, people[0])
    come(meeting, make.PersonFactory(), stands_for=people[0])
    found = presence(meeting, Body.COUNCIL)
    assert (found.present, found.by_delegate) == (1, 0)


@pytest.mark.django_db
def test_an_empty_seat_counts_among_the_seats_alone():
    voting_rule()
    make.SeatFactory()
    come_people = seated(2)
    meeting = meeting_of()
    come(meeting, *come_people)
    found = presence(meeting, Body.COUNCIL)
    assert (found.seats, found.present, found.quorum_met) == (3, 2, True)


@pytest.mark.django_db
def test_without_a_rule_nothing_is_said_about_a_quorum():
    people = seated(2)
    meeting = meeting_of()
    come(meeting, *people)
    found = presence(meeting, Body.COUNCIL)
    assert (found.present, found.quorum, found.quorum_met) == (2, None, None)


@pytest.mark.django_db
def test_presence_takes_three_queries(django_assert_num_queries):
    voting_rule()
    people = seated(5)
    meeting = meeting_of()
    come(meeting, *people)
    with django_assert_num_queries(3):
        assert presence(meeting, Body.COUNCIL).quorum_met
