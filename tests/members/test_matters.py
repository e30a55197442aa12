"""Matters that units raise: numbers, handling, answer, notices, reminders, 代录."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.core import audit
from alliance.core.database import db_now
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import BehalfRecord
from alliance.core.transitions import run_transition
from members.desk.library import due_matters, todos
from members.enums import MatterState
from members.models import Matter
from members.services import matters as services
from members.services.matters import (
    answer_matter,
    plan_matter,
    raise_matter,
    record_step,
    reopen_matter,
    withdraw_matter,
)
from tests import factories as make
from tests.members.make_library import CONTENT, matter, secretary
from tests.projects.acts import told
from tests.projects.behalf import called_by_liaison

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def unit():
    return make.UnitFactory(name="某研究院")


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


@pytest.fixture
def handler():
    return secretary(display_name="秘书甲")


def taken_up(unit, liaison, handler, **content) -> Matter:
    raised = matter(unit, actor=liaison, **content)
    return run_transition(actor=handler, obj=raised, name="take_up")


# ---------------------------------------------------------------- raising
def test_numbers_of_the_year_follow_each_other(unit, liaison):
    numbers = [matter(unit, actor=liaison).number for _ in range(3)]
    assert numbers == [f"意〔{YEAR}〕{n}号" for n in (1, 2, 3)]


def test_number_taken_in_the_same_moment_goes_to_the_next(unit, liaison, monkeypatch):
    """Two units read the same number; the constraint gives it to one, the other tries again."""
    taken, read = matter(unit, actor=liaison).number, services.next_number
    answers = iter([taken])
    monkeypatch.setattr(services, "next_number", lambda: next(answers, None) or read())
    monkeypatch.setattr(Matter, "validate_constraints", lambda self, exclude=None: None)

    assert matter(unit, actor=liaison).number == f"意〔{YEAR}〕2号"


def test_same_form_sent_twice_raises_once(unit, liaison, handler):
    token = uuid.uuid4()
    for _ in range(2):
        raise_matter(actor=liaison, unit=unit, token=token, content=CONTENT)
    assert Matter.objects.count() == 1
    assert told(handler) == [f"收到意见建议：意〔{YEAR}〕1号 建议开放中试线"]


def test_own_unit_is_not_the_other_one(unit, liaison):
    with pytest.raises(DomainError) as refused:
        matter(unit, actor=liaison, kind="dispute", other_unit=unit)
    assert refused.value.field == "other_unit"


def test_only_the_units_liaison_raises(unit):
    for actor in (make.liaison_of(make.UnitFactory()), make.expert_of(unit), make.UserFactory()):
        with pytest.raises(NotAllowed):
            matter(unit, actor=actor)
    assert not Matter.objects.exists()


def test_staff_record_it_for_the_unit(unit, liaison):
    raised = raise_matter(
        actor=make.staff(),
        unit=unit,
        token=uuid.uuid4(),
        content=CONTENT,
        behalf=called_by_liaison(liaison, unit),
    )
    assert BehalfRecord.objects.get().act.object_id == raised.pk
    assert raised.state == MatterState.SUBMITTED


# ---------------------------------------------------------------- handling
def test_from_taking_up_to_the_answer(unit, liaison, handler):
    raised = taken_up(unit, liaison, handler)
    assert raised.handler == handler
    record_step(actor=handler, matter=raised, text="已征求各单位意见。")
    answered = answer_matter(actor=handler, matter=raised, text=" 同意开放。 ")

    assert (answered.state, answered.answer) == (MatterState.ANSWERED, "同意开放。")
    assert answered.answered_at is not None
    name = f"意〔{YEAR}〕1号 建议开放中试线"
    assert told(liaison) == [f"意见建议已受理：{name}", f"意见建议已答复：{name}"]


def test_answer_without_words_is_refused(unit, liaison, handler):
    raised = taken_up(unit, liaison, handler)
    with pytest.raises(DomainError) as refused:
        answer_matter(actor=handler, matter=raised, text=" \n")
    assert refused.value.field == "text"
    raised.refresh_from_db()
    assert raised.state == MatterState.HANDLING


def test_reopened_with_a_reason_among_the_steps(unit, liaison, handler):
    raised = taken_up(unit, liaison, handler)
    answer_matter(actor=handler, matter=raised, text="不同意。")
    with pytest.raises(DomainError):
        reopen_matter(actor=handler, matter=raised, reason=" ")
    reopened = reopen_matter(actor=handler, matter=raised, reason="情况有变")

    assert (reopened.state, reopened.answer) == (MatterState.HANDLING, "不同意。")
    assert reopened.steps.get().text == "重新办理：情况有变"
    assert answer_matter(actor=handler, matter=reopened, text="同意。").answer == "同意。"


def test_withdrawn_once_and_not_after_the_answer(unit, liaison, handler):
    raised = matter(unit, actor=liaison)
    for _ in range(2):
        withdraw_matter(actor=liaison, matter=raised)
    assert [act.action_label for act in audit.entries_of(raised)] == ["撤回", "提交"]

    answered = taken_up(unit, liaison, handler)
    answer_matter(actor=handler, matter=answered, text="同意。")
    with pytest.raises(WrongState):
        withdraw_matter(actor=liaison, matter=answered)


def test_steps_only_while_it_is_handled(unit, liaison, handler):
    raised = matter(unit, actor=liaison)
    with pytest.raises(WrongState):
        record_step(actor=handler, matter=raised, text="太早了")
    with pytest.raises(NotAllowed):
        record_step(actor=liaison, matter=raised, text="不是秘书处")
    assert not raised.steps.exists()


def test_handler_is_somebody_of_the_secretariat_and_is_told(unit, liaison, handler):
    raised = taken_up(unit, liaison, handler)
    colleague = secretary()
    for wrong in (liaison, make.UserFactory(is_staff=True, is_active=False), None):
        with pytest.raises(DomainError) as refused:
            plan_matter(actor=handler, matter=raised, handler=wrong, due_at=None)
        assert refused.value.field == "handler"
    due = timezone.now() + timedelta(days=3)
    planned = plan_matter(actor=handler, matter=raised, handler=colleague, due_at=due)

    assert (planned.handler, planned.due_at) == (colleague, due)
    assert told(colleague)[-1].startswith("请办理意见建议：")


def test_plan_after_the_answer_is_refused(unit, liaison, handler):
    raised = taken_up(unit, liaison, handler)
    answer_matter(actor=handler, matter=raised, text="同意。")
    with pytest.raises(WrongState):
        plan_matter(actor=handler, matter=raised, handler=handler, due_at=timezone.now())


# ---------------------------------------------------------------- the desk
def test_staff_see_what_waits_and_what_they_handle(unit, liaison, handler):
    matter(unit, actor=liaison)
    taken_up(unit, liaison, handler, title="请协调试验场地")

    assert [todo.title for todo in todos(handler)] == [
        "1 项待受理的意见与协调事项",
        f"答复意见建议：意〔{YEAR}〕2号 请协调试验场地",
    ]
    assert [todo.title for todo in todos(secretary())] == ["1 项待受理的意见与协调事项"]
    assert list(todos(liaison)) == []


def test_handler_is_reminded_until_it_is_answered(unit, liaison, handler):
    raised = taken_up(unit, liaison, handler)
    assert list(due_matters()) == []  # no deadline
    raised = plan_matter(actor=handler, matter=raised, handler=handler, due_at=db_now() + timedelta(days=2))
    (reminder,) = due_matters()
    assert (reminder.recipients, reminder.due) == ((handler,), raised.due_at)

    answer_matter(actor=handler, matter=raised, text="同意。")
    assert list(due_matters()) == []
