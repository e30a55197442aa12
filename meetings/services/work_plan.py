"""年度工作计划: started, filled from the year before, followed through the year, summed up.

A plan is adopted by a point of the minutes (`adopt_work_plan`), and goes back to a draft when that point is reversed.
"""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import check_version, lock, save_record
from meetings.enums import PlanItemState, PlanState
from meetings.models import WorkPlan, WorkPlanItem

RIGHT = "meetings.manage_work_plan"
OPEN_STATES = (PlanItemState.WAITING, PlanItemState.RUNNING)


@transaction.atomic
def start_work_plan(*, actor, year: int, body: str, is_example: bool = False, carry: bool = True) -> WorkPlan:
    """A draft for the year; with `carry` it takes over what the body's plan of the year before left undone."""
    plan = WorkPlan(year=year, body=body, is_example=is_example)
    require(actor, RIGHT, plan)
    save_record(plan, actor=actor)
    audit.record(actor=actor, obj=plan, action="meetings.workplan.start", label="起草工作计划")
    if carry:
        carry_over(actor=actor, plan=plan)
    return lock(plan)


@transaction.atomic
def carry_over(*, actor, plan: WorkPlan) -> int:
    """Take over the items that the plan of the year before left undone; how many. None twice."""
    plan = lock(plan)
    require(actor, RIGHT, plan)
    if plan.state != PlanState.DRAFT:
        raise WrongState("工作计划已通过，不能再列入事项。")
    before = WorkPlan.objects.filter(year=plan.year - 1, body=plan.body, is_example=plan.is_example).first()
    if before is None:
        return 0
    known = set(plan.items.values_list("text", flat=True))
    left = before.items.filter(state__in=OPEN_STATES).prefetch_related("units")
    number = max(plan.items.values_list("number", flat=True), default=0)
    taken = [item for item in left if item.text not in known]
    for step, item in enumerate(taken, start=1):
        copied = WorkPlanItem.objects.create(
            plan=plan,
            number=number + step,
            text=item.text,
            office=item.office,
            who_text=item.who_text,
            progress=f"{before.year}年未完成，转入本年。",
        )
        copied.units.set(item.units.all())
    if taken:
        save_record(plan, actor=actor, reason=f"转入上年未完成事项{len(taken)}项")
        audit.record(
            actor=actor,
            obj=plan,
            action="meetings.workplan.carry_over",
            label=f"转入上年未完成事项{len(taken)}项",
        )
    return len(taken)


@transaction.atomic
def adopt_work_plan(*, actor, plan: WorkPlan, reason: str = "") -> WorkPlan:
    """By a point of the minutes. Adopted already: nothing happens again. Raises DomainError for an empty plan."""
    plan = lock(plan)
    if plan.state == PlanState.ADOPTED:
        return plan
    if not plan.items.exists():
        raise DomainError(f"{plan}还没有事项，不能通过。")
    return run_transition(actor=actor, obj=plan, name="adopt", reason=reason)


@transaction.atomic
def withdraw_work_plan(*, actor, plan: WorkPlan, reason: str) -> WorkPlan:
    """The point that adopted it was reversed: a draft again."""
    return run_transition(actor=actor, obj=plan, name="withdraw", reason=reason)


@transaction.atomic
def record_progress(
    *, actor, item: WorkPlanItem, state: str, progress: str, version: int | None = None
) -> WorkPlanItem:
    """How far an item of an adopted plan is. `version` is the plan's when the page was opened.

    Raises WrongState unless the plan is adopted, StaleVersion, DomainError at `progress` where done or given up is said
    without a word on what came of it.
    """
    plan = lock(item.plan)
    require(actor, RIGHT, plan)
    if plan.state != PlanState.ADOPTED:
        raise WrongState(f"工作计划{plan.get_state_display()}，现在不登记进展。")
    check_version(plan, version)
    item = WorkPlanItem.objects.select_for_update().get(pk=item.pk)
    progress = progress.strip()
    if state not in OPEN_STATES and not progress:
        raise DomainError("请写明完成情况，或者取消的原因。", field="progress")
    if (item.state, item.progress) == (state, progress):
        return item
    item.state, item.progress = state, progress
    item.full_clean()
    item.save()
    save_record(plan, actor=actor, reason=f"第{item.number}项：{item.get_state_display()}")
    audit.record(
        actor=actor,
        obj=plan,
        action="meetings.workplan.progress",
        label=f"第{item.number}项：{item.get_state_display()}",
        data={"item": item.pk, "progress": progress},
    )
    return item


@transaction.atomic
def close_work_plan(*, actor, plan: WorkPlan) -> WorkPlan:
    """The year summed up. Raises DomainError at `summary` while there is none."""
    plan = lock(plan)
    if not plan.summary.strip():
        raise DomainError("请先填写年度小结。", field="summary")
    return run_transition(actor=actor, obj=plan, name="close")
