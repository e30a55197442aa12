"""What became of a unit: names, memberships, seats and who filled them, offices, units that went up in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from alliance.core.dates import day_words
from members.enums import Body, NameKind
from members.merges import absorbed_by
from members.models import Occupancy, Office, Unit
from members.rosters import offices_of_unit

ONE_DAY = timedelta(days=1)
UNKNOWN = "日期未载明"


@dataclass(frozen=True)
class Event:
    """Something that happened on `day`, None where the day is not stated. `of`: the absorbed unit it was about."""

    day: date | None
    title: str
    note: str = ""
    of: str = ""


@dataclass(frozen=True)
class Period:
    """A time with a name or as a member; either day may be unknown, `is_over` tells an unknown end from none."""

    what: str
    since: date | None
    until: date | None
    note: str = ""
    is_over: bool = False


@dataclass(frozen=True)
class UnitHistory:
    """`years`: (year, its events), the newest first; `undated`: events of unknown days; `seats`: (unit, occupancies)."""

    years: tuple[tuple[int, tuple[Event, ...]], ...]
    undated: tuple[Event, ...]
    names: tuple[Period, ...]
    memberships: tuple[Period, ...]
    seats: tuple[Occupancy, ...]
    offices: tuple[Office, ...]
    absorbed: tuple[Unit, ...]


def history_of(unit: Unit) -> UnitHistory:
    """Five queries beside the unit with its names, admissions, departures and earlier memberships (prefetched)."""
    absorbed = absorbed_by(unit)
    seats = list(
        Occupancy.objects.filter(seat__unit__in=[unit, *absorbed])
        .select_related("person", "seat__unit", "seat__term")
        .order_by("-seat__term__number", "seat__body", "ended", "-starts_on", "-pk")
    )
    offices = list(offices_of_unit(unit))
    names, memberships = list(_names(unit)), list(_memberships(unit))
    events = [
        *_of_memberships(unit, memberships),
        *_of_names(unit, names),
        *_of_absorbed(absorbed),
        *_of_seats(unit, seats),
        *_of_offices(offices),
    ]
    dated = sorted((event for event in events if event.day), key=lambda event: event.day, reverse=True)
    years = groupby(dated, key=lambda event: event.day.year)
    return UnitHistory(
        years=tuple((year, tuple(found)) for year, found in years),
        undated=tuple(event for event in events if event.day is None),
        names=tuple(names),
        memberships=tuple(memberships),
        seats=tuple(seats),
        offices=tuple(offices),
        absorbed=tuple(absorbed),
    )


# ---------------------------------------------------------------- periods
def _names(unit: Unit) -> Iterator[Period]:
    """Today's name and the former ones, the newest first. Since when the first was used is not known."""
    former = [one for one in unit.names.all() if one.kind == NameKind.FORMER]
    dated = sorted((one for one in former if one.used_until), key=lambda one: one.used_until)
    since = [None, *(one.used_until + ONE_DAY for one in dated)]
    yield Period(unit.name, since[-1], None)
    for one, start in reversed(list(zip(dated, since, strict=False))):
        yield Period(one.name, start, one.used_until, one.note, is_over=True)
    for one in former:
        if not one.used_until:
            yield Period(one.name, None, None, one.note, is_over=True)


def _memberships(unit: Unit) -> Iterator[Period]:
    admissions = {one.admitted_on: one.basis for one in unit.admissions.all()}
    departures = {one.left_on: one for one in unit.departures.all()}
    times = [(unit.joined_on, unit.left_on, unit.left_on is not None, "")]
    times += [(one.joined_on, one.left_on, True, one.note) for one in unit.earlier_memberships.all()]
    for since, until, is_over, note in sorted(times, key=lambda one: one[0] or date.min, reverse=True):
        gone = departures.get(until)
        basis = [
            f"入盟依据：{admissions[since]}" if since in admissions else "",
            f"{gone.get_kind_display()}：{gone.basis}" if gone else "",
            note,
        ]
        yield Period("成员单位", since, until, "；".join(filter(None, basis)), is_over)


# ---------------------------------------------------------------- events
def _of_memberships(unit: Unit, memberships: list[Period]) -> Iterator[Event]:
    admissions = {one.admitted_on: one.basis for one in unit.admissions.all()}
    departures = {one.left_on: one for one in unit.departures.all()}
    for period in memberships:
        yield Event(period.since, "入盟", admissions.get(period.since, "") if period.since else UNKNOWN)
        if period.is_over:
            gone = departures.get(period.until)
            words = f"退盟（{gone.get_kind_display()}）" if gone else "退盟"
            yield Event(period.until, words, gone.basis if gone else "")


def _of_names(unit: Unit, names: list[Period]) -> Iterator[Event]:
    """A change of name happens on the first day of the name that follows."""
    dated = [period for period in reversed(names) if period.until or not period.is_over]
    for before, after in pairwise(dated):
        yield Event(after.since, f"更名为“{after.what}”", f"原名“{before.what}”")


def _of_absorbed(absorbed: list[Unit]) -> Iterator[Event]:
    for one in absorbed:
        yield Event(one.merged_on, f"“{one.name}”并入", "原有记录保留在并入前的单位名下")


def _of_seats(unit: Unit, seats: list[Occupancy]) -> Iterator[Event]:
    for held in seats:
        of = "" if held.seat.unit_id == unit.pk else held.seat.unit.name
        place = f"{held.seat.term}{Body(held.seat.body).label}{Body(held.seat.body).role}"
        yield from _of_held(held, place, of)


def _of_offices(offices: list[Office]) -> Iterator[Event]:
    for office in offices:
        yield from _of_held(office, f"{office.term or ''}{office.get_kind_display()}", "")


def _of_held(held, place: str, of: str) -> Iterator[Event]:
    why = getattr(held, "reason", "")
    yield Event(held.starts_on, f"{held.person}任{place}", why if held.starts_on else f"起任{UNKNOWN}", of)
    if held.ended:
        yield Event(
            held.ends_on and held.ends_on + ONE_DAY,
            f"{held.person}不再任{place}",
            f"任至{day_words(held.ends_on)}" if held.ends_on else f"离任{UNKNOWN}",
            of,
        )
