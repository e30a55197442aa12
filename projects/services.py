"""Writes of proposals, nominations and reviews: lock, check, change, record, notify on commit.

What staff decide (accept, return, reject, review, admit, decline) needs no more than `core.run_transition`.
With `behalf` the secretariat (`actor`) records a unit's act for it (`core.behalf`); reviews are never recorded so.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf, in_time
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import check_version, lock, save_record
from members.models import Person, Unit
from projects import notices
from projects.enums import NominationState, ProposalState
from projects.models import Nomination, NominationReview, Patent, Proposal, Solicitation
from projects.patent_numbers import kind_of, normalise
from projects.rules import may_review

USED_FORM = "这份表单已失效，请重新打开后填写。"
DUPLICATE = "该专利已申报入库，不能重复申报。"


# ---------------------------------------------------------------- proposals
@transaction.atomic
def start_proposal(
    *,
    actor,
    solicitation: Solicitation,
    unit: Unit,
    token: uuid.UUID,
    content: dict,
    version: int | None = None,
    hand_in: bool = False,
    behalf: OnBehalf | None = None,
) -> Proposal:
    """Begin a proposal with `content` (names from `Proposal.CONTENT`), and hand it in at once if `hand_in`.

    The same `token` again, from a second click or tab, goes on with the proposal it made; `version` is then the one
    that the person has seen (1, as made, if None). Raises DomainError after the deadline (with `behalf`: for what
    arrived after it), ValidationError by field for what is wrong or, when handing in, missing.
    """
    solicitation = lock(solicitation)  # forms sent at the same moment come one after another
    existing = Proposal.objects.filter(form_token=token).first()
    if existing is not None:
        _check_same_form(existing, actor, solicitation_id=solicitation.pk, unit_id=unit.pk)
        return update_proposal(
            actor=actor,
            proposal=existing,
            version=version or 1,
            content=content,
            hand_in=hand_in,
            behalf=behalf,
        )
    proposal = Proposal(
        solicitation=solicitation,
        unit=unit,
        form_token=token,
        created_by=actor,
        is_example=unit.is_example or solicitation.is_example,
    )
    require(actor, "projects.edit_proposal", proposal, behalf)
    accepted = _in_time(solicitation, behalf, solicitation.refusal)
    _write(proposal, content)
    save_record(proposal, actor=actor)
    if behalf is None or not hand_in:  # what came on paper and is handed in at once was never a draft
        audit.record(
            actor=actor, obj=proposal, action="projects.proposal.start", label="新建草稿", behalf=accepted
        )
    return submit_proposal(actor=actor, proposal=proposal, behalf=behalf) if hand_in else proposal


@transaction.atomic
def update_proposal(
    *,
    actor,
    proposal: Proposal,
    version: int | None,
    content: dict,
    hand_in: bool = False,
    behalf: OnBehalf | None = None,
) -> Proposal:
    """Change a draft or returned proposal, and hand it in if `hand_in`. Saying what is already so changes nothing.

    `version` is the one the form was opened with: StaleVersion when somebody else has written since.
    """
    proposal = lock(proposal)
    require(actor, "projects.edit_proposal", proposal, behalf)
    if not proposal.holds(content):
        if not proposal.is_editable:
            raise WrongState(f"当前状态为“{proposal.get_state_display()}”，不能再修改。")
        check_version(proposal, version)
        _write(proposal, content)
        save_record(proposal, actor=actor)
        if behalf is not None and not hand_in:
            audit.record(
                actor=actor, obj=proposal, action="projects.proposal.update", label="修改", behalf=behalf
            )
    return submit_proposal(actor=actor, proposal=proposal, behalf=behalf) if hand_in else proposal


@transaction.atomic
def submit_proposal(
    *, actor, proposal: Proposal, version: int | None = None, behalf: OnBehalf | None = None
) -> Proposal:
    """Hand in. Already handed in: nothing happens again. `version` is the one the person has read."""
    proposal = lock(proposal)
    require(actor, "projects.submit_proposal", proposal, behalf)
    if proposal.state == ProposalState.SUBMITTED:
        return proposal
    check_version(proposal, version)
    if proposal.state == ProposalState.DRAFT:
        refusal = f"{proposal.solicitation.refusal}不能再提交，可以继续保存草稿。"
        behalf = _in_time(proposal.solicitation, behalf, refusal)
    return run_transition(actor=actor, obj=proposal, name="submit", behalf=behalf)


@transaction.atomic
def withdraw_proposal(*, actor, proposal: Proposal, behalf: OnBehalf | None = None) -> Proposal:
    """Take back, until the deadline. Already taken back: nothing happens again."""
    proposal = lock(proposal)
    require(actor, "projects.withdraw_proposal", proposal, behalf)
    if proposal.state == ProposalState.WITHDRAWN:
        return proposal
    refusal = f"{proposal.solicitation.refusal}不能再撤回，请联系秘书处。"
    behalf = _in_time(proposal.solicitation, behalf, refusal)
    return run_transition(actor=actor, obj=proposal, name="withdraw", behalf=behalf)


def _in_time(solicitation: Solicitation, behalf: OnBehalf | None, refusal: str) -> OnBehalf | None:
    """For whom and how to record it, when proposals are taken now, or what staff record arrived while they were.

    Raises DomainError with `refusal` for an act of now, BehalfError at its field for one that is recorded.
    """
    if solicitation.is_open():
        return behalf
    if behalf is None or solicitation.papers_until is None:
        raise DomainError(refusal)
    return in_time(behalf, solicitation.papers_until)


def _write(proposal: Proposal, content: dict) -> None:
    """Only what a unit writes: state, unit and whatever else a request may carry are never among it."""
    for name in Proposal.CONTENT:
        if name in content:
            setattr(proposal, name, content[name])


def _check_same_form(existing, actor, **same) -> None:
    """A token from somebody else's form tells nothing about what that form made."""
    if existing.created_by_id != actor.pk or any(getattr(existing, k) != v for k, v in same.items()):
        raise DomainError(USED_FORM)


