"""会议纪要 in the admin: the record with its lifecycle; text, 征求意见 and signing are on the workbench of the meeting."""

from django.contrib import admin
from django.urls import reverse

from alliance.core.admin import AuditedModelAdmin, ChildTable, ReadOnlyAdminMixin, TransitionAdminMixin
from alliance.core.admin.bases import PlainModelAdmin, as_data
from meetings.enums import MinutesState
from meetings.models import Minutes, MinutesComment, MinutesSection, MinutesVersion
from meetings.services.consulting import ask_for_comments
from meetings.services.signing import sign_minutes

COUNCIL = "会议与议定事项"


def is_frozen(meeting) -> bool:
    """Whether minutes state points and participants of the meeting in words that stand; asked once a request."""
    if meeting is None or meeting.pk is None:
        return False
    if not hasattr(meeting, "_minutes_state"):
        states = Minutes.objects.filter(meeting=meeting).values_list("state", flat=True)
        meeting._minutes_state = states.first()
    return meeting._minutes_state in (MinutesState.SIGNED, MinutesState.CONSULTING)


class StatedInMinutes:
    """For rows below a meeting that its minutes state: to be read once these are signed or put before the units."""

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not is_frozen(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_frozen(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_frozen(obj)


class StatedRecord:
    """The same for the admin of such a record itself; `obj` has a `meeting`."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and is_frozen(obj.meeting))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and is_frozen(obj.meeting))


class MinutesPageMixin:
    """Adds the workbench to the page of a meeting in the admin."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            page = reverse("meetings:minutes_work", args=[obj.pk])
            context["more_acts"] = [*context.get("more_acts", []), ("会议纪要", page)]
        return super().render_change_form(request, context, add, change, form_url, obj)


class SectionInline(ReadOnlyAdminMixin, ChildTable):
    """What was compiled and what became of it; edited on the workbench."""

    model = MinutesSection
    fields = ("order", "source", "item", "base", "text", "incoming", "left_out")
    related = ("item", "minutes")


@admin.register(Minutes)
class MinutesAdmin(TransitionAdminMixin, AuditedModelAdmin):
    index_group = COUNCIL
    list_display = ("title", "number", "meeting", "state", "comments_by", "updated_at")
    list_filter = ("state", "meeting__kind", "meeting__is_example")
    list_select_related = ("meeting",)
    search_fields = ("title", "number", "toc_title", "preamble", "meeting__name")
    date_hierarchy = "meeting__starts_on"
    autocomplete_fields = ("meeting",)
    fields = (
        "meeting",
        ("title", "toc_title"),
        ("number", "signed_by"),
        "state",
        ("comments_by", "silence_consents"),
        "preamble",
    )
    inlines = (SectionInline,)
    locked_states = (MinutesState.SIGNED, MinutesState.CONSULTING)

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def get_readonly_fields(self, request, obj=None):
        """Once assembled, the text is that of the sections."""
        assembled = obj is not None and obj.sections.exists()
        return (*super().get_readonly_fields(request, obj), *(("preamble", "meeting") if assembled else ()))

    def run_move(self, request, obj, move, reason):
        if move.name == "consult":
            return ask_for_comments(actor=request.user, minutes=obj)
        if move.name == "sign":
            return sign_minutes(actor=request.user, minutes=obj, reason=reason)
        return super().run_move(request, obj, move, reason)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            page = reverse("meetings:minutes_work", args=[obj.meeting_id])
            context["more_acts"] = [("汇编、修改与征求意见", page)]
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(MinutesComment)
class MinutesCommentAdmin(ReadOnlyAdminMixin, AuditedModelAdmin):
    """A unit's own words: to be read. They are settled on the workbench."""

    index_group = COUNCIL
    list_display = ("unit", "minutes", "round", "stance", "said_by", "said_at", "settled")
    list_filter = ("stance", "settled", ("minutes", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("unit", "minutes")
    search_fields = ("unit__name", "unit__pinyin", "text", "minutes__title")
    fields = (
        ("minutes", "unit", "round"),
        ("stance", "said_by", "said_at"),
        "text",
        ("settled", "settlement"),
    )


@admin.register(MinutesVersion)
class MinutesVersionAdmin(ReadOnlyAdminMixin, PlainModelAdmin):
    index_group = COUNCIL
    list_display = ("minutes", "number", "signed_by", "created_at", "reason")
    list_select_related = ("minutes",)
    search_fields = ("minutes__title", "signed_by", "reason")
    fields = ("minutes", "number", "signed_by", "reason", "created_at", "checksum", "words")

    @admin.display(description="校验码")
    def checksum(self, version):
        return as_data(version.sha256)

    @admin.display(description="内容")
    def words(self, version):
        from meetings.minutes_print import text_of

        return text_of(version.content)
