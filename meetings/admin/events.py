"""学术交流: events and their series."""

from django import forms
from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html

from alliance.core.admin import AuditedModelAdmin, ChildTable
from alliance.core.admin.uploads import UploadForm, UploadTable
from alliance.core.enums import FileKind
from alliance.core.models import StoredFile
from meetings.admin.event_pages import EXCHANGE, ActAndOpenMixin, EventPagesMixin
from meetings.models import (
    Award,
    Event,
    EventCount,
    EventGuest,
    EventOrganiser,
    EventPhoto,
    EventSeries,
    Talk,
)
from meetings.services.events import plan_next_edition
from members.admin.act_pages import ActPagesMixin


class EventOrganiserInline(ChildTable):
    model = EventOrganiser
    fields = ("order", "role", "unit", "organisation", "name_printed")
    autocomplete_fields = ("unit", "organisation")
    related = ("unit", "organisation")


class TalkInline(ChildTable):
    model = Talk
    fields = ("order", "kind", "title", "speaker", "starts_at", "room", "speaker_note", "note")
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


class PhotoForm(UploadForm):
    kinds = (FileKind.PICTURE,)
    missing = "请选择照片。"
    stored = forms.ModelChoiceField(
        StoredFile.objects.filter(kind=FileKind.PICTURE), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = EventPhoto
        fields = ("upload", "caption", "order", "stored")


class EventPhotoInline(UploadTable):
    model = EventPhoto
    form = PhotoForm
    fields = ("thumbnail", "upload", "caption", "order", "stored")
    readonly_fields = ("thumbnail",)

    @admin.display(description="照片")
    def thumbnail(self, photo):
        if not photo.stored_id:
            return "（尚未上传）"
        return format_html(
            '<a href="{0}" target="_blank"><img class="thumbnail" src="{0}" alt="{1}" loading="lazy"></a>',
            reverse("core:file", args=[photo.stored_id]),
            photo.caption or "活动照片",
        )


@admin.register(Event)
class EventAdmin(EventPagesMixin, ActPagesMixin, AuditedModelAdmin):
    index_group = EXCHANGE
    list_display = ("name", "year", "starts_on", "place", "series", "edition", "example")
    list_filter = ("year", "is_example", ("series", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("series",)
    search_fields = ("name", "other_names", "place", "theme", "organisers__name_printed")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("series", "parent")
    inlines = (
        EventOrganiserInline,
        EventCountInline,
        TalkInline,
        EventGuestInline,
        AwardInline,
        EventPhotoInline,
    )
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
        ("报名", {"fields": ("takes_registrations", "register_by", "capacity")}),
        ("系列", {"fields": (("series", "edition"), "parent")}),
        ("内容", {"fields": ("theme", "summary", "beside", "organiser_note")}),
        ("其他", {"fields": ("other_names", "print_order")}),
    )


@admin.register(EventSeries)
class EventSeriesAdmin(ActAndOpenMixin, ActPagesMixin, AuditedModelAdmin):
    act_permission = "meetings.manage_event"
    change_form_template = "admin/meetings/series_form.html"
    view_on_site = False  # a series without an edition has no page yet
    index_group = EXCHANGE
    list_display = ("name", "every_years", "next_year", "next_host")
    list_select_related = ("next_host",)
    search_fields = ("name",)
    autocomplete_fields = ("next_host",)

    def get_urls(self):
        view = self.admin_site.admin_view(self.next_view)
        return [path("<int:pk>/next/", view, name="meetings_eventseries_next"), *super().get_urls()]

    def next_view(self, request, pk: int):
        """POST: the event of the next edition, opened for whatever else is known of it."""
        series = self.act_target(request, pk)
        return self.act_and_open(
            request,
            reverse("admin:meetings_eventseries_change", args=[pk]),
            plan_next_edition,
            "已建立下一届，请补充时间、地点等信息。",
            lambda event: reverse("admin:meetings_event_change", args=[event.pk]),
            series=series,
        )
