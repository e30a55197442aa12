"""单位信息变更: what liaisons ask to have changed, read with its difference and taken over or refused here."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from alliance.core.admin import AuditedModelAdmin, ReadOnlyAdminMixin, TransitionAdminMixin
from members.enums import ChangeState
from members.models import Departure, UnitChangeRequest
from members.services.unit_changes import approve_change, outdated


@admin.register(UnitChangeRequest)
class UnitChangeRequestAdmin(TransitionAdminMixin, AuditedModelAdmin):
    view_on_site = False  # the desk's page is for the unit alone
    locked_states = tuple(ChangeState)
    empty_value_display = "—"
    list_display = ("unit", "asked_for", "state", "created_at", "created_by", "example")
    list_display_links = ("unit", "asked_for")
    list_filter = ("state", ("unit", admin.RelatedOnlyFieldListFilter), "is_example")
    list_select_related = ("unit", "created_by", "logo")
    search_fields = ("unit__name", "unit__pinyin", "note")
    date_hierarchy = "created_at"
    readonly_fields = ("created_by", "created_at", "decided_by", "decided_at", "compared", "paper_link")
    fieldsets = (
        (None, {"fields": ("unit", "state", ("created_by", "created_at"), ("decided_by", "decided_at"))}),
        ("申请变更的内容", {"fields": ("compared", "note", "paper_link", "is_example")}),
    )

    class Media:
        css = {"all": ["members/admin.css"]}

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def run_move(self, request, obj, move, reason):
        if move.name == "approve":
            return approve_change(actor=request.user, request=obj, reason=reason)
        return super().run_move(request, obj, move, reason)

    @admin.display(description="变更项目")
    def asked_for(self, asked):
        return "、".join(asked.labels)

    @admin.display(description="对照")
    def compared(self, asked):
        is_open = asked.state == ChangeState.SUBMITTED
        context = {"asked": asked, "outdated": outdated(asked, asked.unit) if is_open else []}
        return render_to_string("admin/members/_change_compared.html", context)

    @admin.display(description="证明材料")
    def paper_link(self, asked):
        if asked.paper_id is None:
            return None
        address = reverse("core:file", args=[asked.paper_id])
        return format_html(
            '<a class="push push-quiet" href="{}" target="_blank" rel="noopener" data-user-content>{}</a>',
            address,
            asked.paper.name,
        )


@admin.register(Departure)
class DepartureAdmin(ReadOnlyAdminMixin, AuditedModelAdmin):
    """Recorded from the unit's page, and then never edited."""

    list_display = ("unit", "kind", "left_on", "basis")
    list_filter = ("kind", "unit__is_example")
    list_select_related = ("unit",)
    search_fields = ("unit__name", "unit__pinyin", "basis", "reason")
    date_hierarchy = "left_on"
