"""Subscribe, confirm, end. Looking at an address changes nothing: programs open every link that stands in a mail."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from alliance.core.accounts.limits import Limit
from alliance.core.forms import open_form
from alliance.core.personal_links import HEADERS
from bulletins.models import Subscription
from bulletins.services import subscriptions
from bulletins.subscription_forms import SubscriptionForm

METHODS = ["GET", "HEAD", "POST"]
ASKED = Limit("subscribe", 20, 3600)  # by address of the network: an office is behind one


@require_http_methods(METHODS)
def subscribe(request):
    """The same answer for every address, so that nobody learns who subscribes."""
    form = open_form(request, SubscriptionForm)
    if form.is_valid() and form.within(ASKED.count(request)):
        form.call(subscriptions.ask_subscription, email=form.cleaned_data["email"])
        if form.is_valid():
            return redirect("bulletins:subscribe_asked")
    return render(request, "bulletins/subscribe.html", {"form": form}, status=form.status)


@require_safe
def subscribe_asked(request):
    """What happens next."""
    return render(request, "bulletins/subscribe_asked.html", {"days": subscriptions.CONFIRM_DAYS})


def subscriber_page(view):
    """`view(request, subscription)` under the secret code of a subscription, which alone gives the right.

    No cookie carries any right here, and mail programs post to the page themselves: so no CSRF token.
    """

    @csrf_exempt
    @require_http_methods(METHODS)
    @wraps(view)
    def page(request, code: str) -> HttpResponse:
        subscription = subscriptions.find_subscription(code)
        if subscription is None:
            raise Http404
        response = view(request, subscription)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return page


@subscriber_page
def subscribe_confirm(request, subscription: Subscription):
    """GET asks, POST confirms."""
    if request.method == "POST":
        subscriptions.confirm_subscription(subscription=subscription)
        subscription.refresh_from_db()
    return render(request, "bulletins/subscribe_confirm.html", {"subscription": subscription})


@subscriber_page
def subscribe_end(request, subscription: Subscription):
    """GET asks, POST ends; the mail program's own button posts as well (RFC 8058)."""
    if request.method == "POST":
        subscriptions.end_subscription(subscription=subscription)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("已退订。", content_type="text/plain; charset=utf-8")
        subscription.refresh_from_db()
    return render(request, "bulletins/subscribe_end.html", {"subscription": subscription})
