"""督办事项: what a person's unit, body or office has to do, and how far it is; staff see all of them.

Somebody else's task is 404.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.core import audit
from alliance.core.components import choices_for
from alliance.core.forms import open_form
from alliance.core.tables import table_for
from alliance.core.tones import tone_of
from alliance.core.transitions import available_moves
from meetings.action_duties import duties_of
from meetings.enums import ActionState
from meetings.forms.actions import FinishForm, ProgressForm
from meetings.models import ActionItem
from meetings.services.actions import finish_action, report_progress
from meetings.tables import ActionTable

OVERDUE = "overdue"


@login_required
@require_safe
def action_list(request):
    """`/meetings/actions/`, by state or `?state=overdue`; those due first stand first."""
    rows = _visible(request.user)
    today = timezone.localdate()
    options = [*ActionState.choices]
    options.insert(1, (OVERDUE, "已逾期"))
    wanted = request.GET.get("state", "")
    if wanted == OVERDUE:
        rows = rows.overdue(today)
    elif wanted in ActionState:
        rows = rows.filter(state=wanted)
    context = {
        "table": table_for(request, ActionTable(rows.with_parties().in_order(), today=today)),
        "states": choices_for(request, "state", options),
    }
    return render(request, "meetings/actions/actions.html", context)


@login_required
def action(request, pk: int):
    """`/meetings/actions/<pk>/`: the task, and the form of whoever has to do it."""
    found = get_object_or_404(_visible(request.user).with_parties(), pk=pk)
    may_report = found.state == ActionState.OPEN and request.user.has_perm("meetings.report_action", found)
    if request.method == "POST" and not may_report:
        raise PermissionDenied("这项督办事项不由您填报。")
    form = open_form(request, ProgressForm, task=found) if may_report else None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["opened_version"]
        progress = form.cleaned_data["progress"]
        if form.call(report_progress, actor=request.user, action=found, progress=progress, version=version):
            messages.success(request, "已提交落实情况。")
            return redirect(found)
    return render(request, "meetings/actions/action.html", _shown(request, found, form))


@login_required
@require_POST
def finish(request, pk: int):
    """For staff: closed as done. The other moves (不再办理, 重新办理) are those of the admin."""
    if not request.user.has_perm("meetings.follow_action"):
        raise PermissionDenied("此操作由秘书处办理。")
    found = get_object_or_404(ActionItem.objects.with_parties(), pk=pk)
    form = FinishForm(request.POST, task=found)
    if form.is_valid() and form.call(finish_action, actor=request.user, action=found, **form.said):
        messages.success(request, "已登记为已完成。")
        return redirect(found)
    return render(request, "meetings/actions/action.html", _shown(request, found, None, form))


def _shown(request, found: ActionItem, form, finishing: FinishForm | None = None) -> dict:
    user = request.user
    moves = [move.name for move in available_moves(found, user)]
    if finishing is None and "finish" in moves:
        finishing = FinishForm(task=found)
    if finishing is not None:
        finishing.auto_id = "id_finish_%s"
        finishing.helper.form_action = reverse("meetings:action_finish", args=[found.pk])
    return {
        "action": found,
        "tone": tone_of(found.state, where="meetings.ActionItem.state"),
        "point": found.resolution,
        "meeting": found.resolution.meeting,
        "form": form,
        "finishing": finishing,
        "is_overdue": found.is_overdue(timezone.localdate()),
        "entries": audit.entries_of(found)[:20],
    }


def _visible(user) -> QuerySet[ActionItem]:
    return ActionItem.objects.all() if user.is_staff else duties_of(user)
