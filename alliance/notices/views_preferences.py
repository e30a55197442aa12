"""Which notices come by e-mail: the page of settings, and the way out in every mail's footer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alliance.notices.kinds import kinds_for
from alliance.notices.preferences import choices_of, choose_mail, read_token

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def preferences(request):
    """`/inbox/preferences/`: one box for each kind; those that must arrive say why and cannot be switched off."""
    if request.method == "POST":
        with transaction.atomic():
            for kind in kinds_for(request.user):
                if not kind.important:
                    choose_mail(
                        actor=request.user, kind=kind.name, mail=kind.name in request.POST.getlist("mail")
                    )
        messages.success(request, "已保存通知设置。")
        return redirect("notices:preferences")
    chosen = choices_of(request.user)
    groups: dict[str, list] = {}
    for kind in kinds_for(request.user):
        groups.setdefault(kind.group, []).append({"kind": kind, "mail": chosen[kind.name]})
    return render(request, "notices/preferences.html", {"groups": groups})


@csrf_exempt  # the signature says whose mail it is, and mail programs post here themselves (RFC 8058)
@require_http_methods(METHODS)
def unsubscribe(request, token: str):
    """No login needed. GET asks, POST does: programs that look at links in mails must not switch anything off."""
    found = read_token(token)
    if found is None:
        raise Http404
    user, kind = found
    context = {"kind": kind, "address": user.email, "done": request.method == "POST"}
    if request.method == "POST" and not kind.important:
        choose_mail(actor=user, kind=kind.name, mail=False)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("已不再发送此类邮件。", content_type="text/plain; charset=utf-8")
    return render(request, "notices/unsubscribe.html", context)
