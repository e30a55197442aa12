"""Who fills a seat and who holds an office: begin, end, replace. What was so on an earlier day is never touched."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.dates import day_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock, save_record
from members.enums import Body, Evidence
from members.models import Occupancy, Office, Person, Seat, Term, Unit

ONE_DAY = timedelta(days=1)


# ---------------------------------------------------------------- seats
@transaction.atomic
def fill_seat(
    *,
    actor,
    seat: Seat,
    person: Person,
    starts_on: date | None = None,
    reason: str = "",
    letter=None,
    evidence: str = Evidence.STATED,
) -> Occupancy:
    """Put `person` into the vacant `seat` from `starts_on` on; None means that the day is not known.

    `letter`: a StoredFile, the unit's letter. Raises DomainError at `starts_on` or `person`: the seat is filled, the
    day lies before the term or the predecessor's last day, the unit is no member then, the person is not the unit's.
    """
    require(actor, "members.manage_unit", seat)
    seat = lock(seat)
    _check_person(seat, person)
    _check_start(seat, starts_on)
    held = Occupancy(
        seat=seat, person=person, starts_on=starts_on, reason=reason, letter=letter, evidence=evidence
    )
    save_record(held, actor=actor, reason=reason)
    since = f"自{day_words(starts_on)}起" if starts_on else ""
    _record(actor, held, "fill", f"任{_role(seat)}{since}", reason)
    return held


@transaction.atomic
def end_occupancy(*, actor, occupancy: Occupancy, ends_on: date, reason: str = "") -> Occupancy:
    """Its last day is `ends_on`, which may lie in the past or the future.

    An end that was set for a future day may be brought forward; one that is past stays. Raises WrongState or
    DomainError at `ends_on`.
    """
    require(actor, "members.manage_unit", occupancy)
    occupancy = lock(occupancy)
    _check_end(occupancy, ends_on)
    occupancy.ends_on, occupancy.ended = ends_on, True
    if reason:
        occupancy.note = "；".join(filter(None, (occupancy.note, reason)))[:200]
    save_record(occupancy, actor=actor, reason=reason)
    _record(actor, occupancy, "end", f"离任，最后一天{day_words(ends_on)}", reason)
    return occupancy


@transaction.atomic
def replace_occupant(*, actor, seat: Seat, person: Person, starts_on: date, reason: str, letter=None):
    """`person` follows whoever fills `seat`, from `starts_on` on; the predecessor's last day is the day before.

    Returns the new Occupancy. Raises WrongState when nobody fills the seat then, DomainError at the field.
    """
    require(actor, "members.manage_unit", seat)
    seat = lock(seat)
    if not reason.strip():
        raise DomainError("请填写更换的理由。", field="reason")
    before = occupant_on(seat, starts_on)
    if before is None:
        raise WrongState("该席位没有现任人员，请直接安排人员任职。")
    if before.person_id == person.pk:
        raise DomainError(f"{person}正是现任{_role(seat)}，不需要更换。", field="person")
    if before.starts_on and starts_on <= before.starts_on:
        day = day_words(before.starts_on)
        raise DomainError(f"{before.person}自{day}起任，接任日期须晚于这一天。", field="starts_on")
    end_occupancy(actor=actor, occupancy=before, ends_on=starts_on - ONE_DAY)
    return fill_seat(
        actor=actor, seat=seat, person=person, starts_on=starts_on, reason=reason.strip(), letter=letter
    )


def occupant_on(seat: Seat, day: date) -> Occupancy | None:
    """Whoever has not left `seat` by `day`; also somebody who only begins later."""
    return seat.occupancies.filter(Q(ended=False) | Q(ends_on__gte=day)).order_by("ended", "-pk").first()


def _check_person(seat: Seat, person: Person) -> None:
    if person.is_example != seat.unit.is_example:
        raise DomainError("示例人员只能任示例单位的席位，真实人员只能任真实单位的席位。", field="person")
    belongs = person.unit_id == seat.unit_id or seat.body == Body.SECRETARIAT
    if not (belongs or person.affiliations.filter(unit=seat.unit_id).exists()):
        raise DomainError(f"{person}不是{seat.unit}登记的人员，请先更新人员的单位。", field="person")


def _check_start(seat: Seat, starts_on: date | None) -> None:
    """The seat is free from that day on, in its term, for a unit that is a member then."""
    day = starts_on or timezone.localdate()
    held = seat.occupancies.filter(Q(ended=False) | Q(ends_on__gte=day)).first()
    if held is not None:
        until = f"任至{day_words(held.ends_on)}" if held.ends_on else "现任"
        raise DomainError(f"该席位已有人员（{held.person}，{until}），请先办理离任。", field="starts_on")
    if starts_on is None and seat.occupancies.exists():
        raise DomainError("该席位此前有人任职，请填写起任日期。", field="starts_on")
    if later := seat.occupancies.filter(starts_on__gte=day).order_by("starts_on").first():
        raise DomainError(
            f"{later.person}于{day_words(later.starts_on)}已任该席位，不能再补在前面。", field="starts_on"
        )
    if not Unit.objects.members_on(day).filter(pk=seat.unit_id).exists():
        raise DomainError(f"{seat.unit}在{day_words(day)}不是成员单位。", field="starts_on")
    _check_in_term(seat, starts_on)


def _check_in_term(seat: Seat, starts_on: date | None) -> None:
    """A late 换届 lets a term go on past its planned end; it is over once the next one has begun."""
    if starts_on is None:
        return
    if seat.term.starts_on and starts_on < seat.term.starts_on:
        raise DomainError(f"{seat.term}自{day_words(seat.term.starts_on)}开始。", field="starts_on")
    newer = Term.objects.filter(number__gt=seat.term.number, starts_on__lte=starts_on)
    if newer.filter(seats__unit__is_example=seat.unit.is_example).exists():
        raise DomainError(f"该席位属于{seat.term}，在{day_words(starts_on)}已经换届。", field="starts_on")


# ---------------------------------------------------------------- offices
@transaction.atomic
def appoint(
    *,
    actor,
    kind: str,
    person: Person,
    term: Term | None = None,
    starts_on: date | None = None,
    order: int = 0,
    note: str = "",
) -> Office:
    """`person` holds the office from `starts_on` on. Raises DomainError when they hold it already."""
    require(actor, "members.manage_unit", person)
    person = lock(person)
    day = starts_on or timezone.localdate()
    again = person.offices.filter(Q(ended=False) | Q(ends_on__gte=day), kind=kind).first()
    if again is not None:
        raise DomainError(f"{person}已任{again.get_kind_display()}。", field="person")
    office = Office(kind=kind, person=person, term=term, starts_on=starts_on, order=order, note=note)
    save_record(office, actor=actor)
    _record(actor, office, "appoint", f"任{office.get_kind_display()}", note)
    return office


@transaction.atomic
def end_office(*, actor, office: Office, ends_on: date, reason: str = "") -> Office:
    """As `end_occupancy`, for an office."""
    require(actor, "members.manage_unit", office)
    office = lock(office)
    _check_end(office, ends_on)
    office.ends_on, office.ended = ends_on, True
    save_record(office, actor=actor, reason=reason)
    _record(actor, office, "end", f"离任，最后一天{day_words(ends_on)}", reason)
    return office


@transaction.atomic
def end_positions_of_unit(*, actor, unit: Unit, ends_on: date, reason: str = "") -> int:
    """End every seat that `unit` fills and every office of its people; how many ended.

    What was to begin only after `ends_on` never begins, and its row goes (its history and audit entries stay).
    """
    require(actor, "members.manage_unit", unit)
    after = Q(ended=False) | Q(ends_on__gt=ends_on)
    seats = Occupancy.objects.filter(after, seat__unit=unit).select_related("seat__unit", "person")
    offices = Office.objects.filter(after, person__unit=unit).select_related("person")
    ending = [(held, end_occupancy, "occupancy") for held in seats]
    ending += [(held, end_office, "office") for held in offices]
    for held, end, name in ending:
        if held.starts_on and held.starts_on > max(ends_on, timezone.localdate()):
            _never_begun(actor, held, reason)
        elif not (held.ended and held.ends_on < timezone.localdate()):
            end(actor=actor, ends_on=ends_on, reason=reason, **{name: held})
    return len(ending)


def _never_begun(actor, held, reason: str) -> None:
    action = f"{held._meta.label_lower}.drop"
    audit.record(actor=actor, obj=held.person, action=action, label=f"未到任：{held}"[:60], reason=reason)
    held._history_user = actor
    held.delete()


def _check_end(held: Occupancy | Office, ends_on: date) -> None:
    if held.ended and (held.ends_on is None or held.ends_on < timezone.localdate()):
        when = f"已于{day_words(held.ends_on)}离任" if held.ends_on else "已经离任，日期未载明"
        raise WrongState(f"{held.person}{when}。")
    if held.starts_on and ends_on < held.starts_on:
        raise DomainError(
            f"{held.person}自{day_words(held.starts_on)}起任，离任日期不能早于这一天。", field="ends_on"
        )


def _role(seat: Seat) -> str:
    return Body(seat.body).role


def _record(actor, held: Occupancy | Office, act: str, label: str, reason: str) -> None:
    audit.record(actor=actor, obj=held, action=f"{held._meta.label_lower}.{act}", label=label, reason=reason)
