"""A proposal's life through the services: begin, change, hand in, take back, by the database's clock."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.transitions import run_transition
from members.enums import Body
from projects.enums import ProposalState, SolicitationState
from projects.models import Proposal, Solicitation
from projects.services import start_proposal, submit_proposal, update_proposal, withdraw_proposal
from tests import factories as make
from tests.projects.acts import CONTENT, draft_of, leave_office, set_deadline, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例研究院")


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


@pytest.fixture
def batch():
    return make.SolicitationFactory(name="示例批次")


# ---------------------------------------------------------------- begin
def test_start_keeps_an_incomplete_draft_with_audit_and_history(liaison, batch, unit):
    proposal = start_proposal(
        actor=liaison, solicitation=batch, unit=unit, token=uuid.uuid4(), content={"title": "题目"}
    )
    assert (proposal.state, proposal.title, proposal.created_by) == (ProposalState.DRAFT, "题目", liaison)
    assert [(act.action_label, act.actor) for act in audit.entries_of(proposal)] == [("新建草稿", liaison)]
    assert [version.history_user for version in proposal.history.all()] == [liaison]


def test_start_ignores_what_is_not_content(liaison, batch, unit):
    extra = {"state": "accepted", "unit_id": make.UnitFactory().pk, "is_example": True, "version": 9}
    proposal = draft_of(liaison, batch, unit, **extra)
    proposal.refresh_from_db()
    kept = (proposal.state, proposal.unit_id, proposal.is_example, proposal.version)
    assert kept == (ProposalState.DRAFT, unit.pk, False, 1)


def test_start_of_an_example_unit_is_an_example(batch):
    unit = make.UnitFactory(is_example=True)
    assert draft_of(make.liaison_of(unit), batch, unit).is_example is True


def test_start_for_another_unit_is_refused(liaison, batch):
    with pytest.raises(NotAllowed):
        draft_of(liaison, batch, make.UnitFactory())


def test_start_with_the_same_token_again_is_the_same_proposal(liaison, batch, unit):
    same = {"actor": liaison, "solicitation": batch, "unit": unit, "token": uuid.uuid4()}
    first = start_proposal(**same, content=CONTENT, hand_in=True)
    again = start_proposal(**same, content=CONTENT, hand_in=True)
    assert (again.pk, Proposal.objects.count()) == (first.pk, 1)
    assert [act.action_label for act in audit.entries_of(first)] == ["提交", "新建草稿"]


def test_start_with_the_same_token_and_new_text_goes_on_writing(liaison, batch, unit):
    same = {"actor": liaison, "solicitation": batch, "unit": unit, "token": uuid.uuid4()}
    start_proposal(**same, content=CONTENT)
    again = start_proposal(**same, content={**CONTENT, "title": "改过的题目"})
    assert (again.title, Proposal.objects.count()) == ("改过的题目", 1)


def test_start_with_the_token_of_somebody_else_tells_nothing(liaison, batch, unit):
    other = make.UnitFactory()
    token = uuid.uuid4()
    foreign = start_proposal(
        actor=make.liaison_of(other), solicitation=batch, unit=other, token=token, content=CONTENT
    )
    with pytest.raises(DomainError, match="表单已失效"):
        start_proposal(actor=liaison, solicitation=batch, unit=unit, token=token, content={"title": "甲"})
    foreign.refresh_from_db()
    assert foreign.title == CONTENT["title"]


@pytest.mark.parametrize("state", [SolicitationState.DRAFT, SolicitationState.CLOSED])
def test_start_when_the_batch_is_not_open_is_refused(liaison, unit, state):
    with pytest.raises(DomainError, match="目前不接受项目建议"):
        draft_of(liaison, make.SolicitationFactory(state=state), unit)
    assert Proposal.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_three_sendings_of_one_form_at_once_make_one_proposal(liaison, batch, unit):
    token, gate, results = uuid.uuid4(), threading.Barrier(3), []

    def send():
        try:
            gate.wait(timeout=10)
            made = start_proposal(
                actor=liaison, solicitation=batch, unit=unit, token=token, content=CONTENT, hand_in=True
            )
            results.append(made.pk)
        finally:
            connections.close_all()

    staff = make.staff()
    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    only = Proposal.objects.get()
    assert results == [only.pk] * 3
    assert [act.action_label for act in audit.entries_of(only)] == ["提交", "新建草稿"]
    assert told(staff) == [f"收到项目建议：{only}"]


# ---------------------------------------------------------------- change
def test_update_counts_the_version_and_keeps_history(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    changed = update_proposal(actor=liaison, proposal=proposal, version=1, content={"title": "新题"})
    assert (changed.title, changed.version) == ("新题", 2)
    assert list(proposal.history.values_list("title", flat=True)) == ["新题", CONTENT["title"]]


def test_update_with_an_old_version_is_a_conflict_and_changes_nothing(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    update_proposal(actor=liaison, proposal=proposal, version=1, content={"title": "先到"})
    with pytest.raises(StaleVersion):
        update_proposal(actor=liaison, proposal=proposal, version=1, content={"title": "后到"})
    proposal.refresh_from_db()
    assert (proposal.title, proposal.version) == ("先到", 2)


def test_update_with_what_is_already_so_changes_nothing(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    update_proposal(actor=liaison, proposal=proposal, version=1, content={"title": "新题"})
    again = update_proposal(actor=liaison, proposal=proposal, version=1, content={"title": "新题"})
    assert again.version == 2


def test_update_after_handing_in_is_refused(liaison, batch, unit):
    proposal = submit_proposal(actor=liaison, proposal=draft_of(liaison, batch, unit))
    with pytest.raises(WrongState, match="当前状态为“已提交”，不能再修改"):
        update_proposal(actor=liaison, proposal=proposal, version=2, content={"title": "晚了"})


def test_update_and_hand_in_incomplete_keeps_nothing_of_either(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    with pytest.raises(ValidationError) as refused:
        update_proposal(
            actor=liaison, proposal=proposal, version=1, content={"title": "甲", "goals": " "}, hand_in=True
        )
    assert refused.value.message_dict == {"goals": ["提交前请填写“研究目标与内容”。"]}
    proposal.refresh_from_db()
    assert (proposal.title, proposal.state) == (CONTENT["title"], ProposalState.DRAFT)


# ---------------------------------------------------------------- hand in
def test_submit_names_everything_that_is_missing(liaison, batch, unit):
    proposal = start_proposal(actor=liaison, solicitation=batch, unit=unit, token=uuid.uuid4(), content={})
    with pytest.raises(ValidationError) as refused:
        submit_proposal(actor=liaison, proposal=proposal)
    assert refused.value.message_dict == {
        "title": ["提交前请填写“项目名称”。"],
        "leader": ["提交前请填写“项目负责人”。"],
        "problem": ["提交前请填写“技术问题与现状”。"],
        "goals": ["提交前请填写“研究目标与内容”。"],
        "key_technology": ["提交前请填写“关键技术与创新点”。"],
        "indicators": ["提交前请填写“考核指标”。"],
    }


def test_submit_twice_is_one_submission(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    first = submit_proposal(actor=liaison, proposal=proposal)
    second = submit_proposal(actor=liaison, proposal=proposal)
    assert (second.submitted_at, second.version) == (first.submitted_at, first.version)


def test_submit_of_a_text_that_changed_meanwhile_is_a_conflict(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    update_proposal(actor=liaison, proposal=proposal, version=1, content={"title": "别的"})
    with pytest.raises(StaleVersion):
        submit_proposal(actor=liaison, proposal=proposal, version=1)


# ---------------------------------------------------------------- the deadline
DEADLINE = datetime(2026, 3, 1, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        (DEADLINE - timedelta(seconds=1), True),
        (DEADLINE, True),
        (DEADLINE + timedelta(microseconds=999_999), True),
        (DEADLINE + timedelta(seconds=1), False),
        (DEADLINE - timedelta(days=2, microseconds=1), False),
        (DEADLINE - timedelta(days=2), True),
    ],
)
def test_deadline_includes_its_second_and_not_the_next(moment, taken):
    batch = make.SolicitationFactory(deadline=DEADLINE, opens_at=DEADLINE - timedelta(days=2))
    assert batch.takes_proposals_at(moment) is taken
    assert Solicitation.objects.taking_proposals_at(moment).exists() is taken


@pytest.mark.parametrize("seconds", [0, 1])
def test_submit_and_withdraw_in_and_before_the_last_second(liaison, batch, unit, seconds):
    proposal = draft_of(liaison, batch, unit)
    set_deadline(batch, seconds)
    assert submit_proposal(actor=liaison, proposal=proposal).state == ProposalState.SUBMITTED
    assert withdraw_proposal(actor=liaison, proposal=proposal).state == ProposalState.WITHDRAWN


def test_everything_one_second_after_the_deadline_is_refused(liaison, batch, unit):
    draft, handed_in = draft_of(liaison, batch, unit), draft_of(liaison, batch, unit)
    submit_proposal(actor=liaison, proposal=handed_in)
    set_deadline(batch, -1)
    with pytest.raises(DomainError, match="截止。不能再提交，可以继续保存草稿"):
        submit_proposal(actor=liaison, proposal=draft)
    with pytest.raises(DomainError, match="截止。不能再撤回，请联系秘书处"):
        withdraw_proposal(actor=liaison, proposal=handed_in)
    with pytest.raises(DomainError, match=r"截止。$"):
        draft_of(liaison, batch, unit)
    states = Proposal.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [ProposalState.DRAFT, ProposalState.SUBMITTED]


def test_transition_itself_holds_the_deadline(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    set_deadline(batch, -1)
    with pytest.raises(WrongState):
        run_transition(actor=None, obj=proposal, name="submit")


def test_draft_may_still_be_saved_after_the_deadline(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    set_deadline(batch, -1)
    saved = update_proposal(actor=liaison, proposal=proposal, version=1, content={"title": "留底"})
    assert saved.title == "留底"


def test_returned_proposal_may_be_handed_in_after_the_deadline(liaison, batch, unit):
    """The formal check comes after the deadline, and asking for corrections is the secretariat's own act."""
    proposal = submit_proposal(actor=liaison, proposal=draft_of(liaison, batch, unit))
    set_deadline(batch, -1)
    run_transition(actor=make.staff(), obj=proposal, name="send_back", reason="请补充指标")
    assert submit_proposal(actor=liaison, proposal=proposal).state == ProposalState.SUBMITTED


# ---------------------------------------------------------------- take back, rights
def test_withdraw_twice_is_one_withdrawal(liaison, batch, unit):
    proposal = draft_of(liaison, batch, unit)
    withdraw_proposal(actor=liaison, proposal=proposal)
    assert withdraw_proposal(actor=liaison, proposal=proposal).version == 2


@pytest.mark.parametrize("act", [submit_proposal, withdraw_proposal])
def test_acts_of_another_units_liaison_are_refused(liaison, batch, unit, act):
    proposal = draft_of(liaison, batch, unit)
    with pytest.raises(NotAllowed):
        act(actor=make.liaison_of(make.UnitFactory()), proposal=proposal)


@pytest.mark.parametrize("act", [submit_proposal, withdraw_proposal])
def test_rights_end_with_the_seat(liaison, batch, unit, act):
    proposal = draft_of(liaison, batch, unit)
    leave_office(liaison, Body.LIAISON_MEETING)
    with pytest.raises(NotAllowed):
        act(actor=liaison, proposal=proposal)
