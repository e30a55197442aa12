"""The units a person belongs to or acts for: who sits where, and what the unit has handed in."""

from dataclasses import dataclass

from alliance.core.dates import day_words
from members.enums import Body
from members.models import Occupancy, Person, Unit
from projects.models import Nomination, Proposal
from projects.rules import liaison_units

SHOWN = 5


@dataclass(frozen=True)
class Place:
    """A seat of the unit: the role it gives, who fills it, whether that is the reader."""

    role: str
    term: str
    person: Person
    is_own: bool


@dataclass(frozen=True)
class UnitCard:
    """A unit with its seats that are filled now. `is_own`: the reader's own employer, not only a seat."""

    unit: Unit
    is_own: bool
    places: tuple[Place, ...]

    @property
    def facts(self) -> list[tuple]:
        """What is stated of the unit; its own page names what is not."""
        joined = self.unit.joined_on
        facts = (
            ("类别", self.unit.get_kind_display()),
            ("地位", self.unit.get_rank_display()),
            ("入盟日期", day_words(joined) if joined else ""),
        )
        return [(label, value) for label, value in facts if value]


def unit_cards(person: Person | None, seats: list[Occupancy]) -> list[UnitCard]:
    """The own unit first, then the others whose seats the person fills; one query, whatever the number."""
    units = {person.unit_id: person.unit} if person and person.unit_id else {}
    units |= {held.seat.unit_id: held.seat.unit for held in seats if held.seat.unit_id not in units}
    held = Occupancy.objects.current().filter(seat__unit__in=units).select_related("seat__term", "person")
    places: dict[int, list[Place]] = {key: [] for key in units}
    for one in held.order_by("seat__term__number", "seat__body", "pk") if units else ():
        is_own = person is not None and one.person_id == person.pk
        places[one.seat.unit_id].append(
            Place(Body(one.seat.body).role, str(one.seat.term), one.person, is_own)
        )
    own = person.unit_id if person else None
    return [UnitCard(unit, key == own, tuple(places[key])) for key, unit in units.items()]


def submissions(user) -> dict:
    """The newest proposals and nominations of the units for which `user` is the liaison; others see none."""
    units = liaison_units(user)
    if not units:
        return {"proposals": [], "nominations": [], "several_units": False}
    return {
        "proposals": list(Proposal.objects.of_units(units).with_parties()[:SHOWN]),
        "nominations": list(Nomination.objects.of_units(units).with_parties()[:SHOWN]),
        "several_units": len(units) > 1,
    }
