"""The library: documents with their versions, and what members share."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from alliance.core.admin import AuditedModelAdmin
from alliance.core.admin.behalf import LINK
from alliance.core.admin.uploads import UploadForm, UploadTable
from members.models import DocumentVersion, LibraryDocument, SharedMaterial
from members.services import library as services


def file_link(stored) -> str:
    if stored is None:
        return "—"
    return format_html(
        '<a class="{}" href="{}" data-user-content>{}</a>',
        LINK,
        reverse("core:file", args=[stored.pk]),
        stored.name,
    )


class VersionForm(UploadForm):
    """A new version: the number is the service's business."""

    class Meta:
        model = DocumentVersion
        fields = ("upload", "label", "adopted_on", "effective_on", "basis", "note", "stored")
        widgets = {"note": forms.TextInput}
        labels = {"upload": "上传文件", "stored": "文件"}  # heads of the table, where no form has a say

    def clean(self):
        cleaned = super().clean()
        adopted, effective = cleaned.get("adopted_on"), cleaned.get("effective_on")
        if adopted and effective and effective < adopted:
            self.add_error("effective_on", ValidationError("施行日期不能早于通过日期。"))
        return cleaned


class VersionInline(UploadTable):
    """Versions are added, never changed or deleted."""

    model = DocumentVersion
    form = VersionForm
    ordering_field = None
    fields = ("held", "upload", "label", "adopted_on", "effective_on", "basis", "note", "stored")
    readonly_fields = ("held",)
    can_delete = False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="文件")
    def held(self, version):
        if not version.stored_id:
            return "（尚未上传）"
        return format_html("第{}版 {}", version.number, file_link(version.stored))


@admin.register(LibraryDocument)
class LibraryDocumentAdmin(AuditedModelAdmin):
    list_display = ("title", "kind", "access", "current", "issued_by", "example")
    list_filter = ("kind", "access", "is_example")
    search_fields = ("title", "issued_by", "summary", "versions__label", "versions__basis")
    inlines = (VersionInline,)
    fieldsets = (
        (None, {"fields": ("title", ("kind", "access"), ("issued_by", "order"), "is_example")}),
        ("内容", {"fields": ("summary",)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description="现行版本", empty_value="尚未上传")
    def current(self, document):
        version = document.in_force()
        return version.name if version else None

    def has_delete_permission(self, request, obj=None):
        """Only what has no version yet."""
        if obj is not None and obj.versions.exists():
            return False
        return super().has_delete_permission(request, obj)

    def save_formset(self, request, form, formset, change):
        """New versions through their service; the rows that stand are never touched."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for row in formset.extra_forms:
            if row.has_changed():
                given = {name: row.cleaned_data[name] for name in VersionForm.Meta.fields[1:]}
                version = services.add_version(actor=request.user, document=form.instance, **given)
                formset.new_objects.append(version)


@admin.register(SharedMaterial)
class SharedMaterialAdmin(AuditedModelAdmin):
    """To be read; taken down on its own page of the portal, where the unit does it as well."""

    list_display = ("title", "unit", "access", "created_at", "down", "example")
    list_filter = (
        "access",
        ("unit", admin.RelatedOnlyFieldListFilter),
        ("taken_down_at", admin.EmptyFieldListFilter),
        "is_example",
    )
    list_select_related = ("unit",)
    search_fields = ("title", "summary", "unit__name", "unit__pinyin")
    date_hierarchy = "created_at"
    empty_value_display = "—"
    fields = (
        "title",
        ("unit", "access"),
        "summary",
        "file",
        ("created_by", "created_at"),
        ("taken_down_at", "taken_down_reason"),
        "is_example",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("stored", "created_by")

    @admin.display(description="文件")
    def file(self, material):
        return file_link(material.stored)

    @admin.display(description="已下架", boolean=True)
    def down(self, material):
        return material.is_down

    def get_readonly_fields(self, request, obj=None):
        return ("file", "created_at", "taken_down_at", "taken_down_reason")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
