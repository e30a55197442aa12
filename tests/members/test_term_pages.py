"""Pages around terms: the chart, who held what on a day, confirmations."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from alliance.core import personal_links
from alliance.core.accounts.limits import Limit
from members.confirming import confirm_path
from members.desk import terms as desk
from members.enums import Body, NameKind, OfficeKind
from members.models import Occupancy, TermChange, UnitConfirmation
from members.services import term_answers
from members.services.people import move_person
from members.services.units import rename_unit
from tests import factories as make
from tests.members.make_terms import collecting, confirmation_of, seated_unit, started

pytestmark = pytest.mark.django_db

DAY = date(2015, 5, 29)
TODAY = timezone.localdate()


def text_of(answer) -> str:
    return answer.content.decode()


# ---------------------------------------------------------------- on a day
def test_day_shows_who_sat_then_under_the_unit_s_name_of_then(client):
    unit = make.UnitFactory(name="新院")
    unit.names.create(name="旧院", kind=NameKind.FORMER, used_until=DAY)
    seat = make.SeatFactory(unit=unit)
    make.OccupancyFactory(seat=seat, person=make.PersonFactory(name="张先任", unit=unit), ends_on=DAY)
    make.OccupancyFactory(
        seat=seat, person=make.PersonFactory(name="李后任", unit=unit), starts_on=DAY + timedelta(days=1)
    )

    then, after = (
        text_of(client.get(reverse("members:on_day"), {"day": day.isoformat()}))
        for day in (DAY, DAY + timedelta(days=1))
    )

    assert "张先任" in then and "李后任" not in then
    assert "旧院" in then and "现名：新院" in then
    assert "李后任" in after and "张先任" not in after
    assert "旧院" not in after


def test_unknown_dates_are_shown_as_such(client):
    make.OccupancyFactory(person=make.PersonFactory(name="张未明"))
    make.OccupancyFactory(person=make.PersonFactory(name="王已离"), ended=True)

    page = text_of(client.get(reverse("members:on_day"), {"day": "2015-05-29"}))

    roster, _, maybe = page.partition("可能在任")
    assert "张未明" in roster and "未载明" in roster and "在任" in roster
    assert "王已离" in maybe and "王已离" not in roster


@pytest.mark.parametrize("day", ["后天", "0001-01-01", "2015-13-40", "9999-12-31"])
@pytest.mark.parametrize("name", ["members:on_day", "members:chart"])
def test_day_that_is_none_is_said_and_today_shown(client, name, day):
    answer = client.get(reverse(name), {"day": day, "body": "nowhere"})

    assert answer.status_code == 200
    assert answer.context["day"] == TODAY
    assert "note--error" in text_of(answer)


@pytest.mark.parametrize("name", ["members:on_day", "members:chart"])
def test_examples_are_for_people_who_are_logged_in(client, name):
    unit = make.UnitFactory(name="示例院", is_example=True)
    make.OccupancyFactory(
        seat=make.SeatFactory(unit=unit), person=make.PersonFactory(name="示例某", is_example=True)
    )

    assert "示例某" not in text_of(client.get(reverse(name)))
    client.force_login(make.UserFactory())
    assert "示例某" in text_of(client.get(reverse(name)))


# ---------------------------------------------------------------- the chart
def test_chart_says_how_many_functions_are_stated_and_makes_none_up(client):
    unit = seated_unit(name="甲院", rank="chair")
    make.UnitFactory(name="乙院")
    make.OfficeFactory(person=make.PersonFactory(name="张理事长", unit=unit), kind=OfficeKind.CHAIR)
    make.OfficeFactory(person=make.PersonFactory(name="王秘书长"), kind=OfficeKind.SECRETARY_GENERAL)

    answer = client.get(reverse("members:chart"))

    assert (answer.context["stated"], answer.context["silent"]) == (5, 1)
    boxes = {box["body"]: box for box in answer.context["bodies"]}
    assert [str(one.person) for one, _ in boxes[Body.COUNCIL]["heads"]] == ["张理事长"]
    assert [str(one.person) for one, _ in boxes[Body.SECRETARIAT]["heads"]] == ["王秘书长"]
    assert (boxes[Body.SECRETARIAT]["total"], boxes[Body.COUNCIL]["total"]) == (0, 1)
    assert "1 家由谁担任理事、专家、联络员未载明，图中不作推定" in text_of(answer)


@pytest.mark.parametrize("name", ["members:on_day", "members:chart"])
def test_holder_of_an_office_stands_with_where_they_worked_on_that_day(client, name):
    old, new = make.UnitFactory(name="甲研究所"), make.UnitFactory(name="乙公司")
    holder = make.PersonFactory(unit=old)
    make.OfficeFactory(person=holder, kind=OfficeKind.CHAIR, starts_on=date(2015, 1, 1))
    moved_on = date(2016, 6, 30)
    rename_unit(actor=None, unit=old, name="甲研究院", since=date(2016, 1, 1))
    move_person(actor=None, person=holder, unit=new, since=moved_on + timedelta(days=1))

    def shown_on(day: date) -> list[str]:
        page = client.get(reverse(name), {"day": day.isoformat()}).context
        offices = page["offices"] if name == "members:on_day" else page["bodies"][0]["heads"]
        return [where for _, where in offices]

    assert [shown_on(day) for day in (date(2015, 5, 29), date(2016, 1, 1), moved_on, date(2016, 7, 1))] == [
        ["甲研究所"],
        ["甲研究院"],
        ["甲研究院"],
        ["乙公司"],
    ]


def test_long_boxes_are_cut_with_a_way_to_the_rest(client, monkeypatch):
    monkeypatch.setattr("members.views.positions.MANY", 2)
    for _ in range(3):
        make.OccupancyFactory()

    page = text_of(client.get(reverse("members:chart")))

    assert "其余 1 人" in page and "查看全部" in page


# ---------------------------------------------------------------- confirmations
def test_desk_asks_and_is_done_with_the_answer(client):
    unit = seated_unit()
    change = collecting()
    client.force_login(unit.liaison)
    assert f"确认本单位人选：{change}" in text_of(client.get("/desk/"))
    row = confirmation_of(change, unit)

    shown = client.get(row.get_absolute_url())
    data = {"opened_version": row.version, "note": "同意"}
    for plan in row.seats.all():
        data[f"seat-{plan.body}"] = plan.person_id
    assert client.post(row.get_absolute_url(), data).status_code == 302

    assert "推荐的理事" in text_of(shown)
    assert UnitConfirmation.objects.get(pk=row.pk).note == "同意"
    assert list(desk.of_liaison(unit.liaison)) == []


def test_nothing_typed_is_lost_when_a_name_is_missing(client):
    unit = seated_unit()
    row = confirmation_of(collecting(), unit)
    client.force_login(unit.liaison)
    data = {
        "opened_version": row.version,
        "seat-council": "new",
        "post-council": "总工程师",
        "note": "见附件",
    }

    page = text_of(client.post(row.get_absolute_url(), data))

    assert "请填写姓名。" in page and "总工程师" in page and "见附件" in page


def test_nobody_is_asked_while_it_is_prepared(client):
    unit = seated_unit()
    row = confirmation_of(started(), unit)
    client.force_login(unit.liaison)

    assert client.get(row.get_absolute_url()).status_code == 404


def test_too_many_acts_over_links_keep_what_was_typed(client, monkeypatch):
    monkeypatch.setattr(personal_links, "ACTS", Limit("link-act-confirming", 1, 600))
    cache.clear()
    unit = seated_unit()
    change = collecting()
    row = confirmation_of(change, unit)
    link = confirm_path(row, unit.liaison.person, change)
    data = {"opened_version": row.version, "note": "见附件"}
    data |= {f"seat-{plan.body}": plan.person_id for plan in row.seats.all()}
    client.post(link, {})

    answer = client.post(link, data)

    assert (answer.status_code, "见附件" in text_of(answer)) == (429, True)
    assert UnitConfirmation.objects.get(pk=row.pk).version == row.version
    cache.clear()
    assert client.post(link, data).status_code == 302


@pytest.mark.parametrize("how", ["ended", "seat", "cancelled"])
def test_link_ends(client, how):
    unit = seated_unit()
    change = collecting()
    link = confirm_path(confirmation_of(change, unit), unit.liaison.person, change)
    assert client.get(link).status_code == 200

    if how == "ended":
        term_answers.end_links(actor=make.staff(), change=change)
    elif how == "seat":
        Occupancy.objects.filter(person=unit.liaison.person).update(ended=True)
    else:
        TermChange.objects.update(state="cancelled")

    assert client.get(link).status_code == 410
