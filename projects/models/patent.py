"""The patent pool's first steps: a patent, its nomination, an expert's review."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import ExampleMixin, History, TimeStampedModel, VersionedModel
from alliance.core.models.state import StateField
from members.models import Person, Unit
from projects.enums import NOT_TAKEN, LegalStatus, NominationState, PatentKind, Score
from projects.querysets import NominationQuerySet


class Patent(ExampleMixin, VersionedModel):
    """A patent under its application number in the one normal form of ZC 0006-2003 (`projects.patent_numbers`)."""

    number = models.CharField(
        "专利号", max_length=20, unique=True, error_messages={"unique": "该专利已登记。"}
    )
    title = models.CharField("发明名称", max_length=200)
    kind = models.CharField("专利类型", max_length=20, choices=PatentKind)
    owner = models.ForeignKey(
        Unit, models.PROTECT, related_name="patents", verbose_name="专利权人（成员单位）"
    )
    inventors = models.CharField("发明人", max_length=300, blank=True, help_text="多人以顿号分隔。")
    legal_status = models.CharField(
        "法律状态", max_length=20, choices=LegalStatus, default=LegalStatus.IN_FORCE
    )
    summary = models.TextField("技术要点", blank=True)

    history = History()

    class Meta:
        verbose_name = "专利"
        verbose_name_plural = "专利"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Nomination(FSMModelMixin, ExampleMixin, VersionedModel):
    """入库申报: a unit offers its patent to the pool. `form_token`: a form sent twice makes one nomination."""

    patent = models.ForeignKey(Patent, models.PROTECT, related_name="nominations", verbose_name="专利")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name="申报单位")
    state = StateField(
        "状态", choices=NominationState.choices, default=NominationState.SUBMITTED, protected=True
    )
    statement = models.TextField("申报说明", help_text="技术水平、实施情况、可供成员单位使用的范围。")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="nominations", verbose_name="申报人"
    )
    form_token = models.UUIDField("表单标识", null=True, blank=True, unique=True, editable=False)

    history = History()
    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = "入库申报"
        verbose_name_plural = "入库申报"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["patent"],
                condition=~models.Q(state__in=NOT_TAKEN),
                name="patent_nominated_once",
                violation_error_message="该专利已申报入库，不能重复申报。",
            )
        ]

    def __str__(self) -> str:
        return f"入库申报：{self.patent}"

    def get_absolute_url(self) -> str:
        return reverse("projects:nomination", args=[self.pk])

    @transition(
        field=state,
        source=NominationState.SUBMITTED,
        target=NominationState.UNDER_REVIEW,
        permission=perm("projects.handle_nomination"),
        custom={"label": "送专家评审"},
    )
    def start_review(self, *, actor):
        """Formal check passed; experts without a conflict may review."""

    @transition(
        field=state,
        source=NominationState.UNDER_REVIEW,
        target=NominationState.ADMITTED,
        permission=perm("projects.handle_nomination"),
        conditions=[lambda nomination: nomination.reviews.exists()],
        custom={"label": "同意入库"},
    )
    def admit(self, *, actor):
        """At least one expert has reviewed it."""

    @transition(
        field=state,
        source=[NominationState.SUBMITTED, NominationState.UNDER_REVIEW],
        target=NominationState.DECLINED,
        permission=perm("projects.handle_nomination"),
        custom={"label": "不予入库", "grave": True, "tone": "danger"},
    )
    def decline(self, *, actor):
        """Not taken into the pool, with the reason."""

    @transition(
        field=state,
        source=[NominationState.SUBMITTED, NominationState.UNDER_REVIEW],
        target=NominationState.WITHDRAWN,
        permission=perm("projects.withdraw_nomination"),
        custom={"label": "撤回申报", "tone": "danger", "on_desk": True},
    )
    def withdraw(self, *, actor):
        """Taken back by the unit."""


class NominationReview(TimeStampedModel):
    """One expert's opinion on a nomination. Never by somebody of the nominating or owning unit."""

    CRITERIA = ("novelty", "value", "maturity")

    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="reviews", verbose_name="入库申报"
    )
    expert = models.ForeignKey(Person, models.PROTECT, related_name="nomination_reviews", verbose_name="专家")
    novelty = models.PositiveSmallIntegerField("创新性", choices=Score)
    value = models.PositiveSmallIntegerField("应用价值", choices=Score)
    maturity = models.PositiveSmallIntegerField("成熟度", choices=Score)
    admit = models.BooleanField("是否同意入库", choices=[(True, "同意入库"), (False, "不同意入库")])
    comment = models.TextField("评审意见")

    history = History()

    class Meta:
        verbose_name = "专家评审意见"
        verbose_name_plural = "专家评审意见"
        ordering = ["nomination", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "expert"],
                name="one_review_per_expert",
                violation_error_message="您已评审过该专利。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert}：{self.nomination}"

    @property
    def total(self) -> int:
        """Sum of the three criteria, 3 to 15."""
        return sum(getattr(self, name) for name in self.CRITERIA)
