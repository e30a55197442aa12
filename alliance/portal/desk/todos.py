"""What a person has to do: the most urgent first, told apart by role where somebody has several."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from alliance.core.due import due_words
from alliance.core.registry import ToDo

NEVER = datetime.max.replace(tzinfo=UTC)
ATTENTION = timedelta(days=7)  # what asks for attention without a deadline stands as if it had a week
WILL_COME = {  # what appears on the desk of a role
    "秘书处": "有单位提交项目建议、申报专利，或专家交来评审意见时，会列在这里。",
    "联络员": "有新的项目征集、会议通知，或申报被退回补正时，会列在这里，并写明截止时间。",
    "专家": "有专利送您评审时，会列在这里。",
    "理事": "有会议通知需要您答复时，会列在这里。",
}


@dataclass(frozen=True)
class Group:
    """The to-dos of one role, in order; `role` is empty where nothing has to be told apart."""

    role: str
    todos: tuple[ToDo, ...]


def in_order(todos: list[ToDo], now: datetime) -> list[ToDo]:
    """The nearest deadline first; what has none comes last, in the order of the apps."""
    return sorted(todos, key=lambda todo: todo.due or (now + ATTENTION if todo.tone else NEVER))


def by_role(todos: list[ToDo], roles: list[str]) -> list[Group]:
    """Groups in the order of their most urgent to-do, those of no role last. Whoever has one role needs none.

    What waits in several roles at once (专家、理事) stands under the first of them.
    """
    found: dict[str, list[ToDo]] = {}
    for todo in todos:
        found.setdefault(todo.role.split("、")[0], []).append(todo)
    if len(found) < 2 or len(roles) < 2:
        return [Group("", tuple(todos))] if todos else []
    named = sorted(found.items(), key=lambda item: not item[0])
    return [Group(role or "其他", tuple(group)) for role, group in named]


def summary(todos: list[ToDo], now: datetime) -> str:
    """One sentence for whoever reads no further: how many, and how urgent the first is."""
    if not todos:
        return ""
    first = next((todo.due for todo in todos if todo.due), None)
    urgent = f"，最急的一件{due_words(first, now)}" if first else ""
    return f"您有 {len(todos)} 件事要办{urgent}。"


def will_come(roles: list[str]) -> list[str]:
    """What a person with these roles may expect to find here."""
    return [WILL_COME[role] for role in roles if role in WILL_COME]
