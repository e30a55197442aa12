"""Kinds and states of articles and bulletins."""

from django.db import models


class ArticleCategory(models.TextChoices):
    NEWS = "news", "工作动态"
    EXCHANGE = "exchange", "学术交流"
    RESEARCH = "research", "调研报告"
    NOTICE = "notice", "通知"


class ArticleState(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"


class SectionKind(models.TextChoices):
    """The sections of the yearly issue, in print order."""

    NEWS = "news", "工作动态"
    EXCHANGE = "exchange", "学术交流"
    RESEARCH = "research", "调研报告"
    MINUTES = "minutes", "会议纪要"


class BulletinState(models.TextChoices):
    EDITING = "editing", "编辑"
    ISSUED = "issued", "已印发"


class ActivityBand(models.TextChoices):
    """Bands of the yearly activity rating: ≥ 86, 75–85, 65–74, ≤ 64 points."""

    HIGH = "high", "活跃度高"
    FAIRLY_HIGH = "fairly_high", "活跃度较高"
    AVERAGE = "average", "活跃度一般"
    LOW = "low", "活跃度较差"
