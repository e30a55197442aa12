"""会议材料: papers of an agenda item, read by role."""

from django.db import models

from alliance.core.models import StoredFile
from alliance.core.models.base import TimeStampedModel
from meetings.models.meeting import AgendaItem
from meetings.querysets import PaperQuerySet
from members.enums import Access


class AgendaPaper(TimeStampedModel):
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers", verbose_name="议程")
    title = models.CharField("名称", max_length=120)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    access = models.CharField("查阅范围", max_length=20, choices=Access, default=Access.MEMBERS)
    order = models.PositiveIntegerField("顺序", default=0)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "会议材料"
        verbose_name_plural = "会议材料"
        ordering = ["item", "order", "pk"]

    def __str__(self) -> str:
        return self.title
