"""Every transition of proposals and nominations × every state × every role: done where declared, refused elsewhere."""

import pytest

from alliance.core import audit
from alliance.core.errors import NotAllowed, WrongState
from alliance.core.transitions import available_moves, run_transition, state_field
from projects.enums import NominationState, ProposalState
from projects.models import Nomination, Proposal
from tests import factories as make

pytestmark = pytest.mark.django_db

# The truth, written out: model → transition → (from states, to state, role). The system (None) may do everything.
LIAISON, STAFF = "liaison", "staff"
P, N = ProposalState, NominationState
DECLARED = {
    Proposal: {
        "submit": ({P.DRAFT, P.RETURNED}, P.SUBMITTED, LIAISON),
        "withdraw": ({P.DRAFT, P.SUBMITTED, P.RETURNED}, P.WITHDRAWN, LIAISON),
        "accept": ({P.SUBMITTED}, P.ACCEPTED, STAFF),
        "send_back": ({P.SUBMITTED}, P.RETURNED, STAFF),
        "reject": ({P.SUBMITTED}, P.REJECTED, STAFF),
    },
    Nomination: {
        "start_review": ({N.SUBMITTED}, N.UNDER_REVIEW, STAFF),
        "admit": ({N.UNDER_REVIEW}, N.ADMITTED, STAFF),
        "decline": ({N.SUBMITTED, N.UNDER_REVIEW}, N.DECLINED, STAFF),
        "withdraw": ({N.SUBMITTED, N.UNDER_REVIEW}, N.WITHDRAWN, LIAISON),
    },
}
STATES = {Proposal: P, Nomination: N}
CASES = [(model, name, state) for model in DECLARED for name in DECLARED[model] for state in STATES[model]]


def people(unit) -> dict:
    other = make.UnitFactory()
    return {
        LIAISON: make.liaison_of(unit),
        STAFF: make.UserFactory(is_staff=True),
        "other liaison": make.liaison_of(other),
        "former liaison": make.liaison_of(make.UnitFactory(), ended=True),
        "expert": make.expert_of(unit),
        "council": make.council_member_of(unit),
        "nobody": make.UserFactory(),
        "inactive staff": make.UserFactory(is_staff=True, is_active=False),
    }


def made(model, unit, state):
    if model is Proposal:
        return make.ProposalFactory(unit=unit, state=state)
    nomination = make.NominationFactory(patent__owner=unit, state=state)
    make.NominationReviewFactory(nomination=nomination)
    return nomination


def test_declared_here_are_all_transitions_and_states():
    for model, transitions in DECLARED.items():
        field = state_field(model)
        found: dict = {}
        for transition in field.get_all_transitions(model):
            found.setdefault(transition.name, (set(), transition.target))[0].add(transition.source)
        assert found == {name: (sources, target) for name, (sources, target, _) in transitions.items()}
        assert {value for value, _ in field.flatchoices} == set(STATES[model])


@pytest.mark.parametrize(("model", "name", "state"), CASES)
def test_transition_only_from_its_states_and_by_its_role(model, name, state):
    sources, target, role = DECLARED[model][name]
    unit = make.UnitFactory()
    users = people(unit)
    obj = made(model, unit, state)
    error = NotAllowed if state in sources else WrongState
    for wrong in {*users} - {role}:
        assert name not in [move.name for move in available_moves(obj, users[wrong])]
        with pytest.raises(error):
            run_transition(actor=users[wrong], obj=obj, name=name, reason="理由")
    obj.refresh_from_db()
    assert (obj.state, audit.entries_of(obj).count()) == (state, 0)
    if state not in sources:
        with pytest.raises(WrongState):
            run_transition(actor=users[role], obj=obj, name=name, reason="理由")
        return
    assert name in [move.name for move in available_moves(obj, users[role])]
    moved = run_transition(actor=users[role], obj=obj, name=name, reason="理由")
    act = audit.entries_of(obj).get()
    assert (moved.state, act.from_state, act.to_state, act.actor) == (target, state, target, users[role])


def test_admit_without_any_opinion_is_refused():
    nomination = make.NominationFactory(state=N.UNDER_REVIEW)
    with pytest.raises(WrongState):
        run_transition(actor=make.staff(), obj=nomination, name="admit")
