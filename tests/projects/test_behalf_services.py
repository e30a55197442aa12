"""Proposals and nominations that staff record for a unit."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.core import audit
from alliance.core.behalf import BehalfError
from alliance.core.errors import DomainError, NotAllowed
from alliance.core.models import AuditEntry, BehalfRecord
from alliance.core.transitions import run_transition
from members.enums import Body
from projects.models import Nomination, Proposal
from projects.services import (
    nominate_patent,
    start_proposal,
    submit_proposal,
    update_proposal,
    withdraw_nomination,
    withdraw_proposal,
)
from tests.factories import (
    NominationFactory,
    ProposalFactory,
    SolicitationFactory,
    UnitFactory,
    expert_of,
    liaison_of,
    staff,
)
from tests.projects.acts import CONTENT, PATENT, leave_office, set_deadline, told
from tests.projects.behalf import called_by_liaison, on_behalf, paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return staff(display_name="秘书甲")


@pytest.fixture
def unit():
    return UnitFactory(name="某研究院")


@pytest.fixture
def liaison(unit):
    return liaison_of(unit)


@pytest.fixture
def batch():
    return SolicitationFactory(name="某批次")


@pytest.fixture
def start(secretary, unit, liaison, batch):
    """Record a complete proposal of the unit, by phone from its liaison unless said otherwise."""

    def recorded(came=None, **fields) -> Proposal:
        given = {
            "actor": secretary,
            "solicitation": batch,
            "unit": unit,
            "token": uuid.uuid4(),
            "content": CONTENT,
            "hand_in": True,
            "behalf": came or called_by_liaison(liaison, unit),
        }
        return start_proposal(**{**given, **fields})

    return recorded


# ---------------------------------------------------------------- proposals
def test_recorded_proposal_is_handed_in_in_one_act_of_the_liaison(start, secretary, liaison):
    proposal = start()

    act = audit.entries_of(proposal).get()
    assert (proposal.state, proposal.created_by) == ("submitted", secretary)
    assert (act.action_label, act.actor, act.from_state) == ("提交", secretary, "draft")
    assert (act.behalf.person_name, act.behalf.recorded_by) == (liaison.person.name, secretary)


def test_liaison_and_secretariat_are_told(start, secretary, liaison):
    start()

    assert told(liaison) == ["秘书处已为您代录：提交“高钛型高炉渣提钛”"]
    assert told(secretary) == ["收到项目建议：高钛型高炉渣提钛"]


def test_same_form_twice_is_one_proposal_one_record_one_notice(start, liaison):
    token = uuid.uuid4()

    first, second = start(token=token), start(token=token)

    assert first.pk == second.pk
    assert (Proposal.objects.count(), BehalfRecord.objects.count()) == (1, 1)
    assert len(told(liaison)) == 1


def test_incomplete_content_records_nothing(start):
    with pytest.raises(Exception, match="提交前请填写“考核指标”"):
        start(content={**CONTENT, "indicators": ""})

    assert (Proposal.objects.count(), AuditEntry.objects.count(), BehalfRecord.objects.count()) == (0, 0, 0)


def test_draft_that_is_recorded_without_handing_in_is_marked_as_well(start):
    proposal = start(hand_in=False)

    act = audit.entries_of(proposal).get()
    assert (proposal.state, act.action_label, act.behalf.channel) == ("draft", "新建草稿", "phone")


def test_liaison_goes_on_with_what_was_recorded(start, liaison):
    """It is the unit's own: when it is returned, the liaison corrects it at the desk."""
    proposal = start()
    run_transition(actor=staff(), obj=proposal, name="send_back", reason="请补充。")

    submitted = update_proposal(
        actor=liaison, proposal=proposal, version=None, content={"title": "改好的题目"}, hand_in=True
    )

    assert (submitted.state, submitted.title) == ("submitted", "改好的题目")


def test_correction_that_came_by_wechat_is_recorded(secretary, unit, liaison):
    proposal = ProposalFactory(unit=unit, state="returned")

    submitted = update_proposal(
        actor=secretary,
        proposal=proposal,
        version=proposal.version,
        content={"title": "改好的题目"},
        hand_in=True,
        behalf=called_by_liaison(liaison, unit, channel="wechat"),
    )

    assert (submitted.state, submitted.title) == ("submitted", "改好的题目")
    assert audit.entries_of(proposal).get().behalf.channel == "wechat"


def test_taking_back_is_recorded(secretary, unit, liaison, batch):
    proposal = ProposalFactory(unit=unit, solicitation=batch, state="submitted")
    came = called_by_liaison(liaison, unit)

    withdrawn = withdraw_proposal(actor=secretary, proposal=proposal, behalf=came)

    assert withdrawn.state == "withdrawn"
    assert audit.entries_of(proposal).get().behalf.person_name == liaison.person.name


# ---------------------------------------------------------------- who it can be recorded for
def test_colleague_of_the_liaison_counts_if_the_note_says_who(start, unit):
    with pytest.raises(BehalfError) as refused:
        start(on_behalf(unit, "李四"))
    assert refused.value.field == "note"

    assert start(on_behalf(unit, "李四", note="受联络员委托")).state == "submitted"


def test_former_liaison_is_a_colleague_like_any_other(start, unit, liaison):
    leave_office(liaison, Body.LIAISON_MEETING)

    with pytest.raises(BehalfError) as refused:
        start(called_by_liaison(liaison, unit))

    assert refused.value.message == ("该单位没有登记现任联络员。请在说明中写明来人的身份，如“受联络员委托”。")


