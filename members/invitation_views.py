"""The page behind an invitation. Opening it changes nothing: mail scanners and WeChat open every link."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal.ratelimit import get_ip
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alliance.core.accounts.limits import Limit
from alliance.core.errors import DomainError
from members.invitation_forms import ConfirmAccountForm, form_for
from members.services import invitations

UNKNOWN = "这个邀请链接不正确，可能没有复制完整。请重新打开，或与秘书处联系。"
WRONG_LINKS = Limit("wrong-invitation", 30, 600)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def accept(request, token: str):
    invitation = invitations.find_invitation(token)
    if invitation is None:
        allowed = WRONG_LINKS.take(get_ip(request)).allowed
        return _refused(request, UNKNOWN, status=404) if allowed else render(request, "429.html", status=429)
    if refused := invitations.refusal_of(invitation):
        return _refused(request, refused, status=410)
    if request.user.is_authenticated:
        return render(request, "members/invitation_for_another.html", {"invitation": invitation})
    form = form_for(invitation, request)
    if request.method == "POST" and form.is_valid():
        try:
            return _log_in(request, _accepted(invitation, form))
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    exists = isinstance(form, ConfirmAccountForm)
    context = {"invitation": invitation, "person": invitation.person, "form": form, "exists": exists}
    return render(request, "members/invitation.html", context)


def _accepted(invitation, form):
    if isinstance(form, ConfirmAccountForm):
        return invitations.accept_with_account(invitation=invitation, user=form.user)
    return invitations.accept_invitation(
        invitation=invitation, password=form.cleaned_data["password1"], **form.names()
    )


def _log_in(request, user):
    """As after the login page; the password was given just now, so setting up a second factor asks for none."""
    record_authentication(request, user, method="password", reauthenticated=True)
    return perform_login(request, Login(user=user, redirect_url=reverse("account_welcome")))


def _refused(request, message: str, *, status: int):
    return render(request, "members/invitation_refused.html", {"message": message}, status=status)
