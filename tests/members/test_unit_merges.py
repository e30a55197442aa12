"""Merging a unit that was registered twice: the past stays, what is open goes on, people and names go over."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.notices.models import Notice
from members.enums import Body, ChangeState, NameKind
from members.merges import plan_merge
from members.models import Admission, Affiliation, Occupancy, Unit, UnitChangeRequest, UnitName
from members.rosters import roster_on
from members.services.unit_merges import merge_units
from tests import factories as make
from tests.members.make_units import DAY, USCC, asked, seat

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
NEXT = DAY + ONE_DAY


@pytest.fixture
def into():
    return make.UnitFactory(name="攀钢集团")


@pytest.fixture
def duplicate():
    return make.UnitFactory(name="攀钢有限公司", short_name="攀钢", uscc=USCC, address="攀枝花")


def merge(duplicate, into, **given):
    values = {"actor": make.staff(), "merged_on": DAY, "reason": "重复登记", **given}
    return merge_units(duplicate=duplicate, into=into, **values)


def rosters(day):
    """Every roster and the members of a day, as they are printed."""
    held = {(one.pk, one.person.name, one.seat.unit.name) for one in roster_on(None, day)}
    return held, {unit.name_on(day) for unit in Unit.objects.members_on(day).prefetch_related("names")}


def test_days_up_to_the_merge_stay_exactly_as_they_were(duplicate, into):
    seat(duplicate, Body.COUNCIL, starts_on=date(2015, 1, 1))
    seat(duplicate, Body.LIAISON_MEETING)
    seat(into, Body.COUNCIL, starts_on=date(2016, 1, 1))
    UnitName.objects.create(unit=duplicate, name="旧攀钢", kind=NameKind.FORMER, used_until=date(2017, 1, 1))
    days = [date(2014, 12, 31), date(2015, 1, 1), date(2017, 1, 1), date(2017, 1, 2), DAY]
    before = [rosters(day) for day in days]

    merge(duplicate, into)

    assert [rosters(day) for day in days] == before


def test_seats_go_on_where_the_survivor_has_none(duplicate, into):
    kept = seat(duplicate, Body.COUNCIL, "甲")
    moved = seat(duplicate, Body.LIAISON_MEETING, "乙")
    sitting = seat(into, Body.COUNCIL, "丙")

    merge(duplicate, into)

    after = {(one.seat.body, one.person.name, one.seat.unit_id) for one in roster_on(None, NEXT)}
    assert after == {("council", "丙", into.pk), ("liaison_meeting", "乙", into.pk)}
    kept.refresh_from_db()
    moved.refresh_from_db()
    assert (kept.ends_on, moved.ends_on) == (DAY, DAY)
    assert Occupancy.objects.get(seat__unit=into, person=moved.person).starts_on == NEXT
    sitting.refresh_from_db()
    assert not sitting.ended


def test_people_names_and_missing_facts_go_over(duplicate, into):
    person = make.PersonFactory(unit=duplicate, post="总工")
    UnitName.objects.create(unit=duplicate, name="攀钢公司")
    UnitName.objects.create(unit=into, name="攀钢公司")
    Unit.objects.filter(pk=into.pk).update(phone="0812-1")
    Unit.objects.filter(pk=duplicate.pk).update(phone="0812-2")
    duplicate.refresh_from_db()

    merge(duplicate, into)

    for one in (duplicate, into, person):
        one.refresh_from_db()
    assert person.unit == into
    assert (into.uscc, duplicate.uscc, into.address, into.phone) == (USCC, "", "攀枝花", "0812-1")
    assert into.short_name == "攀钢"
    assert {one.name for one in into.names.all()} == {"攀钢公司", "攀钢有限公司"}
    former = Affiliation.objects.get(person=person)
    assert (former.unit, former.post, former.ends_on) == (duplicate, "总工", DAY)
    assert (duplicate.merged_into, duplicate.merged_on, duplicate.left_on) == (into, DAY, DAY)
    assert duplicate.departures.get().kind == "merged"


def test_names_that_go_over_change_no_list_of_the_survivor(duplicate, into):
    UnitName.objects.create(unit=duplicate, name="旧名", kind=NameKind.FORMER, used_until=date(2017, 1, 1))

    merge(duplicate, into)

    assert Unit.objects.get(pk=into.pk).name_on(date(2016, 1, 1)) == "攀钢集团"


def test_membership_goes_on_with_a_survivor_that_had_left(duplicate, into):
    Unit.objects.filter(pk=into.pk).update(joined_on=date(2010, 1, 1), left_on=date(2012, 12, 31))
    seat(duplicate)
    into.refresh_from_db()

    merge(duplicate, into)

    days = (date(2009, 12, 31), date(2012, 12, 31), date(2013, 1, 1), DAY, NEXT)
    members = [Unit.objects.members_on(day).filter(pk=into.pk).exists() for day in days]
    assert members == [False, True, False, False, True]
    assert Admission.objects.get(unit=into).admitted_on == NEXT


def test_a_duplicate_that_had_left_keeps_its_last_day(duplicate, into):
    left = date(2013, 1, 1)
    Unit.objects.filter(pk=duplicate.pk).update(left_on=left)
    duplicate.refresh_from_db()

    merge(duplicate, into)

    duplicate.refresh_from_db()
    assert (duplicate.left_on, duplicate.merged_on) == (left, DAY)
    assert not duplicate.departures.exists()


def test_two_codes_stay_each_with_its_record(duplicate, into):
    other = "12510400450000001X"
    Unit.objects.filter(pk=into.pk).update(uscc=other)

    merge(duplicate, into)

    assert set(Unit.objects.values_list("name", "uscc")) >= {("攀钢集团", other), ("攀钢有限公司", USCC)}


def test_the_plan_says_what_will_happen(duplicate, into):
    seat(duplicate, Body.COUNCIL, "甲")
    seat(duplicate, Body.LIAISON_MEETING, "乙")
    seat(into, Body.COUNCIL, "丙")
    changes = {"phone": {"old": "", "new": "1"}}
    request = UnitChangeRequest.objects.create(unit=duplicate, changes=changes)

    plan = plan_merge(duplicate=duplicate, into=into, merged_on=DAY)

    assert [held.person.name for held in plan.carried if held.seat.body == "liaison_meeting"] == ["乙"]
    assert [(held.person.name, other) for held, other in plan.ended] == [("甲", "丙")]
    assert plan.names == ("攀钢有限公司",)
    assert plan.fact_labels == ["简称", "统一社会信用代码", "通讯地址"]
    assert plan.request == request


def test_a_waiting_request_is_answered_and_people_are_told(duplicate, into):
    liaison = make.liaison_of(duplicate)
    request = asked(duplicate, liaison)
    of_survivor = make.council_member_of(into)

    merge(duplicate, into)

    request.refresh_from_db()
    assert request.state == ChangeState.REJECTED
    assert {one.recipient for one in Notice.objects.filter(kind="units.merged")} == {liaison, of_survivor}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"merged_on": timezone.localdate() + ONE_DAY}, "merged_on"),
        ({"merged_on": date(2011, 12, 31)}, "merged_on"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_stands_against_a_merge(duplicate, into, given, field):
    Unit.objects.filter(pk=duplicate.pk).update(joined_on=date(2012, 1, 1))

    with pytest.raises(DomainError) as refused:
        merge(duplicate, into, **given)

    assert refused.value.field == field
    assert Unit.objects.filter(merged_into__isnull=False).count() == 0


def test_a_unit_is_not_merged_into_itself_nor_an_example_into_a_real_one(duplicate):
    for other in (duplicate, make.UnitFactory(is_example=True)):
        with pytest.raises(DomainError) as refused:
            merge(duplicate, other)
        assert refused.value.field == "into"


def test_what_began_after_the_day_stands_against_it(duplicate, into):
    seat(duplicate, name="丁", starts_on=NEXT)

    with pytest.raises(DomainError, match="丁") as refused:
        merge(duplicate, into)

    assert refused.value.field == "merged_on"


def test_a_merged_unit_is_merged_no_more(duplicate, into):
    merge(duplicate, into)

    for pair in ((duplicate, make.UnitFactory()), (make.UnitFactory(), duplicate)):
        with pytest.raises(WrongState, match="已并入"):
            merge(*pair)


def test_only_staff_merge(duplicate, into):
    with pytest.raises(NotAllowed):
        merge(duplicate, into, actor=make.liaison_of(duplicate))
