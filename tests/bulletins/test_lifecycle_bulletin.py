"""编辑 → 校对 → 审定 → 印发: walked at random by people of every role, from every state; what is not declared is refused."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import available_moves, run_transition
from bulletins.models import Bulletin, BulletinEntry
from bulletins.services.compiling import compile_bulletin
from bulletins.services.editing import drop_entry, restore_entry
from bulletins.services.issuing import correct_bulletin, issue_bulletin
from tests import factories as make

# The truth, written out: move → (from, to). All are the secretariat's.
DECLARED = {
    "send_to_proof": ({"editing"}, "proofing"),
    "send_back": ({"proofing", "approved"}, "editing"),
    "approve": ({"proofing"}, "approved"),
    "issue": ({"approved"}, "issued"),
    "withdraw": ({"issued"}, "withdrawn"),
}
GRAVE = {"send_back", "withdraw"}
ROLES = ("staff", "liaison", "council", "nobody", "inactive staff")
OPEN = {"editing", "proofing"}


class Life(RuleBasedStateMachine):
    """One issue and, once it is out, its corrected editions; `self.state` is what must be true of the newest.

    Every walk happens in a transaction of its own, which is rolled back at its end.
    """

    def __init__(self):
        super().__init__()
        self.walk = transaction.atomic()
        self.walk.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.walk.__exit__(None, None, None)

    @initialize()
    def compile(self) -> None:
        unit = make.UnitFactory()
        self.people = {
            "staff": make.UserFactory(is_staff=True),
            "liaison": make.liaison_of(unit),
            "council": make.council_member_of(unit),
            "nobody": make.UserFactory(),
            "inactive staff": make.UserFactory(is_staff=True, is_active=False),
        }
        make.ArticleFactory(year=2015)
        self.bulletin = compile_bulletin(actor=self.people["staff"], year=2015)
        self.state, self.edition, self.frozen = "editing", 1, {}

    @rule(name=st.sampled_from(sorted(DECLARED)), role=st.sampled_from(ROLES))
    def move(self, name: str, role: str) -> None:
        sources, target = DECLARED[name]
        error = WrongState if self.state not in sources else None if role == "staff" else NotAllowed
        offered = name in [each.name for each in available_moves(self.bulletin, self.people[role])]
        assert offered is (error is None)
        acts = audit.entries_of(self.bulletin).count()
        if error:
            with pytest.raises(error):
                self._run(name, role)
            assert audit.entries_of(self.bulletin).count() == acts
            return
        self.bulletin = self._run(name, role)
        self.state = target
        act = audit.entries_of(self.bulletin).filter(to_state=target).first()
        assert act.actor == self.people[role]
        if name == "issue":
            self.frozen[self.edition] = self.bulletin.frozen

    def _run(self, name: str, role: str) -> Bulletin:
        actor = self.people[role]
        if name == "issue":
            return issue_bulletin(actor=actor, bulletin=self.bulletin)
        return run_transition(actor=actor, obj=self.bulletin, name=name, reason="理由")

    @rule(name=st.sampled_from(sorted(GRAVE)))
    def grave_without_a_reason(self, name: str) -> None:
        with pytest.raises(DomainError):
            run_transition(actor=self.people["staff"], obj=self.bulletin, name=name, reason=" ")

    @rule(role=st.sampled_from(ROLES))
    def edit(self, role: str) -> None:
        entry = BulletinEntry.objects.get(section__bulletin=self.bulletin, article__isnull=False)
        act = restore_entry if entry.dropped else drop_entry
        error = NotAllowed if role != "staff" else None if self.state in OPEN else WrongState
        if error is None:
            act(actor=self.people[role], entry=entry)
            restore_entry(actor=self.people[role], entry=entry)
            return
        with pytest.raises(error):
            act(actor=self.people[role], entry=entry)

    @rule(role=st.sampled_from(ROLES))
    def correct(self, role: str) -> None:
        error = (
            NotAllowed if role != "staff" else None if self.state in ("issued", "withdrawn") else WrongState
        )
        if error is None:
            self.bulletin = correct_bulletin(actor=self.people[role], bulletin=self.bulletin, note="更正")
            self.state, self.edition = "editing", self.edition + 1
            return
        with pytest.raises(error):
            correct_bulletin(actor=self.people[role], bulletin=self.bulletin, note="更正")

    @invariant()
    def stands_as_it_must(self) -> None:
        if not hasattr(self, "bulletin"):
            return
        rows = {one.edition: one for one in Bulletin.objects.all()}
        newest = rows[self.edition]
        assert (len(rows), newest.state, newest.edition) == (self.edition, self.state, max(rows))
        for edition, snapshot in self.frozen.items():
            assert rows[edition].frozen == snapshot


@pytest.mark.django_db
def test_only_what_is_declared_is_done_and_frozen_editions_stand():
    wanted = settings(
        max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Life, settings=wanted)
