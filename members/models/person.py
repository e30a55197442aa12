"""People, with or without a seat, with or without a login."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse

from alliance.core.models.base import ExampleMixin, History, TimeStampedModel, VersionedModel
from members.models.unit import Organisation, Unit
from members.names import pinyin_key
from members.querysets import PersonQuerySet


class Person(ExampleMixin, VersionedModel):
    """Someone who attends, speaks, or is named. Posts and titles are as printed; a seat is never implied."""

    name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField("拼音", max_length=100, blank=True, editable=False, db_index=True)
    pinyin_override = models.CharField(
        "拼音更正", max_length=100, blank=True, help_text="多音字姓氏请填写，如“单”作姓填 shan。"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="成员单位"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="其他机构"
    )
    affiliation_printed = models.CharField("单位（印刷写法）", max_length=100, blank=True)
    post = models.CharField("职务", max_length=100, blank=True)
    title = models.CharField("职称", max_length=60, blank=True)
    honours = models.CharField("荣誉", max_length=200, blank=True)
    gender = models.CharField("性别", max_length=1, choices=[("f", "女"), ("m", "男")], blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name="登录账号",
    )
    expertise = models.CharField("专长", max_length=300, blank=True, help_text="多项以顿号分隔。")
    academician = models.BooleanField("院士", default=False)
    note = models.CharField("备注", max_length=200, blank=True)
    print_order = models.PositiveIntegerField("印刷顺序", default=1000)

    history = History()
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["pinyin", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(organisation__isnull=True),
                name="person_unit_or_organisation",
                violation_error_message="成员单位与其他机构只能填写一个。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.pinyin = self.pinyin_override.lower() or pinyin_key(self.name, surname_first=True)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.pk])

    @property
    def affiliation(self):
        """The unit or organisation, whichever there is; None when neither is stated."""
        return self.unit or self.organisation

    def affiliation_on(self, day: date) -> str:
        """Where the person worked on `day`, as that was called then: what was left soonest after it, else today's.

        A former unit without a last day is not known to hold for any day. Reads `affiliations` and the names of the
        units, so prefetch them.
        """
        left_later = [one for one in self.affiliations.all() if one.covers(day)]
        if left_later:
            return min(left_later, key=lambda one: one.ends_on).name_on(day)
        return self.unit.name_on(day) if self.unit else str(self.organisation or "")


class Affiliation(TimeStampedModel):
    """曾任单位: where a person worked before. The present unit stands on the person. Either date may be unknown."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations", verbose_name="人员")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="former_people", verbose_name="成员单位"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="其他机构"
    )
    printed = models.CharField("单位（印刷写法）", max_length=100, blank=True)
    post = models.CharField("职务", max_length=100, blank=True)
    starts_on = models.DateField("起", null=True, blank=True, help_text="未载明请留空。")
    ends_on = models.DateField("止", null=True, blank=True, help_text="未载明请留空。")

    history = History()

    class Meta:
        verbose_name = "曾任单位"
        verbose_name_plural = "曾任单位"
        ordering = ["person", "-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(organisation__isnull=True),
                name="affiliation_unit_or_organisation",
                violation_error_message="成员单位与其他机构只能填写一个。",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="affiliation_in_order",
                violation_error_message="止的日期不能早于起的日期。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.organisation or self.printed or "（单位未载明）")

    def covers(self, day: date) -> bool:
        """Whether the person is known to have worked here on `day`; an unknown start counts as before it."""
        begun = self.starts_on is None or self.starts_on <= day
        return begun and self.ends_on is not None and self.ends_on >= day

    def name_on(self, day: date) -> str:
        """The unit as it was called on `day`; whatever else it was, as printed."""
        return self.unit.name_on(day) if self.unit else str(self)
