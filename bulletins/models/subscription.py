"""订阅: readers who get a mail when an issue is out. Double opt-in; a link in every mail ends it."""

from django.db import models


class Subscription(models.Model):
    """An address. Mail goes only to confirmed ones that have not ended; `code` is the secret part of its links."""

    email = models.EmailField("电子邮箱", unique=True)
    code = models.CharField("校验码", max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField("申请时间", auto_now_add=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_at = models.DateTimeField("退订时间", null=True, blank=True)

    class Meta:
        verbose_name = "简报订阅"
        verbose_name_plural = "简报订阅"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.email
