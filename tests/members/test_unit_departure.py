"""Leaving the alliance, and what a unit is called: every boundary, and nothing of the past is touched."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry
from alliance.notices.models import Notice
from members.enums import Body, ChangeState, DepartureKind, NameKind
from members.models import EarlierMembership, Occupancy, Unit, UnitChangeRequest, UnitName
from members.rosters import roster_on
from members.rules import is_liaison
from members.services.units import record_departure, rename_unit
from tests import factories as make
from tests.members.make_units import DAY, asked, seat

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
JOINED, LEFT = date(2012, 3, 1), date(2016, 8, 31)


def depart(unit, **given):
    values = {
        "actor": make.staff(),
        "kind": DepartureKind.LEFT,
        "left_on": LEFT,
        "basis": "单位来函",
        **given,
    }
    return record_departure(unit=unit, **values)


# ---------------------------------------------------------------- members on a day
@pytest.mark.parametrize(
    ("joined", "left", "day", "is_member"),
    [
        (JOINED, LEFT, JOINED - ONE_DAY, False),
        (JOINED, LEFT, JOINED, True),
        (JOINED, LEFT, LEFT, True),
        (JOINED, LEFT, LEFT + ONE_DAY, False),
        (None, LEFT, date(1990, 1, 1), True),
        (None, LEFT, LEFT + ONE_DAY, False),
        (JOINED, None, date(2099, 1, 1), True),
        (JOINED, None, JOINED - ONE_DAY, False),
        (None, None, date(1990, 1, 1), True),
    ],
)
def test_members_on_a_day(joined, left, day, is_member):
    unit = make.UnitFactory(joined_on=joined, left_on=left)

    assert Unit.objects.members_on(day).filter(pk=unit.pk).exists() is is_member
    assert Unit.objects.current(day).filter(pk=unit.pk).exists() is is_member


@pytest.mark.parametrize(
    ("earlier", "day", "is_member"),
    [
        ((date(2008, 1, 1), date(2009, 12, 31)), date(2007, 12, 31), False),
        ((date(2008, 1, 1), date(2009, 12, 31)), date(2008, 1, 1), True),
        ((date(2008, 1, 1), date(2009, 12, 31)), date(2009, 12, 31), True),
        ((date(2008, 1, 1), date(2009, 12, 31)), date(2010, 1, 1), False),
        ((None, date(2009, 12, 31)), date(1990, 1, 1), True),
        ((date(2008, 1, 1), None), date(2008, 6, 1), False),
    ],
)
def test_an_earlier_time_as_a_member_counts_on_its_days(earlier, day, is_member):
    unit = make.UnitFactory(joined_on=JOINED)
    EarlierMembership.objects.create(unit=unit, joined_on=earlier[0], left_on=earlier[1])

    found = Unit.objects.members_on(day)
    assert list(found) == ([unit] if is_member else [])


def test_a_unit_admitted_for_tomorrow_gives_no_rights_today():
    unit = make.UnitFactory(joined_on=timezone.localdate() + ONE_DAY)

    assert not is_liaison(make.liaison_of(unit))


# ---------------------------------------------------------------- departure
def test_departure_ends_membership_seats_and_offices_and_keeps_the_past():
    unit = make.UnitFactory(joined_on=JOINED)
    held = seat(unit, starts_on=JOINED)
    office = make.OfficeFactory(person=held.person)
    before = list(roster_on(Body.COUNCIL, LEFT))

    departure = depart(unit, reason="业务调整")

    for one in (unit, held, office):
        one.refresh_from_db()
    assert unit.left_on == LEFT
    assert (held.ends_on, held.ended, office.ends_on, office.ended) == (LEFT, True, LEFT, True)
    assert (departure.basis, departure.reason) == ("单位来函", "业务调整")
    assert before == list(roster_on(Body.COUNCIL, LEFT)) == [held]
    assert list(roster_on(Body.COUNCIL, LEFT + ONE_DAY)) == []
    assert AuditEntry.objects.filter(action="members.unit.depart", object_id=unit.pk).exists()


def test_rights_last_until_the_last_day():
    today, unit = timezone.localdate(), make.UnitFactory()
    liaison = make.liaison_of(unit)

    depart(unit, left_on=today)
    assert is_liaison(liaison)

    Occupancy.objects.update(ends_on=today - ONE_DAY)
    Unit.objects.update(left_on=today - ONE_DAY)
    assert not is_liaison(liaison)


def test_whoever_sits_for_the_unit_is_told_once(django_capture_on_commit_callbacks):
    unit = make.UnitFactory(name="某厂")
    liaison, expert = make.liaison_of(unit), make.expert_of(unit)

    with django_capture_on_commit_callbacks(execute=True):
        depart(unit, kind=DepartureKind.EXPELLED, reason="严重违反章程")

    told = Notice.objects.filter(kind="units.departed")
    assert {one.recipient for one in told} == {liaison, expert}
    assert "某厂已登记除名" in told[0].title
    assert "严重违反章程" in told[0].body


def test_a_waiting_change_request_is_answered():
    unit = make.UnitFactory()
    request = asked(unit)

    depart(unit)

    request.refresh_from_db()
    assert request.state == ChangeState.REJECTED
    entry = AuditEntry.objects.get(action="members.unitchangerequest.reject")
    assert "单位已于2016年8月31日自愿退出" in entry.reason


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "merged"}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        ({"left_on": JOINED - ONE_DAY}, "left_on"),
        ({"basis": " "}, "basis"),
        ({"kind": DepartureKind.EXPELLED}, "reason"),
    ],
)
def test_departure_says_what_is_missing_or_wrong(given, field):
    with pytest.raises(DomainError) as refused:
        depart(make.UnitFactory(joined_on=JOINED), **given)

    assert refused.value.field == field
    assert not AuditEntry.objects.filter(action="members.unit.depart").exists()


def test_departure_on_the_day_of_joining_is_possible():
    assert depart(make.UnitFactory(joined_on=JOINED), left_on=JOINED).left_on == JOINED


def test_a_seat_filled_after_the_last_day_stands_against_it():
    unit = make.UnitFactory()
    seat(unit, name="李四", starts_on=LEFT + ONE_DAY)

    with pytest.raises(DomainError, match="李四") as refused:
        depart(unit)

    assert refused.value.field == "left_on"
    assert Unit.objects.get(pk=unit.pk).left_on is None


def test_a_unit_leaves_once():
    unit = make.UnitFactory()
    depart(unit)

    with pytest.raises(WrongState, match="2016年8月31日"):
        depart(unit, left_on=LEFT + ONE_DAY)


@pytest.mark.parametrize("role", [make.liaison_of, make.council_member_of])
def test_only_staff_record_a_departure(role):
    unit = make.UnitFactory()

    with pytest.raises(NotAllowed):
        depart(unit, actor=role(unit))


# ---------------------------------------------------------------- names
def test_lists_of_an_earlier_day_print_the_name_of_that_day():
    unit = make.UnitFactory(name="甲厂")
    rename_unit(actor=make.staff(), unit=unit, name="乙公司", since=date(2010, 5, 1))
    rename_unit(actor=make.staff(), unit=unit, name="丙集团", since=DAY)

    unit = Unit.objects.get(pk=unit.pk)
    days = (date(2010, 4, 30), date(2010, 5, 1), DAY - ONE_DAY, DAY, date(2099, 1, 1))
    assert [unit.name_on(day) for day in days] == ["甲厂", "乙公司", "乙公司", "丙集团", "丙集团"]


def test_a_former_name_of_unknown_days_is_on_no_list():
    unit = make.UnitFactory(name="今名")
    UnitName.objects.create(unit=unit, name="旧名", kind=NameKind.FORMER)
    UnitName.objects.create(unit=unit, name="别写", kind=NameKind.PRINTED, used_until=DAY)

    assert unit.name_on(date(1990, 1, 1)) == "今名"


def test_a_printed_form_becomes_the_former_name():
    unit = make.UnitFactory(name="甲厂")
    UnitName.objects.create(unit=unit, name="甲厂", kind=NameKind.PRINTED)

    rename_unit(actor=make.staff(), unit=unit, name="乙厂", since=DAY)

    former = unit.names.get()
    assert (former.kind, former.used_until) == (NameKind.FORMER, DAY - ONE_DAY)


@pytest.mark.parametrize(
    ("name", "since", "field"),
    [
        ("甲厂", DAY, "name"),
        ("  ", DAY, "name"),
        ("乙厂", None, "name_since"),
        ("乙厂", timezone.localdate() + ONE_DAY, "name_since"),
        ("乙厂", date(2010, 5, 1), "name_since"),
    ],
)
def test_a_new_name_that_cannot_be(name, since, field):
    unit = make.UnitFactory(name="甲厂")
    UnitName.objects.create(unit=unit, name="更早的名", kind=NameKind.FORMER, used_until=date(2010, 4, 30))

    with pytest.raises(DomainError) as refused:
        rename_unit(actor=make.staff(), unit=unit, name=name, since=since)

    assert refused.value.field == field


def test_a_name_of_another_unit_is_refused_and_nothing_is_kept():
    make.UnitFactory(name="乙厂")
    unit = make.UnitFactory(name="甲厂")

    with pytest.raises(ValidationError, match="已存在"):
        rename_unit(actor=make.staff(), unit=unit, name="乙厂", since=DAY)

    assert not unit.names.exists()


def test_no_request_is_made_by_a_departure_of_a_unit_without_one():
    depart(make.UnitFactory())

    assert not UnitChangeRequest.objects.exists()
