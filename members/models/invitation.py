"""One-time links with which staff open a login for a person."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from members.enums import InvitationState, LetterState
from members.models.person import Person
from members.querysets import InvitationQuerySet


class Invitation(models.Model):
    """A link that opens one login for one person, once. The link itself is nowhere in the database.

    Its token is made from `seed` and the secret key, so staff can copy it again; it is found by its hash alone.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations", verbose_name="人员")
    email = models.EmailField("电子邮箱", blank=True, help_text="留空时由本人在开通时填写。")
    mobile = models.CharField("手机号码", max_length=11, blank=True)
    seed = models.CharField("种子", max_length=43, editable=False)
    token_hash = models.CharField("链接摘要", max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="邀请人"
    )
    created_at = models.DateTimeField("邀请时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("开通时间", null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="开通的账号"
    )
    revoked_at = models.DateTimeField("撤回时间", null=True, blank=True)
    mail_state = models.CharField("邮件", max_length=10, choices=LetterState, default=LetterState.NONE)
    mailed_at = models.DateTimeField("邮件时间", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "账号邀请"
        verbose_name_plural = "账号邀请"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_open",
                violation_error_message="该人员已有一个未使用的邀请。",
            )
        ]

    def __str__(self) -> str:
        return f"邀请{self.person}"

    @property
    def state(self) -> InvitationState:
        if self.used_at:
            return InvitationState.USED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= timezone.now() else InvitationState.OPEN
