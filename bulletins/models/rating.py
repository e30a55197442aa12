"""活跃度评价: the yearly activity rating of the alliances, as published."""

from django.db import models

from alliance.core.models.base import History, TimeStampedModel
from bulletins.enums import ActivityBand
from members.models import Organisation


class ActivityRating(TimeStampedModel):
    """The rating for one year. `points` stays empty where only the band was published."""

    year = models.PositiveIntegerField("评价年度", unique=True)
    published_year = models.PositiveIntegerField("发布年份")
    publisher = models.ForeignKey(Organisation, models.PROTECT, verbose_name="发布机构")
    alliances = models.PositiveIntegerField("参评联盟（家）")
    band = models.CharField("本联盟等级", max_length=20, choices=ActivityBand)
    points = models.PositiveSmallIntegerField("本联盟得分", null=True, blank=True, help_text="未载明请留空。")
    batch = models.PositiveSmallIntegerField("本联盟所属批次", null=True, blank=True)
    batch_alliances = models.PositiveIntegerField("同批次参评（家）", null=True, blank=True)
    batch_high = models.PositiveIntegerField("同批次活跃度高（家）", null=True, blank=True)
    batch_high_percent = models.PositiveSmallIntegerField("同批次占比（%）", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    history = History()

    class Meta:
        verbose_name = "活跃度评价"
        verbose_name_plural = "活跃度评价"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年度活跃度评价"


class ActivityRatingBand(models.Model):
    """One band with its points and, where printed, its number of alliances and percentage."""

    rating = models.ForeignKey(ActivityRating, models.CASCADE, related_name="bands", verbose_name="评价")
    band = models.CharField("等级", max_length=20, choices=ActivityBand)
    points_from = models.PositiveSmallIntegerField("分数下限", null=True, blank=True)
    points_to = models.PositiveSmallIntegerField("分数上限", null=True, blank=True)
    count = models.PositiveIntegerField("家数", null=True, blank=True)
    percent = models.PositiveSmallIntegerField("占比（%）", null=True, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "评价等级"
        verbose_name_plural = "评价等级"
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["rating", "band"], name="rating_band_once")]

    def __str__(self) -> str:
        return self.get_band_display()
