"""The versions of a record in Chinese: who, when, what changed."""

from itertools import pairwise

from django.contrib.admin.utils import display_for_field, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import render
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

UNTOLD = ("version", "updated_at", "created_at", "pinyin")  # counted and derived: nobody writes them
NOT_STATED = "未载明"


class ChineseDelta(HistoricalRecordContextHelper):
    """Choices, booleans, dates and empty values as people read them."""

    def prepare_delta_change_value(self, change, value):
        field = self.model._meta.get_field(change.field)
        if isinstance(value, DeletedObject):  # the library's own words are English; an empty link is one, too
            return NOT_STATED if value.pk is None else "（已删除）"
        return super().prepare_delta_change_value(change, value) if field.is_relation else shown(field, value)

    def stringify_delta_change_values(self, change, old, new):
        old, new = super().stringify_delta_change_values(change, old, new)
        return old if old not in ("", "None") else NOT_STATED, new if new not in ("", "None") else NOT_STATED


def shown(field, value) -> str:
    """The value of a field in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(display_for_field(value, field, NOT_STATED, avoid_link=True))


class VersionsMixin:
    """History list and single versions. Versions are read, never restored from here."""

    object_history_list_template = "admin/history_list.html"
    version_template = "admin/record_version.html"

    def get_historical_record_context_helper(self, request, historical_record):
        return ChineseDelta(self.model, historical_record)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        for newer, older in pairwise(historical_records):
            delta = newer.diff_against(
                older, excluded_fields=UNTOLD, foreign_keys_are_objs=foreign_keys_are_objs
            )
            helper = self.get_historical_record_context_helper(request, newer)
            newer.history_delta_changes = helper.context_for_delta_changes(delta)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """One version, read-only: the library's own view would save what is posted to it."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        manager = self.model.history
        record = manager.filter(**{self.opts.pk.attname: unquote(object_id)}, pk=version_id).first()
        if record is None:
            raise Http404
        if not self.has_view_history_or_change_history_permission(request, record.instance):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"{record.history_object} · 历史版本",
            "opts": self.opts,
            "record": record,
            "original": record.history_object,
            "object_id": object_id,
            "values": list(self._values(record)),
            **(extra_context or {}),
        }
        return render(request, self.version_template, context)

    def _values(self, record):
        for field in record.tracked_fields:
            if field.name in UNTOLD or field.primary_key or isinstance(field, models.UUIDField):
                continue
            if field.is_relation:
                value = self._related(record, field)
            else:
                value = shown(field, getattr(record, field.attname))
            yield field.verbose_name, value

    @staticmethod
    def _related(record, field) -> str:
        key = getattr(record, field.attname)
        if key is None:
            return NOT_STATED
        found = field.related_model._base_manager.filter(pk=key).first()
        return str(found) if found else "（已删除）"
