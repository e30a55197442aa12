"""What staff may record for a unit here: a proposal, its correction, taking back; a nomination. Registered in `apps.py`."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q

from alliance.core.behalf_acts import RecordableAct, Target, recordable_acts
from alliance.core.database import db_now
from alliance.core.dates import short_moment_words
from alliance.core.forms import PortalForm
from projects import services
from projects.enums import NominationState, ProposalState, SolicitationState
from projects.forms import NominationForm, ProposalForm
from projects.models import Nomination, Proposal, Solicitation

STILL_OFFERED = timedelta(days=30)  # after a deadline: what came in time may still lie on somebody's desk
TAKEN_BACK_FROM = (ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.RETURNED)


class NothingToFillInForm(PortalForm):
    """Taking back says nothing but who asked for it."""


# ---------------------------------------------------------------- what it is recorded on
def open_solicitations() -> Iterator[Target]:
    """Those that take proposals, the nearest deadline first, then those whose deadline has passed lately."""
    now = db_now()
    begun = Q(opens_at__isnull=True) | Q(opens_at__lte=now)
    lately = Solicitation.objects.filter(
        begun, state=SolicitationState.OPEN, deadline__gte=now - STILL_OFFERED
    )
    found = [(one.takes_proposals_at(now), one) for one in lately.order_by("deadline")]
    for is_open, solicitation in sorted(found, key=lambda pair: not pair[0]):
        end = "截止" if is_open else "已截止，只能补录截止前收到的"
        yield Target(solicitation, f"{short_moment_words(solicitation.deadline)} {end}")


def find_solicitation(pk: int) -> Solicitation | None:
    found = Solicitation.objects.published().filter(pk=pk).first()
    return found if found is not None and found.papers_until is not None else None


def returned_proposals() -> Iterator[Target]:
    for proposal in _returned():
        yield Target(proposal, str(proposal.unit))


def find_returned(pk: int) -> Proposal | None:
    return _returned().filter(pk=pk).first()


def _returned():
    return Proposal.objects.filter(state=ProposalState.RETURNED).with_parties()


def proposals_to_take_back() -> Iterator[Target]:
    """Handed in, while the time to take them back has not run out."""
    now = db_now()
    handed_in = Proposal.objects.filter(state=ProposalState.SUBMITTED, solicitation__deadline__gte=now)
    for proposal in handed_in.with_parties():
        yield Target(proposal, f"{proposal.unit}，{proposal.get_state_display()}")


def find_to_take_back(pk: int) -> Proposal | None:
    return Proposal.objects.filter(pk=pk, state__in=TAKEN_BACK_FROM).with_parties().first()


def nominations_to_take_back() -> Iterator[Target]:
    for nomination in _undecided():
        yield Target(nomination, f"{nomination.unit}，{nomination.get_state_display()}")


def find_nomination(pk: int) -> Nomination | None:
    return _undecided().filter(pk=pk).first()


def _undecided():
    states = (NominationState.SUBMITTED, NominationState.UNDER_REVIEW)
    return Nomination.objects.filter(state__in=states).with_parties()


def _unit_of(record):
    return record.unit


def _for_unit(target, unit) -> dict:
    return {"units": [unit] if unit is not None else []}


# ---------------------------------------------------------------- the acts
PROPOSAL = RecordableAct(
    slug="proposal",
    on="projects.Solicitation",
    label="项目建议",
    icon="file-earmark-text",
    hint="单位填报的项目建议，代为提交",
    service=services.start_proposal,
    form_class=ProposalForm,
    form_kwargs=_for_unit,
    arguments=lambda form, target, unit: {
        "solicitation": target,
        "unit": unit,
        "token": form.cleaned_data["form_token"],
        "content": form.content,
        "hand_in": True,
    },
    on_paper=("problem", "goals", "key_technology", "indicators"),
    candidates=open_solicitations,
    find=find_solicitation,
)
CORRECTION = RecordableAct(
    slug="proposal-correction",
    on="projects.Proposal",
    label="补正的项目建议",
    icon="pencil-square",
    hint="退回补正后，单位改好的内容",
    service=services.update_proposal,
    form_class=ProposalForm,
    form_kwargs=lambda target, unit: {"instance": target},
    arguments=lambda form, target, unit: {
        "proposal": target,
        "version": form.cleaned_data["opened_version"],
        "content": form.content,
        "hand_in": True,
    },
    on_paper=PROPOSAL.on_paper,
    candidates=returned_proposals,
    find=find_returned,
    unit_of=_unit_of,
)
WITHDRAWAL = RecordableAct(
    slug="proposal-withdrawal",
    on="projects.Proposal",
    label="撤回项目建议",
    icon="arrow-counterclockwise",
    hint="单位要求撤回已提交的项目建议",
    service=services.withdraw_proposal,
    form_class=NothingToFillInForm,
    arguments=lambda form, target, unit: {"proposal": target},
    candidates=proposals_to_take_back,
    find=find_to_take_back,
    unit_of=_unit_of,
)
NOMINATION = RecordableAct(
    slug="nomination",
    label="专利入库申报",
    icon="award",
    hint="单位申报专利进入专利技术库",
    service=services.nominate_patent,
    form_class=NominationForm,
    form_kwargs=_for_unit,
    arguments=lambda form, target, unit: {
        "unit": unit,
        "token": form.cleaned_data["form_token"],
        "patent": form.patent,
        "statement": form.cleaned_data["statement"],
    },
    on_paper=("statement",),
)
NOMINATION_WITHDRAWAL = RecordableAct(
    slug="nomination-withdrawal",
    on="projects.Nomination",
    label="撤回入库申报",
    icon="arrow-counterclockwise",
    hint="单位要求撤回专利入库申报",
    service=services.withdraw_nomination,
    form_class=NothingToFillInForm,
    arguments=lambda form, target, unit: {"nomination": target},
    candidates=nominations_to_take_back,
    find=find_nomination,
    unit_of=_unit_of,
)


def register() -> None:
    for act in (PROPOSAL, CORRECTION, WITHDRAWAL, NOMINATION, NOMINATION_WITHDRAWAL):
        recordable_acts.register(act)