# ---------------------------------------------------------------- nominations
def nominate_patent(
    *,
    actor,
    unit: Unit,
    token: uuid.UUID,
    patent: dict,
    statement: str,
    behalf: OnBehalf | None = None,
) -> Nomination:
    """Offer the unit's patent to the pool. `patent`: number, title, inventors, legal_status, summary.

    The number is brought into its normal form, and the kind follows from it. A patent whose earlier nomination was
    declined or withdrawn may be offered again. The same `token` again returns the nomination it made. Raises
    DomainError at `number` for a patent that is already nominated, ValidationError by field for what is wrong.
    """
    number = _normal_number(patent["number"])
    try:
        with transaction.atomic():
            lock(unit)  # forms sent at the same moment come one after another
            existing = Nomination.objects.filter(form_token=token).first()
            if existing is not None:
                _check_same_form(existing, actor, unit_id=unit.pk)
                return existing
            nomination = Nomination(
                unit=unit,
                form_token=token,
                created_by=actor,
                is_example=unit.is_example,
                statement=statement,
            )
            return _nominate(actor, nomination, {**patent, "number": number}, behalf)
    except IntegrityError:  # two units at the same moment: the constraint decides
        raise DomainError(DUPLICATE, field="number") from None


def _nominate(actor, nomination: Nomination, patent: dict, behalf: OnBehalf | None) -> Nomination:
    require(actor, "projects.nominate_patent", nomination, behalf)
    nomination.patent = _save_patent(actor, nomination.unit, patent)
    save_record(nomination, actor=actor)
    audit.record(
        actor=actor,
        obj=nomination,
        action="projects.nomination.submit",
        label="申报",
        to_state=nomination.state,
        behalf=behalf,
    )
    notices.tell_of_new_nomination(nomination)
    return nomination


def _save_patent(actor, unit: Unit, values: dict) -> Patent:
    known = Patent.objects.select_for_update().filter(number=values["number"]).first()
    if known is not None and (known.owner_id != unit.pk or known.nominations.live().exists()):
        raise DomainError(DUPLICATE, field="number")
    patent = known or Patent(owner=unit, is_example=unit.is_example)
    for name, value in values.items():
        setattr(patent, name, value)
    patent.kind = kind_of(patent.number)
    return save_record(patent, actor=actor)


def _normal_number(text: str) -> str:
    try:
        return normalise(text)
    except ValidationError as error:
        raise ValidationError({"number": error.messages}) from None


@transaction.atomic
def withdraw_nomination(*, actor, nomination: Nomination, behalf: OnBehalf | None = None) -> Nomination:
    """Take back before it is decided. Already taken back: nothing happens again."""
    nomination = lock(nomination)
    require(actor, "projects.withdraw_nomination", nomination, behalf)
    if nomination.state == NominationState.WITHDRAWN:
        return nomination
    return run_transition(actor=actor, obj=nomination, name="withdraw", behalf=behalf)


# ---------------------------------------------------------------- reviews
@transaction.atomic
def review_nomination(*, actor, nomination: Nomination, opinion: dict) -> NominationReview:
    """Record the actor's one opinion (the criteria, admit, comment), or change it while the review is on.

    Raises WrongState when the review is over, NotAllowed without a seat in the expert committee or with a conflict.
    The act is recorded at the review, not at the nomination, whose record the nominating unit reads.
    """
    nomination = lock(nomination)
    if nomination.state != NominationState.UNDER_REVIEW:
        raise WrongState(f"该申报当前状态为“{nomination.get_state_display()}”，评审已结束，意见不能再提交。")
    # The rule itself and not `require`: a superuser's rights end where a conflict of interest begins.
    if not may_review(actor, nomination):
        raise NotAllowed("您目前不能评审这项申报：评审由在任且无需回避的专家进行。")
    expert = Person.objects.get(user=actor)
    review = NominationReview.objects.filter(nomination=nomination, expert=expert).first()
    label = "提交评审意见" if review is None else "修改评审意见"
    review = review or NominationReview(nomination=nomination, expert=expert)
    for name in (*NominationReview.CRITERIA, "admit", "comment"):
        setattr(review, name, opinion[name])
    save_record(review, actor=actor)
    audit.record(actor=actor, obj=review, action="projects.nominationreview.save", label=label)
    return review
