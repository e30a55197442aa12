"""年度工作计划: drafted, adopted by a point, followed through the year, summed up."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from meetings.desk.planning import due_items
from meetings.models import WorkPlan
from meetings.plan_words import plans_of_year, progress_sentence
from meetings.services import work_plan as services
from tests import factories as make
from tests.meetings.make_planning import plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make.staff()


def record(plan, staff, state="running", progress="在办", **given):
    return services.record_progress(
        actor=staff, item=plan.items.first(), state=state, progress=progress, **given
    )


# ---------------------------------------------------------------- drafting
def test_new_plan_takes_over_what_was_left_undone(staff):
    unit = make.UnitFactory()
    before = plan_of("done", "running", "waiting", "dropped", year=2026)
    before.items.get(number=2).units.add(unit)
    plan_of("waiting", year=2026, body="secretariat")
    plan = services.start_work_plan(actor=staff, year=2027, body="council")

    assert [(item.number, item.text, item.state) for item in plan.items.all()] == [
        (1, "事项2", "waiting"),
        (2, "事项3", "waiting"),
    ]
    assert list(plan.items.first().units.all()) == [unit]
    assert services.carry_over(actor=staff, plan=plan) == 0


def test_plan_stands_once_a_year_for_a_body_and_examples_apart(staff):
    services.start_work_plan(actor=staff, year=2027, body="council")
    services.start_work_plan(actor=staff, year=2027, body="council", is_example=True)
    with pytest.raises(Exception, match="已有工作计划"):
        services.start_work_plan(actor=staff, year=2027, body="council")
    assert WorkPlan.objects.count() == 2


def test_only_staff_write_plans():
    member, plan = make.council_member_of(make.UnitFactory()), plan_of("waiting")
    with pytest.raises(NotAllowed):
        services.start_work_plan(actor=member, year=2027, body="council")
    with pytest.raises(NotAllowed):
        record(plan, member)
    with pytest.raises(NotAllowed):
        services.adopt_work_plan(actor=member, plan=plan_of("waiting", state="draft", year=2028))


# ---------------------------------------------------------------- the year
def test_empty_plan_is_not_adopted_and_a_full_one_once(staff):
    with pytest.raises(DomainError, match="还没有事项"):
        services.adopt_work_plan(actor=staff, plan=plan_of(state="draft"))
    plan = plan_of("waiting", state="draft", year=2027)
    for _ in range(2):
        assert services.adopt_work_plan(actor=staff, plan=plan).state == "adopted"
    assert services.withdraw_work_plan(actor=staff, plan=plan, reason="议定事项已撤销").state == "draft"


def test_progress_is_recorded_and_counts_the_plans_version(staff):
    plan = plan_of("waiting", "done")
    item = record(plan, staff, version=plan.version)
    plan.refresh_from_db()

    assert (item.state, item.progress, plan.version) == ("running", "在办", 2)
    assert progress_sentence(plan) == "共2项，已完成1项，进行中1项。"


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_done_and_given_up_say_what_came_of_it(staff, state):
    with pytest.raises(DomainError) as refused:
        record(plan_of("running"), staff, state=state, progress="  ")
    assert refused.value.field == "progress"


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_progress_is_recorded_while_the_plan_is_adopted_alone(staff, state):
    with pytest.raises(WrongState, match="不登记进展"):
        record(plan_of("waiting", state=state), staff)


def test_two_people_do_not_overwrite_each_others_progress(staff):
    plan = plan_of("waiting")
    record(plan, staff, version=plan.version)
    with pytest.raises(StaleVersion):
        record(plan, staff, state="waiting", progress="", version=plan.version)


def test_year_is_summed_up_with_a_summary(staff):
    plan = plan_of("done")
    with pytest.raises(DomainError) as refused:
        services.close_work_plan(actor=staff, plan=plan)
    assert refused.value.field == "summary"
    WorkPlan.objects.filter(pk=plan.pk).update(summary="各项均已完成。")
    assert services.close_work_plan(actor=staff, plan=plan).state == "closed"


def test_bulletin_is_told_adopted_real_plans_alone():
    unit = make.UnitFactory(name="某单位")
    plan_of("done", "running").items.first().units.add(unit)
    plan_of("done", is_example=True)
    plan_of("done", state="draft", body="secretariat")
    (told,) = plans_of_year(2026)

    assert (told["title"], told["progress"]) == ("2026年理事会工作计划", "共2项，已完成1项，进行中1项。")
    assert told["items"][0] == {
        "number": 1,
        "text": "事项1",
        "who": "某单位",
        "due": "",
        "state": "已完成",
        "progress": "",
    }


@pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (7, True), (30, False)])
def test_liaison_of_the_unit_is_reminded_of_what_is_due_soon(days, told):
    unit = make.UnitFactory()
    liaison, _ = make.liaison_of(unit), make.expert_of(unit)
    for state in ("adopted", "draft"):
        item = plan_of(
            "running", "done", state=state, year=2026 if state == "adopted" else 2027
        ).items.first()
        item.units.add(unit)
        type(item).objects.filter(pk=item.pk).update(due_on=timezone.localdate() + timedelta(days=days))
    found = list(due_items())

    assert [one.recipients for one in found] == ([(liaison,)] if told else [])


# ---------------------------------------------------------------- pages
def test_members_see_adopted_plans_and_their_own_items_marked(client):
    unit = make.UnitFactory()
    plan, draft = plan_of("running"), plan_of("waiting", state="draft", year=2027)
    plan.items.first().units.add(unit)
    client.force_login(make.liaison_of(unit))

    assert "2026年理事会工作计划" in (page := client.get(reverse("meetings:work_plans")).content.decode())
    assert "2027年" not in page
    assert "本单位" in client.get(plan.get_absolute_url()).content.decode()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_staff_see_drafts_and_who_is_no_member_sees_none(client):
    draft = plan_of("waiting", state="draft")
    client.force_login(make.staff())
    assert client.get(draft.get_absolute_url()).status_code == 200
    client.force_login(make.UserFactory())
    assert client.get(reverse("meetings:work_plans")).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_number_of_times(client, django_assert_num_queries, number):
    unit = make.UnitFactory()
    plan = plan_of(*["running"] * number)
    for item in plan.items.all():
        item.units.add(unit)
    client.force_login(make.liaison_of(unit), "django.contrib.auth.backends.ModelBackend")
    client.get(plan.get_absolute_url())
    with django_assert_num_queries(QUERIES_OF_PLAN):
        client.get(plan.get_absolute_url())


QUERIES_OF_PLAN = 14
