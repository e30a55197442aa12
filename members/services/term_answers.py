"""What staff do about the answers of units to a change of term: remind, settle what is open, end links."""

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.database import db_now
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock, save_record
from members import term_notices
from members.enums import AnswerState, TermChangeState
from members.models import TermChange, UnitConfirmation
from members.services.terms import RIGHT, is_open, refusal_of

SETTLED_BY = "秘书处认定"


@transaction.atomic
def remind_units(*, actor, change: TermChange) -> int:
    """Tell the silent units once more, at most once a day; how many people were told."""
    require(actor, RIGHT, change)
    change = lock(change)
    if not is_open(change):
        raise WrongState(refusal_of(change))
    told = term_notices.tell_units(change, f"remind-{timezone.localdate()}")
    audit.record(
        actor=actor, obj=change, action="members.termchange.remind", label=f"催促未确认单位，通知{told}人"
    )
    return told


@transaction.atomic
def settle(*, actor, change: TermChange, reason: str, confirmation: UnitConfirmation | None = None) -> int:
    """After the end, staff let the plan stand for `confirmation`, or for every unit that kept silent; how many."""
    require(actor, RIGHT, change)
    change = lock(change)
    if change.state != TermChangeState.CLOSED:
        raise WrongState("征求意见截止后，才能由秘书处认定。")
    if not reason.strip():
        raise DomainError("请填写认定的理由。", field="reason")
    silent = change.confirmations.filter(state=AnswerState.WAITING).select_for_update()
    if confirmation is not None:
        silent = silent.filter(pk=confirmation.pk)
    settled = list(silent.order_by("pk"))
    for row in settled:
        row.state, row.answered_by, row.answered_at = AnswerState.CONFIRMED, SETTLED_BY, db_now()
        row.note = reason.strip()[:300]
        save_record(row, actor=actor, reason=reason)
        audit.record(
            actor=actor,
            obj=row,
            action="members.unitconfirmation.settle",
            label="认定换届人选",
            reason=reason.strip(),
        )
    return len(settled)


@transaction.atomic
def end_links(*, actor, change: TermChange) -> TermChange:
    """Begin a new series: every personal link given out for this change is dead."""
    require(actor, RIGHT, change)
    change = lock(change)
    for row in change.confirmations.select_for_update():
        row.link_series += 1
        row.save(update_fields=["link_series"])
    audit.record(actor=actor, obj=change, action="members.termchange.end_links", label="作废个人链接")
    return change
