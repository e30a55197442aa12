"""The yearly activity rating."""

from django.contrib import admin

from alliance.core.admin import AuditedModelAdmin, ChildTable
from bulletins.models import ActivityRating, ActivityRatingBand


class ActivityRatingBandInline(ChildTable):
    model = ActivityRatingBand


@admin.register(ActivityRating)
class ActivityRatingAdmin(AuditedModelAdmin):
    list_display = ("year", "published_year", "publisher", "alliances", "band", "points")
    list_filter = ("band",)
    list_select_related = ("publisher",)
    search_fields = ("year", "publisher__name", "note")
    autocomplete_fields = ("publisher",)
    inlines = (ActivityRatingBandInline,)
