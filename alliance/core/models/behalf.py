"""秘书处代录: a member's act that staff recorded, with who, how it came, and the paper."""

from django.conf import settings
from django.db import models

from alliance.core.dates import day_words
from alliance.core.enums import Channel
from alliance.core.models.audit import AuditEntry
from alliance.core.models.files import StoredFile


class BehalfRecord(models.Model):
    """One act recorded by staff for a member. Written with the act, in its transaction, and never changed after.

    The act itself stands in `act` (what was done, on which object). Whose act it was is kept in the words of that
    day: people change units and names, and the core knows neither.
    """

    act = models.OneToOneField(AuditEntry, models.PROTECT, related_name="behalf", verbose_name="操作记录")
    person_name = models.CharField("代谁办理", max_length=60)
    unit_name = models.CharField("所属单位", max_length=100, blank=True)
    channel = models.CharField("送达方式", max_length=20, choices=Channel)
    received_on = models.DateField("收到日期")
    note = models.CharField("说明", max_length=300, blank=True)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = "代录"
        verbose_name_plural = "代录"
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"代{self.person_name}：{self.act.action_label}"

    @property
    def in_words(self) -> str:
        """As timelines show it: `秘书处代录（电话，2015年6月3日收到），代张三`."""
        came = f"{self.get_channel_display()}，{day_words(self.received_on)}收到"
        return f"秘书处代录（{came}），代{self.person_name}"
