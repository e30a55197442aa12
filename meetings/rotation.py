"""轮流承办: units of 副理事长 rank and above host in turn; who comes next, by the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from meetings.enums import HostingState
from meetings.models import HostingTurn
from members.enums import UnitRank
from members.models import Unit

RANKS = (UnitRank.CHAIR, UnitRank.VICE_CHAIR)
TOOK_PART = (HostingState.HOSTED, HostingState.ACCEPTED)


@dataclass
class Standing:
    """A unit in the rotation. `hosted`: the years in which it hosted or will, as far as the ledger knows."""

    unit: Unit
    hosted: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)  # asked, and not answered yet
    gave_way: list[int] = field(default_factory=list)  # its turn went to another unit

    @property
    def last(self) -> int | None:
        return max(self.hosted, default=None)

    @property
    def note(self) -> str:
        """What the ledger says of it, in a few words."""
        told = [f"{'、'.join(map(str, sorted(self.hosted)))}年承办"] if self.hosted else ["未见承办记录"]
        if self.asked:
            told.append(f"{'、'.join(map(str, sorted(self.asked)))}年正在征询")
        if self.gave_way:
            told.append(f"{'、'.join(map(str, sorted(self.gave_way)))}年让给他单位，未轮过")
        return "；".join(told)


def standings(turns: Iterable[HostingTurn], *, is_example: bool = False) -> list[Standing]:
    """The units of the rotation in the order in which they come next; one query beside `turns`.

    First who gave way and has not hosted since, then who never hosted, then who hosted longest ago; among equals the
    printed order. A unit that is being asked stands last.
    """
    members = Unit.objects.current().filter(rank__in=RANKS, is_example=is_example)
    found = {unit.pk: Standing(unit) for unit in members.order_by("print_order", "pinyin", "pk")}
    for turn in turns:
        standing = found.get(turn.unit_id)
        if standing is None:
            continue
        if turn.state in TOOK_PART:
            standing.hosted.append(turn.year)
        elif turn.state == HostingState.PROPOSED:
            standing.asked.append(turn.year)
        elif turn.state == HostingState.YIELDED:
            standing.gave_way.append(turn.year)
    for standing in found.values():
        standing.gave_way = [year for year in standing.gave_way if year > (standing.last or 0)]
    return sorted(found.values(), key=_turn)


def _turn(standing: Standing) -> tuple:
    """Sorting is stable, so that the printed order decides among equals."""
    owes = not (standing.gave_way and not standing.asked)
    return (bool(standing.asked), owes, standing.last or 0)


def next_year(turns: Iterable[HostingTurn], today_year: int) -> int:
    """The first year from this one on for which nobody hosts or is asked."""
    live = (HostingState.PROPOSED, HostingState.ACCEPTED, HostingState.HOSTED)
    taken = {turn.year for turn in turns if turn.state in live}
    year = today_year
    while year in taken:
        year += 1
    return year
