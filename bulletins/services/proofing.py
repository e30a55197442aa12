"""Findings of the proofreading that staff let stand, with a reason."""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock
from bulletins.enums import OPEN_TO_EDITS
from bulletins.models import Bulletin, ProofWaiver
from bulletins.proofreading.reading import find_all


@transaction.atomic
def waive_finding(*, actor, bulletin: Bulletin, key: str, reason: str) -> ProofWaiver:
    """Let a finding stand. Raises DomainError without a reason or when there is no such finding any more."""
    locked = _open(actor, bulletin)
    reason = reason.strip()
    if not reason:
        raise DomainError("请写明忽略的理由。", field="reason")
    if len(reason) > 200:
        raise DomainError("理由不能超过 200 个字。", field="reason")
    found = next((one for one in find_all(locked) if one.key == key), None)
    if found is None:
        raise DomainError("这个问题已经不存在，请刷新页面。")
    waiver, _ = ProofWaiver.objects.update_or_create(
        bulletin=locked, key=key, defaults={"reason": reason, "actor": actor}
    )
    _record(actor, locked, "waive", "忽略校对问题", reason, finding=found.message)
    return waiver


@transaction.atomic
def unwaive_finding(*, actor, bulletin: Bulletin, key: str) -> None:
    """The finding counts again. Doing it twice changes nothing."""
    locked = _open(actor, bulletin)
    gone, _ = ProofWaiver.objects.filter(bulletin=locked, key=key).delete()
    if gone:
        _record(actor, locked, "unwaive", "恢复校对问题", "", key=key)


def _open(actor, bulletin: Bulletin) -> Bulletin:
    require(actor, "bulletins.edit_bulletin", bulletin)
    locked = lock(bulletin)
    if locked.state not in OPEN_TO_EDITS:
        raise WrongState(f"“{locked}”{locked.get_state_display()}，校对已经结束。")
    return locked


def _record(actor, bulletin: Bulletin, action: str, label: str, reason: str, **data) -> None:
    action = f"bulletins.bulletin.{action}_finding"
    audit.record(actor=actor, obj=bulletin, action=action, label=label, reason=reason, data=data)
