"""Rosters of earlier days never change, whatever is done after them (Hypothesis: any sequence of acts)."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from alliance.core.errors import DomainError
from alliance.core.transitions import run_transition
from members.enums import AnswerState, Body, DepartureKind
from members.models import Occupancy, Seat, TermChange, Unit
from members.rosters import offices_on, roster_on
from members.services import enactment, seats, terms
from members.services.unit_merges import merge_units
from members.services.units import record_departure
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST = date(2015, 1, 1)
ACTS = ("replace", "term", "depart", "end", "appoint", "merge", "fill")
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(1, 120), st.integers(0, 9)), min_size=3, max_size=9
)


def rosters(days) -> dict:
    """Day → who sat where for which unit, and who held which office."""
    return {
        day: (
            {(one.seat.unit_id, one.seat.body, one.person.name) for one in roster_on(None, day)},
            {(one.kind, one.person.name) for one in offices_on(day)},
        )
        for day in days
    }


class World:
    """Five units with three seats each, half of them since an unknown day; every act is dated `today`."""

    def __init__(self):
        self.actor = make.staff()
        self.today = FIRST
        self.term = make.TermFactory(number=1)
        for number in range(5):
            unit = make.UnitFactory()
            for body in Body.nominated():
                start = None if number % 2 else FIRST
                make.OccupancyFactory(seat=make.SeatFactory(unit=unit, body=body), starts_on=start)
            make.OfficeFactory(kind="vice_chair", person=unit.people.first(), starts_on=None)

    def act(self, name: str, number: int) -> None:
        getattr(self, f"_{name}")(number)

    def _held(self, number: int) -> Occupancy | None:
        return _pick(Occupancy.objects.filter(ended=False).order_by("pk"), number)

    def _unit(self, number: int) -> Unit | None:
        return _pick(Unit.objects.members_on(self.today).order_by("pk"), number)

    def _replace(self, number: int) -> None:
        held = self._held(number)
        if held is not None:
            person = make.PersonFactory(unit=held.seat.unit)
            seats.replace_occupant(
                actor=self.actor, seat=held.seat, person=person, starts_on=self.today, reason="调动"
            )

    def _end(self, number: int) -> None:
        held = self._held(number)
        if held is not None:
            seats.end_occupancy(actor=self.actor, occupancy=held, ends_on=self.today)

    def _fill(self, number: int) -> None:
        seat = _pick(Seat.objects.exclude(occupancies__ended=False).order_by("pk"), number)
        if seat is not None:
            person = make.PersonFactory(unit=seat.unit)
            seats.fill_seat(actor=self.actor, seat=seat, person=person, starts_on=self.today)

    def _appoint(self, number: int) -> None:
        held = self._held(number)
        if held is not None:
            seats.appoint(actor=self.actor, kind="chair", person=held.person, starts_on=self.today)

    def _depart(self, number: int) -> None:
        unit = self._unit(number)
        if unit is not None:
            record_departure(
                actor=self.actor, unit=unit, kind=DepartureKind.LEFT, left_on=self.today, basis="理事会决定"
            )

    def _merge(self, number: int) -> None:
        unit, into = self._unit(number), self._unit(number + 1)
        if unit is not None and unit != into:
            merge_units(actor=self.actor, duplicate=unit, into=into, merged_on=self.today, reason="重复登记")

    def _term(self, number: int) -> None:
        if not Unit.objects.members_on(self.today).exists():
            return
        change = TermChange(
            from_term=self.term,
            number=self.term.number + 1,
            starts_on=self.today,
            answer_by=timezone.now() + timedelta(days=1),
        )
        change = terms.start_term_change(actor=self.actor, change=change)
        change = terms.ask_units(actor=self.actor, change=change)
        change = run_transition(actor=self.actor, obj=change, name="close")
        change.confirmations.update(state=AnswerState.CONFIRMED)
        self.term = enactment.enact(actor=self.actor, change=change, reason="理事会决定").term


def _pick(queryset, number: int):
    found = list(queryset)
    return found[number % len(found)] if found else None


class RostersStay(TestCase):
    @given(steps)
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_act_changes_the_roster_of_an_earlier_day(self, taken):
        world = World()
        days = [FIRST - timedelta(days=400), FIRST]
        for name, ahead, number in taken:
            world.today += timedelta(days=ahead)
            days += [world.today - timedelta(days=ahead), world.today - timedelta(days=1)]
            before = rosters(days)
            with suppress(DomainError):  # a rule refused it: the seat is filled, the unit has left
                world.act(name, number)
            assert rosters(days) == before, f"{name} on {world.today}"


@pytest.mark.parametrize("name", ACTS)
def test_every_act_of_the_property_can_happen(name):
    """The property says something: each kind of act changes what stands on a later day."""
    world = World()
    if name == "fill":
        world.act("end", 0)
    world.today += timedelta(days=30)
    later = [world.today + timedelta(days=1)]
    before, term = rosters(later), world.term

    world.act(name, 0)

    assert rosters(later) != before or world.term != term
