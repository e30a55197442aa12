"""People and what they hold."""

from django.contrib import admin

from alliance.core.admin import AuditedModelAdmin, ChildTable
from alliance.core.admin.transfer import ImportExportMixin
from members.admin.invitations import InvitingMixin
from members.admin.search import PinyinSearchMixin
from members.enums import Body
from members.models import Occupancy, Office, Person
from members.resources import PersonResource


class OccupancyOfPersonInline(ChildTable):
    model = Occupancy
    autocomplete_fields = ("seat",)
    related = ("seat__unit", "seat__term", "person")


class OfficeOfPersonInline(ChildTable):
    model = Office
    autocomplete_fields = ("term",)
    related = ("term", "person")


@admin.register(Person)
class PersonAdmin(ImportExportMixin, InvitingMixin, PinyinSearchMixin, AuditedModelAdmin):
    resource_class = PersonResource
    list_display = ("name", "affiliation_shown", "post", "title", "functions", "has_login", "example")
    list_filter = (
        "is_example",
        "unit__kind",
        ("user", admin.EmptyFieldListFilter),
        ("unit", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("unit", "organisation")
    search_fields = ("name", "unit__name", "unit__short_name", "organisation__name", "post", "title")
    autocomplete_fields = ("unit", "organisation", "user")
    readonly_fields = ("pinyin_shown", "login_shown")
    inlines = (OfficeOfPersonInline, OccupancyOfPersonInline)
    fieldsets = (
        (None, {"fields": (("name", "gender"), ("pinyin_shown", "pinyin_override"), "is_example")}),
        ("单位", {"fields": ("unit", "organisation", "affiliation_printed")}),
        ("职务与职称", {"fields": (("post", "title"), "honours")}),
        ("联系方式", {"fields": (("phone", "email"), "user", "login_shown")}),
        ("其他", {"fields": ("note", "print_order")}),
    )

    def get_queryset(self, request):
        held = ("offices", "occupancies__seat")
        return super().get_queryset(request).prefetch_related(*held)

    @admin.display(description="单位", ordering="unit__pinyin")
    def affiliation_shown(self, person):
        return person.affiliation or person.affiliation_printed

    @admin.display(description="联盟职务与任职")
    def functions(self, person):
        """Offices and seats not ended, as they are called."""
        offices = [office.get_kind_display() for office in person.offices.all() if not office.ended]
        seats = [Body(held.seat.body).role for held in person.occupancies.all() if not held.ended]
        return "、".join(dict.fromkeys(offices + seats))

    @admin.display(description="账号", boolean=True, ordering="user")
    def has_login(self, person):
        return person.user_id is not None


@admin.register(Office)
class OfficeAdmin(AuditedModelAdmin):
    list_display = ("kind", "person", "unit_of_person", "term", "starts_on", "ends_on", "ended", "evidence")
    list_filter = ("kind", "ended", "term", "evidence")
    list_select_related = ("person__unit", "person__organisation", "term")
    search_fields = ("person__name", "person__pinyin", "person__unit__name")
    autocomplete_fields = ("person", "term")

    @admin.display(description="单位", ordering="person__unit__pinyin")
    def unit_of_person(self, office):
        return office.person.affiliation
