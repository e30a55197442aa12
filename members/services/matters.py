"""Writes of matters that units raise: raise, plan, steps, answer, reopen, withdraw; reading what is confidential.

Staff take up by `core.run_transition`. What is said about a confidential matter never enters the audit log.
"""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf
from alliance.core.errors import DomainError, WrongState
from alliance.core.models import User
from alliance.core.transitions import run_transition
from alliance.core.writing import check_version, lock, save_record
from members.desk import matter_notices as notices
from members.enums import MatterState
from members.models import Matter, MatterStep, Unit

USED_FORM = "这份表单已失效，请重新打开后填写。"
IN_HAND = (MatterState.SUBMITTED, MatterState.HANDLING)
NOT_TOLD = "（保密事项，理由见办理记录）"
TRIES = 5  # numbers taken by others in the same moment


def raise_matter(
    *, actor, unit: Unit, token: uuid.UUID, content: dict, behalf: OnBehalf | None = None
) -> Matter:
    """Put a matter of `unit` before the secretariat. `content`: the names of `Matter.CONTENT`.

    The same `token` again returns what it made. Whoever records a confidential one for a unit handles it as well.
    Raises DomainError at `other_unit`, ValidationError by field for what is wrong.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _raise(actor, unit, token, content, behalf)
        except IntegrityError:  # two units at the same moment: the constraint decides who has the number
            continue
    raise DomainError("现在提交的人较多，请稍后再提交一次。")


def _raise(actor, unit: Unit, token: uuid.UUID, content: dict, behalf: OnBehalf | None) -> Matter:
    unit = lock(unit)  # forms sent at the same moment come one after another
    existing = Matter.objects.filter(form_token=token).first()
    if existing is not None:
        if existing.created_by_id != actor.pk or existing.unit_id != unit.pk:
            raise DomainError(USED_FORM)
        return existing
    matter = Matter(unit=unit, form_token=token, created_by=actor, is_example=unit.is_example)
    for name in Matter.CONTENT:
        if name in content:
            setattr(matter, name, content[name])
    require(actor, "members.raise_matter", matter, behalf)
    if matter.other_unit_id == unit.pk:
        raise DomainError("涉及单位不能是本单位。", field="other_unit")
    matter.number = next_number()
    if matter.confidential:
        _keep_file_name(matter)
        matter.handler = actor if behalf is not None else None
    save_record(matter, actor=actor)
    audit.record(
        actor=actor,
        obj=matter,
        action="members.matter.raise",
        label="提交",
        to_state=matter.state,
        behalf=behalf,
    )
    notices.tell_of_new_matter(matter)
    return matter


def next_number() -> str:
    """意〔2026〕3号: the next of this year in Shanghai. Matters are never deleted, so counting leaves no gap."""
    series = f"意〔{timezone.localdate().year}〕"
    return f"{series}{Matter.objects.filter(number__startswith=series).count() + 1}号"


def _keep_file_name(matter: Matter) -> None:
    """A file's name may tell what the matter is about, and the register of files is read by all staff."""
    if matter.stored is not None:
        matter.stored.name = f"保密附件{matter.stored.extension}"
        matter.stored.save(update_fields=["name"])


# ---------------------------------------------------------------- the secretariat
@transaction.atomic
def plan_matter(
    *, actor, matter: Matter, handler: User | None, due_at: datetime | None, version: int | None = None
) -> Matter:
    """Say who handles it and until when (aware). The new handler of a confidential one is from now on its reader.

    Saying what is already so changes nothing. Raises WrongState once it is over, DomainError at `handler`.
    """
    matter = lock(matter)
    require(actor, "members.handle_matter", matter)
    if (matter.handler, matter.due_at) == (handler, due_at):
        return matter
    if matter.state not in IN_HAND:
        raise WrongState(f"当前状态为“{matter.get_state_display()}”，不能再安排办理。")
    check_version(matter, version)
    if handler is not None and not (handler.is_staff and handler.is_active):
        raise DomainError("经办人须是秘书处人员。", field="handler")
    if handler is None and matter.handler_id is not None:
        raise DomainError("请选择经办人。", field="handler")
    is_new = handler is not None and handler.pk != matter.handler_id
    matter.handler, matter.due_at = handler, due_at
    save_record(matter, actor=actor)
    audit.record(actor=actor, obj=matter, action="members.matter.plan", label="安排办理")
    if is_new and handler != actor:
        notices.tell_handler(matter)
    return matter


@transaction.atomic
def record_step(*, actor, matter: Matter, text: str, shown: bool = True) -> MatterStep:
    """Add what was done; seen by the unit when `shown`. Steps are never changed. Raises WrongState unless in hand."""
    matter = lock(matter)
    require(actor, "members.handle_matter", matter)
    if matter.state != MatterState.HANDLING:
        raise WrongState(f"当前状态为“{matter.get_state_display()}”，不能添加办理记录。")
    return _add_step(actor, matter, text, shown)


@transaction.atomic
def answer_matter(*, actor, matter: Matter, text: str) -> Matter:
    """Answer in writing; the unit's liaisons are told. Raises DomainError at `text` when there is none."""
    return run_transition(actor=actor, obj=matter, name="give_answer", text=text)


@transaction.atomic
def reopen_matter(*, actor, matter: Matter, reason: str) -> Matter:
    """Take it up again: the answer did not settle it. The reason stands among the steps, and the unit reads it."""
    said = reason.strip()
    reopened = run_transition(actor=actor, obj=matter, name="reopen", reason=_told_reason(matter, said))
    _add_step(actor, reopened, f"重新办理：{said}"[:500], shown=True)
    return reopened


@transaction.atomic
def read_matter(*, actor, matter: Matter) -> Matter:
    """Open it for reading. When somebody who is not of its unit reads a confidential one, that is recorded."""
    require(actor, "members.read_matter", matter)
    if matter.confidential and actor.is_staff:
        audit.record(actor=actor, obj=matter, action="members.matter.read", label="查阅保密事项")
    return matter


# ---------------------------------------------------------------- the unit
@transaction.atomic
def withdraw_matter(*, actor, matter: Matter, behalf: OnBehalf | None = None) -> Matter:
    """Take back before it is answered. Already taken back: nothing happens again."""
    matter = lock(matter)
    require(actor, "members.withdraw_matter", matter, behalf)
    if matter.state == MatterState.WITHDRAWN:
        return matter
    return run_transition(actor=actor, obj=matter, name="withdraw", behalf=behalf)


def _told_reason(matter: Matter, reason: str) -> str:
    """What may stand in the audit log, which all staff read."""
    return NOT_TOLD if matter.confidential and reason else reason


def _add_step(actor, matter: Matter, text: str, shown: bool) -> MatterStep:
    step = MatterStep(matter=matter, text=text.strip(), shown=shown, created_by=actor)
    step.full_clean(exclude={"created_by"})
    step.save()
    audit.record(actor=actor, obj=matter, action="members.matter.step", label="添加办理记录")
    return step
