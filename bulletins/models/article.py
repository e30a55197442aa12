"""稿件: articles with captioned pictures and the figures they report."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.enums import Qualifier
from alliance.core.models import StoredFile
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from alliance.core.models.state import StateField
from bulletins.enums import WITH_ITS_UNIT, ArticleCategory, ArticleState, PicturePlace
from bulletins.models.call import CallForContributions
from bulletins.querysets import ArticleQuerySet
from meetings.models import Event, Meeting
from members.models import Unit
from projects.models import Solicitation


class Article(FSMModelMixin, ExampleMixin, VersionedModel):
    """An article. `headline` stands above the text, the shorter `toc_title` in the contents (they may differ).

    `unit` sent it in (投稿), None for what the secretariat writes itself. `form_token`: a form sent twice makes one.
    """

    category = models.CharField("栏目", max_length=20, choices=ArticleCategory)
    state = StateField("状态", choices=ArticleState.choices, default=ArticleState.DRAFT, protected=True)
    year = models.PositiveIntegerField("年度")
    headline = models.CharField("标题", max_length=120)
    toc_title = models.CharField("目录标题", max_length=80, blank=True, help_text="留空则用标题。")
    lead = models.CharField("提要", max_length=200, blank=True)
    body = models.TextField("正文")
    signature = models.CharField("落款", max_length=60, blank=True)
    happened_on = models.DateField("事件日期", null=True, blank=True, help_text="未载明请留空。")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="来稿单位"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="articles",
        verbose_name="投稿人",
    )
    form_token = models.UUIDField("表单标识", null=True, blank=True, unique=True, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name="相关会议"
    )
    events = models.ManyToManyField(Event, blank=True, related_name="articles", verbose_name="相关活动")
    solicitation = models.ForeignKey(
        Solicitation, models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name="相关征集"
    )
    call = models.ForeignKey(
        CallForContributions,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="响应的征稿",
    )
    print_order = models.PositiveIntegerField("印刷顺序", default=1000)

    history = History(m2m_fields=[events])
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "稿件"
        verbose_name_plural = "稿件"
        ordering = ["-year", "print_order", "pk"]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("bulletins:article", args=[self.pk])

    @property
    def editable_by_its_unit(self) -> bool:
        return self.state in WITH_ITS_UNIT

    @transition(
        field=state,
        source=[ArticleState.DRAFT, ArticleState.RETURNED],
        target=ArticleState.SUBMITTED,
        permission=perm("bulletins.submit_article"),
        custom={"label": "投稿", "on_desk": True},
    )
    def submit(self, *, actor):
        """Handed to the secretariat."""

    @transition(
        field=state,
        source=ArticleState.SUBMITTED,
        target=ArticleState.DRAFT,
        permission=perm("bulletins.submit_article"),
        custom={"label": "撤回", "on_desk": True, "tone": "danger"},
    )
    def withdraw(self, *, actor):
        """Taken back by whoever sent it in, while nobody has decided on it."""

    @transition(
        field=state,
        source=[ArticleState.SUBMITTED, ArticleState.ACCEPTED],
        target=ArticleState.RETURNED,
        permission=perm("bulletins.handle_article"),
        custom={"label": "退回", "grave": True, "tone": "danger"},
    )
    def send_back(self, *, actor):
        """Back to the unit, with what is to be mended as the reason."""

    @transition(
        field=state,
        source=ArticleState.SUBMITTED,
        target=ArticleState.ACCEPTED,
        permission=perm("bulletins.handle_article"),
        custom={"label": "采用"},
    )
    def accept(self, *, actor):
        """The secretariat takes it and edits it."""

    @transition(
        field=state,
        source=[ArticleState.DRAFT, ArticleState.ACCEPTED],
        target=ArticleState.PUBLISHED,
        permission=perm("bulletins.publish_article"),
        custom={"label": "发布"},
    )
    def publish(self, *, actor):
        """Public from now on, and taken into the year's bulletin at the next compile."""
        from django.utils import timezone

        self.published_at = self.published_at or timezone.now()

    @transition(
        field=state,
        source=ArticleState.PUBLISHED,
        target=ArticleState.ACCEPTED,
        permission=perm("bulletins.publish_article"),
        custom={"label": "撤下", "grave": True, "tone": "danger"},
    )
    def unpublish(self, *, actor):
        """No longer public, with the reason in the audit log."""


class ArticlePicture(models.Model):
    """A picture of an article with caption and alternative text, in print order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="pictures", verbose_name="稿件")
    stored = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="article_pictures", verbose_name="图片"
    )
    caption = models.CharField("图注", max_length=120, blank=True)
    alt = models.CharField(
        "替代文字", max_length=200, blank=True, help_text="供看不到图片的读者；留空则用图注。"
    )
    credit = models.CharField("供图", max_length=60, blank=True)
    place = models.CharField(
        "版面", max_length=10, choices=PicturePlace, default=PicturePlace.LARGE, help_text="印刷时怎样摆放。"
    )
    after = models.PositiveSmallIntegerField(
        "位置", null=True, blank=True, help_text="排在正文第几段之后；留空由系统安排。"
    )
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "稿件图片"
        verbose_name_plural = "稿件图片"
        ordering = ["article", "order", "pk"]

    def __str__(self) -> str:
        return self.caption or self.stored.name


class ArticleAttachment(models.Model):
    """A file that readers of the article may download, e.g. the form that a notice speaks of."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments", verbose_name="稿件")
    stored = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="article_attachments", verbose_name="文件"
    )
    title = models.CharField("名称", max_length=120, blank=True, help_text="留空则用文件名。")
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "稿件附件"
        verbose_name_plural = "稿件附件"
        ordering = ["article", "order", "pk"]

    def __str__(self) -> str:
        return self.title or self.stored.name


class ReportedFigure(models.Model):
    """A figure that a report quotes, as printed: value with qualifier and unit, grouped by subject."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="figures", verbose_name="稿件")
    subject = models.CharField("对象", max_length=60)
    label = models.CharField("指标", max_length=100)
    value = models.DecimalField("数值", max_digits=14, decimal_places=2)
    value_to = models.DecimalField("至", max_digits=14, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField("约数词", max_length=4, choices=Qualifier, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "引用数字"
        verbose_name_plural = "引用数字"
        ordering = ["article", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.subject}·{self.label}"
