"""Units, other organisations, admissions."""

from django.contrib import admin

from alliance.core.admin import AuditedModelAdmin, ChildTable
from alliance.core.admin.transfer import ImportExportMixin
from members.admin.search import PinyinSearchMixin
from members.admin.unit_acts import UnitActsMixin
from members.models import EarlierMembership, Organisation, Seat, Unit, UnitName
from members.resources import OrganisationResource, UnitResource


class UnitNameInline(ChildTable):
    model = UnitName


class EarlierMembershipInline(ChildTable):
    model = EarlierMembership
    fields = ("joined_on", "left_on", "note")
    related = ("unit",)


class SeatInline(ChildTable):
    model = Seat
    fields = ("body", "term")
    autocomplete_fields = ("term",)
    related = ("term", "unit")
    show_change_link = True


@admin.register(Unit)
class UnitAdmin(UnitActsMixin, ImportExportMixin, PinyinSearchMixin, AuditedModelAdmin):
    resource_class = UnitResource
    list_display = ("name", "kind", "region", "rank", "joined_on", "left_on", "example")
    list_filter = (
        "kind",
        "region",
        "rank",
        "evidence",
        "is_example",
        ("left_on", admin.EmptyFieldListFilter),
    )
    search_fields = ("name", "short_name", "names__name", "uscc")
    readonly_fields = ("pinyin_shown", "left_on", "merged_shown")  # left_on: 登记退盟 ends the seats as well
    inlines = (UnitNameInline, EarlierMembershipInline, SeatInline)
    fieldsets = (
        (None, {"fields": ("name", ("short_name", "pinyin_shown"), ("kind", "is_example"))}),
        ("地位与依据", {"fields": (("rank", "rank_evidence"), ("evidence", "evidence_note"))}),
        (
            "登记",
            {
                "fields": (
                    "uscc",
                    ("region", "place"),
                    "place_evidence",
                    ("joined_on", "left_on"),
                    "merged_shown",
                )
            },
        ),
        ("单位联系方式（公开）", {"fields": (("address", "postcode"), ("phone", "website"))}),
        ("联系人（成员单位可见）", {"fields": ("contact_name", ("contact_phone", "contact_email"))}),
        ("名录", {"fields": ("profile", "print_order")}),
    )

    @admin.display(description="已并入")
    def merged_shown(self, unit):
        return f"{unit.merged_into}（{unit.merged_on}）" if unit.merged_into_id else None


@admin.register(Organisation)
class OrganisationAdmin(ImportExportMixin, AuditedModelAdmin):
    resource_class = OrganisationResource
    list_display = ("name", "short_name", "kind", "place")
    list_filter = ("kind",)
    search_fields = ("name", "short_name")
