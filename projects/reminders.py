"""What is due for liaisons: a proposal of their unit before a solicitation closes. Registered in `apps.py`."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from alliance.core.database import db_now
from alliance.core.registry import Reminder
from members.enums import Body
from members.models import Occupancy
from projects.enums import EDITABLE, ProposalState
from projects.models import Proposal, Solicitation


def of_liaisons() -> Iterator[Reminder]:
    """Units without a proposal, and proposals that are not handed in yet or were returned; three queries."""
    now = db_now()
    last = now + timedelta(days=max(settings.NOTICE_REMINDER_DAYS) + 1)
    batches = list(Solicitation.objects.taking_proposals_at(now).filter(deadline__lte=last))
    if not batches:
        return
    liaisons = _liaisons_by_unit()
    proposals = Proposal.objects.filter(solicitation__in=batches, unit__in=liaisons)
    answered = set()
    for proposal in proposals.exclude(state=ProposalState.WITHDRAWN).select_related("solicitation"):
        answered.add((proposal.solicitation_id, proposal.unit_id))
        if proposal.state in EDITABLE:
            yield _unfinished(proposal, tuple(user for user, _ in liaisons[proposal.unit_id]))
    for batch in batches:
        for unit, people in liaisons.items():
            users = tuple(user for user, is_example in people if is_example == batch.is_example)
            if users and (batch.pk, unit) not in answered:
                yield _missing(batch, unit, users)


def _liaisons_by_unit() -> dict[int, list]:
    """Unit → (login, whether the unit is an example) of each of its liaisons."""
    seats = Occupancy.objects.in_body(Body.LIAISON_MEETING).current().filter(person__user__is_active=True)
    found: dict[int, list] = {}
    for held in seats.select_related("seat__unit", "person__user"):
        unit = held.seat.unit
        found.setdefault(unit.pk, []).append((held.person.user, unit.is_example))
    return found


def _unfinished(proposal: Proposal, users: tuple) -> Reminder:
    returned = proposal.state == ProposalState.RETURNED
    return Reminder(
        recipients=users,
        key=f"proposal-{proposal.pk}-{proposal.state}",
        title=f"{'补正' if returned else '提交'}项目建议：{proposal}",
        url=reverse("projects:proposal_edit", args=[proposal.pk]),
        due=proposal.solicitation.deadline,
        note="已退回补正，尚未重新提交。" if returned else "已起草，尚未提交。",
    )


def _missing(batch: Solicitation, unit: int, users: tuple) -> Reminder:
    return Reminder(
        recipients=users,
        key=f"solicitation-{batch.pk}-unit-{unit}",
        title=f"填报项目建议：{batch}",
        url=reverse("projects:proposal_new", args=[batch.pk]),
        due=batch.deadline,
        note="本单位尚未填报。",
    )
