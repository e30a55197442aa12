"""换届 asked of units: at the desk of the liaison, and over a personal link without logging in.

Another unit's confirmation is 404, and so is one that nobody has been asked for yet.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from alliance.core import audit
from alliance.core.forms import open_form
from alliance.core.personal_links import PersonalLink, personal_page
from members.confirming import CONFIRM, confirmation_behind
from members.enums import Body, TermChangeState
from members.forms.confirming import ConfirmForm
from members.models import UnitConfirmation
from members.rules import units_represented
from members.services.terms import confirm_people, is_open, refusal_of


def asked_of(user):
    """Confirmations that the units of this liaison have been asked for."""
    units = units_represented(user, Body.LIAISON_MEETING)
    asked = UnitConfirmation.objects.exclude(change__state=TermChangeState.PREPARING)
    return asked.filter(unit__in=units).select_related("change__from_term", "unit", "paper")


@login_required
@require_safe
def confirmations(request):
    """`/members/confirmations/`: the unit's confirmations, the newest first; the address that the group is given."""
    rows = asked_of(request.user).order_by("-change__number", "unit__print_order", "pk")
    return render(request, "members/terms/confirmations.html", {"confirmations": rows})


@login_required
def confirmation(request, pk: int):
    """`/members/confirmations/<pk>/`"""
    found = get_object_or_404(asked_of(request.user), pk=pk)
    form = open_form(request, ConfirmForm, confirmation=found)
    if request.method == "POST" and form.is_valid():
        saved = _send(form, actor=request.user, confirmation=found)
        if saved is not None:
            messages.success(request, "已确认。截止前可以修改。")
            return redirect(saved)
    context = {**_shown(found, form), "entries": audit.entries_of(found)}
    return render(request, "members/terms/confirmation.html", context)


@personal_page(CONFIRM, keeps_typed=True)
def confirm_by_link(request, link: PersonalLink):
    """`/members/c/<token>/`"""
    found, person = confirmation_behind(link)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ConfirmForm(*bound, confirmation=found)
    form.helper.disable_csrf = True
    if (
        request.method == "POST"
        and form.is_valid()
        and form.within(link.act)
        and _send(form, actor=None, confirmation=found, by_link=person)
    ):
        return redirect(request.path)
    context = {**_shown(found, form), "person": person}
    return render(request, "members/terms/confirm_by_link.html", context, status=form.status)


def _send(form: ConfirmForm, **kwargs):
    version = form.cleaned_data["opened_version"]
    return form.call(confirm_people, version=version, **form.said, **kwargs)


def _shown(found: UnitConfirmation, form: ConfirmForm) -> dict:
    return {
        "confirmation": found,
        "change": found.change,
        "seats": found.seats.select_related("person", "current"),
        "form": form,
        "is_open": is_open(found.change),
        "refusal": "" if is_open(found.change) else refusal_of(found.change),
    }
