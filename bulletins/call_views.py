"""征稿: what is asked for, and what one's own unit has sent in."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.database import db_now
from bulletins.enums import CallState
from bulletins.models import Article, CallForContributions
from projects.rules import liaison_units


@login_required
@require_safe
def call_detail(request, pk: int):
    """`/desk/calls/<pk>/`. Late articles are still taken while the call is open."""
    call = get_object_or_404(CallForContributions.objects.visible_to(request.user), pk=pk)
    units = liaison_units(request.user)
    own = Article.objects.filter(call=call, unit__in=units).defer("body").select_related("unit")
    context = {
        "call": call,
        "own": own.order_by("pk"),
        "writes": bool(units) or request.user.is_staff,
        "takes": call.state == CallState.OPEN,
        "is_late": not CallForContributions.objects.running_at(db_now()).filter(pk=pk).exists(),
    }
    return render(request, "bulletins/call.html", context)
