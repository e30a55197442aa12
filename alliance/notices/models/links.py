"""Short addresses for a chat group."""

from django.conf import settings
from django.db import models
from django.db.models import Q

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 l i, which look alike on paper
CODE_LENGTH = 6


class ShortLinkQuerySet(models.QuerySet):
    def alive_at(self, now) -> "ShortLinkQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now))


class ShortLink(models.Model):
    """`/s/<code>/` leads to a page of the portal, never elsewhere. That page checks who may see it, as always."""

    code = models.CharField("短码", max_length=12, unique=True)
    target = models.CharField("指向的页面", max_length=300)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="创建人",
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    expires_at = models.DateTimeField("失效时间", null=True, blank=True)
    hits = models.PositiveIntegerField("打开次数", default=0)

    objects = ShortLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "短链接"
        verbose_name_plural = "短链接"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL}/s/{self.code}/"
