"""`/drafts/`: where forms keep what is being typed. Answers are JSON for the page's script."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from alliance.core.drafts import DraftClosed, DraftTaken, close_draft, save_draft, typed_in
from alliance.core.errors import DomainError
from alliance.core.formkit.page import page_in


@never_cache
@require_POST
def draft(request):
    """Keep the posted form as a draft, or with `_act=discard` throw the draft away and open the form anew.

    400 without a page of ours, 401 after the login has ended, 403 for a page of another account, 409 when the form was
    sent meanwhile (`closed`) or another window keeps a draft of it (`taken`), 413 when it is too long.
    """
    page = page_in(request.POST)
    if page is None:
        return _refused("stale", 400)
    discards = request.POST.get("_act") == "discard"
    if not request.user.is_authenticated:
        if discards:
            return redirect_to_login(page.path)
        login = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page.path})}"
        return _refused("login", 401, login=login)
    if page.user != request.user.pk:
        return _refused("account", 403)
    if discards:
        close_draft(user=request.user, key=page.key)
        messages.success(request, "草稿已放弃。")
        return redirect(page.path)
    return _keep(request, page)


def _keep(request, page):
    try:
        kept = save_draft(
            user=request.user,
            key=page.key,
            data=typed_in(request.POST),
            page=page.page,
            opened=page.opened_at,
            take=request.POST.get("_act") == "take",
        )
    except DraftClosed:
        return _refused("closed", 409)
    except DraftTaken:
        return _refused("taken", 409)
    except DomainError:
        return _refused("long", 413)
    return JsonResponse({"saved": f"{timezone.localtime(kept.saved_at):%H:%M}"})


def _refused(error: str, status: int, **more) -> JsonResponse:
    return JsonResponse({"error": error, **more}, status=status)
