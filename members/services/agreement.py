"""联盟协议: open a version for signing, record and confirm the signatures of units, ask those that have not signed."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.models import StoredFile
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from members import money_notices
from members.models import Agreement, AgreementSignature, Unit
from members.money_enums import AgreementState


def units_to_sign(agreement: Agreement):
    """The members of today: 示例 units sign an example version, the others a real one."""
    present = Unit.objects.current().filter(merged_into=None, is_example=agreement.is_example)
    return present.order_by("print_order", "pinyin", "pk")


def unsigned_units(agreement: Agreement):
    """Present members without a confirmed signature; what a liaison handed in is the secretariat's turn, not theirs."""
    return units_to_sign(agreement).exclude(pk__in=agreement.signatures.values("unit"))


@transaction.atomic
def open_signing(*, actor, agreement: Agreement) -> Agreement:
    """From now on units sign this version; the one signed before is replaced. Raises DomainError without a text."""
    require(actor, "members.handle_agreement", agreement)
    agreement = lock(agreement)
    if agreement.stored_id is None:
        raise DomainError("请先上传协议文本。", field="stored")
    before = Agreement.objects.select_for_update().filter(
        state=AgreementState.SIGNING, is_example=agreement.is_example
    )
    for older in before:
        if older.number > agreement.number:
            raise DomainError(f"{older}正在签署，不能再签更早的版本。", field="number")
        run_transition(actor=actor, obj=older, name="replace", reason=f"由{agreement}替代")
    agreement = run_transition(actor=actor, obj=agreement, name="open_signing")
    money_notices.tell_of_agreement(agreement)
    return agreement


@transaction.atomic
def record_signature(
    *,
    actor,
    agreement: Agreement,
    unit: Unit,
    signatory: str,
    signed_on: date | None = None,
    authorised: bool = False,
    scan: StoredFile | None = None,
    note: str = "",
) -> AgreementSignature:
    """Staff enter a unit's signature, with or without the scan. Also of a replaced version: papers come late."""
    require(actor, "members.handle_agreement", agreement)
    signature = _started(agreement, unit)
    signature.confirmed_at = timezone.now()
    facts = {
        "signatory": signatory,
        "signed_on": signed_on,
        "authorised": authorised,
        "scan": scan,
        "note": note,
    }
    return _save(actor, signature, facts, "登记签署")


@transaction.atomic
def hand_in_signature(
    *,
    actor,
    agreement: Agreement,
    unit: Unit,
    signatory: str,
    scan: StoredFile,
    signed_on: date | None = None,
    authorised: bool = False,
) -> AgreementSignature:
    """The unit's liaison hands in the signed page; staff confirm it. Again replaces what waits."""
    signature = _started(agreement, unit)
    require(actor, "members.hand_in_signature", signature)
    if agreement.state != AgreementState.SIGNING:
        raise WrongState("这一版协议现在不签署。")
    if scan is None:
        raise DomainError("请上传签署页扫描件。", field="scan")
    signature.handed_in_by = actor
    facts = {"signatory": signatory, "signed_on": signed_on, "authorised": authorised, "scan": scan}
    _save(actor, signature, facts, "提交签署件")
    money_notices.tell_staff_of_signature(signature)
    return signature


def _started(agreement: Agreement, unit: Unit) -> AgreementSignature:
    """The row of the unit, new or waiting. Raises DomainError for one confirmed, a draft, or a unit that signs another."""
    lock(unit)  # forms sent at the same moment come one after another
    if agreement.state == AgreementState.DRAFT:
        raise WrongState("协议还在起草，尚未开始签署。")
    if unit.is_example != agreement.is_example:
        raise DomainError("示例单位只签署示例协议，其他单位只签署正式协议。", field="unit")
    found = AgreementSignature.objects.filter(agreement=agreement, unit=unit).first()
    if found is not None and found.is_confirmed:
        raise WrongState(f"“{unit}”已登记签署这一版协议。")
    return found or AgreementSignature(agreement=agreement, unit=unit)


def _save(actor, signature: AgreementSignature, facts: dict, label: str) -> AgreementSignature:
    day = facts.get("signed_on")
    if day is not None and day > timezone.localdate():
        raise DomainError("签署日期不能晚于今天。", field="signed_on")
    for name, value in facts.items():
        setattr(signature, name, value.strip() if isinstance(value, str) else value)
    save_record(signature, actor=actor)
    audit.record(actor=actor, obj=signature, action="members.agreementsignature.save", label=label)
    return signature


@transaction.atomic
def confirm_signature(*, actor, signature: AgreementSignature) -> AgreementSignature:
    """Staff have looked at what was handed in. Confirmed already: nothing happens again."""
    require(actor, "members.handle_agreement", signature)
    signature = lock(signature)
    if signature.is_confirmed:
        return signature
    signature.confirmed_at = timezone.now()
    save_record(signature, actor=actor)
    audit.record(actor=actor, obj=signature, action="members.agreementsignature.confirm", label="确认签署")
    money_notices.tell_of_signature(signature, confirmed=True)
    return signature


@transaction.atomic
def return_signature(*, actor, signature: AgreementSignature, reason: str) -> None:
    """What was handed in is not good: the unit has not signed, and learns why. The history keeps what it was."""
    require(actor, "members.handle_agreement", signature)
    signature = lock(signature)
    if signature.is_confirmed:
        raise WrongState("这份签署已确认，不能退回。")
    if not reason.strip():
        raise DomainError("请填写退回原因。", field="reason")
    audit.record(
        actor=actor,
        obj=signature,
        action="members.agreementsignature.return",
        label="退回签署件",
        reason=reason.strip(),
    )
    money_notices.tell_of_signature(signature, confirmed=False, reason=reason.strip())
    signature._history_user, signature._change_reason = actor, reason.strip()[:200]
    signature.delete()


@transaction.atomic
def remind_unsigned(*, actor, agreement: Agreement) -> int:
    """Tell the liaisons of the units that have not signed, once a day; the number of units."""
    require(actor, "members.handle_agreement", agreement)
    if agreement.state != AgreementState.SIGNING:
        raise WrongState("只有签署中的协议可以催签。")
    units = list(unsigned_units(agreement))
    money_notices.ask_to_sign(agreement, units)
    audit.record(
        actor=actor,
        obj=agreement,
        action="members.agreement.remind",
        label="提醒未签署单位",
        data={"units": [unit.pk for unit in units]},
    )
    return len(units)
