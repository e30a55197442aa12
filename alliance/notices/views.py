"""The inbox: the visitor's own notices, nobody else's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.notices import inbox as own
from alliance.notices.models import Notice
from alliance.notices.short_links import is_internal

PAGE_SIZE = 20


@login_required
@require_safe
def inbox(request):
    """`/inbox/`: newest first; `?unread=1` and `?kind=` narrow it."""
    notices = Notice.objects.of(request.user).select_related("mail")
    kinds = own.kinds_in(request.user)
    kind = request.GET.get("kind", "")
    only_unread = request.GET.get("unread") == "1"
    if kind in dict(kinds):
        notices = notices.filter(kind=kind)
    else:
        kind = ""
    if only_unread:
        notices = notices.unread()
    context = {
        "page": Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page")),
        "kinds": kinds,
        "kind": kind,
        "only_unread": only_unread,
        "unread": own.unread_count(request),
    }
    return render(request, "notices/inbox.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_notice(request, pk: int):
    """GET shows one notice, POST goes on to what it is about. Either way it has been read."""
    notice = get_object_or_404(Notice.objects.of(request.user).select_related("mail"), pk=pk)
    own.mark_read(notice=notice)
    if request.method == "POST" and is_internal(notice.url):
        return redirect(notice.url)
    if request.method == "POST":
        return redirect("notices:open", pk=pk)
    return render(request, "notices/notice.html", {"notice": notice, "leads_on": is_internal(notice.url)})


@login_required
@require_POST
def read_all(request):
    count = own.mark_all_read(user=request.user)
    messages.success(request, f"已将 {count} 条通知标为已读。" if count else "没有未读通知。")
    return redirect("notices:inbox")
