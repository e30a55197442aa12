"""Sessions that end, and duties that come first."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from alliance.core.accounts import clock
from alliance.core.accounts.devices import write_cookie
from alliance.core.accounts.duties import next_duty

ENDED = "您已有一段时间没有操作，为保护账号已自动退出，请重新登录。"
OPEN_TO_ALL = ("account_", "mfa_")  # pages on which a duty is done
UNLISTED = {"core:healthz", "core:readyz"}


class SessionClockMiddleware:
    """Ends a session that was idle too long, before any view sees its user."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.session_ended = request.user.is_authenticated and clock.is_over(request.session)
        if request.session_ended:
            logout(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        background = clock.is_background(request)
        if request.session_ended:
            return self._say_so(request, background=background)
        if request.user.is_authenticated and not background:
            clock.touch(request)
        return None

    def _say_so(self, request, *, background: bool):
        """The view sends a page to the login by itself; what htmx fetched must not put a login page into a page."""
        fetched = "HX-Request" in request.headers
        if background:
            return HttpResponse(status=401) if fetched else None
        messages.info(request, ENDED)
        if not fetched:
            return None
        here = request.headers.get("HX-Current-URL", "")
        path = here.removeprefix(f"{request.scheme}://{request.get_host()}")
        query = f"?{urlencode({'next': path})}" if path.startswith("/") else ""
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_login") + query})


class AccountDutiesMiddleware:
    """Sends people to what their account must do first, and writes the cookie of a known device."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        write_cookie(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        if name.startswith(OPEN_TO_ALL) or name in UNLISTED or not request.user.is_authenticated:
            return None
        if not (duty := next_duty(request)):
            return None
        if clock.is_background(request):
            return HttpResponse(status=403)
        page, message = duty
        messages.warning(request, message)
        return redirect(page)
