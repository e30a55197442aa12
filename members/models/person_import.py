"""人员导入: a list from a spreadsheet, read, corrected in a preview, and taken over as a whole or not at all."""

from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.base import VersionedModel
from members.enums import ImportState


class PersonImport(FSMModelMixin, VersionedModel):
    """One uploaded list. `columns`: column number → field of a person; `rows`: list of {"line", "cells", "skip"}.

    `line` is the number of the row in the sheet as people see it (from 1), `cells` field → text as corrected.
    """

    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="表格")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    state = FSMField("状态", choices=ImportState.choices, default=ImportState.PREVIEWED, protected=True)
    headers = models.JSONField("表头", default=list)
    columns = models.JSONField("列的含义", default=dict)
    rows = models.JSONField("各行", default=list)
    notes = models.JSONField("读表说明", default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    applied_at = models.DateTimeField("导入时间", null=True, blank=True, editable=False)
    added = models.PositiveIntegerField("新增", default=0, editable=False)
    changed = models.PositiveIntegerField("更新", default=0, editable=False)

    class Meta:
        verbose_name = "人员导入"
        verbose_name_plural = "人员导入"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"导入 {self.stored.name}"

    @transition(
        field=state,
        source=ImportState.PREVIEWED,
        target=ImportState.APPLIED,
        permission=perm("members.import_people"),
        custom={"label": "导入"},
    )
    def apply(self, *, actor):
        """Every row was right and all of them have been taken over."""
        from django.utils import timezone

        self.applied_at = timezone.now()

    @transition(
        field=state,
        source=ImportState.PREVIEWED,
        target=ImportState.DROPPED,
        permission=perm("members.import_people"),
        custom={"label": "放弃", "tone": "danger"},
    )
    def drop(self, *, actor):
        """Nothing of it is taken over."""
