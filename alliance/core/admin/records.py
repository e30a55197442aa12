"""What the system itself writes: acts and stored files, to be read."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin

from alliance.core.admin.acts import as_act, details_of, states_of
from alliance.core.admin.bases import AuditMixin, ReadOnlyAdminMixin, as_data
from alliance.core.admin_site import SYSTEM
from alliance.core.models import AuditEntry, StoredFile


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    index_group = SYSTEM
    list_display = ("at", "who", "action_label", "kind", "object_label", "states", "reason")
    list_display_links = ("at",)
    list_filter = ("action_label", ("content_type", admin.RelatedOnlyFieldListFilter))
    search_fields = ("object_label", "reason", "actor__email", "actor__display_name")
    date_hierarchy = "at"
    list_select_related = ("actor", "content_type", "behalf")
    empty_value_display = "—"
    fields = (
        "at",
        "who",
        "recorded_for",
        "action_label",
        "kind",
        "object_label",
        "states",
        "reason",
        "details",
    )

    @admin.display(description="操作人", ordering="actor")
    def who(self, entry):
        act = as_act(entry)
        return f"{act.actor}（代{act.behalf.person_name}）" if act.behalf else act.actor

    @admin.display(description="秘书处代录")
    def recorded_for(self, entry):
        record = getattr(entry, "behalf", None)
        return record.in_words if record else None

    @admin.display(description="对象类型")
    def kind(self, entry):
        return entry.content_type.name

    @admin.display(description="状态变化")
    def states(self, entry):
        return states_of(entry)

    @admin.display(description="修改内容")
    def details(self, entry):
        return details_of(entry)


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdminMixin, AuditMixin, ModelAdmin):
    index_group = SYSTEM
    list_display = ("name", "kind", "readable_size", "uploaded_by", "created_at")
    list_filter = ("kind",)
    search_fields = ("name", "sha256")
    list_select_related = ("uploaded_by",)
    date_hierarchy = "created_at"
    empty_value_display = "—"
    fields = (
        "name",
        "kind",
        "readable_size",
        "width",
        "height",
        "link",
        "checksum",
        "uploaded_by",
        "created_at",
    )

    @admin.display(description="校验值", empty_value="—")
    def checksum(self, stored):
        return as_data(stored.sha256)

    @admin.display(description="大小", ordering="size")
    def readable_size(self, stored):
        return filesizeformat(stored.size)

    @admin.display(description="文件")
    def link(self, stored):
        return format_html(
            '<a href="{}" target="_blank">打开文件</a>', reverse("core:file", args=[stored.pk])
        )
