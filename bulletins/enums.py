"""Kinds and states of articles and bulletins."""

from django.db import models


class ArticleCategory(models.TextChoices):
    NEWS = "news", "工作动态"
    EXCHANGE = "exchange", "学术交流"
    RESEARCH = "research", "调研报告"
    NOTICE = "notice", "通知"


class ArticleState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已投稿"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已采用"
    PUBLISHED = "published", "已发布"


#: States in which the unit that writes the article may still change it.
WITH_ITS_UNIT = (ArticleState.DRAFT, ArticleState.RETURNED)


class PicturePlace(models.TextChoices):
    """How a picture stands on the printed page."""

    LARGE = "large", "通栏"
    HALF = "half", "并排"
    PAGE = "page", "图片页"


class CallState(models.TextChoices):
    DRAFT = "draft", "筹备"
    OPEN = "open", "征稿中"
    CLOSED = "closed", "已截止"


class BulletinPeriod(models.TextChoices):
    YEARLY = "yearly", "年度"
    QUARTERLY = "quarterly", "季度"
    MONTHLY = "monthly", "月度"


class BulletinState(models.TextChoices):
    EDITING = "editing", "编辑"
    PROOFING = "proofing", "校对"
    APPROVED = "approved", "已审定"
    ISSUED = "issued", "已印发"
    WITHDRAWN = "withdrawn", "已撤下"


#: States in which content may be changed; from approval on it stands.
OPEN_TO_EDITS = (BulletinState.EDITING, BulletinState.PROOFING)


class SectionKind(models.TextChoices):
    """The sections of an issue, in print order."""

    NEWS = "news", "工作动态"
    EXCHANGE = "exchange", "学术交流"
    RESEARCH = "research", "调研报告"
    PROJECTS = "projects", "项目征集"
    MEMBERS = "members", "成员动态"
    POOL = "pool", "专利技术库"
    NOTICES = "notices", "通知公告"
    FIGURES = "figures", "数据一览"
    MINUTES = "minutes", "会议纪要"


class EntryKind(models.TextChoices):
    """What an entry tells of. All but TEXT and FIGURE have a record as their source, in the field of that name."""

    ARTICLE = "article", "稿件"
    MINUTES = "minutes", "会议纪要"
    EVENT = "event", "学术交流活动"
    RESOLUTION = "resolution", "议定事项"
    SOLICITATION = "solicitation", "征集批次"
    ADMISSION = "admission", "入盟"
    NOMINATION = "nomination", "专利入库"
    WORK_PLAN = "work_plan", "年度工作计划"
    FIGURE = "figure", "统计图表"
    TEXT = "text", "自写文字"


#: Kinds with a source record; the value is the name of the foreign key on `BulletinEntry`.
WITH_SOURCE = tuple(kind for kind in EntryKind if kind not in (EntryKind.FIGURE, EntryKind.TEXT))


class FigureKind(models.TextChoices):
    """The charts of the figures chapter."""

    UNITS_BY_KIND = "units_by_kind", "成员单位构成"
    PROPOSALS_BY_UNIT = "proposals_by_unit", "各单位项目建议"
    ATTENDANCE = "attendance", "会议出席情况"
    EVENTS = "events", "学术交流活动"
    POOL = "pool", "专利技术库"


class BulletinDesign(models.TextChoices):
    """The printed template: two for the yearly booklet, one for the periodic sheet."""

    MODERN = "modern", "现代版"
    CLASSIC = "classic", "典雅版"
    SHEET = "sheet", "红头简报"


class BulletinPalette(models.TextChoices):
    BLUE = "blue", "钒钛蓝"
    TEAL = "teal", "攀西青"
    BRONZE = "bronze", "钒金"
    GREY = "grey", "钛灰"


class BulletinFonts(models.TextChoices):
    SONG = "song", "宋体正文"
    KAI = "kai", "楷体正文"
    HEI = "hei", "黑体正文"


class RenditionVariant(models.TextChoices):
    """The files that are made of one issue, all from the same snapshot."""

    PDF = "pdf", "电子版"
    ARCHIVE = "archive", "存档版"
    PRINT = "print", "印刷版"
    SMALL = "small", "微信版"
    DOCX = "docx", "文字版"


class ActivityBand(models.TextChoices):
    """Bands of the yearly activity rating: ≥ 86, 75–85, 65–74, ≤ 64 points."""

    HIGH = "high", "活跃度高"
    FAIRLY_HIGH = "fairly_high", "活跃度较高"
    AVERAGE = "average", "活跃度一般"
    LOW = "low", "活跃度较差"
