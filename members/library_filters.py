"""What the lists of the library can be narrowed by."""

import django_filters

from members.enums import DocumentKind
from members.models import LibraryDocument, SharedMaterial, Unit


class DocumentFilter(django_filters.FilterSet):
    """`q`: title, issuing body, summary, version or basis; `kind`: one of DocumentKind."""

    q = django_filters.CharFilter(method="search", label="名称、发文机关或通过依据")
    kind = django_filters.ChoiceFilter(choices=DocumentKind, label="类别")

    class Meta:
        model = LibraryDocument
        fields = ("q", "kind")

    def search(self, queryset, name, value):
        return queryset.search(value)


class MaterialFilter(django_filters.FilterSet):
    """`q`: title or summary; `unit`: who shared it."""

    q = django_filters.CharFilter(method="search", label="名称或简介")
    unit = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.none(), label="提供单位", empty_label="全部单位"
    )

    class Meta:
        model = SharedMaterial
        fields = ("q", "unit")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shared = self.queryset.order_by().values("unit")
        self.filters["unit"].queryset = Unit.objects.filter(pk__in=shared).order_by("pinyin", "pk")

    def search(self, queryset, name, value):
        return queryset.search(value)
