"""The directory and the unit page."""

from datetime import date

import pytest
from django.urls import reverse

from members.enums import Body, OfficeKind, UnitKind
from members.models import MembershipCount, UnitName
from tests.factories import (
    AttendanceFactory,
    EventOrganiserFactory,
    MeetingFactory,
    OccupancyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
UNITS = reverse("members:units")

# profile, kinds of the units, the reported count, number of rows, rows, their other names
QUERIES_OF_LIST = 6


def names(response) -> list[str]:
    return [row.record.name for row in response.context["table"].rows]


def test_list_without_units_says_so(client):
    response = client.get(UNITS)

    assert names(response) == []
    assert "没有符合条件的成员单位。" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    for unit in UnitFactory.create_batch(count):
        UnitName.objects.create(unit=unit, name=f"{unit.name}院")

    with django_assert_num_queries(QUERIES_OF_LIST):
        page = client.get(UNITS)

    assert len(names(page)) == count


def test_list_is_by_kind_then_pinyin(client):
    for name, kind in [
        ("重庆大学", UnitKind.UNIVERSITY),
        ("四川省钒钛产业协会", UnitKind.ASSOCIATION),
        ("北京科技大学", UnitKind.UNIVERSITY),
        ("承钢集团", UnitKind.ENTERPRISE),
    ]:
        UnitFactory(name=name, kind=kind)

    assert names(client.get(UNITS)) == ["承钢集团", "北京科技大学", "重庆大学", "四川省钒钛产业协会"]


def test_list_leaves_out_example_units_for_everybody(client):
    UnitFactory(name="示例企业", is_example=True)
    client.force_login(UserFactory())

    assert names(client.get(UNITS)) == []


def test_list_leaves_out_units_that_left(client):
    UnitFactory(left_on=date(2014, 1, 1))

    assert names(client.get(UNITS)) == []


def test_list_shows_the_reported_number_beside_the_named(client):
    UnitFactory.create_batch(2)
    MembershipCount.objects.create(label="成立之初", value=18, order=1)
    MembershipCount.objects.create(label="现在", value=24, as_of=date(2015, 5, 29), source="纪要", order=2)

    page = client.get(UNITS)

    assert page.context["reported"].value == 24
    assert page.context["named"] == 2
    assert "出处：纪要" in page.content.decode()


@pytest.fixture
def three_units():
    UnitFactory(name="中南大学", kind=UnitKind.UNIVERSITY)
    UnitFactory(name="东北大学", kind=UnitKind.UNIVERSITY)
    chair = UnitFactory(name="攀钢集团公司", short_name="攀钢", kind=UnitKind.ENTERPRISE)
    UnitName.objects.create(unit=chair, name="钒钛研究院")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("大学", ["东北大学", "中南大学"]),
        ("zhongnan", ["中南大学"]),
        ("Zhong Nan", ["中南大学"]),
        ("zndx", ["中南大学"]),
        ("daxue", ["东北大学", "中南大学"]),
        ("攀钢", ["攀钢集团公司"]),
        ("钒钛研究院", ["攀钢集团公司"]),
        ("  ", ["攀钢集团公司", "东北大学", "中南大学"]),
        ("清华", []),
        ("%", []),
        ("(", []),
    ],
)
def test_search_takes_chinese_other_names_and_pinyin(client, three_units, text, found):
    assert names(client.get(UNITS, {"q": text})) == found


def test_kind_and_search_narrow_together(client, three_units):
    assert names(client.get(UNITS, {"kind": "university", "q": "dong"})) == ["东北大学"]


def test_unknown_kind_shows_all(client, three_units):
    assert len(names(client.get(UNITS, {"kind": "nonsense"}))) == 3


# ---------------------------------------------------------------- the unit page
def test_unit_shows_offices_and_seats_with_what_is_stated(client):
    unit = UnitFactory(name="攀钢集团公司")
    OfficeFactory(kind=OfficeKind.SECRETARY_GENERAL, person=PersonFactory(name="唐历", unit=unit))
    seat = SeatFactory(unit=unit, body=Body.LIAISON_MEETING)
    OccupancyFactory(seat=seat, person__name="赵云", starts_on=date(2015, 5, 29))

    page = client.get(unit.get_absolute_url())

    assert [(held.person.name, role) for held, role, _ in page.context["positions"]] == [
        ("唐历", "秘书长"),
        ("赵云", "联络员会议联络员"),
    ]
    assert "2015年5月29日" in page.content.decode()


def test_unit_with_an_ended_seat_says_when_the_day_is_unknown(client):
    unit = UnitFactory()
    OccupancyFactory(seat=SeatFactory(unit=unit), ended=True)

    assert "已离任，日期未载明" in client.get(unit.get_absolute_url()).content.decode()


def test_unit_shows_its_meetings_and_events(client):
    unit = UnitFactory()
    meeting = MeetingFactory(name="第四次会议", host=unit)
    AttendanceFactory(meeting=meeting, unit=unit, person__name="张玺")
    EventOrganiserFactory(unit=unit, event__name="钒产业交流会", role="organiser")

    groups = client.get(unit.get_absolute_url()).context["related"]

    assert [(group.title, [(link.title, link.note) for link in group.links]) for group in groups] == [
        ("参加会议", [("第四次会议", "张玺")]),
        ("承办会议", [("第四次会议", "")]),
        ("主办、承办的学术交流", [("钒产业交流会", "承办")]),
    ]


# unit, its names, admissions, offices, seats, attendances, hosted meetings, organised events, people, absorbed, profile
@pytest.mark.parametrize("count", [1, 3])
def test_unit_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    unit = UnitFactory()
    for person in PersonFactory.create_batch(count, unit=unit):
        OfficeFactory(person=person)
        AttendanceFactory(unit=unit, person=person)
        EventOrganiserFactory(unit=unit)

    with django_assert_num_queries(12):
        client.get(unit.get_absolute_url())


def test_example_unit_exists_only_for_people_who_are_logged_in(client):
    unit = UnitFactory(is_example=True)

    anonymous = client.get(unit.get_absolute_url()).status_code
    client.force_login(UserFactory())
    known = client.get(unit.get_absolute_url())

    assert (anonymous, known.status_code) == (404, 200)
    assert "示例" in known.content.decode()
