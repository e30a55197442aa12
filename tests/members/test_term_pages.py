"""Pages around terms: the chart, who held what on a day, confirmations, alerts, replacement and answers in the admin."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.confirming import confirm_path
from members.desk import terms as desk
from members.enums import Body, NameKind, OfficeKind
from members.models import Occupancy, Term, TermChange, UnitConfirmation
from members.services import term_answers
from tests import factories as make
from tests.members.make_terms import collecting, confirm, confirmation_of, in_days, seated_unit, started

pytestmark = pytest.mark.django_db

DAY = date(2015, 5, 29)
TODAY = timezone.localdate()


@pytest.fixture
def staff_client(client):
    client.force_login(make.staff())
    return client


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
    assert [str(one.person) for one in boxes[Body.COUNCIL]["heads"]] == ["张理事长"]
    assert [str(one.person) for one in boxes[Body.SECRETARIAT]["heads"]] == ["王秘书长"]
    assert (boxes[Body.SECRETARIAT]["total"], boxes[Body.COUNCIL]["total"]) == (0, 1)
    assert "1 家由谁担任理事、专家、联络员未载明，图中不作推定" in text_of(answer)


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
    assert f"确认本单位人选：{change}" not in text_of(client.get("/desk/"))


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


# ---------------------------------------------------------------- alerts
def titles(user) -> list[str]:
    return [todo.title for todo in desk.of_staff(user)]


def test_staff_are_told_of_vacancies_departed_units_and_ends_of_terms(django_assert_num_queries):
    term = make.TermFactory(ends_on=TODAY + timedelta(days=100))
    make.OccupancyFactory(seat=make.SeatFactory(term=term), ends_on=TODAY - timedelta(days=1))
    gone = make.OccupancyFactory(seat=make.SeatFactory(term=term))
    type(gone.seat.unit).objects.filter(pk=gone.seat.unit_id).update(left_on=TODAY - timedelta(days=1))
    staff = make.staff()
    staff.has_perm("members.change_term_bodies")

    with django_assert_num_queries(1):
        found = titles(staff)

    assert found[:2] == ["1 个席位没有现任人员", "1 个任职的单位已退盟"]
    assert found[2].startswith("第一届将于") and found[2].endswith("届满")


@pytest.mark.parametrize(("days", "told"), [(183, 1), (184, 0), (-1, 1)])
def test_term_is_announced_half_a_year_before_its_end(days, told):
    make.TermFactory(ends_on=TODAY + timedelta(days=days))

    assert len(titles(make.staff())) == told


def test_change_under_way_takes_the_place_of_the_alert():
    make.TermFactory(ends_on=TODAY + timedelta(days=30))
    first, second = seated_unit(), seated_unit()
    change = collecting(starts_on=TODAY + timedelta(days=31))
    staff = make.staff()
    assert titles(staff) == ["2 家单位尚未确认：第二届换届"]

    confirm(confirmation_of(change, first))
    confirm(confirmation_of(change, second))
    assert titles(staff) == ["各单位都已确认：第二届换届"]

    TermChange.objects.update(state="closed")
    assert titles(staff) == ["核对并生效：第二届换届"]


def test_alerts_are_not_for_members():
    assert titles(seated_unit().liaison) == []


def test_reminders_go_to_silent_units_alone():
    first, second = seated_unit(), seated_unit()
    change = collecting()
    confirm(confirmation_of(change, first))

    assert [one.recipients for one in desk.remind()] == [(second.liaison,)]


# ---------------------------------------------------------------- the admin
def test_wizard_begins_with_what_follows_from_the_newest_term(staff_client):
    Term.objects.create(number=3, ends_on=date(2025, 5, 31), years=4)

    initial = staff_client.get(reverse("admin:members_termchange_add")).context["adminform"].form.initial

    assert (initial["number"], initial["years"], initial["starts_on"]) == (4, 4, date(2025, 6, 1))


def test_wizard_refuses_a_term_that_does_not_follow(staff_client):
    term = make.TermFactory(starts_on=DAY)
    day = in_days(9)
    data = {
        "from_term": term.pk,
        "number": 2,
        "starts_on": "2015-01-01",
        "years": 5,
        "answer_by_0": f"{day:%Y-%m-%d}",
        "answer_by_1": "17:00",
    }

    answer = staff_client.post(reverse("admin:members_termchange_add"), data)

    assert answer.status_code == 200
    assert "须晚于本届的开始日期" in text_of(answer)
    assert not TermChange.objects.exists()


def test_page_of_answers_asks_the_same_number_of_times(staff_client, django_assert_num_queries):
    seated_unit()
    change = collecting()
    address = reverse("admin:members_termchange_answers", args=[change.pk])
    staff_client.get(address)
    counted = []
    for _ in range(2):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert staff_client.get(address).status_code == 200
        counted.append(len(asked))
        for _ in range(3):
            seated_unit()
        staff_client.post(reverse("admin:members_termchange_act", args=[change.pk, "add-units"]))

    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("remind", "已再次通知 0 人"),
        ("end-links", "已作废此前发出的全部个人链接"),
        ("add-units", "已列入 0 家单位。"),
        ("settle", "征求意见截止后，才能由秘书处认定。"),
        ("nonsense", "没有这项操作。"),
    ],
)
def test_acts_on_the_page_of_answers_say_what_came_of_them(staff_client, act, said):
    make.UnitFactory()
    address = reverse("admin:members_termchange_act", args=[collecting().pk, act])

    assert staff_client.get(address).status_code == 405
    assert said in text_of(staff_client.post(address, follow=True))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "请选择接任人选。"),
        ({"person": "new", "day": "2015-05-29"}, "接任日期须晚于这一天"),
        ({"what": "end", "day": "2015-05-28"}, "离任日期不能早于这一天"),
    ],
)
def test_replacement_is_refused_at_the_field(staff_client, given, said):
    held = make.OccupancyFactory(starts_on=DAY)
    new = make.PersonFactory(unit=held.seat.unit)
    data = {"what": "replace", "day": "2016-01-01", "reason": "调动", **given}
    if data.get("person") == "new":
        data["person"] = new.pk

    page = text_of(staff_client.post(reverse("admin:members_seat_replace", args=[held.seat_id]), data))

    assert said in page and "调动" in page
    assert Occupancy.objects.get().ended is False


def test_vacant_seat_is_listed_and_filled(staff_client):
    seat = make.SeatFactory()
    person = make.PersonFactory(unit=seat.unit)
    assert str(seat.unit) in text_of(staff_client.get(reverse("admin:members_seat_vacant")))

    staff_client.post(reverse("admin:members_seat_replace", args=[seat.pk]), {"person": person.pk})

    assert seat.occupancies.get().person == person
    assert "没有空缺席位。" in text_of(staff_client.get(reverse("admin:members_seat_vacant")))
