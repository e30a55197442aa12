"""Robots of chat groups."""

from django.db import models

from alliance.notices.enums import RobotKind
from alliance.notices.sealing import seal, unseal


class RobotChannel(models.Model):
    """A robot in a group of WeCom, DingTalk or Feishu that repeats the notices of some kinds.

    Whoever has its address can write to the group, so only the secret part is kept, sealed, and never shown again.
    """

    name = models.CharField("名称", max_length=60, unique=True, help_text="如“联络员群”。")
    kind = models.CharField("软件", max_length=10, choices=RobotKind)
    sealed_token = models.TextField("地址密文", editable=False)
    sealed_secret = models.TextField("加签密钥密文", blank=True, editable=False)
    tail = models.CharField("地址末四位", max_length=4, editable=False)
    kinds = models.JSONField("转发哪些通知", default=list, blank=True)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("添加时间", auto_now_add=True)

    class Meta:
        verbose_name = "群机器人"
        verbose_name_plural = "群机器人"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def keep_token(self, token: str) -> None:
        self.sealed_token, self.tail = seal(token), token[-4:]

    def keep_secret(self, secret: str) -> None:
        self.sealed_secret = seal(secret) if secret else ""

    @property
    def token(self) -> str:
        """The secret part of the address. Raises Unreadable when the portal's SECRET_KEY has changed since."""
        return unseal(self.sealed_token)

    @property
    def secret(self) -> str:
        return unseal(self.sealed_secret) if self.sealed_secret else ""
