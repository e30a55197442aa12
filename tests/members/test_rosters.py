"""Who sat where on a day: unknown dates, terms, memberships."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.enums import Body
from members.models import Unit
from members.rosters import roster_on, undated_on
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = date(2016, 6, 1)
ONE = timedelta(days=1)
TODAY = timezone.localdate()


@pytest.fixture
def seat():
    return make.SeatFactory()


def test_unknown_end_stands_in_no_roster_but_apart(seat):
    make.OccupancyFactory(seat=seat, starts_on=DAY, ended=True)

    assert [len(roster_on(Body.COUNCIL, day)) for day in (DAY - ONE, DAY, TODAY)] == [0, 0, 0]
    assert [len(undated_on(Body.COUNCIL, day)) for day in (DAY - ONE, DAY, TODAY)] == [0, 1, 1]


def test_unknown_end_is_not_after_the_term():
    make.OccupancyFactory(seat=make.SeatFactory(term=make.TermFactory(number=3, ends_on=DAY)), ended=True)

    assert [len(undated_on(None, day)) for day in (DAY, DAY + ONE)] == [1, 0]


def test_earlier_membership_counts_on_its_own_days_alone():
    unit = make.UnitFactory(joined_on=date(2020, 1, 1), left_on=date(2021, 1, 1))
    unit.earlier_memberships.create(joined_on=DAY, left_on=DAY)
    days = [DAY - ONE, DAY, DAY + ONE, date(2019, 12, 31), date(2020, 1, 1), date(2021, 1, 1)]

    assert [
        Unit.objects.members_on(day).filter(pk=unit.pk).exists() for day in [*days, date(2021, 1, 2)]
    ] == [
        False,
        True,
        False,
        False,
        True,
        True,
        False,
    ]


def test_earlier_membership_of_unknown_dates():
    unit = make.UnitFactory(joined_on=date(2020, 1, 1))
    unit.earlier_memberships.create(left_on=DAY)

    held = [
        Unit.objects.members_on(day).filter(pk=unit.pk).count() for day in (date(1990, 1, 1), DAY, DAY + ONE)
    ]
    assert held == [1, 1, 0]


def test_body_narrows_the_roster_and_none_asks_all(seat):
    make.OccupancyFactory(seat=seat)
    make.OccupancyFactory(seat=make.SeatFactory(unit=seat.unit, body=Body.EXPERT_COMMITTEE))

    assert [len(roster_on(body, TODAY)) for body in (Body.COUNCIL, None)] == [1, 2]


@pytest.mark.parametrize("last", [None, TODAY])
def test_unknown_start_is_after_the_predecessor_in_the_seat(seat, last):
    """As staff may enter it by hand: the successor of somebody with a last day, since an unknown day."""
    first = make.OccupancyFactory(seat=seat, ends_on=DAY)
    second = make.OccupancyFactory(seat=seat, ends_on=last)

    held = [[one.pk for one in roster_on(Body.COUNCIL, day)] for day in (DAY - ONE, DAY, DAY + ONE)]
    assert held == [[first.pk], [first.pk], [second.pk]]
