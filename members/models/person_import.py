"""人员导入: a list from a spreadsheet, read, corrected in a preview, and taken over as a whole or not at all."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models import StoredFile
from alliance.core.models.base import History, VersionedModel
from alliance.core.models.state import StateField
from members.enums import ImportState


class PersonImport(FSMModelMixin, VersionedModel):
    """One uploaded list. What people typed about others is kept only while it is looked at (`services.people_import`).

    `rows`: every row of the sheet with something in it, {"line", "cells", "choice"}: its number as people see it
    (from 1), its texts by column as corrected, and what becomes of it ("" as recognised, "skip", "new", or the number
    of a person). `columns`: column (from 0, as text) → field of `members.people_columns`; a column left out is not read.
    """

    stored = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="表格"
    )
    file_name = models.CharField("文件名", max_length=200)
    sheets = models.JSONField("各工作表", default=list, blank=True)
    sheet = models.CharField("工作表", max_length=100, blank=True)
    state = StateField("状态", choices=ImportState.choices, default=ImportState.PREVIEWED, protected=True)
    header_line = models.PositiveIntegerField("表头所在行", default=1)
    columns = models.JSONField("列的含义", default=dict, blank=True)
    rows = models.JSONField("各行", default=list, blank=True)
    notes = models.JSONField("读表说明", default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    applied_at = models.DateTimeField("导入时间", null=True, blank=True, editable=False)
    added = models.PositiveIntegerField("新增", default=0, editable=False)
    changed = models.PositiveIntegerField("更新", default=0, editable=False)

    # Without what the list says: the acts on each person are remembered, the list itself is not.
    history = History(excluded_fields=["stored", "sheets", "columns", "rows", "notes"])

    class Meta:
        verbose_name = "人员导入"
        verbose_name_plural = "人员导入"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"导入 {self.file_name.rpartition('.')[0]}"

    @transition(
        field=state,
        source=ImportState.PREVIEWED,
        target=ImportState.APPLIED,
        permission=perm("members.import_people"),
        custom={"label": "导入"},
    )
    def apply(self, *, actor, added: int = 0, changed: int = 0):
        """Every row was right and all of them have been taken over (`apply_import`)."""
        self.applied_at, self.added, self.changed = timezone.now(), added, changed
        self._forget()

    @transition(
        field=state,
        source=ImportState.PREVIEWED,
        target=ImportState.DROPPED,
        permission=perm("members.import_people"),
        custom={"label": "放弃", "tone": "warning"},
    )
    def drop(self, *, actor):
        """Nothing of it is taken over."""
        self._forget()

    def _forget(self) -> None:
        """What the list said about people is not kept beside the register; its file goes with the unused ones."""
        self.stored, self.sheets, self.columns, self.rows, self.notes = None, [], {}, [], []
