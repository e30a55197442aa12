"""篇目: a place in an issue for one source, with its pictures and what was said about it."""

from django.conf import settings
from django.db import models

from alliance.core.models import StoredFile
from alliance.core.models.base import History, TimeStampedModel
from bulletins.enums import WITH_SOURCE, EntryKind, FigureKind, PicturePlace
from bulletins.models.article import Article
from bulletins.models.bulletin import BulletinSection
from bulletins.querysets import EntryQuerySet
from meetings.models import Event, Minutes, Resolution, WorkPlan
from members.models import Admission
from projects.models import Nomination, Solicitation


def _source(to, **kwargs) -> models.ForeignKey:
    return models.ForeignKey(to, models.PROTECT, null=True, blank=True, related_name="entries", **kwargs)


def _one_source() -> models.Q:
    """Exactly the source that the kind names, and no other."""
    condition = models.Q()
    for kind in EntryKind:
        fields = {f"{name}__isnull": name != kind for name in WITH_SOURCE}
        figure = ~models.Q(figure="") if kind == EntryKind.FIGURE else models.Q(figure="")
        condition |= models.Q(kind=kind, **fields) & figure
    return condition


class BulletinEntry(TimeStampedModel):
    """A place in the issue for one source. What is printed stands here, never in the source.

    `content` is what is printed, `taken` what the source said when it was taken over: both as
    `bulletins.sources.read_source` gives it. So an edit is the difference of the two, and a change of the source is
    the difference between `taken` and the source today. `dropped` keeps an entry out of the issue: a proposal that
    staff took out, or one that another entry already tells, which they may put in.
    """

    section = models.ForeignKey(BulletinSection, models.CASCADE, related_name="entries", verbose_name="栏目")
    kind = models.CharField("类别", max_length=20, choices=EntryKind, default=EntryKind.ARTICLE)
    article = _source(Article, verbose_name="稿件")
    minutes = _source(Minutes, verbose_name="会议纪要")
    event = _source(Event, verbose_name="学术交流活动")
    resolution = _source(Resolution, verbose_name="议定事项")
    solicitation = _source(Solicitation, verbose_name="征集批次")
    admission = _source(Admission, verbose_name="入盟")
    nomination = _source(Nomination, verbose_name="专利入库")
    work_plan = _source(WorkPlan, verbose_name="年度工作计划")
    figure = models.CharField("图表", max_length=30, choices=FigureKind, blank=True)
    headline = models.CharField("标题", max_length=120)
    toc_title = models.CharField("目录标题", max_length=80)
    content = models.JSONField("刊登内容", default=dict)
    taken = models.JSONField("取自来源的内容", default=dict, editable=False)
    dropped = models.BooleanField("不刊登", default=False)
    columns = models.PositiveSmallIntegerField("分栏", default=1, choices=[(1, "通栏"), (2, "两栏")])
    new_page = models.BooleanField("另起一页", default=False)
    order = models.PositiveIntegerField("顺序", default=0)

    history = History()
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "篇目"
        verbose_name_plural = "篇目"
        ordering = ["section", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_one_source(),
                name="entry_has_one_source",
                violation_error_message="篇目的来源必须与类别一致，且只能有一个。",
            ),
            *(
                models.UniqueConstraint(fields=["section", str(name)], name=f"{name}_once_per_section")
                for name in WITH_SOURCE
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def source(self):
        """The record that the entry tells of, or None."""
        return getattr(self, self.kind) if self.kind in WITH_SOURCE else None

    @property
    def source_key(self) -> int | None:
        """Primary key of the source, without reading it."""
        return getattr(self, f"{self.kind}_id") if self.kind in WITH_SOURCE else None


class EntryPicture(models.Model):
    """A picture as it is printed with an entry: taken over from the source, or added by staff."""

    entry = models.ForeignKey(BulletinEntry, models.CASCADE, related_name="pictures", verbose_name="篇目")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="entry_pictures", verbose_name="图片")
    caption = models.CharField("图注", max_length=120, blank=True)
    alt = models.CharField("替代文字", max_length=200, blank=True)
    credit = models.CharField("供图", max_length=60, blank=True)
    place = models.CharField("版面", max_length=10, choices=PicturePlace, default=PicturePlace.LARGE)
    after = models.PositiveSmallIntegerField(
        "位置", null=True, blank=True, help_text="排在正文第几段之后；留空由系统安排。"
    )
    dropped = models.BooleanField("不刊登", default=False)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "篇目图片"
        verbose_name_plural = "篇目图片"
        ordering = ["entry", "order", "pk"]

    def __str__(self) -> str:
        return self.caption or self.stored.name


class EntryComment(models.Model):
    """A remark to an entry while the issue is edited; `resolved_at` when it was settled."""

    entry = models.ForeignKey(BulletinEntry, models.CASCADE, related_name="comments", verbose_name="篇目")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批注人"
    )
    text = models.TextField("批注")
    created_at = models.DateTimeField("批注时间", auto_now_add=True)
    resolved_at = models.DateTimeField("处理时间", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )

    class Meta:
        verbose_name = "批注"
        verbose_name_plural = "批注"
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
