"""Every lifecycle of members: every move from every state by every role; what is not declared changes nothing."""

import pytest
from django.apps import apps
from django.db import transaction
from django_fsm import FSMFieldMixin
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import available_moves, declared_transitions, run_transition, state_field
from tests import factories as make
from tests.members.lives import LIVES, SYSTEM, Life, people

pytestmark = pytest.mark.django_db


def row(obj) -> dict:
    """Everything that stands in the row, with its version and times."""
    return type(obj)._base_manager.filter(pk=obj.pk).values().get()


def expected(life: Life, state, name: str, role: str) -> type | None:
    """The error with which this must be refused; None where it must be done."""
    sources, _, roles = life.moves[name]
    if state not in sources:
        return WrongState
    return None if role == SYSTEM or role in roles else NotAllowed


def attempt(life: Life, obj, name: str, actor, reason: str = "理由"):
    return run_transition(actor=actor, obj=obj, name=name, reason=reason, **life.given.get(name, {}))


def check_refused(life: Life, obj, name: str, actor, error: type, reason: str = "理由") -> None:
    before, acts = row(obj), audit.entries_of(obj).count()
    with pytest.raises(error):
        attempt(life, obj, name, actor, reason)
    assert (row(obj), audit.entries_of(obj).count()) == (before, acts)


def check_done(life: Life, obj, name: str, actor):
    before, acts = obj.state, audit.entries_of(obj).count()
    moved = attempt(life, obj, name, actor)
    target = life.moves[name][1]
    act = audit.entries_of(obj).first()
    assert (moved.state, row(obj)["state"]) == (target, target)
    assert (act.actor, act.from_state, act.to_state) == (actor, before, target)
    assert audit.entries_of(obj).count() == acts + 1
    return moved


# ---------------------------------------------------------------- the declaration
def test_every_lifecycle_of_members_is_walked_here():
    models = apps.get_app_config("members").get_models()
    with_states = {
        model for model in models if any(isinstance(field, FSMFieldMixin) for field in model._meta.fields)
    }
    historical = {model for model in with_states if hasattr(model, "history_object")}

    assert with_states - historical == {life.model for life in LIVES}


@pytest.mark.parametrize("life", LIVES, ids=str)
def test_declared_here_are_all_moves_states_and_questions(life):
    found: dict = {}
    for transition in declared_transitions(life.model):
        sources, _ = found.setdefault(transition.name, (set(), transition.target))
        sources.add(transition.source)
    grave = {each.name for each in declared_transitions(life.model) if each.custom.get("grave")}

    assert found == {name: (sources, target) for name, (sources, target, _) in life.moves.items()}
    assert {value for value, _ in state_field(life.model).flatchoices} == set(life.states)
    assert grave == life.grave


# ---------------------------------------------------------------- all of it, once
CASES = [(life, state) for life in LIVES for state in life.states]


@pytest.mark.parametrize(("life", "state"), CASES, ids=lambda case: str(case))
def test_every_move_by_every_role(life, state):
    unit = make.UnitFactory()
    users = people(unit)
    obj = life.made(state, unit, users)
    for role, actor in users.items():
        offered = {move.name for move in available_moves(obj, actor)} if actor is not None else set()
        for name in life.moves:
            error = expected(life, state, name, role)
            if error is not None:
                assert name not in offered, (name, role)
                check_refused(life, obj, name, actor, error)
                continue
            assert actor is None or name in offered, (name, role)
            with transaction.atomic():
                check_done(life, obj, name, actor)
                transaction.set_rollback(True)
            if name in life.grave and actor is not None:
                check_refused(life, obj, name, actor, DomainError, reason=" ")


# ---------------------------------------------------------------- walks at random
def walk_of(life: Life) -> type[RuleBasedStateMachine]:
    class Walk(RuleBasedStateMachine):
        """One row; `self.state` is what must be true of it. Each walk is rolled back at its end."""

        def __init__(self):
            super().__init__()
            self.walk = transaction.atomic()
            self.walk.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.walk.__exit__(None, None, None)

        @initialize()
        def begin(self) -> None:
            unit = make.UnitFactory()
            self.users = people(unit)
            self.state = state_field(life.model).default
            self.obj, self.done = life.made(self.state, unit, self.users), 0

        @rule(data=st.data())
        def move(self, data) -> None:
            """Mostly what is declared from here, since most of all combinations are refused."""
            here = [name for name, (sources, *_) in life.moves.items() if self.state in sources]
            name = data.draw(
                st.sampled_from(here or sorted(life.moves)) | st.sampled_from(sorted(life.moves))
            )
            role = data.draw(st.sampled_from(sorted(life.moves[name][2])) | st.sampled_from(list(self.users)))
            error = expected(life, self.state, name, role)
            if error is not None:
                check_refused(life, self.obj, name, self.users[role], error)
                return
            self.obj = check_done(life, self.obj, name, self.users[role])
            self.state, self.done = life.moves[name][1], self.done + 1

        @invariant()
        def stands_as_it_must(self) -> None:
            if hasattr(self, "obj"):
                stored = row(self.obj)
                assert (stored["state"], stored["version"] if "version" in stored else self.done + 1) == (
                    self.state,
                    self.done + 1,
                )

    return Walk


@pytest.mark.parametrize("life", LIVES, ids=str)
def test_walks_of_any_length(life):
    wanted = settings(
        max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(walk_of(life), settings=wanted)
