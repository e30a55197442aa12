"""Searching by characters, pinyin and initials, as the directory does."""

from django.contrib import admin
from django.db.models import Q, Value
from django.db.models.functions import Replace

from alliance.core.admin.bases import as_data
from members.querysets import initials_pattern


class PinyinSearchMixin:
    """`zhangyi`, `zhang yi` and `zy` find 张懿, beside what `search_fields` find."""

    @admin.display(description="拼音", empty_value="未载明")
    def pinyin_shown(self, obj):
        """Marked as data: these Latin letters are no English."""
        return as_data(obj.pinyin)

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        letters = "".join(search_term.lower().split())
        if not (letters.isascii() and letters.isalpha()):
            return found, may_repeat
        joined = queryset.annotate(joined_pinyin=Replace("pinyin", Value(" "), Value("")))
        by_sound = joined.filter(
            Q(joined_pinyin__contains=letters) | Q(pinyin__regex=initials_pattern(letters))
        )
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=by_sound.values("pk"))), False
