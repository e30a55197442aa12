"""学术交流: events and their series."""

from django.contrib import admin

from alliance.core.admin import AuditedModelAdmin, ChildTable
from meetings.models import Award, Event, EventCount, EventGuest, EventOrganiser, EventSeries, Talk

EXCHANGE = "学术交流"


class EventOrganiserInline(ChildTable):
    model = EventOrganiser
    fields = ("order", "role", "unit", "organisation", "name_printed")
    autocomplete_fields = ("unit", "organisation")
    related = ("unit", "organisation")


class TalkInline(ChildTable):
    model = Talk
    fields = ("order", "kind", "title", "speaker", "speaker_note", "note")
    autocomplete_fields = ("speaker",)
    related = ("speaker",)


class EventGuestInline(ChildTable):
    model = EventGuest
    fields = ("order", "name_printed", "unit", "organisation")
    autocomplete_fields = ("unit", "organisation")
    related = ("unit", "organisation")


class EventCountInline(ChildTable):
    model = EventCount


class AwardInline(ChildTable):
    model = Award
    autocomplete_fields = ("awarded_by",)
    related = ("awarded_by",)


@admin.register(Event)
class EventAdmin(AuditedModelAdmin):
    index_group = EXCHANGE
    list_display = ("name", "year", "starts_on", "place", "series", "edition", "example")
    list_filter = ("year", "is_example", ("series", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("series",)
    search_fields = ("name", "other_names", "place", "theme", "organisers__name_printed")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("series", "parent")
    inlines = (EventOrganiserInline, EventCountInline, TalkInline, EventGuestInline, AwardInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    ("year", "starts_on"),
                    ("days", "date_note"),
                    ("place", "venue"),
                    "is_example",
                )
            },
        ),
        ("系列", {"fields": (("series", "edition"), "parent")}),
        ("内容", {"fields": ("theme", "summary", "beside", "organiser_note")}),
        ("其他", {"fields": ("other_names", "print_order")}),
    )


@admin.register(EventSeries)
class EventSeriesAdmin(AuditedModelAdmin):
    index_group = EXCHANGE
    list_display = ("name", "every_years", "next_year", "next_host")
    list_select_related = ("next_host",)
    search_fields = ("name",)
    autocomplete_fields = ("next_host",)
