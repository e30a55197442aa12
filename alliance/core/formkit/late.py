"""Forms that came too late: the login had ended, or another one began. What was typed waits and comes back.

Before the login it waits in the session; whoever logs in next gets it only if they had opened the form themselves.
"""

import json
import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect, render, resolve_url

from alliance.core.drafts import MAX_BYTES, ORIGIN, save_draft, typed_in
from alliance.core.errors import DomainError
from alliance.core.formkit.page import FormPage, page_in

SLOT = "typed_before_login"
WAITS = 2 * 3600  # seconds
MAX_FORMS = 3
LOGIN_ENDED = "login"
LOGIN_CHANGED = "again"


class KeepTypedMiddleware:
    """A form that is answered with the way to the login page is kept, and the way leads back to it.

    So is one that came when the account must do something else first (change its password, set up a second factor).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or not _leads_to_account(request, response):
            return response
        page = page_in(request.POST)
        if page is not None and not request.user.is_authenticated:
            return _ask_to_log_in(request, page)
        if page is not None and page.user == request.user.pk:
            _keep(request.user, page, request, LOGIN_CHANGED)
        return response


def csrf_failure(request, reason=""):
    """In place of a bare refusal: a form whose login was renewed in another window comes back filled."""
    page = page_in(request.POST)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"error": "login"}, status=403)
    if page is not None and not request.user.is_authenticated:
        return _ask_to_log_in(request, page)
    if (
        page is not None
        and page.user == request.user.pk
        and _keep(request.user, page, request, LOGIN_CHANGED)
    ):
        return redirect(page.path)
    return render(request, "403_csrf.html", status=403)


def claim_typed(sender, request, user, **kwargs) -> None:
    """On log-in: what this user typed before becomes their draft; what others typed is gone."""
    waiting = getattr(request, "session", {}).pop(SLOT, [])
    for entry in waiting:
        page = FormPage(**entry["page"])
        if page.user == user.pk and entry["until"] > time.time():
            _save(user, page, entry["data"], LOGIN_ENDED)


def _ask_to_log_in(request, page: FormPage):
    data = typed_in(request.POST)
    if len(json.dumps(data, ensure_ascii=False).encode()) <= MAX_BYTES:
        others = [one for one in request.session.get(SLOT, []) if one["page"]["key"] != page.key]
        entry = {"page": vars(page), "data": data, "until": time.time() + WAITS}
        request.session[SLOT] = [*others, entry][-MAX_FORMS:]
        messages.warning(request, "登录已过期，请重新登录。刚才填写的内容已保留，登录后会回到原来的表单。")
    return redirect_to_login(page.path)


def _keep(user, page: FormPage, request, origin: str) -> bool:
    return _save(user, page, typed_in(request.POST), origin)


def _save(user, page: FormPage, data: dict, origin: str) -> bool:
    try:
        save_draft(user=user, key=page.key, data={**data, ORIGIN: [origin]}, page=page.page)
    except DomainError:
        return False
    return True


def _leads_to_account(request, response) -> bool:
    """From elsewhere to the pages of the account, which no form does that was taken."""
    account = resolve_url(settings.LOGIN_URL).removesuffix("login/")
    return (
        response.status_code == 302
        and response.url.startswith(account)
        and not request.path.startswith(account)
    )
