"""换届生效: in one transaction the new term, its seats, people and offices; and the end of what went before."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from alliance.core import audit
from alliance.core.dates import day_words
from alliance.core.errors import DomainError
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from members.enums import AnswerState, Body, PlannedSeat
from members.models import Occupancy, Office, Person, Seat, SeatPlan, Term, TermChange, Unit
from members.services.terms import check_dates, missing_units, offices_of

NAMED = 8  # units or people in one sentence of a refusal
ONE_DAY = timedelta(days=1)


@transaction.atomic
def enact(*, actor, change: TermChange, reason: str) -> TermChange:
    """The new term stands; `reason` is the decision that it rests on.

    Everything of the present term ends on the day before the new one begins. Raises DomainError with the whole list of
    what stands against it (`obstacles`); then nothing has changed.
    """
    change = run_transition(actor=actor, obj=change, name="enact", reason=reason)
    if found := obstacles(change):
        raise DomainError("还不能生效：" + "；".join(found) + "。")
    check_dates(change)
    last = change.starts_on - ONE_DAY
    why = f"换届：{change}"
    ended = _end(actor, Occupancy, list(_sitting(change)), last, why)
    ended += _end(actor, Office, list(offices_of(change)), last, why)
    change.term = _make_term(actor, change)
    plans = list(_plans(change))
    seats = _make_seats(actor, change.term, plans)
    filled = _fill(actor, change, seats, plans, reason)
    offices = _appoint(actor, change, reason)
    if not change.basis:
        change.basis = reason.strip()[:200]
    save_record(change, actor=actor, reason=why)
    audit.record(
        actor=actor,
        obj=change,
        action="members.termchange.carried_out",
        label=f"建立{change.term}",
        data={"seats": len(seats), "filled": filled, "offices": offices, "ended": ended},
    )
    return change


# ---------------------------------------------------------------- what stands against it
def obstacles(change: TermChange) -> list[str]:
    """Chinese sentences without a full stop; empty when the change may come into force. Five queries."""
    found = []
    silent = change.confirmations.filter(state=AnswerState.WAITING, unit__in=_members(change))
    _say(found, "以下单位尚未确认，请收齐或由秘书处认定", _unit_names(silent))
    missing = missing_units(change).values_list("name", flat=True)
    _say(found, "以下成员单位不在名单中，请先列入", list(missing))
    begun = _sitting(change).filter(starts_on__gte=change.starts_on).select_related("seat__unit", "person")
    _say(found, "以下任职在新一届开始当天或以后才起任，请先办理", [f"{one.seat.unit}{one}" for one in begun])
    strangers = [
        f"{plan.person}（{plan.confirmation.unit}）"
        for plan in _plans(change)
        if plan.person and plan.person.unit_id != plan.confirmation.unit_id and plan.body != Body.SECRETARIAT
    ]
    _say(found, "以下人选已不是该单位人员", strangers)
    return found


def _say(found: list[str], what: str, names: list[str]) -> None:
    if names:
        more = f"等{len(names)}项" if len(names) > NAMED else ""
        found.append(f"{what}：{'、'.join(names[:NAMED])}{more}")


def _unit_names(rows) -> list[str]:
    return list(rows.order_by("unit__print_order", "unit__pinyin").values_list("unit__name", flat=True))


def _members(change: TermChange):
    """Units that are members on the first day; one that leaves before it has no seat in the new term."""
    return Unit.objects.members_on(change.starts_on)


def _sitting(change: TermChange):
    """Occupancies of the present term that reach into the new one, of this change's kind of units."""
    held = Occupancy.objects.filter(seat__term=change.from_term, seat__unit__is_example=change.is_example)
    return held.filter(Q(ended=False) | Q(ends_on__gte=change.starts_on))


def _plans(change: TermChange):
    plans = SeatPlan.objects.filter(confirmation__change=change, confirmation__unit__in=_members(change))
    plans = plans.exclude(plan=PlannedSeat.DROPPED).select_related("confirmation__unit", "person")
    return plans.order_by("confirmation__unit__print_order", "confirmation__unit_id", "pk")


# ---------------------------------------------------------------- carrying it out
def _end(actor, model, held: list, last, why: str) -> int:
    for one in held:
        if one.starts_on and one.starts_on > last:  # an office; seats were asked for above
            raise DomainError(f"{one.person}自{day_words(one.starts_on)}才起任，请先办理。")
        one.ends_on, one.ended = last, True
    bulk_update_with_history(
        held, model, ["ends_on", "ended"], default_user=actor, default_change_reason=why[:200]
    )
    return len(held)


def _make_term(actor, change: TermChange) -> Term:
    """One that the minutes looked forward to may be there already, without days and seats (`check_dates`)."""
    first = change.starts_on
    term = Term.objects.filter(number=change.number).first() or Term(number=change.number)
    term.starts_on, term.years = first, change.years
    term.ends_on = _years_later(first, change.years) - ONE_DAY
    save_record(term, actor=actor, reason=f"换届：{change}")
    if not change.is_example:
        before = lock(change.from_term)
        before.ends_on = first - ONE_DAY
        save_record(before, actor=actor, reason=f"换届：{change}")
    return term


def _years_later(day, years: int):
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28) + ONE_DAY


def _make_seats(actor, term: Term, plans: list[SeatPlan]) -> list[Seat]:
    seats = [Seat(unit=plan.confirmation.unit, body=plan.body, term=term) for plan in plans]
    return bulk_create_with_history(seats, Seat, default_user=actor)


def _fill(actor, change: TermChange, seats: list[Seat], plans: list[SeatPlan], reason: str) -> int:
    """Occupancies from the first day on; somebody new becomes a person of the unit, once however many the seats."""
    people = _People(actor, change, plans)
    held = []
    for seat, plan in zip(seats, plans, strict=True):
        if person := people.of(plan):
            letter = plan.confirmation.paper
            held.append(
                Occupancy(
                    seat=seat, person=person, starts_on=change.starts_on, reason=reason[:200], letter=letter
                )
            )
    bulk_create_with_history(held, Occupancy, default_user=actor)
    return len(held)


class _People:
    """The persons of the plans: those of the register, and those who are entered now."""

    def __init__(self, actor, change: TermChange, plans: list[SeatPlan]):
        self.actor, self.change = actor, change
        units = {plan.confirmation.unit_id for plan in plans if plan.new_name}
        known = Person.objects.filter(unit__in=units, is_example=change.is_example)
        self.known: dict[tuple, Person] = {(one.unit_id, one.name): one for one in known}

    def of(self, plan: SeatPlan) -> Person | None:
        if plan.person or not plan.new_name:
            return plan.person
        key = (plan.confirmation.unit_id, plan.new_name)
        if key not in self.known:
            self.known[key] = self._enter(plan)
        return self.known[key]

    def _enter(self, plan: SeatPlan) -> Person:
        person = Person(
            name=plan.new_name,
            unit=plan.confirmation.unit,
            post=plan.new_post,
            phone=plan.new_phone,
            is_example=self.change.is_example,
        )
        save_record(person, actor=self.actor, reason=f"换届：{self.change}")
        audit.record(actor=self.actor, obj=person, action="members.person.enter", label="登记换届新任人员")
        return person


def _appoint(actor, change: TermChange, reason: str) -> int:
    offices = [
        Office(
            kind=plan.kind,
            person=plan.person,
            term=change.term,
            starts_on=change.starts_on,
            order=plan.order,
            note=reason[:200],
        )
        for plan in change.offices.select_related("person")
    ]
    bulk_create_with_history(offices, Office, default_user=actor)
    return len(offices)
