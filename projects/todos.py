"""What waits on the desk of a liaison, an expert and the secretariat. Registered in `apps.py`."""

from collections.abc import Iterator

from django.urls import reverse

from alliance.core.database import db_now
from alliance.core.registry import Link, ToDo
from members.enums import Body
from projects.enums import EDITABLE, NominationState, ProposalState
from projects.models import Nomination, Proposal, Solicitation
from projects.rules import acting_expert, liaison_units


def of_liaison(user) -> Iterator[ToDo]:
    """Returned proposals, drafts that can still be handed in, open solicitations without a proposal of the unit."""
    units = liaison_units(user)
    if not units:
        return
    taking = list(Solicitation.objects.taking_proposals_at(db_now()).order_by("deadline"))
    own = Proposal.objects.of_units(units)
    for proposal in own.filter(state__in=EDITABLE).with_parties():
        returned = proposal.state == ProposalState.RETURNED
        if not returned and proposal.solicitation not in taking:
            continue
        yield ToDo(
            title=f"{'补正' if returned else '完成'}项目建议：{proposal}",
            url=reverse("projects:proposal_edit", args=[proposal.pk]),
            due=None if returned else proposal.solicitation.deadline,
            note=str(proposal.solicitation),
            role=Body.LIAISON_MEETING.role,
            kind="项目建议",
            action="去补正" if returned else "接着填",
            tone="wait" if returned else "",
        )
    answered = set(own.exclude(state=ProposalState.WITHDRAWN).values_list("solicitation_id", flat=True))
    for solicitation in taking:
        if solicitation.pk not in answered:
            yield ToDo(
                title=f"填报项目建议：{solicitation}",
                url=reverse("projects:proposal_new", args=[solicitation.pk]),
                due=solicitation.deadline,
                note="本单位尚未填报",
                role=Body.LIAISON_MEETING.role,
                kind="项目征集",
                action="去填报",
            )


def of_expert(user) -> Iterator[ToDo]:
    """Nominations open to the expert without an opinion of theirs."""
    person, units = acting_expert(user)
    if person is None:
        return
    nominations = Nomination.objects.open_to_expert(person, units).with_parties()
    for nomination in nominations.exclude(reviews__expert=person):
        yield ToDo(
            title=f"评审专利：{nomination.patent.title}",
            url=reverse("projects:review", args=[nomination.pk]),
            note=str(nomination.unit),
            role=Body.EXPERT_COMMITTEE.role,
            kind="专利评审",
            action="去评审",
        )


def of_staff(user) -> Iterator[ToDo]:
    """How many proposals and nominations wait for the secretariat, each with its list in the admin."""
    if not (user.is_staff and user.is_active):
        return
    waiting = [
        ("项待受理的项目建议", "proposal", Proposal.objects.waiting(), ProposalState.SUBMITTED),
        ("项待处理的入库申报", "nomination", Nomination.objects.waiting(), NominationState.SUBMITTED),
        (
            "项已有评审意见、待决定的入库申报",
            "nomination",
            Nomination.objects.reviewed(),
            NominationState.UNDER_REVIEW,
        ),
    ]
    for words, model, queryset, state in waiting:
        if number := queryset.count():
            url = reverse(f"admin:projects_{model}_changelist")
            yield ToDo(
                title=f"{number} {words}",
                url=f"{url}?state__exact={state}",
                role=Body.SECRETARIAT.label,
                kind="待处理",
                action="去处理",
            )


def links(user) -> Iterator[Link]:
    """The pages of a liaison and of an expert, also while nothing waits there."""
    if liaison_units(user):
        yield Link("项目建议", reverse("projects:proposals"), "填报、修改、提交、撤回")
        yield Link("专利入库申报", reverse("projects:nominations"), "申报专利、查看进展")
    if acting_expert(user)[0] is not None:
        yield Link("专利评审", reverse("projects:reviews"), "评分、填写意见")
