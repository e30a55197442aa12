"""People and what they hold."""

from django.contrib import admin
from django.urls import reverse

from alliance.core.admin import AuditedModelAdmin, ChildTable
from alliance.core.admin.transfer import ExportMixin
from alliance.core.masks import masked_email, masked_phone
from members.admin.invitations import InvitingMixin
from members.admin.moving import MovingMixin
from members.admin.search import PinyinSearchMixin
from members.enums import Body
from members.masks import ContactReader
from members.models import Affiliation, Occupancy, Office, Person
from members.resources import PersonResource


class OccupancyOfPersonInline(ChildTable):
    model = Occupancy
    exclude = ("letter",)  # stands on the page of the occupancy itself
    autocomplete_fields = ("seat",)
    related = ("seat__unit", "seat__term", "person")


class OfficeOfPersonInline(ChildTable):
    model = Office
    autocomplete_fields = ("term",)
    related = ("term", "person")


class AffiliationInline(ChildTable):
    model = Affiliation
    autocomplete_fields = ("unit", "organisation")
    related = ("unit", "organisation")


@admin.register(Person)
class PersonAdmin(ExportMixin, MovingMixin, InvitingMixin, PinyinSearchMixin, AuditedModelAdmin):
    resource_class = PersonResource
    list_display = ("name", "affiliation_shown", "post", "title", "functions", "has_login", "example")
    list_filter = (
        "is_example",
        "unit__kind",
        ("user", admin.EmptyFieldListFilter),
        ("unit", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("unit", "organisation")
    search_fields = (
        "name",
        "unit__name",
        "unit__short_name",
        "organisation__name",
        "post",
        "title",
        "honours",
        "expertise",
    )
    autocomplete_fields = ("unit", "organisation", "user")
    readonly_fields = ("pinyin_shown", "login_shown", "move_shown")
    inlines = (OfficeOfPersonInline, OccupancyOfPersonInline, AffiliationInline)
    fieldsets = (
        (None, {"fields": (("name", "gender"), ("pinyin_shown", "pinyin_override"), "is_example")}),
        ("单位", {"fields": ("unit", "organisation", "move_shown", "affiliation_printed")}),
        ("职务与职称", {"fields": (("post", "title"), ("honours", "academician"), "expertise")}),
        ("联系方式", {"fields": (("phone", "email"), "user", "login_shown")}),
        ("其他", {"fields": ("note", "print_order")}),
    )

    def changelist_view(self, request, extra_context=None):
        """People come in by the wizard alone: it reads the lists as they are, and one way is enough."""
        context = dict(extra_context or {})
        if request.user.has_perm("members.import_people"):
            context["import_address"] = reverse("admin:members_personimport_add")
        return super().changelist_view(request, context)

    def get_fieldsets(self, request, obj=None):
        """Who only reads the register sees phone and e-mail in part."""
        groups = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return groups
        masked = [("phone_masked", "email_masked"), "login_shown"]
        return [
            (title, {**kept, "fields": masked} if title == "联系方式" else kept) for title, kept in groups
        ]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "phone_masked", "email_masked")

    def has_view_history_or_change_history_permission(self, request, obj=None):
        """Versions hold the contact data of their time."""
        return ContactReader(request.user).sees_all()

    @admin.display(description="电话")
    def phone_masked(self, person):
        return masked_phone(person.phone)

    @admin.display(description="电子邮箱")
    def email_masked(self, person):
        return masked_email(person.email)

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
