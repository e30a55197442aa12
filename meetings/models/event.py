"""学术交流: events with their series, organisers (members or not), talks, guests, awards."""

from datetime import date, datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone

from alliance.core.dates import moment_words
from alliance.core.enums import Qualifier
from alliance.core.models.base import ExampleMixin, History, TimeStampedModel, VersionedModel
from meetings.enums import CountKind, OrganiserRole, TalkKind
from meetings.querysets import EventQuerySet
from members.models import Organisation, Person, Unit


def at_most_one_party(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(unit__isnull=True) | models.Q(organisation__isnull=True),
        name=name,
        violation_error_message="成员单位与其他机构只能填写一个。",
    )


class EventSeries(TimeStampedModel):
    name = models.CharField("系列名称", max_length=100, unique=True)
    every_years = models.PositiveSmallIntegerField("间隔（年）", null=True, blank=True)
    next_year = models.PositiveIntegerField("下一届年份", null=True, blank=True)
    next_host = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="下一届承办单位")

    history = History()

    class Meta:
        verbose_name = "系列会议"
        verbose_name_plural = "系列会议"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:event_series", args=[self.pk])


class Event(ExampleMixin, VersionedModel):
    """An exchange event. A parent event carries its co-located ones; unknown days leave the dates empty."""

    name = models.CharField("名称", max_length=120)
    other_names = models.TextField("其他写法", blank=True, help_text="每行一种印刷写法。")
    series = models.ForeignKey(
        EventSeries, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="系列"
    )
    edition = models.PositiveIntegerField("届次", null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="co_located", verbose_name="同期主会议"
    )
    year = models.PositiveIntegerField("年度")
    starts_on = models.DateField("日期", null=True, blank=True)
    days = models.PositiveSmallIntegerField("天数", null=True, blank=True)
    date_note = models.CharField("日期说明", max_length=100, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    venue = models.CharField("会场", max_length=100, blank=True)
    theme = models.CharField("主题", max_length=200, blank=True)
    summary = models.TextField("概要", blank=True)
    beside = models.TextField("同期活动", blank=True, help_text="每行一项。")
    organiser_note = models.CharField("主承办说明", max_length=200, blank=True)
    takes_registrations = models.BooleanField("开放报名", default=False)
    register_by = models.DateTimeField("报名截止", null=True, blank=True, help_text="含该时刻。")
    capacity = models.PositiveIntegerField("人数上限", null=True, blank=True)
    print_order = models.PositiveIntegerField("印刷顺序", default=1000)

    history = History()
    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "学术交流活动"
        verbose_name_plural = "学术交流活动"
        ordering = ["-year", "print_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["series", "edition"], name="series_edition_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:event", args=[self.pk])

    @property
    def last_day(self) -> date | None:
        """The last day; None while the first is not known."""
        return self.starts_on and self.starts_on + timedelta(days=(self.days or 1) - 1)

    def registration_refusal(self, moment: datetime) -> str:
        """Why nobody can register at `moment` (aware); empty while the form is open.

        The deadline is inclusive to the second; without one the form is open until the last day is over.
        """
        if not self.takes_registrations:
            return "本活动不在网上报名。"
        if self.register_by is None:
            over = self.last_day is not None and timezone.localdate(moment) > self.last_day
            return "活动已经结束。" if over else ""
        return (
            ""
            if moment < self.register_by + timedelta(seconds=1)
            else f"报名已于{moment_words(self.register_by)}截止。"
        )


class EventCount(models.Model):
    """A number as reported, with its qualifier (≈100+ → 100 余)."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="counts", verbose_name="活动")
    kind = models.CharField("类别", max_length=20, choices=CountKind)
    value = models.PositiveIntegerField("数值")
    qualifier = models.CharField("约数词", max_length=4, choices=Qualifier, blank=True)
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = "活动数字（据报道）"
        verbose_name_plural = "活动数字（据报道）"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "kind"], name="event_count_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {Qualifier(self.qualifier).beside(self.value)}"


class EventOrganiser(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, related_name="organisers", verbose_name="活动")
    role = models.CharField("角色", max_length=20, choices=OrganiserRole)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="organised", verbose_name="成员单位"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="organised", verbose_name="其他机构"
    )
    name_printed = models.CharField("印刷写法", max_length=100, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "主承办单位"
        verbose_name_plural = "主承办单位"
        ordering = ["event", "order", "pk"]
        constraints = [
            at_most_one_party("organiser_one_party"),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) | models.Q(organisation__isnull=False),
                name="organiser_has_party",
                violation_error_message="请填写成员单位或其他机构。",
            ),
        ]

    def __str__(self) -> str:
        return self.name_printed or str(self.unit or self.organisation)


class Talk(models.Model):
    """A talk or address. The title is empty where only the speaker is named, the speaker where only the title is."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="talks", verbose_name="活动")
    kind = models.CharField("类别", max_length=10, choices=TalkKind, default=TalkKind.TALK)
    title = models.CharField("题目", max_length=200, blank=True)
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="talks", verbose_name="报告人"
    )
    speaker_note = models.CharField("报告人说明", max_length=100, blank=True)
    note = models.CharField("要点", max_length=200, blank=True)
    starts_at = models.DateTimeField("开始时间", null=True, blank=True)
    room = models.CharField("分会场", max_length=60, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "报告与致辞"
        verbose_name_plural = "报告与致辞"
        ordering = ["event", "order", "pk"]

    def __str__(self) -> str:
        return self.title or f"{self.speaker or self.speaker_note}（{self.get_kind_display()}）"


class EventGuest(models.Model):
    """A unit or body named in the audience, as printed; linked where it is known."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="guests", verbose_name="活动")
    name_printed = models.CharField("名称（印刷写法）", max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="成员单位")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name="其他机构"
    )
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "参会单位"
        verbose_name_plural = "参会单位"
        ordering = ["event", "order", "pk"]
        constraints = [at_most_one_party("guest_one_party")]

    def __str__(self) -> str:
        return self.name_printed


class Award(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, related_name="awards", verbose_name="活动")
    name = models.CharField("奖项", max_length=100)
    awarded_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name="颁奖机构"
    )
    winners = models.PositiveIntegerField("获奖人数", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "奖项"
        verbose_name_plural = "奖项"
        ordering = ["event", "pk"]

    def __str__(self) -> str:
        return self.name
