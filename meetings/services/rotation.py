"""轮流承办 for the secretariat: ask a unit, give its turn to another, swap the years of two. The unit's answer is
`services.hosting.answer_hosting`."""

from datetime import datetime

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.database import db_now
from alliance.core.errors import DomainError, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from meetings.enums import HostingState
from meetings.hosting_notices import tell_of_offer
from meetings.models import HostingTurn, Meeting, Resolution
from members.models import Unit

RIGHT = "meetings.manage_hosting"
MOVABLE = (HostingState.PROPOSED, HostingState.ACCEPTED)


@transaction.atomic
def offer_turn(
    *,
    actor,
    year: int,
    unit: Unit,
    answer_by: datetime | None = None,
    place: str = "",
    month: int | None = None,
    meeting: Meeting | None = None,
    basis: Resolution | None = None,
) -> HostingTurn:
    """Ask `unit` whether it hosts in `year`; whoever speaks for it is told. Asked already: nothing happens again.

    Raises DomainError or ValidationError by field.
    """
    unit = lock(unit)
    known = HostingTurn.objects.filter(year=year, unit=unit).first()
    if known is not None and known.state == HostingState.PROPOSED:
        require(actor, RIGHT, known)
        return known
    turn = HostingTurn(year=year, unit=unit, answer_by=answer_by, place=place.strip(), month=month)
    turn.meeting, turn.basis = meeting, basis
    require(actor, RIGHT, turn)
    _check_offer(turn)
    save_record(turn, actor=actor)
    audit.record(actor=actor, obj=turn, action="meetings.hostingturn.offer", label="征询承办")
    tell_of_offer(turn)
    return turn


def _check_offer(turn: HostingTurn) -> None:
    if not Unit.objects.current().filter(pk=turn.unit_id).exists():
        raise DomainError(f"{turn.unit}目前不是成员单位。", field="unit")
    if turn.answer_by is not None and turn.answer_by <= db_now():
        raise DomainError("答复期限须晚于现在。", field="answer_by")
    if turn.month is not None and not 1 <= turn.month <= 12:
        raise DomainError("请填写 1 至 12 月。", field="month")
    accepted = HostingTurn.objects.filter(
        year=turn.year, state__in=(HostingState.ACCEPTED, HostingState.HOSTED)
    )
    held = accepted.filter(unit__is_example=turn.unit.is_example).select_related("unit").first()
    if held is not None:
        raise DomainError(f"{turn.year}年已由{held.unit}承办。", field="year")


@transaction.atomic
def hand_over_turn(
    *, actor, turn: HostingTurn, to: Unit, reason: str = "", answer_by: datetime | None = None
) -> HostingTurn:
    """Another unit hosts instead: the turn of `turn` is closed, and `to` is asked for the same year. The new turn.

    `reason` is printed beside the closed turn. Raises WrongState, DomainError at `to`.
    """
    turn = lock(turn)
    _check_other(turn.unit, to)
    turn = _give_way(actor, turn, to, reason)
    known = HostingTurn.objects.filter(year=turn.year, unit=to).first()
    if known is None:
        return offer_turn(
            actor=actor,
            year=turn.year,
            unit=to,
            answer_by=answer_by,
            place=turn.place,
            month=turn.month,
            meeting=turn.meeting,
            basis=turn.basis,
        )
    if known.state == HostingState.DECLINED:
        known = run_transition(
            actor=actor, obj=known, name="ask_again", reason=f"{turn.unit}的承办改由本单位"
        )
        tell_of_offer(known)
        return known
    if known.state == HostingState.YIELDED:
        raise DomainError(f"{to}在{turn.year}年已让给他单位。", field="to")
    return known


@transaction.atomic
def swap_turns(
    *, actor, turn: HostingTurn, other: HostingTurn, reason: str
) -> tuple[HostingTurn, HostingTurn]:
    """Two units exchange their years; both are asked anew. Returns the new turns, of `turn`'s year first.

    Raises WrongState unless both are open, DomainError at `other`, or at `reason` without one.
    """
    first, second = sorted((turn, other), key=lambda one: one.pk)  # locked in one order, whoever asks
    lock(first), lock(second)
    turn, other = HostingTurn.objects.get(pk=turn.pk), HostingTurn.objects.get(pk=other.pk)
    if not reason.strip():
        raise DomainError("请填写互换的原因。", field="reason")
    if turn.year == other.year or turn.unit_id == other.unit_id:
        raise DomainError("请选择另一单位在另一年度的承办。", field="other")
    for one, year in ((turn, other.year), (other, turn.year)):
        if HostingTurn.objects.filter(year=year, unit=one.unit_id).exists():
            raise DomainError(f"{one.unit}在{year}年已有承办记录，不能互换。", field="other")
    _check_other(turn.unit, other.unit, "other")
    given = [
        (turn.year, other.unit, turn),
        (other.year, turn.unit, other),
    ]
    for one, to in ((turn, other.unit), (other, turn.unit)):
        _give_way(actor, one, to, reason)
    return tuple(
        offer_turn(
            actor=actor,
            year=year,
            unit=unit,
            answer_by=_ahead(place.answer_by),
            place="",
            month=place.month,
            meeting=place.meeting,
            basis=place.basis,
        )
        for year, unit, place in given
    )


def _ahead(moment: datetime | None) -> datetime | None:
    return moment if moment and moment > db_now() else None


def _check_other(unit: Unit, to: Unit, field: str = "to") -> None:
    if unit.pk == to.pk:
        raise DomainError("请选择另一个单位。", field=field)
    if unit.is_example != to.is_example:
        raise DomainError("示例单位只能与示例单位调换。", field=field)
    if not Unit.objects.current().filter(pk=to.pk).exists():
        raise DomainError(f"{to}目前不是成员单位。", field=field)


def _give_way(actor, turn: HostingTurn, to: Unit, reason: str) -> HostingTurn:
    if turn.state not in (*MOVABLE, HostingState.DECLINED):
        raise WrongState(f"{turn}{turn.get_state_display()}，不能改由他单位承办。")
    turn.yielded_to, turn.reason = to, reason.strip()[:200]
    save_record(turn, actor=actor, reason=f"改由{to}")
    return run_transition(actor=actor, obj=turn, name="hand_over", reason=reason)
