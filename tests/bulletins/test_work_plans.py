"""The year's work plans in the yearly issue: what was to be done, and how it stands."""

from datetime import date

import pytest

from bulletins.proposals import propose
from bulletins.sources import read_source
from meetings.models import WorkPlan
from tests import factories as make
from tests.meetings.make_planning import plan_of

pytestmark = pytest.mark.django_db


def offered(**fields) -> list[WorkPlan]:
    issue = make.BulletinFactory(year=2026, **fields)
    return [one.source for one in propose(issue) if one.kind == "work_plan"]


def test_adopted_and_closed_plans_of_the_year_are_offered_once_each():
    adopted = plan_of("done", "running")
    closed = plan_of(body="expert_committee", state="closed")
    plan_of(body="secretariat", state="draft")
    plan_of(year=2025)
    plan_of(is_example=True)

    assert offered() == [adopted, closed]


def test_a_periodic_issue_tells_of_no_plan():
    plan_of("done")

    assert offered(number=1, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31)) == []


def test_entry_says_what_was_planned_and_what_came_of_it():
    plan = plan_of(preamble="围绕中长期规划开展工作。", summary="全年任务基本完成。")
    plan.items.create(
        number=1, text="召开交流会", who_text="重庆大学", due_text="9月", state="done", progress="已召开"
    )
    plan.items.create(number=2, text="编制规划", due_on=date(2026, 12, 31), state="running")

    said = read_source("work_plan", plan, year=2026)

    assert said["headline"] == "2026年理事会工作计划执行情况"
    body = said["content"]["body"]
    assert (
        body.index("围绕中长期规划")
        < body.index("共2项")
        < body.index("召开交流会")
        < body.index("全年任务基本完成")
    )
    assert "<td>重庆大学</td><td>9月</td><td>已完成：已召开</td>" in body
    assert "<td>未载明</td><td>2026年12月31日</td><td>进行中</td>" in body
