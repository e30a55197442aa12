"""Every lifecycle as Markdown with a drawing, from the models themselves: `docs/workflows.md`."""

from django.apps import apps
from django.db import models

from alliance.core.transitions import as_move, declared_transitions, state_field

HEAD = """# Lifecycles

Written by `python manage.py draw_workflows` from the `@transition` methods of the models; a test keeps it in step.
Every move runs through `alliance/core/transitions.py`: row locked, permission asked with the object, act recorded.
"""


def draw_all() -> str:
    """The whole page; models in the order of the floors."""
    return "\n".join([HEAD, *(section(model) for model in apps.get_models() if declared_transitions(model))])


def section(model: type[models.Model]) -> str:
    """Heading, state diagram (Mermaid) and a table of the moves of one model."""
    moves = declared_moves(model)
    names = dict(state_field(model).flatchoices)
    rows = [
        f"| {move.label} | `{move.name}` | {'、'.join(names[source] for source in sources)} | {names[target]} "
        f"| `{permission}` | {'yes' if move.grave else ''} |"
        for move, sources, target, permission in moves
    ]
    return "\n".join(
        [
            f"## {model._meta.verbose_name} · `{model._meta.label}`",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *(f"    {line}" for line in drawing(model, moves)),
            "```",
            "",
            "| 操作 | move | from | to | permission | reason asked |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def drawing(model: type[models.Model], moves: list) -> list[str]:
    field = state_field(model)
    return [
        "direction LR",
        *(f"{state}: {name}" for state, name in field.flatchoices),
        f"[*] --> {field.default}",
        *(f"{source} --> {target}: {move.label}" for move, sources, target, _ in moves for source in sources),
    ]


def declared_moves(model: type[models.Model]) -> list[tuple]:
    """(move, source states, target state, permission) in the order of declaration."""
    order = {str(state): place for place, (state, _) in enumerate(state_field(model).flatchoices)}
    found: dict[str, list] = {}
    for transition in declared_transitions(model):
        found.setdefault(transition.name, []).append(transition)
    return [
        (
            as_move(same[0]),
            sorted((str(one.source) for one in same), key=order.__getitem__),
            str(same[0].target),
            same[0].permission.permission_name,
        )
        for same in found.values()
    ]
