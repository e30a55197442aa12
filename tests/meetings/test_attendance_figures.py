"""出席统计: the denominator is the sessions during one's occupancy; delegates stand apart."""

from datetime import date

import pytest

from meetings.attendance_figures import figures_of
from members.enums import Body
from tests import factories as make
from tests.meetings.make_minutes import held, holder_of, seat_in_roll
from tests.members.make_terms import seated_unit

pytestmark = pytest.mark.django_db


def counts(tally) -> dict:
    return {name: number for name, number in tally.counts.items() if number}


def of(figures, who):
    return next(one for one in [*figures.people, *figures.units] if one.who == who)


def session(unit, day: date, *, roll: bool = True, **attendance):
    """A council meeting of that day; `attendance` of the unit's council member unless empty."""
    meeting = make.MeetingFactory(starts_on=day, ends_on=day)
    make.MeetingBodyFactory(meeting=meeting, session=None)
    if roll:
        seat_in_roll(meeting, unit)
    if attendance:
        make.AttendanceFactory(meeting=meeting, unit=unit, **attendance)
    return meeting


def test_present_excused_absent_and_by_delegate():
    unit = seated_unit()
    person = holder_of(unit)
    session(unit, date(2020, 1, 1), person=person)
    session(unit, date(2020, 2, 1), person=person, state="excused")
    session(unit, date(2020, 3, 1), stands_for=person)
    meeting = session(unit, date(2020, 4, 1))
    make.AttendanceFactory(meeting=meeting)
    figures = figures_of(Body.COUNCIL)
    expected = {"present": 1, "excused": 1, "delegated": 1, "absent": 1}
    assert (counts(of(figures, person)), counts(of(figures, unit))) == (expected, expected)
    assert (of(figures, person).sessions, of(figures, person).percent) == (4, 25)


def test_excused_with_a_delegate_is_represented():
    unit = seated_unit()
    person = holder_of(unit)
    meeting = session(unit, date(2020, 1, 1), person=person, state="excused")
    make.AttendanceFactory(meeting=meeting, stands_for=person)
    assert counts(of(figures_of(Body.COUNCIL), person)) == {"delegated": 1}


@pytest.mark.parametrize("roll", [True, False])
def test_each_person_is_counted_for_the_sessions_of_their_own_time(roll):
    unit = seated_unit()
    seat = unit.seats.get(body=Body.COUNCIL)
    first = seat.occupancies.get()
    former = first.person
    session(unit, date(2020, 1, 1), roll=roll, person=former)
    session(unit, date(2020, 3, 1), roll=roll, person=former)
    first.starts_on, first.ends_on = date(2019, 1, 1), date(2020, 6, 30)
    first.save()
    follower = make.PersonFactory(unit=unit)
    make.OccupancyFactory(seat=seat, person=follower, starts_on=date(2020, 7, 1))
    late = make.MeetingFactory(starts_on=date(2020, 9, 1), ends_on=date(2020, 9, 1))
    make.MeetingBodyFactory(meeting=late, session=None)
    if roll:
        seat_in_roll(late, unit, person=follower)
    make.AttendanceFactory(meeting=late, unit=unit, person=former)  # came, but the seat was no longer his
    figures = figures_of(Body.COUNCIL)
    assert (of(figures, former).sessions, of(figures, former).percent) == (2, 100)
    assert (counts(of(figures, follower)), of(figures, unit).sessions) == ({"absent": 1}, 3)


def test_an_open_list_says_nothing_of_who_is_not_on_it():
    unit = seated_unit()
    meeting = session(unit, date(2020, 1, 1))
    meeting.list_is_open = True
    meeting.save()
    make.AttendanceFactory(meeting=meeting)
    tally = of(figures_of(Body.COUNCIL), holder_of(unit))
    assert (counts(tally), tally.known, tally.percent) == ({"unknown": 1}, 0, None)


def test_only_meetings_held_of_that_body_and_kind_count():
    unit = seated_unit()
    session(unit, date(2020, 1, 1), person=holder_of(unit))
    cancelled = session(unit, date(2020, 2, 1))
    type(cancelled).objects.filter(pk=cancelled.pk).update(state="cancelled")
    example = held(is_example=True)
    assert [len(figures_of(body).meetings) for body in (Body.COUNCIL, Body.LIAISON_MEETING)] == [1, 0]
    assert figures_of(Body.COUNCIL, is_example=True).meetings == [example]
    assert figures_of(Body.COUNCIL, term=make.TermFactory(number=9)).meetings == []


def test_one_unit_alone_and_halves_are_rounded_up():
    unit, other = seated_unit(), seated_unit()
    person = holder_of(unit)
    for month in range(1, 9):
        meeting = session(unit, date(2020, month, 1), **({"person": person} if month == 1 else {}))
        seat_in_roll(meeting, other)
        make.AttendanceFactory(meeting=meeting)
    figures = figures_of(Body.COUNCIL, units=[unit.pk])
    assert [one.who for one in figures.units] == [unit]
    assert of(figures, person).percent == 13  # 12.5


def test_the_number_of_queries_does_not_grow_with_meetings(django_assert_num_queries):
    unit = seated_unit()
    for month in range(1, 4):
        session(unit, date(2020, month, 1), person=holder_of(unit))
    with django_assert_num_queries(5):
        figures_of(Body.COUNCIL)
