"""What the directory can be narrowed by."""

import django_filters
from django import forms
from django.utils import timezone

from members.enums import UnitKind
from members.models import Unit
from members.regions import Region


class UnitFilter(django_filters.FilterSet):
    """`q`: Chinese name, another printed name, pinyin or its initials; `kind`: one of UnitKind; `region`: its code.

    `on`: the members of that day instead of today's.
    """

    q = django_filters.CharFilter(method="search", label="单位名称、简称或拼音")
    region = django_filters.ChoiceFilter(choices=Region, label="地区", empty_label="全部地区")
    on = django_filters.DateFilter(
        method="leave", label="某日的成员", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    kind = django_filters.ChoiceFilter(choices=UnitKind, label="类别")

    class Meta:
        model = Unit
        fields = ("q", "region", "on", "kind")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = self.form.cleaned_data.get("on") if self.form.is_valid() else None

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.members_on(self.day or timezone.localdate()))

    def search(self, queryset, name, value):
        return queryset.search(value)

    def leave(self, queryset, name, value):
        """The day is asked in `filter_queryset`, since today stands for no day."""
        return queryset

    def offer_regions(self, codes) -> None:
        """Only the regions in which there is a unit, in the standard's order."""
        found = set(codes)
        offered = [(region.value, region.label) for region in Region if region.value in found]
        self.form.fields["region"].widget.choices = [("", "全部地区"), *offered]
