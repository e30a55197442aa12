"""`/join/`: what membership means, how to begin an application, how to get a new link. No login."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alliance.core.accounts.limits import Limit
from alliance.core.forms import open_form
from members import application_mail
from members.forms.joining import RenewForm, StartForm
from members.services import application_links

METHODS = ["GET", "HEAD", "POST"]
ASKED = Limit("join", 20, 3600)  # by address of the network: an office is behind one


@require_http_methods(METHODS)
def join(request):
    """GET tells and asks for an address; POST begins a draft and opens its page, whose address is the link."""
    form = open_form(request, StartForm)
    if form.is_valid() and form.within(ASKED.count(request)):
        application = form.call(
            application_links.start_application,
            email=form.cleaned_data["email"],
            token=form.cleaned_data["form_token"],
        )
        if application is not None:
            return redirect(f"{application_links.path_of(application)}?started=1")
    context = {"form": form, "days": application_mail.VALID_FOR.days}
    return render(request, "members/joining/join.html", context, status=form.status)


@require_http_methods(METHODS)
def renew(request):
    """The same answer for every address, so that nobody learns who applies."""
    form = open_form(request, RenewForm)
    if form.is_valid() and form.within(ASKED.count(request)):
        form.call(application_links.renew_links, email=form.cleaned_data["email"])
        if form.is_valid():
            return redirect("join:renew_sent")
    return render(request, "members/joining/renew.html", {"form": form}, status=form.status)


@require_safe
def renew_sent(request):
    """What happens next."""
    return render(request, "members/joining/renew_sent.html")
