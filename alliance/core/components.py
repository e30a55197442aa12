"""What the partials of `templates/core/` are given where plain values would not say enough."""

from collections.abc import Iterable
from dataclasses import dataclass

SAID = {"done": "已完成", "current": "当前步骤", "stopped": "未通过", "todo": "未开始"}


@dataclass(frozen=True)
class Step:
    """One step of a procedure (`_stepper.html`). `state`: done, current, todo or stopped."""

    label: str
    state: str = "todo"
    note: str = ""

    @property
    def said(self) -> str:
        """The state in words, for who does not see the colour."""
        return SAID[self.state]


def steps_until(labels: Iterable[str], current: int) -> list[Step]:
    """Steps of which those before number `current` (from 0) are done; `len(labels)` when all are."""
    return [
        Step(label, "done" if place < current else "current" if place == current else "todo")
        for place, label in enumerate(labels)
    ]


@dataclass(frozen=True)
class Choice:
    """One value that a list can be narrowed to (`_choices.html`). The empty value is 全部."""

    value: str
    label: str
    url: str
    current: bool = False
    count: int | None = None


def choices_for(request, name: str, options: Iterable[tuple], *, total: int | None = None) -> list[Choice]:
    """全部 and each of `options`, (value, label) or (value, label, count), as links that keep the other parameters.

    Only a value that is offered counts as chosen; a page number is dropped, since the list becomes another.
    """
    options = [(str(value), label, *rest) for value, label, *rest in options]
    wanted = request.GET.get(name, "")
    chosen = wanted if wanted in {value for value, *_ in options} else ""
    rows = [
        ("", "全部", total),
        *((value, label, rest[0] if rest else None) for value, label, *rest in options),
    ]
    return [
        Choice(value, label, _address(request, name, value), value == chosen, count)
        for value, label, count in rows
    ]


def _address(request, name: str, value: str) -> str:
    query = request.GET.copy()
    for dropped in ("page", name):
        query.pop(dropped, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}" if query else request.path
