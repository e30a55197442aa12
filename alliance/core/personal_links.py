"""Personal links: a signed address with which one person does one act without logging in, until it expires.

The token carries the person, the object, the object's series of links and the second of expiry, signed for its
purpose; nothing is stored. A link ends when it expires, when staff begin a new series (`link_series` counted up), and
as soon as the page's own rules, which are asked on every request, no longer hold: the seat given up, the meeting
cancelled. Opening a link never changes anything, because WeChat and mail scanners open every address they see; and it
logs nobody in: whoever holds it may do that one act for that person, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import wraps

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alliance.core.accounts.limits import Limit, Taken

EXPIRED = "链接已过期，请向秘书处索取新链接。"
ENDED = "链接已失效，请向秘书处索取新链接。"
UNKNOWN = "链接无效，可能没有复制完整。请重新打开，或向秘书处索取新链接。"

# Sensible for an office behind one address: only wrong links and acts count, never the opening of a right one.
WRONG_LINKS = Limit("wrong-link", 30, 600)
ACTS = Limit("link-act", 300, 600)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow",
}


@dataclass(frozen=True)
class Purpose:
    """What links are for. `name` keeps their signatures apart; `view` is the URL name that takes the token."""

    name: str
    view: str


@dataclass(frozen=True)
class PersonalLink:
    """What a token says: primary keys of the person and the object, the series, when it expires (aware).

    `act` is the counted try of a POST; None where something is only looked at.
    """

    subject: int
    target: int
    series: int
    expires_at: datetime
    act: Taken | None = None


class LinkRefused(Exception):
    """The link does nothing. `message` is for whoever opened it; `status`: 404 never was one, 410 is over."""

    def __init__(self, message: str, *, status: int = 410):
        super().__init__(message)
        self.message = message
        self.status = status


# ---------------------------------------------------------------- tokens
def make_link(*, purpose: Purpose, subject, target, valid_for: timedelta) -> str:
    """The absolute address (under 150 characters) with which `subject`, a person, acts on `target`."""
    return settings.SITE_URL + make_path(purpose=purpose, subject=subject, target=target, valid_for=valid_for)


def make_path(*, purpose: Purpose, subject, target, valid_for: timedelta) -> str:
    """The address without the host. `target.link_series`, where there is one, is signed as well."""
    expires = int((timezone.now() + valid_for).timestamp())
    numbers = (subject.pk, target.pk, getattr(target, "link_series", 0), expires)
    token = _signer(purpose).sign("-".join(map(int_to_base36, numbers)))
    return reverse(purpose.view, args=[token])


def read_link(purpose: Purpose, token: str) -> PersonalLink:
    """What the token says. Raises LinkRefused: forged, cut short or for another purpose (404), or expired (410)."""
    try:
        numbers = _signer(purpose).unsign(token).split("-")
    except BadSignature:
        raise LinkRefused(UNKNOWN, status=404) from None
    subject, target, series, expires = map(base36_to_int, numbers)
    link = PersonalLink(subject, target, series, datetime.fromtimestamp(expires, UTC))
    if timezone.now() >= link.expires_at:
        raise LinkRefused(EXPIRED)
    return link


def _signer(purpose: Purpose) -> Signer:
    return Signer(salt=f"alliance.personal-link.{purpose.name}", sep=".")


def act_data(person) -> dict:
    """`data` of the audit entry of an act over a link; its actor is None, since nobody logged in."""
    return {"by_link": str(person), "person": person.pk}


# ---------------------------------------------------------------- pages
def personal_page(purpose: Purpose, *, keeps_typed: bool = False) -> Callable:
    """Turns `view(request, link: PersonalLink)` into the view of `purpose`'s address. GET shows, POST acts.

    Acts are counted. `keeps_typed`: the view asks its form whether it is `within(link.act)`, so that the form comes back
    as it was filled in; else too many acts get a page that says so.

    The view asks its own rules on every request and may raise LinkRefused. It looks at the link alone and never at
    `request.user`; so no cookie carries any right here, and a token against forged forms would protect nothing. It
    would even break the page: with `no-referrer` browsers send `Origin: null`, and WeChat's may refuse cookies.
    """

    def decorate(view: Callable) -> Callable:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def page(request, token: str) -> HttpResponse:
            response = _answer(request, purpose, token, view, keeps_typed)
            for name, value in HEADERS.items():
                response[name] = value
            return response

        return page

    return decorate


def _answer(request, purpose: Purpose, token: str, view: Callable, keeps_typed: bool) -> HttpResponse:
    try:
        link = read_link(purpose, token)
        act = ACTS.count(request) if request.method == "POST" else None
        if act and not act.allowed and not keeps_typed:
            return render(request, "429.html", status=429)
        return view(request, replace(link, act=act))
    except LinkRefused as refused:
        if refused.status == 404 and not WRONG_LINKS.count(request).allowed:
            return render(request, "429.html", status=429)
        return render(request, "core/link_refused.html", {"refused": refused}, status=refused.status)
