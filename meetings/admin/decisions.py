"""What meetings decided, for searching across meetings: points, tasks, participants, hosting turns."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Count
from django.utils import timezone

from alliance.core.admin import AuditedModelAdmin, ChildTable, PlainModelAdmin, TransitionAdminMixin
from alliance.core.admin.transfer import ExportMixin
from meetings.admin.effects import EffectPagesMixin, ResolutionEffectInline
from meetings.admin.meetings import COUNCIL
from meetings.admin.minutes import StatedRecord
from meetings.admin.rotation import RotationAdminMixin
from meetings.enums import HostingState
from meetings.member_links import hosting_path
from meetings.models import ActionItem, AgendaItem, Attendance, HostingTurn, Resolution
from meetings.resources import ActionItemResource, AttendanceResource
from meetings.rules import people_who_speak_for


class ActionItemInline(ChildTable):
    model = ActionItem
    fields = ("order", "task", "body", "office", "unit", "all_units", "due_text", "due_on")
    autocomplete_fields = ("unit",)
    related = ("unit",)


@admin.register(Resolution)
class ResolutionAdmin(StatedRecord, EffectPagesMixin, AuditedModelAdmin):
    index_group = COUNCIL
    list_display = ("number", "subject", "kind", "adopted_on", "action_count", "meeting", "due_text")
    list_display_links = ("number", "subject")
    list_filter = (
        "kind",
        "carries_task",
        ("adopted_on", admin.EmptyFieldListFilter),
        ("meeting", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("meeting",)
    search_fields = ("subject", "text", "meeting__name")
    autocomplete_fields = ("meeting", "reverses")
    fields = (
        "meeting",
        "item",
        ("number", "kind"),
        "subject",
        "text",
        ("carries_task", "due_text"),
        ("by_count", "reverses"),
        "adopted_on",
    )
    inlines = (ActionItemInline, ResolutionEffectInline)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(tasks=Count("actions"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Of the agenda only the items of this meeting; a new point gets its item once it is saved."""
        if db_field.name == "item":
            point = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = AgendaItem.objects.filter(meeting__resolutions=point)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="督办事项", ordering="tasks")
    def action_count(self, resolution):
        return resolution.tasks or None


class OverdueFilter(admin.SimpleListFilter):
    title = "时限"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("over", "已逾期"), ("none", "未载明日期")]

    def queryset(self, request, queryset):
        if self.value() == "over":
            return queryset.overdue(timezone.localdate())
        return queryset.filter(due_on=None) if self.value() == "none" else queryset


@admin.register(ActionItem)
class ActionItemAdmin(ExportMixin, TransitionAdminMixin, AuditedModelAdmin):
    resource_class = ActionItemResource
    index_group = COUNCIL
    list_display = ("task", "state", "body", "office", "unit", "all_units", "due_text", "due_on", "meeting")
    list_filter = (
        "state",
        OverdueFilter,
        "body",
        "office",
        "all_units",
        ("unit", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("unit", "resolution__meeting")
    search_fields = ("task", "unit__name", "resolution__subject")
    date_hierarchy = "due_on"
    autocomplete_fields = ("resolution", "unit")

    @admin.display(description="会议", ordering="resolution__meeting")
    def meeting(self, item):
        return item.resolution.meeting


@admin.register(Attendance)
class AttendanceAdmin(StatedRecord, ExportMixin, PlainModelAdmin):
    resource_class = AttendanceResource
    index_group = COUNCIL
    list_display = ("person", "unit", "unit_printed", "state", "capacity", "meeting", "on_list")
    list_filter = ("state", "capacity", "on_list", ("meeting", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "unit", "meeting")
    search_fields = ("person__name", "person__pinyin", "unit__name", "unit_printed", "meeting__name")
    autocomplete_fields = ("meeting", "person", "unit")


@admin.register(HostingTurn)
class HostingTurnAdmin(RotationAdminMixin, TransitionAdminMixin, AuditedModelAdmin):
    index_group = COUNCIL
    change_form_template = "admin/meetings/hosting_form.html"
    view_on_site = False  # the page is the unit's own
    list_display = ("year", "unit", "state", "answer_by", "yielded_to", "place", "month", "meeting")
    list_filter = ("state", "year")
    list_select_related = ("unit", "yielded_to", "meeting")
    search_fields = ("year", "unit__name", "unit__pinyin", "place")
    autocomplete_fields = ("unit", "yielded_to", "meeting", "basis")
    fieldsets = (
        (None, {"fields": ("year", "unit", "state", ("place", "month"), "meeting", "basis")}),
        ("承办确认", {"fields": ("answer_by", "decline_reason")}),
        ("改由他单位承办", {"fields": ("yielded_to", "reason")}),
    )

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The personal links of those who may answer for the unit, while it has not answered."""
        asked = obj is not None and obj.state == HostingState.PROPOSED
        if asked and self.has_change_permission(request, obj):
            people = people_who_speak_for(obj.unit)
            context["links"] = [(person, settings.SITE_URL + hosting_path(obj, person)) for person in people]
        return super().render_change_form(request, context, add, change, form_url, obj)