def test_unit_that_has_left_hands_nothing_in(start, unit):
    unit.left_on = timezone.localdate() - timedelta(days=1)
    unit.save()

    with pytest.raises(BehalfError) as refused:
        start()

    assert refused.value.field == "unit"


def test_proposal_of_another_unit_is_not_recorded_for_this_one(secretary, unit, liaison):
    foreign = ProposalFactory(state="draft")

    with pytest.raises(BehalfError) as refused:
        submit_proposal(actor=secretary, proposal=foreign, behalf=called_by_liaison(liaison, unit))

    assert (refused.value.field, refused.value.message) == ("unit", "这份材料不属于“某研究院”。")
    foreign.refresh_from_db()
    assert foreign.state == "draft"


def test_liaison_cannot_record_for_anybody(start, liaison):
    with pytest.raises(NotAllowed):
        start(actor=liaison)


def test_expert_cannot_record_for_anybody(start):
    with pytest.raises(NotAllowed):
        start(actor=expert_of(UnitFactory()))


# ---------------------------------------------------------------- the deadline
def day(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_paper_that_arrived_in_time_is_recorded_after_the_deadline(start, secretary, unit, liaison, batch):
    set_deadline(batch, -86400)
    came = called_by_liaison(liaison, unit, received_on=day(-2), paper=paper(secretary))

    proposal = start(came)

    assert proposal.state == "submitted"
    assert audit.entries_of(proposal).get().behalf.note == "截止后补录，材料于截止前收到"


def test_paper_that_arrived_too_late_is_refused(start, secretary, unit, liaison, batch):
    set_deadline(batch, -2 * 86400)

    with pytest.raises(BehalfError) as refused:
        start(called_by_liaison(liaison, unit, received_on=day(-1), paper=paper(secretary)))

    assert refused.value.field == "received_on"
    assert Proposal.objects.count() == 0


def test_word_alone_is_no_proof_after_the_deadline(start, unit, liaison, batch):
    set_deadline(batch, -86400)

    with pytest.raises(BehalfError) as refused:
        start(called_by_liaison(liaison, unit, received_on=day(-2)))

    assert refused.value.field == "paper"


def test_member_gains_nothing_from_the_rule(liaison, batch, unit):
    """At the desk the deadline is the deadline."""
    set_deadline(batch, -1)

    with pytest.raises(DomainError):
        start_proposal(
            actor=liaison, solicitation=batch, unit=unit, token=uuid.uuid4(), content=CONTENT, hand_in=True
        )


def test_batch_closed_by_staff_takes_what_arrived_before_its_closing(start, secretary, unit, liaison, batch):
    run_transition(actor=secretary, obj=batch, name="close")
    came = {"paper": paper(secretary), "note": "上午收到"}

    proposal = start(called_by_liaison(liaison, unit, received_on=day(0), **came))

    assert proposal.state == "submitted"
    assert batch.deadline > timezone.now()


def test_batch_of_the_past_takes_nothing(start, secretary, unit, liaison, batch):
    past = SolicitationFactory(state="closed")
    came = called_by_liaison(liaison, unit, received_on=day(-1), paper=paper(secretary))

    with pytest.raises(DomainError) as refused:
        start(came, solicitation=past)

    assert refused.value.message.endswith("已截止，目前不接受项目建议。")


def test_batch_that_has_not_begun_takes_nothing(start, secretary, unit, liaison):
    coming = SolicitationFactory(opens_at=timezone.now() + timedelta(days=1))

    with pytest.raises(DomainError) as refused:
        start(called_by_liaison(liaison, unit, paper=paper(secretary)), solicitation=coming)

    assert "开始征集" in refused.value.message


def test_taking_back_counts_by_the_day_of_the_call_as_well(secretary, unit, liaison, batch):
    proposal = ProposalFactory(unit=unit, solicitation=batch, state="submitted")
    set_deadline(batch, -86400)
    early = called_by_liaison(liaison, unit, received_on=day(-2), paper=paper(secretary))
    late = called_by_liaison(liaison, unit, received_on=day(0), paper=paper(secretary))

    with pytest.raises(BehalfError):
        withdraw_proposal(actor=secretary, proposal=proposal, behalf=late)

    assert withdraw_proposal(actor=secretary, proposal=proposal, behalf=early).state == "withdrawn"


# ---------------------------------------------------------------- nominations
def test_nomination_is_recorded_once(secretary, unit, liaison):
    token, came = uuid.uuid4(), called_by_liaison(liaison, unit)
    given = {"actor": secretary, "unit": unit, "token": token, "patent": PATENT, "statement": "可许可使用。"}

    first = nominate_patent(**given, behalf=came)
    second = nominate_patent(**given, behalf=came)

    assert first.pk == second.pk
    assert audit.entries_of(first).get().behalf.person_name == liaison.person.name
    assert told(liaison) == [f"秘书处已为您代录：申报“{first}”"]


def test_nomination_for_nobody_in_particular_is_refused(secretary, unit):
    with pytest.raises(BehalfError):
        nominate_patent(
            actor=secretary,
            unit=unit,
            token=uuid.uuid4(),
            patent=PATENT,
            statement="可许可使用。",
            behalf=on_behalf(unit, "李四"),
        )

    assert Nomination.objects.count() == 0


def test_taking_back_a_nomination_is_recorded(secretary, unit, liaison):
    nomination = NominationFactory(patent__owner=unit)

    withdrawn = withdraw_nomination(
        actor=secretary, nomination=nomination, behalf=called_by_liaison(liaison, unit)
    )

    assert withdrawn.state == "withdrawn"
    assert BehalfRecord.objects.get().act == audit.entries_of(nomination).get()
