"""What merging a unit that was registered twice will do: read for the preview, carried out by `services.units`."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from members.enums import ChangeState
from members.models import Occupancy, Person, Unit, UnitChangeRequest, UnitName

ONE_DAY = timedelta(days=1)
# Facts that go over where the surviving unit has none. Never the dates: they would change memberships of the past.
FACTS = (
    "short_name",
    "rank",
    "region",
    "place",
    "uscc",
    "address",
    "postcode",
    "phone",
    "contact_name",
    "contact_phone",
    "contact_email",
    "website",
    "profile",
    "logo",
)
WITH_EVIDENCE = {"rank": "rank_evidence", "place": "place_evidence"}


@dataclass(frozen=True)
class MergePlan:
    """Seats: `carried` go on with the survivor, `ended` (with who sits there for the survivor) do not."""

    duplicate: Unit
    into: Unit
    merged_on: date
    carried: tuple[Occupancy, ...]
    ended: tuple[tuple[Occupancy, str], ...]
    people: tuple[Person, ...]
    names: tuple[str, ...]
    facts: tuple[str, ...]
    request: UnitChangeRequest | None
    ends_membership: bool
    takes_over_membership: bool

    @property
    def fact_labels(self) -> list[str]:
        return [str(Unit._meta.get_field(name).verbose_name) for name in self.facts]

    @property
    def begins(self) -> date:
        """The first day of what the survivor takes over."""
        return self.merged_on + ONE_DAY


def plan_merge(*, duplicate: Unit, into: Unit, merged_on: date) -> MergePlan:
    """Everything that a merge on that day would do, in a constant number of queries."""
    carried, ended = _seats(duplicate, into, merged_on)
    is_open = is_member_after(duplicate, merged_on)
    return MergePlan(
        duplicate=duplicate,
        into=into,
        merged_on=merged_on,
        carried=tuple(carried),
        ended=tuple(ended),
        people=tuple(Person.objects.filter(unit=duplicate)),
        names=tuple(_new_names(duplicate, into)),
        facts=tuple(name for name in FACTS if getattr(duplicate, name) and not getattr(into, name)),
        request=UnitChangeRequest.objects.filter(unit=duplicate, state=ChangeState.SUBMITTED).first(),
        ends_membership=is_open,
        takes_over_membership=is_open and not is_member_after(into, merged_on),
    )


def is_member_after(unit: Unit, day: date) -> bool:
    """Whether its latest time as a member goes on after `day`."""
    return unit.left_on is None or unit.left_on > day


def _seats(duplicate: Unit, into: Unit, merged_on: date):
    open_then = Q(ended=False) | Q(ends_on__gt=merged_on)
    related = ("person", "seat__unit", "seat__term")
    held = Occupancy.objects.filter(open_then, seat__unit__in=(duplicate, into)).select_related(*related)
    sitting = {(one.seat.body, one.seat.term_id): one for one in held if one.seat.unit_id == into.pk}
    carried, ended = [], []
    for one in held:
        if one.seat.unit_id != duplicate.pk:
            continue
        there = sitting.get((one.seat.body, one.seat.term_id))
        if there is None and is_member_after(duplicate, merged_on):
            carried.append(one)
        else:
            ended.append((one, there.person.name if there else ""))
    return carried, ended


def _new_names(duplicate: Unit, into: Unit) -> list[str]:
    """The duplicate's name and its other forms, without those that the survivor has."""
    short = into.short_name or duplicate.short_name  # taken over, so it needs no row of its own
    known = {into.name, short, *into.names.values_list("name", flat=True)}
    forms = [duplicate.name, duplicate.short_name, *duplicate.names.values_list("name", flat=True)]
    return [name for name in dict.fromkeys(forms) if name and name not in known]


def absorbed_by(unit: Unit) -> list[Unit]:
    """Every unit that went up in this one, also by way of another; one query for each step."""
    found, step = [], [unit]
    while step:
        step = list(Unit.objects.filter(merged_into__in=step).prefetch_related("names").order_by("merged_on"))
        found += step
    return found


def survivor_of(unit: Unit) -> Unit:
    """The unit that a merged one now is part of; itself when it was never merged."""
    while unit.merged_into_id:
        unit = unit.merged_into
    return unit


def note_of(name: UnitName | str, duplicate: Unit) -> str:
    return f"原登记单位“{duplicate.name}”的名称" if str(name) != duplicate.name else "原登记名称"
