"""Solicitations as the public sees them: what is open until when, and what was reported of past batches."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.database import db_now
from alliance.core.registry import related_links
from alliance.core.tables import table_for
from members.rules import is_liaison
from projects.models import Solicitation
from projects.tables import SolicitationTable

PHASES = (("open", "征集中"), ("closed", "已截止"))


def visible_to(user):
    """Published batches; of the 示例 ones, people who are logged in see those that take proposals now."""
    published = Solicitation.objects.published()
    if not user.is_authenticated:
        return published.real()
    examples = Solicitation.objects.taking_proposals_at(db_now()).filter(is_example=True)
    return published.real() | examples


@require_safe
def solicitation_list(request):
    """The batches, newest first; `phase` narrows them to those that take proposals now, or no more."""
    taking = set(Solicitation.objects.taking_proposals_at(db_now()).values_list("pk", flat=True))
    found = visible_to(request.user)
    phase = request.GET.get("phase")
    if phase == "open":
        found = found.filter(pk__in=taking)
    elif phase == "closed":
        found = found.exclude(pk__in=taking)
    context = {
        "table": table_for(request, SolicitationTable(found)),
        "taking": taking,
        "phases": choices_for(request, "phase", PHASES),
    }
    return render(request, "projects/solicitation_list.html", context)


@require_safe
def solicitation_detail(request, pk: int):
    """One batch. A 示例 one stays readable after its deadline for people who are logged in."""
    solicitations = Solicitation.objects.published()
    if not request.user.is_authenticated:
        solicitations = solicitations.real()
    solicitation = get_object_or_404(solicitations.prefetch_related("tallies__unit"), pk=pk)
    tallies = solicitation.tallies.all()
    context = {
        "solicitation": solicitation,
        "is_open": solicitation.is_open(),
        "may_propose": is_liaison(request.user),
        "tallies": tallies,
        "attributed": sum(tally.count for tally in tallies),
        "related": related_links.collect(solicitation, request.user),
    }
    return render(request, "projects/solicitation_detail.html", context)
