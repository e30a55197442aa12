"""The alliance itself: its names, its contacts, and its size as reported."""

from django.db import models

from alliance.core.enums import Qualifier
from alliance.core.models.base import History, TimeStampedModel
from members.querysets import MembershipCountQuerySet


class AllianceProfile(TimeStampedModel):
    """The one row about the alliance. What is not known stays empty and shows as 未载明."""

    name = models.CharField("全称", max_length=100)
    short_names = models.CharField("简称", max_length=100, blank=True, help_text="多个简称以顿号分隔。")
    english_name = models.CharField("英文名称", max_length=250, blank=True)
    introduction = models.TextField("简介", blank=True)
    phones = models.CharField("电话", max_length=100, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("通讯地址", max_length=200, blank=True)
    collects_dues = models.BooleanField(
        "收取会费", default=False, help_text="不收取时，会费的各个页面和待办都不出现。"
    )

    history = History()

    class Meta:
        verbose_name = "联盟概况"
        verbose_name_plural = "联盟概况"

    def __str__(self) -> str:
        return self.name


class MembershipCount(TimeStampedModel):
    """The number of member units as reported, kept beside, never computed from, the list of units (design §3)."""

    label = models.CharField("说明", max_length=60)
    as_of = models.DateField("截至日期", null=True, blank=True)
    value = models.PositiveIntegerField("家数")
    qualifier = models.CharField("约数词", max_length=4, choices=Qualifier, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    history = History()
    objects = MembershipCountQuerySet.as_manager()

    class Meta:
        verbose_name = "成员家数（据报道）"
        verbose_name_plural = "成员家数（据报道）"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.label}：{Qualifier(self.qualifier).beside(self.value)}家"
