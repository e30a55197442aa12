"""年度工作计划 of a body: items with who and when, adopted by a point of the minutes, followed through the year."""

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from alliance.core.access import perm
from alliance.core.models.base import ExampleMixin, History, VersionedModel
from alliance.core.models.state import StateField
from meetings.enums import PlanItemState, PlanState
from meetings.querysets import WorkPlanQuerySet
from members.enums import Body, OfficeKind
from members.models import Unit


class WorkPlan(FSMModelMixin, ExampleMixin, VersionedModel):
    year = models.PositiveIntegerField("年度")
    body = models.CharField("机构", max_length=20, choices=Body)
    preamble = models.TextField("总体要求", blank=True)
    summary = models.TextField("年度小结", blank=True)
    state = StateField("状态", choices=PlanState.choices, default=PlanState.DRAFT, protected=True)

    history = History()
    objects = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "年度工作计划"
        verbose_name_plural = "年度工作计划"
        ordering = ["-year", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "body", "is_example"],
                name="work_plan_once",
                violation_error_message="该机构在这一年度已有工作计划。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.get_body_display()}工作计划"

    def get_absolute_url(self) -> str:
        return reverse("meetings:work_plan", args=[self.pk])

    @transition(
        field=state,
        source=PlanState.DRAFT,
        target=PlanState.ADOPTED,
        permission=perm("meetings.manage_work_plan"),
        custom={"label": "登记为已通过"},
    )
    def adopt(self, *, actor):
        """By a point of the minutes."""

    @transition(
        field=state,
        source=PlanState.ADOPTED,
        target=PlanState.DRAFT,
        permission=perm("meetings.manage_work_plan"),
        custom={"label": "退回起草", "grave": True, "tone": "danger"},
    )
    def withdraw(self, *, actor):
        """The point that adopted it was reversed."""

    @transition(
        field=state,
        source=PlanState.ADOPTED,
        target=PlanState.CLOSED,
        permission=perm("meetings.manage_work_plan"),
        custom={"label": "年度总结"},
    )
    def close(self, *, actor):
        """The year is over and summed up."""


class WorkPlanItem(models.Model):
    """`due_text` as printed; `due_on` empty where only that is stated."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="items", verbose_name="工作计划")
    number = models.PositiveIntegerField("序号")
    text = models.CharField("工作内容", max_length=300)
    office = models.CharField("责任职务", max_length=30, choices=OfficeKind, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="plan_items", verbose_name="责任单位")
    who_text = models.CharField("责任方（原文）", max_length=100, blank=True)
    due_text = models.CharField("时限（原文）", max_length=60, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    state = models.CharField("进展", max_length=10, choices=PlanItemState, default=PlanItemState.WAITING)
    progress = models.TextField("完成情况", blank=True)

    class Meta:
        verbose_name = "计划事项"
        verbose_name_plural = "计划事项"
        ordering = ["plan", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_item_number_once")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        """Still to be done."""
        return self.state in (PlanItemState.WAITING, PlanItemState.RUNNING)

    @property
    def who(self) -> str:
        """As printed where that was kept, else office and units; reads `units`."""
        if self.who_text:
            return self.who_text
        named = [self.get_office_display() if self.office else "", *(str(unit) for unit in self.units.all())]
        return "、".join(filter(None, named))
