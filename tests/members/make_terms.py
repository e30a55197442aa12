"""A change of term with units, their people and seats, as far as a test wants it to be."""

from datetime import date, timedelta

from django.utils import timezone

from members.enums import Body
from members.models import TermChange, Unit, UnitConfirmation
from members.services import terms
from members.services.terms import Proposed
from tests import factories as make

STARTS = date(2020, 6, 1)
NEXT = {"number": 2, "starts_on": STARTS, "years": 5}


def seated_unit(**unit) -> Unit:
    """A unit with somebody in each of the three bodies; its liaison has a login (`unit.liaison`)."""
    made = make.UnitFactory(**unit)
    for body in (Body.COUNCIL, Body.EXPERT_COMMITTEE):
        make.OccupancyFactory(
            seat=make.SeatFactory(unit=made, body=body),
            person=make.PersonFactory(unit=made, is_example=made.is_example),
        )
    made.liaison = make.liaison_of(made)
    return made


def started(*, actor=None, complete=True, **fields) -> TermChange:
    """In preparation, with the plan of every member unit."""
    values = {"from_term": make.TermFactory(), "answer_by": in_days(20), **NEXT, **fields}
    change = TermChange(**values)
    return terms.start_term_change(actor=actor or make.staff(), change=change, complete=complete)


def collecting(*, actor=None, **fields) -> TermChange:
    actor = actor or make.staff()
    return terms.ask_units(actor=actor, change=started(actor=actor, **fields))


def confirmation_of(change: TermChange, unit: Unit) -> UnitConfirmation:
    return change.confirmations.get(unit=unit)


def as_planned(confirmation: UnitConfirmation, **other) -> dict[str, Proposed]:
    """The plan as it stands; `other`: body → Proposed."""
    plans = confirmation.seats.exclude(plan="dropped").select_related("person")
    return {plan.body: Proposed(person=plan.person) for plan in plans} | other


def confirm(confirmation: UnitConfirmation, *, actor=None, **other) -> UnitConfirmation:
    seats = as_planned(confirmation, **other)
    actor = actor or confirmation.unit.people.exclude(user=None).first().user
    return terms.confirm_people(actor=actor, confirmation=confirmation, seats=seats)


def in_days(days: int):
    return timezone.now() + timedelta(days=days)
