"""The liaison's proposals: write, hand in, take back. Another unit's proposal does not exist here (404)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from alliance.core import audit
from alliance.core.database import db_now
from alliance.core.errors import DomainError
from alliance.core.forms import open_form
from alliance.core.transitions import available_moves
from projects import services
from projects.forms import ProposalForm
from projects.models import Proposal, Solicitation
from projects.rules import liaison_units
from projects.tables import ProposalTable
from projects.views.access import SAFE, units_of_liaison


@login_required
@require_safe
def proposal_list(request):
    units = units_of_liaison(request.user)
    proposals = Proposal.objects.of_units([unit.pk for unit in units]).with_parties()
    table = ProposalTable(proposals)
    RequestConfig(request).configure(table)
    taking = Solicitation.objects.taking_proposals_at(db_now()).order_by("deadline")
    return render(request, "projects/proposals.html", {"table": table, "units": units, "taking": taking})


@login_required
def proposal_new(request, pk: int):
    """`/projects/solicitations/<pk>/propose/`"""
    units = units_of_liaison(request.user)
    solicitation = get_object_or_404(Solicitation.objects.published(), pk=pk)
    form = open_form(request, ProposalForm, key=f"proposal-new-{pk}", units=units)
    if request.method != "POST":
        if not solicitation.is_open():
            messages.warning(request, solicitation.refusal)
            if form.restored is None:
                return redirect(solicitation)
        return _show_form(request, form, solicitation)
    if form.is_valid():
        proposal = form.call(
            services.start_proposal,
            actor=request.user,
            solicitation=solicitation,
            unit=form.unit,
            token=form.cleaned_data["form_token"],
            content=form.content,
            version=form.cleaned_data["opened_version"],
            hand_in=form.hand_in,
        )
        if proposal is not None:
            return _saved(request, proposal, form)
    return _show_form(request, form, solicitation)


@login_required
def proposal_detail(request, pk: int):
    proposal = _own(request, pk)
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    entries = list(audit.entries_of(proposal))
    context = {
        "proposal": proposal,
        "entries": entries,
        "decision": next((act for act in entries if act.reason and act.to_state == proposal.state), None),
        "moves": [move.name for move in available_moves(proposal, request.user)],
        "is_open": proposal.solicitation.is_open(),
    }
    return render(request, "projects/proposal.html", context)


@login_required
def proposal_edit(request, pk: int):
    proposal = _own(request, pk)
    if request.method == "POST":
        form = _edit_form(request, _own(request, pk))
        if form.is_valid():
            changed = form.call(
                services.update_proposal,
                actor=request.user,
                proposal=proposal,
                version=form.cleaned_data["opened_version"],
                content=form.content,
                hand_in=form.hand_in,
            )
            if changed is not None:
                return _saved(request, changed, form)
        return _show_form(request, form, proposal.solicitation, proposal)
    if not proposal.is_editable:
        messages.warning(request, f"当前状态为“{proposal.get_state_display()}”，不能修改。")
        return redirect(proposal)
    return _show_form(request, _edit_form(request, proposal), proposal.solicitation, proposal)


@login_required
def proposal_submit(request, pk: int):
    """Hand in what is stored. What is still missing is said at the fields of the form."""
    proposal = _own(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        submitted = services.submit_proposal(
            actor=request.user, proposal=proposal, version=_version_read(request)
        )
    except ValidationError as missing:
        form = ProposalForm.of_stored(proposal)
        form.open_on(request, **_edit_page(proposal))
        form.add_validation_error(missing)
        return _show_form(request, form, proposal.solicitation, proposal)
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect(proposal)
    messages.success(request, f"已提交：{submitted}")
    return redirect(submitted)


@login_required
def proposal_withdraw(request, pk: int):
    proposal = _own(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        services.withdraw_proposal(actor=request.user, proposal=proposal)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"已撤回：{proposal}")
    return redirect(proposal)


def _own(request, pk: int) -> Proposal:
    """The proposal, if it is of a unit that this person represents now; otherwise there is none."""
    return get_object_or_404(Proposal.objects.of_units(liaison_units(request.user)).with_parties(), pk=pk)


def _edit_form(request, proposal: Proposal) -> ProposalForm:
    return open_form(request, ProposalForm, instance=proposal, **_edit_page(proposal))


def _edit_page(proposal: Proposal) -> dict:
    return {
        "key": f"proposal-{proposal.pk}",
        "action": reverse("projects:proposal_edit", args=[proposal.pk]),
    }


def _version_read(request) -> int | None:
    """The version of the page from which somebody hands in."""
    version = request.POST.get("opened_version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else None


def _show_form(request, form, solicitation, proposal=None):
    context = {"form": form, "solicitation": solicitation, "proposal": proposal}
    return render(request, "projects/proposal_form.html", context)


def _saved(request, proposal: Proposal, form: ProposalForm):
    if form.hand_in:
        messages.success(request, f"已提交：{proposal}。秘书处已收到通知。")
        return redirect(proposal)
    messages.success(request, "已保存。填写完整后请提交，秘书处才会受理。")
    return redirect("projects:proposal_edit", pk=proposal.pk)
