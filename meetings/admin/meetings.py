"""Meetings with their programme, participants and points; the minutes."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery

from alliance.core.admin import AuditedModelAdmin, ChildStack, ChildTable, TransitionAdminMixin
from alliance.core.admin.forms import ChildForm
from meetings.admin.minutes import MinutesPageMixin, StatedInMinutes
from meetings.admin.notices import NoticeAdminMixin
from meetings.admin.planning import PlanningAdminMixin
from meetings.admin.replies import RepliesAdminMixin
from meetings.admin.roll import RollAdminMixin
from meetings.models import AgendaItem, Attendance, Meeting, MeetingBody, Resolution, Sitting

COUNCIL = "会议与议定事项"


class MeetingBodyInline(ChildTable):
    model = MeetingBody
    autocomplete_fields = ("term",)
    related = ("term",)


class SittingInline(ChildTable):
    model = Sitting
    autocomplete_fields = ("chair",)
    related = ("chair",)


class AgendaItemForm(ChildForm):
    """Offers the sittings of this meeting alone, read once for all rows (`sittings`)."""

    sittings: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "sitting" in self.fields:
            self.fields["sitting"].widget.choices = [("", "未载明"), *self.sittings]


class AgendaItemInline(ChildTable):
    model = AgendaItem
    form = AgendaItemForm
    fields = ("order", "kind", "title", "sitting", "presenter", "presenter_body", "minutes_planned", "note")
    autocomplete_fields = ("presenter",)
    related = ("presenter", "sitting")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        sittings = obj.sittings.all() if obj else ()
        formset.form.sittings = tuple((sitting.pk, str(sitting)) for sitting in sittings)
        if "sitting" in formset.form.base_fields:
            formset.form.base_fields["sitting"].queryset = Sitting.objects.filter(meeting=obj)
        return formset


class AttendanceInline(StatedInMinutes, ChildTable):
    model = Attendance
    fields = ("order", "unit", "unit_printed", "person", "state", "capacity", "on_list")
    autocomplete_fields = ("person", "unit")
    related = ("person", "unit")


class ResolutionInline(StatedInMinutes, ChildStack):
    model = Resolution
    fields = (("number", "kind"), ("carries_task", "due_text"), "subject", "text")
    show_change_link = True


@admin.register(Meeting)
class MeetingAdmin(
    MinutesPageMixin,
    RepliesAdminMixin,
    NoticeAdminMixin,
    PlanningAdminMixin,
    RollAdminMixin,
    TransitionAdminMixin,
    AuditedModelAdmin,
):
    index_group = COUNCIL
    change_list_template = "admin/meetings/meeting_list.html"
    list_display = ("name", "kind", "state", "starts_on", "place", "host", "listed", "example")
    list_filter = ("state", "kind", "is_example", ("host", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("host",)
    search_fields = ("name", "other_names", "place", "venue", "host__name", "host__pinyin")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("host",)
    inlines = (MeetingBodyInline, SittingInline, AgendaItemInline, AttendanceInline, ResolutionInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    ("kind", "state"),
                    ("starts_on", "ends_on"),
                    "date_note",
                    "reply_by",
                    "is_example",
                )
            },
        ),
        ("地点与承办", {"fields": ("host", ("place", "venue"), ("venue_note", "visit"))}),
        (
            "据报道的人数",
            {"fields": ("units_reported", ("people_reported", "people_qualifier"), "list_is_open")},
        ),
        ("其他", {"fields": ("other_names", "note")}),
    )

    def get_queryset(self, request):
        """The number of names on the list is counted beside, never multiplied by other rows."""
        names = Attendance.objects.filter(meeting=OuterRef("pk"), on_list=True).order_by()
        counted = names.values("meeting").annotate(number=Count("pk")).values("number")
        return super().get_queryset(request).annotate(name_count=Subquery(counted))

    @admin.display(description="名单人数", ordering="name_count")
    def listed(self, meeting):
        return meeting.name_count
