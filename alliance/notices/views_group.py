"""群通知: text, short link and QR code for the WeChat group; and where a short link leads."""

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alliance.notices import group_texts, short_links
from alliance.notices.models import ShortLink


@login_required
@require_safe
def group_text(request, app: str, model: str, pk: int):
    """Staff only; the text may be changed in its box before it is copied, and nothing of that is kept."""
    if not request.user.is_staff:
        raise PermissionDenied
    if not group_texts.is_known(app, model):
        raise Http404
    if not request.user.has_perm(f"{app}.view_{model}".lower()):
        raise PermissionDenied
    obj = get_object_or_404(apps.get_model(app, model), pk=pk)
    text = group_texts.about(obj)
    link = short_links.make_short_link(actor=request.user, target=text.url)
    context = {
        "object": obj,
        "text": group_texts.write(text, link.address),
        "warning": text.warning,
        "page_url": text.url,
        "link": link,
        "qr": mark_safe(short_links.qr_svg(link.address)),  # noqa: S308 - drawn by segno from our own address
    }
    return render(request, "notices/group_text.html", context)


@never_cache
@require_safe
def short_link(request, code: str):
    """`/s/<code>/`: on to the page, which checks who may see it."""
    target = short_links.follow(code=code)
    if target is None:
        return render(request, "notices/link_gone.html", status=404)
    return redirect(target)


@login_required
@require_safe
def qr_picture(request, code: str):
    """The QR code as a picture to send to the group."""
    if not request.user.is_staff:
        raise PermissionDenied
    link = get_object_or_404(ShortLink, code=code)
    answer = HttpResponse(short_links.qr_png(link.address), content_type="image/png")
    answer["Content-Disposition"] = f'attachment; filename="qr-{link.code}.png"'
    return answer
