"""The files made of an issue, and what is counted and waived around it."""

from django.conf import settings
from django.db import models

from alliance.printing.models import RenderedDocument
from bulletins.enums import RenditionVariant
from bulletins.models.bulletin import Bulletin


def _document(**kwargs) -> models.ForeignKey:
    return models.ForeignKey(
        RenderedDocument, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", **kwargs
    )


class BulletinRendition(models.Model):
    """One file of an issue: `requested` is what was asked for last, `document` the finished one that readers get."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="renditions", verbose_name="简报")
    variant = models.CharField("版本", max_length=12, choices=RenditionVariant)
    requested = _document(verbose_name="最近生成任务")
    document = _document(verbose_name="成品")

    class Meta:
        verbose_name = "成品文件"
        verbose_name_plural = "成品文件"
        ordering = ["bulletin", "pk"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "variant"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.bulletin} {self.get_variant_display()}"


class DownloadCount(models.Model):
    """How often a file of an issue was downloaded on one day (Asia/Shanghai); no person is kept."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="downloads", verbose_name="简报")
    variant = models.CharField("版本", max_length=12, choices=RenditionVariant)
    day = models.DateField("日期")
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "下载次数"
        verbose_name_plural = "下载次数"
        ordering = ["-day", "variant"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "variant", "day"], name="download_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} {self.day}"


class ProofWaiver(models.Model):
    """A finding of the proofreading that staff looked at and let stand. `key` names the finding."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="waivers", verbose_name="简报")
    key = models.CharField("问题标识", max_length=120)
    reason = models.CharField("理由", max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="处理人"
    )
    created_at = models.DateTimeField("处理时间", auto_now_add=True)

    class Meta:
        verbose_name = "已忽略的校对问题"
        verbose_name_plural = "已忽略的校对问题"
        ordering = ["bulletin", "pk"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "key"], name="waiver_once")]

    def __str__(self) -> str:
        return self.key
