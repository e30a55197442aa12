"""The second memory: acts (transitions, decisions, exports), append-only on both databases."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models


class AuditEntry(models.Model):
    """One act. Never updated or deleted: triggers refuse it (`core.database.guard_audit_log`)."""

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="操作人"
    )
    action = models.CharField("操作", max_length=80)
    action_label = models.CharField("操作名称", max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, verbose_name="对象类型")
    object_id = models.BigIntegerField("对象编号")
    object_label = models.CharField("对象", max_length=200)
    from_state = models.CharField("原状态", max_length=40, blank=True)
    to_state = models.CharField("新状态", max_length=40, blank=True)
    reason = models.TextField("理由", blank=True)
    data = models.JSONField("附加信息", default=dict, blank=True)

    class Meta:
        verbose_name = "操作记录"
        verbose_name_plural = "操作记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.action_label}：{self.object_label}"

    @property
    def done_by(self) -> str:
        """Who did it, in words: a login, the person of a personal link (`core.personal_links`), or the system."""
        by_link = self.data.get("by_link") if isinstance(self.data, dict) else ""
        if by_link:
            return f"{by_link}（个人链接）"
        return str(self.actor) if self.actor_id else "系统"
