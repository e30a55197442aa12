"""出席统计: who came to how many of the sessions that were theirs.

The denominator is the sessions held while a person sat in the body (a unit: while it had a seat), by the roll that was
frozen for the meeting; for meetings without one by the register as it stands for that day. A delegate is counted apart:
the seat was represented, the person was not there. A list that ends in 等 says nothing about who is not on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from meetings.enums import AttendanceState, MeetingState
from meetings.models import Attendance, Meeting
from members.models import Person, Unit
from members.rosters import roster_on

PRESENT, DELEGATED, EXCUSED, ABSENT, UNKNOWN = "present", "delegated", "excused", "absent", "unknown"


@dataclass(frozen=True)
class Place:
    """A seat at one meeting: whose it was then. `person` is None where nobody filled it."""

    unit: Unit
    person: Person | None


@dataclass
class Tally:
    """Sessions of one person or one unit, by what became of each."""

    who: Person | Unit
    unit: Unit
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys((PRESENT, DELEGATED, EXCUSED, ABSENT, UNKNOWN), 0)
    )

    @property
    def sessions(self) -> int:
        """All sessions that were theirs."""
        return sum(self.counts.values())

    @property
    def known(self) -> int:
        """The denominator: sessions of which it is known who came."""
        return self.sessions - self.counts[UNKNOWN]

    @property
    def percent(self) -> int | None:
        """Present in person, of the sessions known, rounded half up; None of nothing."""
        return (200 * self.counts[PRESENT] + self.known) // (2 * self.known) if self.known else None


@dataclass(frozen=True)
class Figures:
    meetings: list[Meeting]
    people: list[Tally]
    units: list[Tally]


def figures_of(
    body: str, *, term=None, is_example: bool = False, units: Iterable[int] | None = None
) -> Figures:
    """Attendance at the sessions of `body` that were held, of a term or of all. `units`: those alone.

    Two queries a meeting without a roll (who sat there on its day), else a constant number.
    """
    meetings = _held(body, term, is_example)
    people: dict[tuple, Tally] = {}
    by_unit: dict[int, Tally] = {}
    for meeting in meetings:
        attended = {one.person_id: one for one in meeting.attendances.all()}
        for unit, places in _by_unit(_places(meeting, body, is_example), units).items():
            states = []
            for place in places:
                state = _state_of(place.person, attended, meeting)
                states.append(state)
                if place.person is not None:
                    key = (place.person.pk, unit.pk)
                    people.setdefault(key, Tally(place.person, unit)).counts[state] += 1
            by_unit.setdefault(unit.pk, Tally(unit, unit)).counts[_best(states)] += 1
    return Figures(meetings, _in_order(people.values()), _in_order(by_unit.values()))


def _held(body: str, term, is_example: bool) -> list[Meeting]:
    held = Meeting.objects.filter(state=MeetingState.HELD, is_example=is_example, bodies__body=body)
    if term is not None:
        held = held.filter(bodies__body=body, bodies__term=term)
    held = held.exclude(starts_on=None).order_by("starts_on", "pk").distinct()
    return list(held.prefetch_related("attendances", "roll__person", "roll__unit"))


def _places(meeting: Meeting, body: str, is_example: bool) -> list[Place]:
    roll = list(meeting.roll.all())
    if roll:
        return [Place(entry.unit, entry.person) for entry in roll if entry.body == body]
    held = roster_on(body, meeting.starts_on).filter(seat__unit__is_example=is_example)
    return [Place(one.seat.unit, one.person) for one in held]


def _by_unit(places: list[Place], units: Iterable[int] | None) -> dict[Unit, list[Place]]:
    wanted = None if units is None else set(units)
    found: dict[Unit, list[Place]] = {}
    for place in places:
        if wanted is None or place.unit.pk in wanted:
            found.setdefault(place.unit, []).append(place)
    return found


def _state_of(person: Person | None, attended: dict[int, Attendance], meeting: Meeting) -> str:
    own = attended.get(person.pk) if person is not None else None
    if own is not None and own.state == AttendanceState.PRESENT:
        return PRESENT
    stands = (
        any(
            one.stands_for_id == person.pk and one.state == AttendanceState.PRESENT
            for one in attended.values()
        )
        if person is not None
        else False
    )
    if stands:
        return DELEGATED
    if own is not None and own.state == AttendanceState.EXCUSED:
        return EXCUSED
    return UNKNOWN if meeting.list_is_open or not attended else ABSENT


def _best(states: list[str]) -> str:
    """A unit was there if one of its seats was."""
    return next(state for state in (PRESENT, DELEGATED, UNKNOWN, EXCUSED, ABSENT) if state in states)


def _in_order(tallies: Iterable[Tally]) -> list[Tally]:
    return sorted(tallies, key=lambda one: (one.unit.print_order, one.unit.pinyin, one.unit.pk, one.who.pk))
