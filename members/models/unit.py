"""Member units, other organisations, the forms in which names were printed."""

from datetime import date

from django.db import models
from django.urls import reverse

from alliance.core.models import StoredFile
from alliance.core.models.base import ExampleMixin, History, TimeStampedModel, VersionedModel
from members.enums import Evidence, NameKind, OrganisationKind, UnitKind, UnitRank
from members.names import pinyin_key
from members.querysets import OrganisationQuerySet, UnitQuerySet
from members.regions import Region
from members.validators import validate_uscc


class Unit(ExampleMixin, VersionedModel):
    """A member unit of the alliance. `print_order` is the manual rank of printed lists (host first, chair last).

    `joined_on` and `left_on` are the latest time as a member; earlier ones are rows of `EarlierMembership`. A unit
    that was `merged_into` another keeps what it held until that day, so that past lists stay as they were.
    """

    name = models.CharField("单位名称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    pinyin = models.CharField("拼音", max_length=200, blank=True, editable=False, db_index=True)
    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    rank = models.CharField("地位", max_length=20, choices=UnitRank, blank=True)
    rank_evidence = models.CharField("地位依据", max_length=20, choices=Evidence, blank=True)
    evidence = models.CharField("成员身份依据", max_length=20, choices=Evidence, default=Evidence.STATED)
    evidence_note = models.CharField("依据说明", max_length=200, blank=True)
    place = models.CharField("所在地", max_length=60, blank=True)
    region = models.CharField("地区", max_length=2, choices=Region, blank=True)
    place_evidence = models.CharField("所在地依据", max_length=20, choices=Evidence, blank=True)
    uscc = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, validators=[validate_uscc], help_text="18 位，可留空。"
    )
    joined_on = models.DateField("入盟日期", null=True, blank=True)
    left_on = models.DateField("退盟日期", null=True, blank=True)
    profile = models.TextField("单位简介", blank=True)
    website = models.URLField("网址", blank=True)
    logo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="标识"
    )
    address = models.CharField("通讯地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    phone = models.CharField("单位电话", max_length=40, blank=True)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系人电话", max_length=40, blank=True)
    contact_email = models.EmailField("联系人邮箱", blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name="已并入",
    )
    merged_on = models.DateField("并入日期", null=True, blank=True, editable=False)
    print_order = models.PositiveIntegerField("印刷顺序", default=1000)

    history = History()
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "成员单位"
        verbose_name_plural = "成员单位"
        ordering = ["print_order", "pinyin", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(joined_on__isnull=True)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="unit_left_after_joined",
                violation_error_message="退盟日期不能早于入盟日期。",
            ),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~models.Q(uscc=""),
                name="unit_uscc_unique",
                violation_error_message="该统一社会信用代码已登记在另一单位名下。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.pinyin = pinyin_key(self.name, limit=200)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("members:unit", args=[self.pk])

    def name_on(self, day: date) -> str:
        """The name that the unit bore on `day`: the former one that was used longest ago but still then, else today's.

        A former name without a last day is not known to have been used on any day. Reads `names`, so prefetch them.
        """
        former = [one for one in self.names.all() if one.kind == NameKind.FORMER and one.used_until]
        still_used = [one for one in former if one.used_until >= day]
        return min(still_used, key=lambda one: one.used_until).name if still_used else self.name


class UnitName(models.Model):
    """Another form in which a unit's name was printed, kept as printed."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names", verbose_name="单位")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=20, choices=NameKind, default=NameKind.PRINTED)
    used_until = models.DateField("使用至", null=True, blank=True, help_text="曾用名填写；未载明请留空。")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "单位其他名称"
        verbose_name_plural = "单位其他名称"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class Organisation(TimeStampedModel):
    """A body that is not a member (or not said to be) but hosts, awards or sends guests; the alliance itself too."""

    name = models.CharField("机构名称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=60, blank=True)
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind)
    place = models.CharField("所在地", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    history = History()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "其他机构"
        verbose_name_plural = "其他机构"
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name
