"""The delivery log: every message that leaves the portal, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alliance.notices.enums import DeliveryChannel, DeliveryState
from alliance.notices.kinds import GENERAL, label_of
from alliance.notices.models.robots import RobotChannel


class Delivery(models.Model):
    """One e-mail to one person, or one message to one group's robot; unique by `key`, so it exists once.

    A reader without an account is an `address`; `leave` is then the page of the portal where such mails end.

    The row is the truth and the queue only wakes a worker (docs/adr/0001). A worker claims it before it sends.
    Nothing is sent before `not_before`; `tried_at` is when it was last tried, or its task last sent.
    """

    channel = models.CharField("方式", max_length=10, choices=DeliveryChannel)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name="收件人",
    )
    address = models.EmailField("收件地址", blank=True)
    leave = models.CharField("退订页面", max_length=200, blank=True)
    robot = models.ForeignKey(
        RobotChannel,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name="群机器人",
    )
    key = models.CharField("标识", max_length=160)
    kind = models.CharField("类别", max_length=60, default=GENERAL)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    error = models.CharField("未发出的原因", max_length=200, blank=True)
    created_at = models.DateTimeField("产生时间", auto_now_add=True)
    not_before = models.DateTimeField("最早发送时间", default=timezone.now)
    tried_at = models.DateTimeField("最近一次尝试", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    class Meta:
        verbose_name = "发送记录"
        verbose_name_plural = "发送记录"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="delivery_mail_once"),
            models.UniqueConstraint(fields=["robot", "key"], name="delivery_robot_once"),
            models.UniqueConstraint(
                fields=["address", "key"], condition=~Q(address=""), name="delivery_address_once"
            ),
            models.CheckConstraint(
                condition=Q(channel=DeliveryChannel.MAIL, recipient__isnull=False, robot=None, address="")
                | (Q(channel=DeliveryChannel.MAIL, recipient=None, robot=None) & ~Q(address=""))
                | Q(channel=DeliveryChannel.ROBOT, recipient=None, robot__isnull=False, address=""),
                name="delivery_has_one_target",
                violation_error_message="邮件须有收件人，群消息须有机器人，二者择一。",
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.title}（{self.target}）"

    @property
    def target(self):
        """The person, the address of a reader without an account, or the group's robot."""
        return self.recipient or self.address or self.robot

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)
