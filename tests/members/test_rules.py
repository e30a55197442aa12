"""Roles follow from the current occupancy, day by day."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from members.enums import Body
from members.models import Occupancy, Unit
from members.rules import is_council_member, is_expert, is_liaison, roles_of, units_represented
from tests.factories import (
    OccupancyFactory,
    PersonFactory,
    SeatFactory,
    TermFactory,
    UnitFactory,
    UserFactory,
    council_member_of,
    expert_of,
    liaison_of,
    occupant_of,
    staff,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon_in_shanghai():
    with time_machine.travel("2026-06-15T12:00:00+08:00", tick=False):
        yield


# ---------------------------------------------------------------- from and until
@pytest.mark.parametrize(
    ("occupancy", "holds"),
    [
        ({}, True),
        ({"starts_on": TODAY}, True),
        ({"starts_on": TODAY - DAY}, True),
        ({"starts_on": TODAY + DAY}, False),
        ({"ends_on": TODAY}, True),
        ({"ends_on": TODAY + DAY}, True),
        ({"ends_on": TODAY - DAY}, False),
        ({"starts_on": TODAY, "ends_on": TODAY}, True),
        ({"starts_on": TODAY - DAY, "ends_on": TODAY - DAY}, False),
        ({"starts_on": TODAY + DAY, "ends_on": TODAY + DAY}, False),
        ({"ended": True}, False),
        ({"ended": True, "starts_on": TODAY - DAY}, False),
        ({"ended": True, "ends_on": TODAY + DAY}, True),
    ],
    ids=str,
)
def test_role_holds_from_the_first_to_the_last_day(occupancy, holds):
    unit = UnitFactory()

    user = liaison_of(unit, **occupancy)

    assert is_liaison(user) is holds
    assert units_represented(user, Body.LIAISON_MEETING) == ({unit.pk} if holds else set())


@pytest.mark.parametrize(
    ("moment", "holds"),
    [("2026-06-14T15:59:59+00:00", True), ("2026-06-14T16:00:00+00:00", False)],
)
def test_day_ends_at_midnight_in_shanghai(moment, holds):
    user = liaison_of(UnitFactory(), ends_on=TODAY - DAY)

    with time_machine.travel(moment, tick=False):
        assert is_liaison(user) is holds


def test_current_can_be_asked_of_any_day():
    held = OccupancyFactory(starts_on=date(2015, 5, 29), ends_on=date(2020, 5, 28))

    days = [date(2015, 5, 28), date(2015, 5, 29), date(2020, 5, 28), date(2020, 5, 29)]

    assert [Occupancy.objects.current(on=day).filter(pk=held.pk).exists() for day in days] == [
        False,
        True,
        True,
        False,
    ]


def test_role_ends_with_the_act_that_ends_it():
    user = liaison_of(UnitFactory())
    assert is_liaison(user) is True

    Occupancy.objects.of_user(user).update(ended=True)

    assert is_liaison(user) is False


# ---------------------------------------------------------------- the unit
@pytest.mark.parametrize(
    ("left_on", "holds"), [(None, True), (TODAY - DAY, False), (TODAY, True), (TODAY + DAY, True)]
)
def test_role_ends_with_the_membership_of_the_unit(left_on, holds):
    unit = UnitFactory(left_on=left_on)

    assert is_liaison(liaison_of(unit)) is holds
    assert Unit.objects.current().filter(pk=unit.pk).exists() is holds


def test_person_may_represent_several_units():
    user, units = UserFactory(), [UnitFactory(), UnitFactory()]
    person = PersonFactory(user=user)
    for unit in units:
        OccupancyFactory(seat=SeatFactory(unit=unit, body=Body.COUNCIL), person=person)

    assert units_represented(user, Body.COUNCIL) == {unit.pk for unit in units}


def test_working_for_a_unit_gives_no_role():
    user = UserFactory()
    PersonFactory(user=user, unit=UnitFactory())

    assert roles_of(user) == []


def test_successor_takes_over_and_predecessor_is_out():
    unit = UnitFactory()
    seat = SeatFactory(unit=unit, body=Body.LIAISON_MEETING)
    old, new = UserFactory(), UserFactory()
    OccupancyFactory(seat=seat, person=PersonFactory(user=old), ends_on=TODAY - DAY)
    OccupancyFactory(seat=seat, person=PersonFactory(user=new), starts_on=TODAY)

    assert [is_liaison(user) for user in (old, new)] == [False, True]


def test_seat_of_an_earlier_term_counts_while_it_is_occupied():
    user = UserFactory()
    seat = SeatFactory(body=Body.COUNCIL, term=TermFactory(number=2))
    OccupancyFactory(seat=seat, person=PersonFactory(user=user))

    assert is_council_member(user) is True


# ---------------------------------------------------------------- who asks
@pytest.mark.parametrize("predicate", [is_liaison, is_expert, is_council_member])
@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_nobody_has_no_role(predicate, user):
    assert predicate(user) is False


def test_disabled_user_has_no_role():
    user = liaison_of(UnitFactory())
    user.is_active = False

    assert units_represented(user, Body.LIAISON_MEETING) == set()


def test_superuser_has_no_role_without_a_seat():
    assert [is_liaison(staff()), is_expert(staff()), is_council_member(staff())] == [False, False, False]


def test_each_body_gives_its_own_role():
    unit = UnitFactory()

    assert roles_of(liaison_of(unit)) == ["联络员"]
    assert roles_of(expert_of(unit)) == ["专家"]
    assert roles_of(council_member_of(unit)) == ["理事"]
    assert roles_of(occupant_of(unit, Body.SECRETARIAT)) == []
    assert roles_of(staff()) == ["秘书处"]


def test_roles_cost_one_query_each(django_assert_num_queries):
    user = liaison_of(UnitFactory())

    with django_assert_num_queries(1):
        is_liaison(user)
