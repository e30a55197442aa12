"""会议通知 as a document: its 发文字号 and the file that went out."""

from django.db import models

from alliance.core.models.base import History, VersionedModel
from alliance.printing.models import RenderedDocument
from meetings.models.meeting import Meeting


class MeetingNotice(VersionedModel):
    """`number` is 发文字号 in full, e.g. 钒钛联盟〔2026〕3号 (GB/T 9704: 年份用六角括号, 序号不编虚位)."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="notice", verbose_name="会议")
    year = models.PositiveIntegerField("发文年份")
    serial = models.PositiveIntegerField("发文序号", null=True, blank=True, help_text="留空则不编号。")
    code = models.CharField("机关代字", max_length=20, default="钒钛联盟")
    subject = models.CharField("标题", max_length=120)
    purpose = models.TextField("会议主旨", blank=True)
    arrangements = models.TextField("会务安排", blank=True, help_text="食宿、交通、费用等。")
    contact = models.CharField("联系人及电话", max_length=200, blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)
    document = models.ForeignKey(
        RenderedDocument, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="通知文件"
    )

    history = History()

    class Meta:
        verbose_name = "会议通知"
        verbose_name_plural = "会议通知"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year", "serial"],
                name="notice_number_once",
                violation_error_message="这一发文字号已经使用。",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def number(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号" if self.serial else ""
