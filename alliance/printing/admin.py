"""The render jobs, for reading."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin

from alliance.core.admin import AuditMixin, ReadOnlyAdminMixin
from alliance.core.admin.bases import as_data
from alliance.core.admin_site import SYSTEM
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument


@admin.register(RenderedDocument)
class RenderedDocumentAdmin(ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    index_group = SYSTEM
    list_display = (
        "title",
        "state",
        "percent",
        "pages",
        "time_taken",
        "attempts",
        "requested_by",
        "requested_at",
    )
    list_filter = ("state",)
    search_fields = ("title", "digest", "sha256")
    list_select_related = ("requested_by",)
    date_hierarchy = "requested_at"
    empty_value_display = "—"
    fields = (
        "title",
        "name_of_file",
        "state",
        "percent",
        "progress_label",
        "error",
        "link",
        "pages",
        "readable_size",
        "time_taken",
        "attempts",
        "requested_by",
        "requested_at",
        "started_at",
        "finished_at",
        "checksum",
    )

    def get_queryset(self, request):
        """Without the snapshot, which may weigh megabytes and is for the worker."""
        return super().get_queryset(request).defer("snapshot")

    @admin.display(description="文件名")
    def name_of_file(self, document):
        return as_data(document.file_name)

    @admin.display(description="校验值", empty_value="—")
    def checksum(self, document):
        return as_data(document.sha256)

    @admin.display(description="进度", ordering="progress")
    def percent(self, document):
        return f"{document.progress}%"

    @admin.display(description="大小")
    def readable_size(self, document):
        return filesizeformat(document.size) if document.size else None

    @admin.display(description="用时", ordering="seconds")
    def time_taken(self, document):
        return f"{document.seconds:.1f} 秒" if document.seconds is not None else None

    @admin.display(description="成品")
    def link(self, document):
        if document.state != DocumentState.DONE:
            return None
        return format_html(
            '<a href="{}" target="_blank">打开 {}</a>',
            reverse("printing:file", args=[document.pk]),
            document.format_name,
        )
