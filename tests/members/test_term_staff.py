"""Terms for the secretariat: alerts, the wizard, the page of answers, replacement."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.core.transitions import run_transition
from members.desk import terms as desk
from members.models import Occupancy, Term, TermChange
from tests import factories as make
from tests.members.make_terms import collecting, confirm, confirmation_of, in_days, seated_unit

pytestmark = pytest.mark.django_db

DAY = date(2015, 5, 29)
TODAY = timezone.localdate()


@pytest.fixture
def staff_client(client):
    client.force_login(make.staff())
    return client


def text_of(answer) -> str:
    return answer.content.decode()


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


def test_page_of_answers_asks_the_same_number_of_times(staff_client):
    seated_unit()
    change = collecting()
    address = reverse("admin:members_termchange_answers", args=[change.pk])
    staff_client.get(address)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
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


def test_all_silent_units_are_settled_from_the_page(staff_client):
    seated_unit()
    change = run_transition(actor=None, obj=collecting(), name="close")
    address = reverse("admin:members_termchange_act", args=[change.pk, "settle"])

    assert "请填写认定的理由。" in text_of(staff_client.post(address, follow=True))
    page = text_of(staff_client.post(address, {"reason": "电话确认"}, follow=True))

    assert "已按名单认定 1 家单位。" in page and "可以换届生效" in page
