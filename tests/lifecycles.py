"""How the lifecycles of an app are tried: every move from every state by every role, and walks of any length.

An app writes down its `Life`s as they must be, and calls the checks below with them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import transaction
from django.db.models import Model
from django_fsm import FSMFieldMixin
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import available_moves, declared_transitions, run_transition, state_field
from tests import factories as make

LIAISON, STAFF, CLERK, SYSTEM = "own liaison", "staff", "staff without rights in the register", "system"
COUNCIL = "own council member"
ALL_STAFF = {STAFF, CLERK}


def people(unit) -> dict:
    """Role → who acts. The system, which may do everything, is None."""
    staff = make.UserFactory(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="change_person"))
    return {
        LIAISON: make.liaison_of(unit),
        STAFF: staff,
        CLERK: make.UserFactory(is_staff=True),
        SYSTEM: None,
        "anonymous": AnonymousUser(),
        "nobody": make.UserFactory(),
        "other liaison": make.liaison_of(make.UnitFactory()),
        "former liaison": make.liaison_of(make.UnitFactory(), ended=True),
        "expert": make.expert_of(unit),
        COUNCIL: make.council_member_of(unit),
        "inactive staff": make.UserFactory(is_staff=True, is_active=False),
    }


@dataclass(frozen=True)
class Life:
    """`moves`: name → (from states, to state, roles beside the system). `grave`: those that ask for a reason.

    `made(state, unit, users)` gives a row in that state. `given`: what a move needs to be told.
    """

    title: str
    model: type[Model]
    states: type
    made: Callable
    moves: dict
    grave: frozenset = frozenset()
    given: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return self.title


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
def models_with_states(app: str) -> set[type[Model]]:
    """Every model of the app that has a lifecycle, without the tables of its history."""
    models = apps.get_app_config(app).get_models()
    with_states = {
        model for model in models if any(isinstance(field, FSMFieldMixin) for field in model._meta.fields)
    }
    return {model for model in with_states if not hasattr(model, "history_object")}


def check_declaration(life: Life) -> None:
    """What the code declares is what `life` says: moves, states, and which moves ask for a reason."""
    found: dict = {}
    for transition in declared_transitions(life.model):
        sources, _ = found.setdefault(transition.name, (set(), transition.target))
        sources.add(transition.source)
    grave = {each.name for each in declared_transitions(life.model) if each.custom.get("grave")}

    assert found == {name: (sources, target) for name, (sources, target, _) in life.moves.items()}
    assert {value for value, _ in state_field(life.model).flatchoices} == set(life.states)
    assert grave == life.grave


# ---------------------------------------------------------------- all of it, once
def check_every_move(life: Life, state) -> None:
    """From `state`, every move by every role: done, or refused without a trace."""
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
def check_walks(life: Life) -> None:
    wanted = settings(
        max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(walk_of(life), settings=wanted)


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
