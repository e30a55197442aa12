"""Units, other organisations, admissions."""

from django.contrib import admin

from alliance.core.admin import AuditedModelAdmin, ChildTable
from alliance.core.admin.transfer import ImportExportMixin
from members.admin.search import PinyinSearchMixin
from members.models import Admission, Organisation, Seat, Unit, UnitName
from members.resources import OrganisationResource, UnitResource


class UnitNameInline(ChildTable):
    model = UnitName


class SeatInline(ChildTable):
    model = Seat
    fields = ("body", "term")
    autocomplete_fields = ("term",)
    related = ("term", "unit")
    show_change_link = True


@admin.register(Unit)
class UnitAdmin(ImportExportMixin, PinyinSearchMixin, AuditedModelAdmin):
    resource_class = UnitResource
    list_display = ("name", "kind", "rank", "place", "evidence", "joined_on", "example")
    list_filter = ("kind", "rank", "evidence", "is_example", ("left_on", admin.EmptyFieldListFilter))
    search_fields = ("name", "short_name", "names__name", "uscc")
    readonly_fields = ("pinyin_shown",)
    inlines = (UnitNameInline, SeatInline)
    fieldsets = (
        (None, {"fields": ("name", ("short_name", "pinyin_shown"), ("kind", "is_example"))}),
        ("地位与依据", {"fields": (("rank", "rank_evidence"), ("evidence", "evidence_note"))}),
        ("登记", {"fields": (("place", "place_evidence"), "uscc", ("joined_on", "left_on"))}),
        ("名录", {"fields": ("profile", "website", "print_order")}),
    )


@admin.register(Organisation)
class OrganisationAdmin(ImportExportMixin, AuditedModelAdmin):
    resource_class = OrganisationResource
    list_display = ("name", "short_name", "kind", "place")
    list_filter = ("kind",)
    search_fields = ("name", "short_name")


@admin.register(Admission)
class AdmissionAdmin(AuditedModelAdmin):
    list_display = ("unit", "admitted_on", "basis", "council_member", "expert", "liaison")
    list_filter = ("representatives_evidence",)
    list_select_related = ("unit", "council_member", "expert", "liaison")
    search_fields = ("unit__name", "unit__pinyin", "basis")
    autocomplete_fields = ("unit", "council_member", "expert", "liaison")
    date_hierarchy = "admitted_on"
