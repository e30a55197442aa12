"""报名 and 证书 in the admin: registrations are corrected and moved on, certificates corrected; neither is deleted."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from alliance.core.admin import AuditedModelAdmin, TransitionAdminMixin
from alliance.core.admin.transfer import ExportMixin
from meetings.admin.event_pages import EXCHANGE
from meetings.enums import RegistrationState
from meetings.models import Certificate, EventRegistration
from meetings.resources import RegistrationResource
from meetings.services import registrations


class NeverDeletedMixin:
    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(EventRegistration)
class EventRegistrationAdmin(ExportMixin, NeverDeletedMixin, TransitionAdminMixin, AuditedModelAdmin):
    """They come from the public form; staff mend what was mistyped, confirm and decline."""

    index_group = EXCHANGE
    resource_class = RegistrationResource
    locked_states = (RegistrationState.DECLINED, RegistrationState.WITHDRAWN)
    empty_value_display = "—"
    list_display = ("name", "affiliation", "event", "state", "phone", "checked_in_at")
    list_filter = ("state", ("event", admin.RelatedOnlyFieldListFilter), "lodging")
    list_select_related = ("event",)
    search_fields = ("name", "affiliation", "phone", "talk_title")
    autocomplete_fields = ("unit", "organisation", "person")
    readonly_fields = ("event", "created_at", "checked_in_at")
    fieldsets = (
        (None, {"fields": (("event", "state"), ("name", "post"), "affiliation", ("phone", "email"))}),
        ("报告", {"fields": ("talk_title", "abstract")}),
        ("安排", {"fields": ("lodging", ("invoice_title", "invoice_number"), "note")}),
        ("关联", {"fields": (("unit", "organisation"), "person", ("created_at", "checked_in_at"))}),
    )

    def run_move(self, request, obj, move, reason):
        if move.name == "confirm":
            return registrations.confirm_registration(actor=request.user, registration=obj)
        if move.name == "decline":
            return registrations.decline_registration(actor=request.user, registration=obj, reason=reason)
        return registrations.withdraw_registration(actor=request.user, registration=obj, reason=reason)


@admin.register(Certificate)
class CertificateAdmin(NeverDeletedMixin, AuditedModelAdmin):
    """Issued on the event's page. A misspelt name is mended here, with its history; the number stays."""

    index_group = EXCHANGE
    list_display = ("number", "name", "affiliation", "award", "event")
    list_filter = (("event", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("award", "event")
    search_fields = ("number", "name", "affiliation", "work")
    readonly_fields = ("number", "event", "award", "registration", "printed", "created_at")
    fields = (
        "number",
        ("event", "award"),
        ("name", "affiliation"),
        "work",
        "registration",
        "printed",
        "created_at",
    )

    @admin.display(description="文件")
    def printed(self, certificate):
        if not certificate.document_id:
            return None
        address = reverse("printing:document", args=[certificate.document_id])
        return format_html('<a href="{}">打开</a>', address)
