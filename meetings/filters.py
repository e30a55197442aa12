"""What the lists of meetings and events can be narrowed by."""

import django_filters
from django.db.models import Q

from meetings.enums import MeetingKind
from meetings.models import Event, Meeting


class MeetingFilter(django_filters.FilterSet):
    """`q`: name, another printed name, place or host; `kind`: one of MeetingKind."""

    q = django_filters.CharFilter(method="search", label="会议名称、地点或承办单位")
    kind = django_filters.ChoiceFilter(choices=MeetingKind, label="类别")

    class Meta:
        model = Meeting
        fields = ("q", "kind")

    def search(self, queryset, name, value):
        return queryset.filter(
            Q(name__icontains=value)
            | Q(other_names__icontains=value)
            | Q(place__icontains=value)
            | Q(host__name__icontains=value)
        )


class EventFilter(django_filters.FilterSet):
    """`q`: name, another printed name, theme or place; `year`: the calendar year."""

    q = django_filters.CharFilter(method="search", label="活动名称、主题或地点")
    year = django_filters.NumberFilter(label="年度")

    class Meta:
        model = Event
        fields = ("q", "year")

    def search(self, queryset, name, value):
        return queryset.filter(
            Q(name__icontains=value)
            | Q(other_names__icontains=value)
            | Q(theme__icontains=value)
            | Q(place__icontains=value)
        )
