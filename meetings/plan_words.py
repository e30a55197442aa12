"""What a work plan says of itself: for pages, the yearly summary and the bulletin."""

from collections import Counter
from collections.abc import Iterable

from meetings.enums import PlanItemState, PlanState
from meetings.models import WorkPlan, WorkPlanItem


def state_counts(items: Iterable[WorkPlanItem]) -> list[tuple[str, int]]:
    """(progress in Chinese, number) of every state, in the order of the states."""
    found = Counter(item.state for item in items)
    return [(state.label, found[state]) for state in PlanItemState]


def progress_sentence(plan: WorkPlan) -> str:
    """`共8项，已完成5项，进行中2项，取消1项。` from the items, which may be prefetched; zeros are left out."""
    items = list(plan.items.all())
    found = Counter(item.state for item in items)
    order = (PlanItemState.DONE, PlanItemState.RUNNING, PlanItemState.WAITING, PlanItemState.DROPPED)
    parts = [f"{state.label}{found[state]}项" for state in order if found[state]]
    return f"{'，'.join([f'共{len(items)}项', *parts])}。"


def plans_of_year(year: int) -> list[dict]:
    """What the bulletin and the self-report tell of a year's adopted plans of real bodies, as plain values.

    `title`, `body`, `preamble`, `summary`, `progress`, and `items` with number, text, who, due, state, progress; three
    queries.
    """
    plans = WorkPlan.objects.filter(year=year, is_example=False).exclude(state=PlanState.DRAFT)
    return [
        {
            "title": str(plan),
            "body": plan.get_body_display(),
            "preamble": plan.preamble,
            "summary": plan.summary,
            "progress": progress_sentence(plan),
            "items": [
                {
                    "number": item.number,
                    "text": item.text,
                    "who": item.who,
                    "due": item.due_text,
                    "state": item.get_state_display(),
                    "progress": item.progress,
                }
                for item in plan.items.all()
            ],
        }
        for plan in plans.prefetch_related("items__units")
    ]
