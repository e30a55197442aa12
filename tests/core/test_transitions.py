"""run_transition: the only way a lifecycle moves."""

import threading

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from alliance.core.audit import entries_of
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry
from alliance.core.registry import Moved, move_listeners
from alliance.core.transitions import Move, available_moves, run_transition
from meetings.enums import MeetingState, MinutesState
from meetings.models import Meeting, Minutes
from projects.models import Proposal
from tests.factories import (
    MeetingFactory,
    MinutesFactory,
    NominationFactory,
    ProposalFactory,
    UnitFactory,
    UserFactory,
    liaison_of,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return UserFactory(is_staff=True)


@pytest.fixture
def planned():
    return MeetingFactory(state=MeetingState.PLANNED)


# ---------------------------------------------------------------- the move and its traces
def test_transition_moves_saves_and_returns_the_row(secretary, planned):
    moved = run_transition(actor=secretary, obj=planned, name="convene")

    assert moved.state == MeetingState.CONVENED
    assert Meeting.objects.get(pk=planned.pk).state == MeetingState.CONVENED


def test_transition_appends_one_act_from_state_to_state_with_reason(secretary, planned):
    run_transition(actor=secretary, obj=planned, name="cancel", reason="场地不可用")

    act = entries_of(planned).get()
    assert (act.actor, act.action, act.action_label) == (secretary, "meetings.meeting.cancel", "取消会议")
    assert (act.from_state, act.to_state, act.reason) == ("planned", "cancelled", "场地不可用")
    assert act.object_label == planned.name


def test_transition_counts_the_version_and_keeps_history_under_the_actor(secretary, planned):
    moved = run_transition(actor=secretary, obj=planned, name="cancel", reason="场地不可用")

    latest = moved.history.first()
    assert moved.version == planned.version + 1
    assert latest.history_user == secretary
    assert latest.history_change_reason == "场地不可用"
    assert latest.state == MeetingState.CANCELLED


def test_transition_by_the_system_needs_neither_permission_nor_reason(planned):
    moved = run_transition(actor=None, obj=planned, name="cancel")

    assert moved.state == MeetingState.CANCELLED
    assert entries_of(planned).get().actor is None
    assert moved.history.first().history_user is None


def test_long_reason_is_whole_in_the_act_and_shortened_in_history(secretary, planned):
    reason = "因" * 500

    moved = run_transition(actor=secretary, obj=planned, name="cancel", reason=reason)

    assert entries_of(planned).get().reason == reason
    assert len(moved.history.first().history_change_reason) == 200


# ---------------------------------------------------------------- refusals
def test_wrong_state_is_refused_and_leaves_no_trace(secretary):
    cancelled = MeetingFactory(state=MeetingState.CANCELLED)

    with pytest.raises(WrongState) as refused:
        run_transition(actor=secretary, obj=cancelled, name="convene")

    assert refused.value.message == "当前状态为“已取消”，不能“发出通知”。"
    assert AuditEntry.objects.count() == 0
    assert Meeting.objects.get(pk=cancelled.pk).version == cancelled.version


def test_stale_copy_is_judged_by_the_row_not_by_the_copy(secretary, planned):
    run_transition(actor=secretary, obj=Meeting.objects.get(pk=planned.pk), name="mark_held")

    with pytest.raises(WrongState):
        run_transition(actor=secretary, obj=planned, name="cancel", reason="过期页面")


def test_unmet_condition_is_refused(secretary):
    undated = MeetingFactory(state=MeetingState.PLANNED, starts_on=None)

    with pytest.raises(WrongState):
        run_transition(actor=secretary, obj=undated, name="mark_held")


@pytest.mark.parametrize("name", ["no_such_move", "save", "delete", "", "__init__"])
def test_unknown_move_is_refused(secretary, planned, name):
    with pytest.raises(WrongState) as refused:
        run_transition(actor=secretary, obj=planned, name=name)

    assert refused.value.message == "没有这项操作。"


@pytest.mark.parametrize("reason", ["", "   ", "\n\t", "　"])
def test_grave_move_without_reason_is_refused_at_its_field(secretary, planned, reason):
    with pytest.raises(DomainError) as refused:
        run_transition(actor=secretary, obj=planned, name="cancel", reason=reason)

    assert (refused.value.message, refused.value.field) == ("请填写理由。", "reason")
    assert Meeting.objects.get(pk=planned.pk).state == MeetingState.PLANNED


def test_permission_is_asked_with_the_object():
    """A liaison may submit for the own unit alone: a check without the object would let both through or neither."""
    own, other = UnitFactory(), UnitFactory()
    liaison = liaison_of(own)

    with pytest.raises(NotAllowed) as refused:
        run_transition(actor=liaison, obj=ProposalFactory(unit=other), name="submit")
    moved = run_transition(actor=liaison, obj=ProposalFactory(unit=own), name="submit")

    assert refused.value.message == "您没有“提交”的权限。"
    assert moved.state == "submitted"


def test_permission_is_asked_with_the_locked_row_not_the_copy():
    """Whoever changes the copy in memory to the own unit gains nothing."""
    own, other = UnitFactory(), UnitFactory()
    copy = ProposalFactory(unit=other)
    copy.unit = own

    with pytest.raises(NotAllowed):
        run_transition(actor=liaison_of(own), obj=copy, name="submit")


def test_outsider_is_refused(planned):
    with pytest.raises(NotAllowed):
        run_transition(actor=UserFactory(), obj=planned, name="convene")


def test_disabled_staff_is_refused(planned):
    with pytest.raises(NotAllowed):
        run_transition(actor=UserFactory(is_staff=True, is_active=False), obj=planned, name="convene")


def test_disabled_liaison_is_refused():
    unit = UnitFactory()
    liaison = liaison_of(unit)
    liaison.is_active = False
    liaison.save()
    proposal = ProposalFactory(unit=unit)

    with pytest.raises(NotAllowed):
        run_transition(actor=liaison, obj=proposal, name="submit")


@pytest.mark.parametrize("made", [MeetingFactory, MinutesFactory, ProposalFactory, NominationFactory])
def test_state_cannot_be_assigned(made):
    obj = made()

    with pytest.raises(AttributeError):
        obj.state = "signed"


def test_state_stays_protected_after_a_refresh(planned):
    planned.refresh_from_db()

    with pytest.raises(AttributeError):
        planned.state = "held"


def test_rolled_back_act_leaves_neither_state_nor_trace(secretary, planned):
    with pytest.raises(RuntimeError), transaction.atomic():
        run_transition(actor=secretary, obj=planned, name="convene")
        raise RuntimeError("a later step failed")

    assert Meeting.objects.get(pk=planned.pk).state == MeetingState.PLANNED
    assert AuditEntry.objects.count() == 0


# ---------------------------------------------------------------- who is told
@pytest.fixture
def told():
    """What a listener to moves of meetings hears, with the state that the database then holds."""
    heard = []

    def listener(moved):
        heard.append((moved, Meeting.objects.get(pk=moved.obj.pk).state, connection.in_atomic_block))

    move_listeners.register("meetings.Meeting", listener)
    yield heard
    move_listeners._listeners["meetings.Meeting"]._providers.remove(listener)


def test_listener_hears_of_a_move_inside_its_transaction(secretary, planned, told):
    moved = run_transition(actor=secretary, obj=planned, name="cancel", reason="场地不可用")

    heard = Moved(obj=moved, name="cancel", actor=secretary, reason="场地不可用", from_state="planned")
    assert told == [(heard, "cancelled", True)]


def test_listener_hears_nothing_of_what_was_refused_or_is_not_its_business(secretary, planned, told):
    with pytest.raises(DomainError):
        run_transition(actor=secretary, obj=planned, name="cancel")
    run_transition(actor=secretary, obj=MinutesFactory(), name="sign")

    assert told == []


# ---------------------------------------------------------------- what buttons show
def test_available_moves_follow_state_and_person(secretary, planned):
    convened = MeetingFactory(state=MeetingState.CONVENED)

    assert [move.name for move in available_moves(planned, secretary)] == ["convene", "mark_held", "cancel"]
    assert [move.name for move in available_moves(convened, secretary)] == [
        "open_session",
        "mark_held",
        "cancel",
    ]
    assert available_moves(MeetingFactory(state=MeetingState.HELD), secretary) == []
    assert available_moves(planned, UserFactory()) == []


def test_available_moves_carry_label_and_gravity(secretary, planned):
    moves = available_moves(planned, secretary)

    assert moves[0] == Move("convene", "发出通知", grave=False, tone="primary")
    assert moves[-1] == Move("cancel", "取消会议", grave=True, tone="danger")


def test_every_move_offered_can_be_made():
    """Buttons and endpoint agree: what is offered is not refused."""
    actor = staff()
    for state in MeetingState:
        for move in available_moves(MeetingFactory(state=state), actor):
            moved = run_transition(
                actor=actor, obj=MeetingFactory(state=state), name=move.name, reason="试行"
            )
            assert moved.state != state


# ---------------------------------------------------------------- two at once
def at_once(*acts) -> list:
    """Run the acts in threads that start together; their results, or the exceptions they ended in."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act) -> None:
        try:
            barrier.wait(10)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_same_transition_at_once_succeeds_exactly_once():
    actor = UserFactory(is_staff=True)
    minutes = MinutesFactory(state=MinutesState.DRAFT)

    results = at_once(*[lambda: run_transition(actor=actor, obj=minutes, name="sign")] * 6)

    assert sorted(type(result).__name__ for result in results) == ["Minutes"] + ["WrongState"] * 5
    assert entries_of(minutes).count() == 1
    assert Minutes.objects.get(pk=minutes.pk).version == minutes.version + 1


@pytest.mark.django_db(transaction=True)
def test_rival_transitions_at_once_leave_one_outcome():
    unit = UnitFactory()
    actor, liaison = UserFactory(is_staff=True), liaison_of(unit)
    proposal = ProposalFactory(unit=unit, state="submitted")

    results = at_once(
        lambda: run_transition(actor=actor, obj=proposal, name="accept"),
        lambda: run_transition(actor=liaison, obj=proposal, name="withdraw"),
    )

    won = next(result for result in results if isinstance(result, Proposal))
    assert [isinstance(result, WrongState) for result in results].count(True) == 1
    assert Proposal.objects.get(pk=proposal.pk).state == won.state
    assert entries_of(proposal).get().to_state == won.state


@pytest.mark.django_db(transaction=True)
def test_row_stays_locked_until_the_act_commits():
    meeting = MeetingFactory(state=MeetingState.PLANNED)
    inside, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            run_transition(actor=None, obj=meeting, name="convene")
            inside.set()
            done.wait(10)

    def try_meanwhile():
        inside.wait(10)
        try:
            with transaction.atomic():
                return Meeting.objects.select_for_update(nowait=True).get(pk=meeting.pk)
        finally:
            done.set()

    held, meanwhile = at_once(hold, try_meanwhile)

    assert held is None
    assert isinstance(meanwhile, OperationalError)
