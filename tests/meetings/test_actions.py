"""督办事项: whose they are, what is reported, closed, overdue."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.transitions import run_transition
from meetings.action_duties import duties_of
from meetings.desk.minutes import of_actions
from meetings.enums import ActionState
from meetings.models import ActionItem
from meetings.services.actions import finish_action, report_progress
from tests import factories as make
from tests.meetings.make_minutes import action_of, drafted, held, holder_of, signed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
WEEK = timedelta(days=7)


@pytest.fixture
def meeting():
    return held()


def standing(meeting) -> None:
    signed(meeting)


def test_whose_task_it_is(meeting):
    unit, other = meeting.units
    own = action_of(meeting, unit=unit)
    everybody = action_of(meeting, all_units=True)
    liaisons = action_of(meeting, body="liaison_meeting")
    action_of(meeting, body="secretariat")
    chair = action_of(meeting, office="chair")
    assert list(duties_of(unit.liaison)) == []  # the minutes are a draft
    standing(meeting)
    assert set(duties_of(unit.liaison)) == {own, everybody, liaisons}
    assert set(duties_of(other.liaison)) == {everybody, liaisons}
    person = holder_of(unit)
    person.user = make.UserFactory()
    person.save()
    make.OfficeFactory(person=person, kind="chair")
    assert set(duties_of(person.user)) == {own, everybody, chair}
    assert list(duties_of(make.UserFactory())) == []


def test_example_people_have_the_tasks_of_example_meetings(meeting):
    action_of(meeting, all_units=True)
    standing(meeting)
    example = held(is_example=True)
    task = action_of(example, all_units=True)
    standing(example)
    assert list(duties_of(example.units[0].liaison)) == [task]


def test_a_unit_reports_of_its_own_task(meeting):
    unit, other = meeting.units
    action = action_of(meeting, unit=unit)
    report_progress(actor=unit.liaison, action=action, progress="已完成初稿。", version=1)
    action.refresh_from_db()
    assert (action.progress, action.version) == ("已完成初稿。", 2)
    with pytest.raises(NotAllowed):
        report_progress(actor=other.liaison, action=action, progress="抢报。")
    with pytest.raises(StaleVersion):
        report_progress(actor=unit.liaison, action=action, progress="第二稿。", version=1)
    for words in (" ", "长" * 2001):
        with pytest.raises(DomainError) as refused:
            report_progress(actor=unit.liaison, action=action, progress=words)
        assert refused.value.field == "progress"
    with pytest.raises(NotAllowed):
        report_progress(actor=unit.liaison, action=action_of(meeting, all_units=True), progress="代大家。")


def test_closing_dropping_and_taking_up_again(meeting):
    action, staff = action_of(meeting, unit=meeting.units[0]), make.staff()
    with pytest.raises(NotAllowed):
        finish_action(actor=meeting.units[0].liaison, action=action)
    with pytest.raises(DomainError) as refused:
        finish_action(actor=staff, action=action, done_on=TODAY() + WEEK)
    assert refused.value.field == "done_on"
    done = finish_action(actor=staff, action=action, progress="章程已修订。", done_on=TODAY() - WEEK)
    assert (done.state, done.done_on, done.progress) == (ActionState.DONE, TODAY() - WEEK, "章程已修订。")
    with pytest.raises(WrongState):
        report_progress(actor=staff, action=done, progress="还有。")
    again = run_transition(actor=staff, obj=done, name="reopen", reason="尚未印发")
    assert (again.state, again.done_on) == (ActionState.OPEN, None)
    with pytest.raises(DomainError):
        run_transition(actor=staff, obj=again, name="drop")
    assert run_transition(actor=staff, obj=again, name="drop", reason="另行安排").state == ActionState.DROPPED


@pytest.mark.parametrize(("days", "overdue"), [(-1, True), (0, False), (1, False), (None, False)])
def test_a_task_is_overdue_on_the_day_after(meeting, days, overdue):
    due = None if days is None else TODAY() + timedelta(days=days)
    action = action_of(meeting, due_on=due)
    assert action.is_overdue(TODAY()) is overdue
    assert ActionItem.objects.overdue(TODAY()).exists() is overdue
    ActionItem.objects.update(state="done")
    assert not ActionItem.objects.overdue(TODAY()).exists()


def test_the_desk_shows_what_is_near_in_one_query(meeting, django_assert_num_queries):
    unit, staff = meeting.units[0], make.staff()
    near = action_of(meeting, unit=unit, due_on=TODAY() + WEEK)
    action_of(meeting, unit=unit, due_on=TODAY() + 10 * WEEK)
    late = action_of(meeting, unit=unit, due_on=TODAY() - WEEK)
    action_of(meeting, unit=meeting.units[1], due_on=TODAY() + WEEK)
    standing(meeting)
    with django_assert_num_queries(1):
        found = list(of_actions(unit.liaison))
    assert [todo.url for todo in found] == [late.get_absolute_url(), near.get_absolute_url()]
    with django_assert_num_queries(1):
        assert [todo.title for todo in of_actions(staff)] == ["1 项督办事项已逾期"]


def test_who_is_responsible_is_said_as_far_as_it_is_stated(meeting):
    unit = meeting.units[0]
    assert action_of(meeting, unit=unit, body="secretariat").responsible == f"秘书处、{unit}"
    assert action_of(meeting, all_units=True).responsible == "各成员单位"
    assert action_of(meeting).responsible == ""
    assert drafted(meeting).is_example is False
