"""The only way a lifecycle moves: lock, permission, transition, save, audit, tell the listeners."""

from dataclasses import dataclass

from django.db import models, transaction
from django_fsm import FSMFieldMixin, can_proceed

from alliance.core import audit
from alliance.core.behalf import OnBehalf, require_right
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.registry import Moved, move_listeners
from alliance.core.writing import lock, save_record


@dataclass(frozen=True)
class Move:
    """A transition as buttons show it. A grave one asks for a reason first.

    `on_desk` moves are a member's own act on a page of their own (hand in, take back): the admin never offers them.
    """

    name: str
    label: str
    grave: bool = False
    tone: str = "primary"
    on_desk: bool = False


def state_field(model: type[models.Model]) -> FSMFieldMixin:
    """The model's one FSM field."""
    (field,) = [field for field in model._meta.get_fields() if isinstance(field, FSMFieldMixin)]
    return field


def declared_transitions(model: type[models.Model]) -> list:
    """Every transition, one for each source state, as they stand in the source; none for a model without a state.

    django-fsm-2 lists them by the alphabet; the source line is the order of declaration.
    """
    fields = [field for field in model._meta.get_fields() if isinstance(field, FSMFieldMixin)]
    found = [each for field in fields for each in field.get_all_transitions(model)]
    return sorted(found, key=lambda one: one.method.__code__.co_firstlineno)


def find_transition(obj: models.Model, name: str):
    """The declared transition `name`, from whatever state; None when the model has none of that name."""
    field = state_field(type(obj))
    return next((t for t in field.get_all_transitions(type(obj)) if t.name == name), None)


def available_moves(obj: models.Model, user) -> list[Move]:
    """The transitions that `user` may make now, in the order of their declaration."""
    field = state_field(type(obj))
    current = field.value_from_object(obj)
    found = {}
    for transition in declared_transitions(type(obj)):
        if transition.name in found or transition.source not in (current, "*"):
            continue
        if can_proceed(getattr(obj, transition.name)) and transition.has_perm(obj, user):
            found[transition.name] = as_move(transition)
    return list(found.values())


def as_move(transition) -> Move:
    custom = transition.custom
    return Move(
        transition.name,
        custom["label"],
        grave=custom.get("grave", False),
        tone=custom.get("tone", "primary"),
        on_desk=custom.get("on_desk", False),
    )


@transaction.atomic
def run_transition(
    *,
    actor,
    obj: models.Model,
    name: str,
    reason: str = "",
    behalf: OnBehalf | None = None,
    data: dict | None = None,
    **kwargs,
) -> models.Model:
    """Move `obj` along its lifecycle and return the locked, saved row.

    `actor` is a user, or None for the system, which may do everything. With `behalf` it is a member's own move that
    `actor` of the secretariat records; conditions find it as `obj.on_behalf`. Raises WrongState, NotAllowed, or
    DomainError when a grave transition lacks its reason. The transition method gets `actor` and `kwargs`; `data` goes
    to the audit entry, e.g. `personal_links.act_data(person)`.
    """
    locked = lock(obj)
    locked.on_behalf = behalf
    transition = find_transition(locked, name)
    if transition is None:
        raise WrongState("没有这项操作。")
    label = transition.custom["label"]
    field = state_field(type(locked))
    if not can_proceed(getattr(locked, name)):
        state = dict(field.flatchoices).get(field.value_from_object(locked), "")
        raise WrongState(f"当前状态为“{state}”，不能“{label}”。")
    if behalf is not None:
        require_right(actor, transition.permission.permission_name, locked, behalf)
    elif actor is not None and not transition.has_perm(locked, actor):
        raise NotAllowed(f"您没有“{label}”的权限。")
    if transition.custom.get("grave") and actor is not None and not reason.strip():
        raise DomainError("请填写理由。", field="reason")
    before = field.value_from_object(locked)
    getattr(locked, name)(actor=actor, **kwargs)
    save_record(locked, actor=actor, reason=reason)
    audit.record(
        actor=actor,
        obj=locked,
        action=f"{locked._meta.label_lower}.{name}",
        label=label,
        from_state=before,
        to_state=field.value_from_object(locked),
        reason=reason,
        data=data,
        behalf=behalf,
    )
    move_listeners.tell(Moved(obj=locked, name=name, actor=actor, reason=reason, from_state=before))
    return locked
