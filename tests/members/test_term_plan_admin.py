"""The seats planned for a unit, edited by staff in the admin."""

import pytest
from django.urls import reverse

from members.models import SeatPlan, TermChange, UnitConfirmation
from tests import factories as make
from tests.members.make_terms import collecting, confirmation_of, seated_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(client):
    client.force_login(make.staff())
    unit = seated_unit()
    return confirmation_of(collecting(), unit)


def posted(row: UnitConfirmation, *, new: dict | None = None, **changes) -> dict:
    """The page's form as a browser sends it; `changes`: body → fields that differ; `new`: one row more."""
    plans = list(row.seats.order_by("pk"))
    data = {
        "opened_version": row.version,
        "note": row.note,
        "seats-TOTAL_FORMS": len(plans) + (new is not None),
        "seats-INITIAL_FORMS": len(plans),
        "seats-MIN_NUM_FORMS": 0,
        "seats-MAX_NUM_FORMS": 1000,
    }
    for number, plan in enumerate(plans):
        fields = {"id": plan.pk, "body": plan.body, "plan": plan.plan, "person": plan.person_id or ""}
        fields |= {"new_name": plan.new_name, "new_post": "", "new_phone": ""} | changes.get(plan.body, {})
        data |= {f"seats-{number}-{name}": value for name, value in fields.items()}
        data[f"seats-{number}-confirmation"] = row.pk
    for name, value in (new or {}).items():
        data[f"seats-{len(plans)}-{name}"] = value
        data[f"seats-{len(plans)}-confirmation"] = row.pk
    return data


def send(client, row, **given):
    page = reverse("admin:members_unitconfirmation_change", args=[row.pk])
    return client.post(page, posted(row, **given))


def test_staff_drop_one_seat_and_add_another(client, row):
    answer = send(client, row, council={"plan": "dropped"}, new={"body": "secretariat", "plan": "added"})

    assert answer.status_code == 302
    plans = dict(row.seats.values_list("body", "plan"))
    assert (plans["council"], plans["secretariat"]) == ("dropped", "added")
    assert UnitConfirmation.objects.get(pk=row.pk).version == row.version + 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"council": {"plan": "added"}}, "本届已有这个席位，请选“延续”或“不再设”。"),
        ({"new": {"body": "secretariat", "plan": "kept"}}, "请选“新增”。"),
        ({"new": {"body": "council", "plan": "added"}}, "该单位在该机构中已有拟设席位。"),
        ({"council": {"person": "stranger"}}, "的人员。"),
        ({"council": {"new_name": "赵六"}}, "拟任人员和新任姓名只能填一个。"),
    ],
)
def test_plan_that_cannot_be_is_refused_at_the_row(client, row, given, said):
    if given.get("council", {}).get("person") == "stranger":
        given = {"council": {"person": make.PersonFactory(unit=make.UnitFactory()).pk}}
    before = list(SeatPlan.objects.order_by("pk").values_list("body", "plan", "person", "new_name"))

    answer = send(client, row, **given)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert list(SeatPlan.objects.order_by("pk").values_list("body", "plan", "person", "new_name")) == before


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_plan_of_a_change_that_is_over_is_read_alone(client, row, state):
    TermChange.objects.update(state=state)

    assert send(client, row, council={"plan": "dropped"}).status_code == 403
    assert row.seats.get(body="council").plan == "kept"
