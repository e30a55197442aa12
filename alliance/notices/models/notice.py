"""Messages to people, and which of them a person wants by e-mail too."""

from django.conf import settings
from django.db import models

from alliance.notices.kinds import GENERAL, label_of
from alliance.notices.models.delivery import Delivery

TITLE = 120  # characters


class NoticeQuerySet(models.QuerySet):
    def of(self, user) -> "NoticeQuerySet":
        return self.filter(recipient=user)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """One message to one person, in the portal. `key` makes it unique: saying the same thing twice is harmless.

    `mail` is the e-mail that carries it; a digest carries several.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="收件人"
    )
    key = models.CharField("标识", max_length=160)
    kind = models.CharField("类别", max_length=60, default=GENERAL)
    title = models.CharField("标题", max_length=TITLE)
    body = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    mail = models.ForeignKey(
        Delivery, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name="邮件"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)


class NoticePreference(models.Model):
    """Whether a person wants the notices of one kind by e-mail. Without a row the kind's own default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preferences", verbose_name="账号"
    )
    kind = models.CharField("类别", max_length=60)
    mail = models.BooleanField("邮件接收")

    class Meta:
        verbose_name = "通知接收设置"
        verbose_name_plural = "通知接收设置"
        ordering = ["user", "kind"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.user}：{label_of(self.kind)}"
