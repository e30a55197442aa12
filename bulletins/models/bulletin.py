"""工作简报: the yearly issue, its sections and entries."""

from django.db import models
from django.urls import reverse
from django_fsm import FSMField, FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import History, TimeStampedModel, VersionedModel
from alliance.printing.models import RenderedDocument
from bulletins.enums import BulletinState, SectionKind
from bulletins.models.article import Article
from bulletins.querysets import BulletinQuerySet, EntryQuerySet
from meetings.models import Minutes


class Bulletin(FSMModelMixin, VersionedModel):
    """The issue of one year. The owner holds the foreign keys: `requested_document` is what was asked for last,
    `document` the finished one that readers get."""

    year = models.PositiveIntegerField("年度", unique=True, error_messages={"unique": "该年度已有简报。"})
    title = models.CharField("刊名", max_length=60)
    state = FSMField("状态", choices=BulletinState.choices, default=BulletinState.EDITING, protected=True)
    foreword = models.TextField("卷首语", blank=True, help_text="段落之间空一行。")
    greeting = models.TextField("贺词", blank=True, help_text="每行一句。")
    colophon = models.TextField("版权页", blank=True, help_text="每行一项。")
    document = models.ForeignKey(
        RenderedDocument,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="bulletins",
        verbose_name="成品",
    )
    requested_document = models.ForeignKey(
        RenderedDocument,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="requested_for",
        verbose_name="最近生成任务",
    )
    issued_at = models.DateTimeField("印发时间", null=True, blank=True, editable=False)

    history = History(excluded_fields=["document", "requested_document"])
    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = "工作简报"
        verbose_name_plural = "工作简报"
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("bulletins:bulletin", args=[self.year])

    @property
    def file_name(self) -> str:
        return f"{self.title}.pdf"

    @transition(
        field=state,
        source=BulletinState.EDITING,
        target=BulletinState.ISSUED,
        permission=perm("bulletins.issue_bulletin"),
        custom={"label": "印发"},
    )
    def issue(self, *, actor):
        """Public at /bulletins/<year>/."""
        from django.utils import timezone

        self.issued_at = timezone.now()

    @transition(
        field=state,
        source=BulletinState.ISSUED,
        target=BulletinState.EDITING,
        permission=perm("bulletins.issue_bulletin"),
        custom={"label": "撤回印发", "grave": True, "tone": "danger"},
    )
    def recall(self, *, actor):
        """Taken back from the public, with the reason."""


class BulletinSection(TimeStampedModel):
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="sections", verbose_name="简报")
    kind = models.CharField("栏目", max_length=20, choices=SectionKind)
    title = models.CharField("栏目名称", max_length=40)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"
        ordering = ["bulletin", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "kind"], name="section_kind_once")]

    def __str__(self) -> str:
        return self.title


class BulletinEntry(TimeStampedModel):
    """A place in the issue for one source. Headline and contents line may be edited here; compiling keeps edits.

    `dropped` remembers that staff took the entry out, so that the next compile does not bring it back.
    """

    section = models.ForeignKey(BulletinSection, models.CASCADE, related_name="entries", verbose_name="栏目")
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="稿件"
    )
    minutes = models.ForeignKey(
        Minutes, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="会议纪要"
    )
    headline = models.CharField("标题", max_length=120)
    toc_title = models.CharField("目录标题", max_length=80)
    dropped = models.BooleanField("不刊登", default=False)
    order = models.PositiveIntegerField("顺序", default=0)

    history = History()
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "篇目"
        verbose_name_plural = "篇目"
        ordering = ["section", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False, minutes__isnull=True)
                | models.Q(article__isnull=True, minutes__isnull=False),
                name="entry_has_one_source",
                violation_error_message="篇目必须且只能有一个来源。",
            ),
            models.UniqueConstraint(fields=["section", "article"], name="article_once_per_section"),
            models.UniqueConstraint(fields=["section", "minutes"], name="minutes_once_per_section"),
        ]

    def __str__(self) -> str:
        return self.headline
