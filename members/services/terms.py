"""换届 until it comes into force: the plan, what is asked of the units, and what they answer."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf, in_time
from alliance.core.database import db_now
from alliance.core.dates import day_words, moment_words
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.personal_links import act_data
from alliance.core.transitions import run_transition
from alliance.core.writing import check_version, lock, save_record
from members.confirming import speaks_for
from members.enums import AnswerState, Body, PlannedSeat, TermChangeState
from members.models import (
    Occupancy,
    Office,
    OfficePlan,
    Person,
    SeatPlan,
    Term,
    TermChange,
    Unit,
    UnitConfirmation,
)

RIGHT = "members.change_term_bodies"
RUNNING = (TermChangeState.PREPARING, TermChangeState.COLLECTING, TermChangeState.CLOSED)


@dataclass(frozen=True)
class Proposed:
    """Whom a unit names for one seat: somebody of the register, somebody new by name, or nobody yet (all empty)."""

    person: Person | None = None
    new_name: str = ""
    new_post: str = ""
    new_phone: str = ""


# ---------------------------------------------------------------- preparing
@transaction.atomic
def start_term_change(*, actor, change: TermChange, complete: bool = True) -> TermChange:
    """Save the new `change` with the plan that stands in its present term: units, seats, people, offices.

    `complete`: every member unit gets a seat in each of `Body.nominated()`, also where it has none now.
    """
    require(actor, RIGHT, change)
    check_dates(change)
    change.created_by = actor
    save_record(change, actor=actor)
    audit.record(actor=actor, obj=change, action="members.termchange.start", label="发起换届")
    add_units(actor=actor, change=change, complete=complete)
    for order, office in enumerate(offices_of(change), start=1):
        OfficePlan.objects.create(change=change, kind=office.kind, person=office.person, order=order * 10)
    return change


def check_dates(change: TermChange) -> None:
    """Raises DomainError at the field: the new term follows the present one, by number and by day."""
    before = change.from_term
    if change.number <= before.number:
        raise DomainError(f"新一届的届次须大于本届（{before}）。", field="number")
    known = Term.objects.filter(number=change.number).first()
    if known and (known.starts_on or known.seats.filter(unit__is_example=change.is_example).exists()):
        raise DomainError("这一届已经开始。", field="number")
    if before.starts_on and change.starts_on <= before.starts_on:
        raise DomainError(f"须晚于本届的开始日期（{day_words(before.starts_on)}）。", field="starts_on")


@transaction.atomic
def add_units(*, actor, change: TermChange, complete: bool = True) -> int:
    """Put member units that are not in the list yet (admitted meanwhile) into it; how many."""
    require(actor, RIGHT, change)
    change = lock(change)
    check_running(change)
    units = list(missing_units(change))
    rows = [UnitConfirmation(change=change, unit=unit, is_example=change.is_example) for unit in units]
    made = bulk_create_with_history(rows, UnitConfirmation, default_user=actor)
    seats = _present_seats(change, units)
    plans = [plan for row in made for plan in _plan_of(row, seats.get(row.unit_id, {}), complete)]
    SeatPlan.objects.bulk_create(plans)
    if units:
        audit.record(
            actor=actor,
            obj=change,
            action="members.termchange.add_units",
            label=f"列入{len(units)}家单位",
        )
    return len(units)


def missing_units(change: TermChange):
    """Member units (示例 units for a 示例 change, real ones else) that the change does not list."""
    members = Unit.objects.current().filter(is_example=change.is_example)
    return members.exclude(confirmations__change=change)


def offices_of(change: TermChange):
    """Offices that end with the present term: of its people, not over yet."""
    mine = Q(term=change.from_term) | Q(term__isnull=True)
    held = Office.objects.filter(mine, person__is_example=change.is_example)
    over = Q(ended=True) & (Q(ends_on__isnull=True) | Q(ends_on__lt=change.starts_on))
    return held.exclude(over).select_related("person").order_by("order", "pk")


def _present_seats(change: TermChange, units: list[Unit]) -> dict[int, dict]:
    """Unit → body → (seat, its occupant or None), of the present term; two queries."""
    sitting = {
        held.seat_id: held.person_id
        for held in Occupancy.objects.filter(seat__term=change.from_term, ended=False)
    }
    found: dict[int, dict] = {}
    for seat in change.from_term.seats.filter(unit__in=units):
        found.setdefault(seat.unit_id, {})[seat.body] = (seat, sitting.get(seat.pk))
    return found


def _plan_of(row: UnitConfirmation, seats: dict, complete: bool) -> list[SeatPlan]:
    plans = []
    for body in Body.values:
        seat, person = seats.get(body, (None, None))
        if seat is not None:
            plans.append(SeatPlan(confirmation=row, body=body, current=seat, person_id=person))
        elif complete and body in Body.nominated():
            plans.append(SeatPlan(confirmation=row, body=body, plan=PlannedSeat.ADDED))
    return plans


# ---------------------------------------------------------------- asking
@transaction.atomic
def ask_units(*, actor, change: TermChange, name: str = "ask_units", reason: str = "") -> TermChange:
    """Ask the units (`name`: ask_units), or ask again after the end (`reopen`). The day for answers lies ahead."""
    change = lock(change)
    if change.answer_by is None or change.answer_by <= db_now():
        raise DomainError("请先在本页填写各单位的确认截止时间，须晚于现在。", field="answer_by")
    if not change.confirmations.exists():
        raise DomainError("名单中还没有单位，请先列入成员单位。")
    return run_transition(actor=actor, obj=change, name=name, reason=reason)


def is_open(change: TermChange) -> bool:
    """Units may answer now."""
    return change.state == TermChangeState.COLLECTING and (
        change.answer_by is None or change.answer_by > db_now()
    )


def refusal_of(change: TermChange) -> str:
    """Why units cannot answer now; for whoever comes too early or too late."""
    if change.state == TermChangeState.PREPARING:
        return "秘书处正在准备，还没有开始征求意见。"
    if change.state == TermChangeState.COLLECTING:
        return f"确认已于{moment_words(change.answer_by)}截止。如需更改，请与秘书处联系。"
    return "本次征求意见已结束。如需更改，请与秘书处联系。"


@transaction.atomic
def confirm_people(
    *,
    actor,
    confirmation: UnitConfirmation,
    seats: dict[str, Proposed],
    note: str = "",
    paper=None,
    version: int | None = None,
    behalf: OnBehalf | None = None,
    by_link: Person | None = None,
) -> UnitConfirmation:
    """The unit's answer: whom it names for each of its planned seats (`seats`: body → Proposed).

    From the desk, over a personal link (`by_link`: whose it is; `actor` is None then), or recorded by staff
    (`behalf`). May be changed until the end. Raises NotAllowed, WrongState, StaleVersion, DomainError at `seat-<body>`.
    """
    confirmation = lock(confirmation)
    change = confirmation.change
    if by_link is None:
        require(actor, "members.confirm_people", confirmation, behalf)
    elif not speaks_for(by_link, confirmation.unit):
        raise NotAllowed(f"{by_link}目前不能代表{confirmation.unit}办理。")
    behalf = _in_time(change, behalf)
    check_version(confirmation, version)
    _propose(confirmation, seats)
    confirmation.state = AnswerState.CONFIRMED
    confirmation.answered_by = str(by_link or (behalf.person_name if behalf else actor))[:60]
    confirmation.answered_at = db_now()
    confirmation.note = note
    confirmation.paper = paper or (behalf.paper if behalf else None) or confirmation.paper
    save_record(confirmation, actor=actor, reason=f"个人链接：{by_link}" if by_link else "")
    audit.record(
        actor=actor,
        obj=confirmation,
        action="members.unitconfirmation.confirm",
        label="确认换届人选",
        data=act_data(by_link) if by_link else None,
        behalf=behalf,
    )
    return confirmation


def _in_time(change: TermChange, behalf: OnBehalf | None) -> OnBehalf | None:
    """What staff record may have arrived before the end (`core.behalf.in_time`), until the change is settled."""
    if is_open(change):
        return behalf
    if behalf is None or change.state not in (TermChangeState.COLLECTING, TermChangeState.CLOSED):
        raise WrongState(refusal_of(change))
    return in_time(behalf, change.answer_by)


def _propose(confirmation: UnitConfirmation, seats: dict[str, Proposed]) -> None:
    plans = {plan.body: plan for plan in confirmation.seats.exclude(plan=PlannedSeat.DROPPED)}
    if set(seats) != set(plans):
        raise DomainError("拟设席位有变化，请刷新页面后重新确认。")
    for body, named in seats.items():
        plan = plans[body]
        if named.person and named.person.unit_id not in (None, confirmation.unit_id):
            raise DomainError(f"{named.person}不是本单位的人员。", field=f"seat-{body}")
        plan.person, plan.new_name = named.person, "" if named.person else named.new_name.strip()
        plan.new_post, plan.new_phone = (
            (named.new_post.strip(), named.new_phone.strip()) if plan.new_name else ("", "")
        )
        plan.full_clean()
        plan.save()


def check_running(change: TermChange) -> None:
    if change.state not in RUNNING:
        raise WrongState(f"{change}已结束，不能再改。")
