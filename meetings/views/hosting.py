"""承办确认: the unit says whether it hosts, at the desk or over a personal link. Another unit's turn is 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from alliance.core import audit
from alliance.core.forms import open_form
from alliance.core.personal_links import PersonalLink, personal_page
from meetings.enums import HostingState
from meetings.forms.hosting import HostingForm
from meetings.member_links import HOSTING, turn_behind
from meetings.models import HostingTurn
from meetings.rules import hosting_units
from meetings.services.hosting import answer_hosting


@login_required
def hosting(request, pk: int):
    """`/meetings/hosting/<pk>/`"""
    own = HostingTurn.objects.of_units(hosting_units(request.user)).with_parties()
    turn = get_object_or_404(own, pk=pk)
    form = open_form(request, HostingForm)
    if request.method == "POST" and form.is_valid():
        answered = form.call(answer_hosting, actor=request.user, turn=turn, **form.said)
        if answered is not None:
            messages.success(request, f"已答复：{answered.get_state_display()}。秘书处已收到通知。")
            return redirect(answered)
    context = {**_shown(turn, form), "entries": audit.entries_of(turn)}
    return render(request, "meetings/hosting.html", context)


@personal_page(HOSTING, keeps_typed=True)
def hosting_by_link(request, link: PersonalLink):
    """`/meetings/h/<token>/`"""
    turn, person = turn_behind(link)
    form = HostingForm(request.POST if request.method == "POST" else None)
    form.helper.disable_csrf = True
    if request.method == "POST" and form.is_valid() and form.within(link.act):
        answered = form.call(answer_hosting, actor=None, turn=turn, by_link=person, **form.said)
        if answered is not None:
            return redirect(request.path)
    context = {**_shown(turn, form), "person": person}
    return render(request, "meetings/hosting_by_link.html", context, status=form.status)


def _shown(turn: HostingTurn, form: HostingForm) -> dict:
    return {"turn": turn, "form": form, "is_open": turn.state == HostingState.PROPOSED}
