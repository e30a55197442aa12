"""会费: open a year's round, waive, record what was paid and undo it. Nothing of it goes while dues are switched off."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.database import db_now
from alliance.core.errors import DomainError, WrongState
from alliance.core.models import StoredFile
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from members import money_notices
from members.models import AllianceProfile, DuesNotice, DuesPayment, DuesRound, Unit
from members.money import FEN, checked_amount, figures
from members.money_enums import DuesRoundState, FundSource, PaymentMethod
from members.services import fund as ledger

OFF = "联盟目前不收取会费。需要时请先在“联盟概况”里打开。"


def collects_dues() -> bool:
    """Whether the alliance collects dues at all."""
    return AllianceProfile.objects.filter(collects_dues=True).exists()


def members_owing(round: DuesRound):
    """The members of today to whom the round applies: 示例 units to an example, the others to a real one."""
    present = Unit.objects.current().filter(merged_into=None, is_example=round.is_example)
    return present.order_by("print_order", "pinyin", "pk")


# ---------------------------------------------------------------- rounds
@transaction.atomic
def open_round(*, actor, round: DuesRound) -> DuesRound:
    """Make one notice for each present member by the rates, and tell the liaisons.

    Raises DomainError without a fund, without a member, for a deadline that has passed, or naming the units that no
    rate fits.
    """
    require(actor, "members.handle_dues", round)
    _require_dues()
    round = lock(round)
    if round.state != DuesRoundState.DRAFT:
        raise WrongState(f"当前状态为“{round.get_state_display()}”，不能“发出缴费通知”。")
    if round.fund_id is None:
        raise DomainError("请先填写会费记入哪个基金。", field="fund")
    if round.due_at <= db_now():
        raise DomainError("缴费截止时间已过，请先改为今后的日期。", field="due_at")
    if not _make_notices(actor, round):
        raise DomainError("现在没有应缴会费的成员单位。")
    round = run_transition(actor=actor, obj=round, name="open_round")
    money_notices.tell_of_round(round)
    return round


@transaction.atomic
def add_notices(*, actor, round: DuesRound) -> list[DuesNotice]:
    """Notices for the members that came since the round went out; [] when there is none. Raises as `open_round`."""
    require(actor, "members.handle_dues", round)
    _require_dues()
    round = lock(round)
    if round.state != DuesRoundState.OPEN:
        raise WrongState("只有收缴中的年度可以补发缴费通知。")
    made = _make_notices(actor, round)
    for notice in made:
        audit.record(actor=actor, obj=notice, action="members.duesnotice.add", label="补发缴费通知")
    money_notices.tell_of_round(round, units=[notice.unit_id for notice in made])
    return made


def _make_notices(actor, round: DuesRound) -> list[DuesNotice]:
    rates = dict(round.rates.values_list("rank", "amount"))
    if not rates:
        raise DomainError("请先填写会费标准。")
    units = list(members_owing(round).exclude(pk__in=round.notices.values("unit")))
    without = [str(unit) for unit in units if unit.rank not in rates and "" not in rates]
    if without:
        raise DomainError(
            f"以下单位没有适用的会费标准：{'、'.join(without[:5])}{'等' if without[5:] else ''}。"
        )
    return [
        save_record(
            DuesNotice(round=round, unit=unit, amount=rates.get(unit.rank, rates.get(""))), actor=actor
        )
        for unit in units
    ]


# ---------------------------------------------------------------- a unit's notice
@transaction.atomic
def waive_dues(*, actor, notice: DuesNotice, amount: Decimal, reason: str) -> DuesNotice:
    """Let the unit off `amount` yuan altogether (0 takes a waiver back), at most what it has not paid."""
    require(actor, "members.handle_dues", notice)
    _require_dues()
    notice = lock(notice)
    if amount != 0:
        amount = checked_amount(amount)
    if not reason.strip():
        raise DomainError("请填写原因。", field="reason")
    if amount > (most := notice.amount - notice.paid):
        raise DomainError(f"最多可减免 {figures(most)} 元。", field="amount")
    notice.waived = Decimal(amount).quantize(FEN)
    notice.waived_reason = reason.strip()
    save_record(notice, actor=actor, reason=reason)
    audit.record(
        actor=actor,
        obj=notice,
        action="members.duesnotice.waive",
        label="减免会费" if amount else "取消减免",
        reason=reason.strip(),
        data={"amount": str(notice.waived)},
    )
    return notice


@transaction.atomic
def record_payment(
    *,
    actor,
    notice: DuesNotice,
    amount: Decimal,
    paid_on: date,
    receipt_number: str,
    method: str = PaymentMethod.TRANSFER,
    payer: str = "",
    receipt: StoredFile | None = None,
) -> DuesPayment:
    """Money that came from the unit, in part or whole, booked in the round's fund in the same transaction.

    Raises DomainError at its field for more than is owed, a receipt number in use, a day on which nothing can be booked.
    """
    require(actor, "members.handle_dues", notice)
    _require_dues()
    notice = lock(notice)  # two payments at once: the second sees what the first has left
    amount = checked_amount(amount)
    round = notice.round
    if round.state == DuesRoundState.DRAFT:
        raise WrongState("缴费通知还没有发出。")
    if amount > (owed := notice.owed):
        said = "已缴清" if owed <= 0 else f"尚欠 {figures(owed)} 元"
        raise DomainError(f"该单位{said}，不能多记。多收的钱请退回，或由该单位说明后另记。", field="amount")
    number = receipt_number.strip()
    if DuesPayment.objects.filter(receipt_number=number).exists():
        raise DomainError("这个收据号已经用过。", field="receipt_number")
    try:
        entry = ledger.book_income(
            actor=actor,
            fund=round.fund,
            booked_on=paid_on,
            amount=amount,
            source=FundSource.DUES,
            unit=notice.unit,
            party=payer,
            summary=f"{round}（收据号 {number}）",
        )
    except DomainError as refused:
        field = {"booked_on": "paid_on"}.get(refused.field, refused.field)
        raise DomainError(refused.message, field=field) from None
    payment = DuesPayment(
        notice=notice,
        amount=amount,
        paid_on=paid_on,
        method=method,
        payer=payer.strip(),
        receipt_number=number,
        receipt=receipt,
        entry=entry,
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            save_record(payment, actor=actor)
    except IntegrityError:  # the same number at the same moment, for another unit
        raise DomainError("这个收据号已经用过。", field="receipt_number") from None
    audit.record(
        actor=actor,
        obj=notice,
        action="members.duesnotice.pay",
        label="登记缴费",
        data={"amount": str(amount), "receipt": number},
    )
    money_notices.tell_of_payment(payment)
    return payment


@transaction.atomic
def reverse_payment(*, actor, payment: DuesPayment, reason: str) -> DuesPayment:
    """Undo a payment that was recorded by mistake: a counter-entry in the fund today, and the unit owes again."""
    require(actor, "members.handle_dues", payment.notice)
    _require_dues()
    notice = lock(payment.notice)
    payment = lock(payment)
    if payment.reversed_at is not None:
        raise WrongState("这笔缴费已经作废。")
    reason = reason.strip()
    if not reason:
        raise DomainError("请填写作废原因。", field="reason")
    if payment.entry is not None:
        ledger.counter_locked(actor=actor, entry=payment.entry, reason=reason)
    payment.reversed_at, payment.reversed_reason = timezone.now(), reason[:200]
    payment.save(update_fields=["reversed_at", "reversed_reason"])
    audit.record(
        actor=actor,
        obj=notice,
        action="members.duesnotice.reverse",
        label="作废缴费",
        reason=reason,
        data={"amount": str(payment.amount), "receipt": payment.receipt_number},
    )
    money_notices.tell_of_reversal(payment)
    return payment


@transaction.atomic
def remind_arrears(*, actor, round: DuesRound) -> int:
    """Tell the liaisons of all units that owe something in the round, once a day; the number of units."""
    require(actor, "members.handle_dues", round)
    _require_dues()
    if round.state == DuesRoundState.DRAFT:
        raise WrongState("缴费通知还没有发出。")
    owing = list(DuesNotice.objects.owing().filter(round=round).select_related("unit", "round"))
    money_notices.ask_for_dues(owing)
    audit.record(
        actor=actor,
        obj=round,
        action="members.duesround.remind",
        label="催缴会费",
        data={"units": [notice.unit_id for notice in owing]},
    )
    return len(owing)


def _require_dues() -> None:
    if not collects_dues():
        raise DomainError(OFF)
