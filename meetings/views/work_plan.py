"""年度工作计划 as the members see it: what was adopted, who does it, how far it is."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.core.tables import table_for
from meetings.models import WorkPlan
from meetings.plan_words import state_counts
from meetings.tables import WorkPlanTable
from members.enums import Access
from members.models import Occupancy
from members.rules import access_levels


@login_required
@require_safe
def plan_list(request):
    """`/meetings/plans/`"""
    plans = _readable(request.user).with_progress()
    return render(request, "meetings/plans/list.html", {"table": table_for(request, WorkPlanTable(plans))})


@login_required
@require_safe
def plan_detail(request, pk: int):
    """`/meetings/plans/<pk>/`: the items, one's own unit's marked; the point that adopted it."""
    plans = _readable(request.user).prefetch_related("items__units", "effects__resolution__meeting")
    plan = get_object_or_404(plans, pk=pk)
    items = list(plan.items.all())
    own = set(Occupancy.objects.of_user(request.user).current().values_list("seat__unit", flat=True))
    context = {
        "plan": plan,
        "rows": [(item, bool(own & {unit.pk for unit in item.units.all()})) for item in items],
        "counts": state_counts(items),
        "points": [effect.resolution for effect in plan.effects.all()],
        "today": timezone.localdate(),
    }
    return render(request, "meetings/plans/detail.html", context)


def _readable(user):
    """Adopted ones for the members, drafts for the secretariat alone. 403 for who is neither."""
    if Access.MEMBERS not in access_levels(user):
        raise PermissionDenied("此页面供成员单位使用。")
    return WorkPlan.objects.all() if user.is_staff else WorkPlan.objects.adopted()
