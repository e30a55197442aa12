"""项目建议: what a liaison writes to a solicitation for their unit."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.database import db_now
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from alliance.core.models.state import StateField
from members.models import Unit
from projects.enums import EDITABLE, ProposalState
from projects.models.solicitation import Solicitation
from projects.querysets import ProposalQuerySet


def may_be_handed_in(proposal: "Proposal") -> bool:
    """A draft until the deadline; one returned for correction also after it, since the secretariat asked for it."""
    return proposal.state == ProposalState.RETURNED or may_be_taken_back(proposal)


def may_be_taken_back(proposal: "Proposal") -> bool:
    """While proposals are taken; what staff record for the unit, if it arrived while they were."""
    return proposal.solicitation.is_open() or arrived_in_time(proposal)


def arrived_in_time(proposal: "Proposal") -> bool:
    behalf = getattr(proposal, "on_behalf", None)  # set by run_transition
    until = proposal.solicitation.papers_until if behalf is not None else None
    return until is not None and behalf.arrived_by(until)


class Proposal(FSMModelMixin, ExampleMixin, VersionedModel):
    """A proposal. A draft may be incomplete; handing it in asks for what `REQUIRED` names. Money in 万元.

    `CONTENT` is what the unit writes. `form_token` marks the form it was written in, so that a form sent twice
    makes one proposal.
    """

    REQUIRED = ("title", "leader", "problem", "goals", "key_technology", "indicators")
    CONTENT = (
        "title",
        "leader",
        "leader_phone",
        "partners",
        "problem",
        "goals",
        "key_technology",
        "indicators",
        "outcome",
        "budget_special",
        "budget_own",
    )

    solicitation = models.ForeignKey(
        Solicitation, models.PROTECT, related_name="proposals", verbose_name="征集批次"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals", verbose_name="申报单位")
    state = StateField("状态", choices=ProposalState.choices, default=ProposalState.DRAFT, protected=True)
    title = models.CharField("项目名称", max_length=120, blank=True)
    leader = models.CharField("项目负责人", max_length=40, blank=True)
    leader_phone = models.CharField("负责人电话", max_length=40, blank=True)
    partners = models.CharField("合作单位", max_length=300, blank=True, help_text="多个单位以顿号分隔。")
    problem = models.TextField("技术问题与现状", blank=True)
    goals = models.TextField("研究目标与内容", blank=True)
    key_technology = models.TextField("关键技术与创新点", blank=True)
    indicators = models.TextField("考核指标", blank=True)
    outcome = models.TextField("预期成果", blank=True)
    budget_special = models.DecimalField(
        "专项经费（万元）",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "金额不能为负数。")],
    )
    budget_own = models.DecimalField(
        "自筹经费（万元）",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "金额不能为负数。")],
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="proposals", verbose_name="填写人"
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    form_token = models.UUIDField("表单标识", null=True, blank=True, unique=True, editable=False)

    history = History()
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "项目建议"
        verbose_name_plural = "项目建议"
        ordering = ["-updated_at", "-pk"]

    def __str__(self) -> str:
        return self.title or "（未命名的项目建议）"

    def get_absolute_url(self) -> str:
        return reverse("projects:proposal", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def budget_total(self) -> Decimal | None:
        """Both sums together in 万元; None while neither is stated."""
        stated = [sum_ for sum_ in (self.budget_special, self.budget_own) if sum_ is not None]
        return sum(stated) if stated else None

    def holds(self, content: dict) -> bool:
        """Whether every field of `content` is already so."""
        return all(getattr(self, name) == value for name, value in content.items())

    def missing(self) -> dict[str, str]:
        """What must be filled in before handing in: field → what to tell the person."""
        names = [name for name in self.REQUIRED if not getattr(self, name).strip()]
        return {name: f"提交前请填写{_label(name)}。" for name in names}

    @transition(
        field=state,
        source=list(EDITABLE),
        target=ProposalState.SUBMITTED,
        permission=perm("projects.submit_proposal"),
        conditions=[may_be_handed_in],
        custom={"label": "提交", "on_desk": True},
    )
    def submit(self, *, actor):
        """Handed in, complete and in time. Raises ValidationError by field for what is missing."""
        if missing := self.missing():
            raise ValidationError(missing)
        self.submitted_at = db_now()

    @transition(
        field=state,
        source=[ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.RETURNED],
        target=ProposalState.WITHDRAWN,
        permission=perm("projects.withdraw_proposal"),
        conditions=[may_be_taken_back],
        custom={"label": "撤回", "tone": "danger", "on_desk": True},
    )
    def withdraw(self, *, actor):
        """Taken back by the unit, until the deadline."""

    @transition(
        field=state,
        source=ProposalState.SUBMITTED,
        target=ProposalState.ACCEPTED,
        permission=perm("projects.handle_proposal"),
        custom={"label": "受理"},
    )
    def accept(self, *, actor):
        """Passed the formal check."""

    @transition(
        field=state,
        source=ProposalState.SUBMITTED,
        target=ProposalState.RETURNED,
        permission=perm("projects.handle_proposal"),
        custom={"label": "退回补正", "grave": True, "tone": "warning"},
    )
    def send_back(self, *, actor):
        """Returned to the liaison with the reason."""

    @transition(
        field=state,
        source=ProposalState.SUBMITTED,
        target=ProposalState.REJECTED,
        permission=perm("projects.handle_proposal"),
        custom={"label": "不予受理", "grave": True, "tone": "danger"},
    )
    def reject(self, *, actor):
        """Failed the formal check, with the reason."""


def _label(name: str) -> str:
    return f"“{Proposal._meta.get_field(name).verbose_name}”"
