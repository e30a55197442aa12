"""年度工作计划 in the admin: drafted here, adopted by a point of the minutes, followed through the year."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone

from alliance.core.admin import AuditedModelAdmin, ChildStack, TransitionAdminMixin
from alliance.core.forms import open_form
from meetings.admin.meetings import COUNCIL
from meetings.enums import PlanState
from meetings.forms.work_plan import ProgressForm, StartPlanForm
from meetings.models import WorkPlan, WorkPlanItem
from meetings.services import work_plan as services
from members.admin.act_pages import ActPagesMixin


class WorkPlanItemInline(ChildStack):
    """Written while the plan is a draft; how far it is has a page of its own."""

    model = WorkPlanItem
    fields = ("number", "text", ("office", "who_text"), "units", ("due_text", "due_on"))
    autocomplete_fields = ("units",)

    def _is_draft(self, obj) -> bool:
        return obj is None or obj.state == PlanState.DRAFT

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self._is_draft(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_draft(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_draft(obj)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("units")


@admin.register(WorkPlan)
class WorkPlanAdmin(ActPagesMixin, TransitionAdminMixin, AuditedModelAdmin):
    index_group = COUNCIL
    act_permission = services.RIGHT
    locked_states = (PlanState.CLOSED,)
    list_display = ("__str__", "year", "body", "state", "updated_at", "example")
    list_filter = ("state", "body", "is_example")
    search_fields = ("year", "preamble", "items__text")
    inlines = (WorkPlanItemInline,)
    fields = (("year", "body"), "state", "preamble", "summary", "is_example")

    def get_readonly_fields(self, request, obj=None):
        """What was adopted is changed by another point alone; the summary is written at the end of the year."""
        fixed = ("year", "body", "is_example") if obj else ()
        if obj and obj.state != PlanState.DRAFT:
            fixed = (*fixed, "preamble")
        return (*super().get_readonly_fields(request, obj), *fixed)

    def has_delete_permission(self, request, obj=None):
        is_adopted = obj is not None and obj.state != PlanState.DRAFT
        return super().has_delete_permission(request, obj) and not is_adopted

    def run_move(self, request, obj, move, reason: str):
        if move.name == "adopt":
            return services.adopt_work_plan(actor=request.user, plan=obj)
        if move.name == "close":
            return services.close_work_plan(actor=request.user, plan=obj)
        return super().run_move(request, obj, move, reason)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            page = reverse("admin:meetings_workplan_follow", args=[obj.pk])
            context["more_acts"] = [("跟踪进展", page)]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # ------------------------------------------------------------ pages
    def get_urls(self):
        pages = [
            ("start/", self.start_view, "start"),
            ("<int:pk>/follow/", self.follow_view, "follow"),
            ("<int:pk>/follow/<int:item>/", self.progress_view, "progress"),
        ]
        site = self.admin_site.admin_view
        own = [path(route, site(view), name=f"meetings_workplan_{name}") for route, view, name in pages]
        return [*own, *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """A plan starts with its year and body, so that what was left undone can come along."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:meetings_workplan_start")

    def start_view(self, request):
        if not request.user.has_perm(self.act_permission, WorkPlan()):
            raise PermissionDenied
        form = open_form(request, StartPlanForm)
        if request.method == "POST" and form.is_valid():
            plan = form.call(services.start_work_plan, actor=request.user, **form.cleaned_data)
            if plan is not None:
                messages.success(request, f"已开始起草：{plan}。请填写事项。")
                return redirect("admin:meetings_workplan_change", object_id=plan.pk)
        back = reverse("admin:meetings_workplan_changelist")
        return self.act_page(request, "起草工作计划", back, form=form)

    def follow_view(self, request, pk: int):
        """`/admin/meetings/workplan/<pk>/follow/`"""
        plan = self.act_target(request, pk, WorkPlan.objects.prefetch_related("items__units"))
        back = reverse("admin:meetings_workplan_change", args=[plan.pk])
        return self.act_page(
            request,
            f"跟踪进展：{plan}",
            back,
            "admin/meetings/follow_plan.html",
            plan=plan,
            is_adopted=plan.state == PlanState.ADOPTED,
            today=timezone.localdate(),
        )

    def progress_view(self, request, pk: int, item: int):
        plan = self.act_target(request, pk)
        row = get_object_or_404(plan.items.select_related("plan"), pk=item)
        form = open_form(request, ProgressForm, item=row)
        back = reverse("admin:meetings_workplan_follow", args=[plan.pk])
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            saved = form.call(
                services.record_progress,
                actor=request.user,
                item=row,
                state=said["state"],
                progress=said["progress"],
                version=said["opened_version"],
            )
            if saved is not None:
                return self.act_done(
                    request, f"已登记第{saved.number}项：{saved.get_state_display()}。", back
                )
        return self.act_page(request, f"第{row.number}项：{row}", back, form=form)
