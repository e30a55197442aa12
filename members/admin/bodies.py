"""Terms, seats, and who fills them."""

from django.contrib import admin

from alliance.core.admin import AuditedModelAdmin, ChildTable
from alliance.core.admin.transfer import ExportMixin
from members.admin.seats import SeatPagesMixin
from members.enums import Body
from members.models import Occupancy, Seat, Term
from members.resources import OccupancyResource


class OccupancyInline(ChildTable):
    model = Occupancy
    autocomplete_fields = ("person", "letter")
    related = ("person", "seat", "letter")


@admin.register(Seat)
class SeatAdmin(SeatPagesMixin, AuditedModelAdmin):
    list_display = ("unit", "body", "term", "occupant")
    list_filter = ("body", "term", "unit__is_example", ("unit", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("unit", "term")
    search_fields = ("unit__name", "unit__short_name", "unit__pinyin", "occupancies__person__name")
    autocomplete_fields = ("unit", "term")
    inlines = (OccupancyInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("occupancies__person")

    @admin.display(description="现任")
    def occupant(self, seat):
        return "、".join(str(held.person) for held in seat.occupancies.all() if not held.ended)


@admin.register(Occupancy)
class OccupancyAdmin(ExportMixin, AuditedModelAdmin):
    resource_class = OccupancyResource
    list_display = ("person", "unit", "role_shown", "term", "starts_on", "ends_on", "ended", "evidence")
    list_filter = ("seat__body", "ended", "seat__term", "evidence")
    list_select_related = ("person", "seat__unit", "seat__term")
    search_fields = ("person__name", "person__pinyin", "seat__unit__name", "seat__unit__pinyin")
    autocomplete_fields = ("seat", "person", "letter")

    @admin.display(description="单位", ordering="seat__unit__pinyin")
    def unit(self, occupancy):
        return occupancy.seat.unit

    @admin.display(description="身份", ordering="seat__body")
    def role_shown(self, occupancy):
        return Body(occupancy.seat.body).role

    @admin.display(description="届", ordering="seat__term")
    def term(self, occupancy):
        return occupancy.seat.term


@admin.register(Term)
class TermAdmin(AuditedModelAdmin):
    list_display = ("__str__", "starts_on", "ends_on", "years", "note")
    search_fields = ("number", "note")
