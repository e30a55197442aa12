"""What the directory can be narrowed by."""

import django_filters

from members.enums import UnitKind
from members.models import Unit


class UnitFilter(django_filters.FilterSet):
    """`q`: Chinese name, another printed name, pinyin or its initials; `kind`: one of UnitKind."""

    q = django_filters.CharFilter(method="search", label="单位名称、简称或拼音")
    kind = django_filters.ChoiceFilter(choices=UnitKind, label="类别")

    class Meta:
        model = Unit
        fields = ("q", "kind")

    def search(self, queryset, name, value):
        return queryset.search(value)
