"""The agenda by the clock: when each item begins and ends, and what does not fit. Reads, never writes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations

from meetings.enums import ItemKind, ReplyAnswer
from meetings.follow_up import meeting_before
from meetings.models import AgendaItem, Meeting, Sitting
from members.models import Person


@dataclass(frozen=True)
class TimedItem:
    """`starts` and `ends` are None where the sitting's start or the minutes of an item before are not said."""

    item: AgendaItem
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True)
class TimedSitting:
    """A half day. `planned` and `available` in minutes; `available` is None without both times."""

    sitting: Sitting
    items: tuple[TimedItem, ...]
    planned: int
    unsaid: int  # items without minutes
    available: int | None

    @property
    def over(self) -> int:
        """Minutes by which the items go past the end of the half day; 0 when they fit."""
        return max(0, self.planned - self.available) if self.available is not None else 0

    @property
    def left(self) -> int | None:
        """Minutes that are free; None where they are not known."""
        return max(0, self.available - self.planned) if self.available is not None else None

    @property
    def ends(self) -> time | None:
        """When it ends: as it was set, or else when its last item does."""
        return self.sitting.ends_at or (self.items[-1].ends if self.items else None)


@dataclass(frozen=True)
class Agenda:
    """`loose`: items that stand in no half day. `warnings` are sentences for staff."""

    sittings: tuple[TimedSitting, ...]
    loose: tuple[TimedItem, ...]
    warnings: tuple[str, ...] = field(default=())


def agenda_of(meeting: Meeting) -> Agenda:
    """The agenda with the times that follow from the minutes; three queries, none where all is prefetched.

    Reads `sittings__chair` and `items__presenter`; warnings are left to `clashes`.
    """
    items = list(meeting.items.all())
    sittings = tuple(
        timed(sitting, [item for item in items if item.sitting_id == sitting.pk])
        for sitting in meeting.sittings.all()
    )
    loose = tuple(TimedItem(item) for item in items if item.sitting_id is None)
    return Agenda(sittings, loose)


def timed(sitting: Sitting, items: list[AgendaItem]) -> TimedSitting:
    """Each item begins where the one before ends; after one without minutes nothing more is known."""
    at, rows = _moment(sitting.starts_at), []
    for item in items:
        until = at + timedelta(minutes=item.minutes_planned) if at and item.minutes_planned else None
        rows.append(TimedItem(item, at.time() if at else None, until.time() if until else None))
        at = until
    planned = sum(item.minutes_planned or 0 for item in items)
    unsaid = sum(item.minutes_planned is None for item in items)
    available = None
    if sitting.starts_at and sitting.ends_at:
        available = int((_moment(sitting.ends_at) - _moment(sitting.starts_at)).total_seconds()) // 60
    return TimedSitting(sitting, tuple(rows), planned, unsaid, available)


def _moment(clock: time | None) -> datetime | None:
    return datetime.combine(date(2000, 1, 1), clock) if clock else None


# ---------------------------------------------------------------- what does not fit
def clashes(meeting: Meeting, agenda: Agenda) -> list[str]:
    """Sentences for staff: too long, at two places at once, excused, without a half day. Three queries beyond."""
    return [
        *_too_long(agenda),
        *_overlaps(agenda),
        *_excused(meeting, agenda),
        *_loose(agenda),
        *_opening(meeting, agenda),
    ]


def _too_long(agenda: Agenda) -> Iterator[str]:
    for one in agenda.sittings:
        if one.over:
            yield f"{_named(one)}：议程共 {one.planned} 分钟，超出会议时间 {one.over} 分钟。"
        if one.unsaid and one.sitting.starts_at:
            yield f"{_named(one)}：{one.unsaid} 项议程未填时长，其后的时间无法推算。"
        if one.items and not one.sitting.starts_at:
            yield f"{_named(one)}：未填开始时间，无法推算各项议程的时间。"
        if not one.items:
            yield f"{_named(one)}：还没有议程。"


def _overlaps(agenda: Agenda) -> Iterator[str]:
    for one, other in combinations(agenda.sittings, 2):
        if not _at_once(one, other):
            continue
        pair = f"{_named(one)}与{_named(other)}时间重叠"
        if one.sitting.room and one.sitting.room == other.sitting.room:
            yield f"{pair}，会场同为“{one.sitting.room}”。"
        if one.sitting.chair_id and one.sitting.chair_id == other.sitting.chair_id:
            yield f"{pair}，主持人同为{one.sitting.chair}。"
        yield from (f"{pair}，{person}须同时到场。" for person in _needed_twice(one, other))


def _needed_twice(one: TimedSitting, other: TimedSitting) -> list[Person]:
    """Who presents in one half day while presenting or chairing in the other."""
    found = {}
    for here, there in ((one, other), (other, one)):
        for row in here.items:
            person = row.item.presenter
            if person is None:
                continue
            if there.sitting.chair_id == person.pk or _presents_then(person, row, there):
                found[person.pk] = person
    return list(found.values())


def _presents_then(person: Person, row: TimedItem, there: TimedSitting) -> bool:
    own = [one for one in there.items if one.item.presenter_id == person.pk]
    return any(_meet(row.starts, row.ends, each.starts, each.ends) for each in own)


def _at_once(one: TimedSitting, other: TimedSitting) -> bool:
    if one.sitting.date != other.sitting.date:
        return False
    if one.sitting.starts_at and other.sitting.starts_at:
        return _meet(one.sitting.starts_at, one.ends, other.sitting.starts_at, other.ends)
    return one.sitting.part == other.sitting.part


def _meet(start, end, other_start, other_end) -> bool:
    """Whether two spans share time; an end that is not known is taken for open."""
    before = end is not None and other_start is not None and end <= other_start
    after = other_end is not None and start is not None and other_end <= start
    return not (before or after)


def _excused(meeting: Meeting, agenda: Agenda) -> Iterator[str]:
    """People who present or chair and have said that they do not come."""
    away = {
        reply.person_id: reply.get_answer_display()
        for reply in meeting.replies.all()
        if reply.answer in (ReplyAnswer.EXCUSE, ReplyAnswer.DELEGATE)
    }
    for one in agenda.sittings:
        chair = one.sitting.chair
        if chair and chair.pk in away:
            yield f"{_named(one)}：主持人{chair}已答复“{away[chair.pk]}”。"
    rows = [*agenda.loose, *(row for one in agenda.sittings for row in one.items)]
    for row in rows:
        person = row.item.presenter
        if person and person.pk in away:
            yield f"“{row.item}”：报告人{person}已答复“{away[person.pk]}”。"


def _loose(agenda: Agenda) -> Iterator[str]:
    if agenda.loose and agenda.sittings:
        yield f"{len(agenda.loose)} 项议程还没有排入分场会议。"


def _opening(meeting: Meeting, agenda: Agenda) -> Iterator[str]:
    rows = [*agenda.loose, *(row for one in agenda.sittings for row in one.items)]
    at = [place for place, row in enumerate(rows) if row.item.kind == ItemKind.FOLLOW_UP]
    if not at and meeting_before(meeting) is not None:
        yield "议程中没有“上次会议议定事项落实情况”。"
    before = [row.item.kind for row in rows[: at[0]]] if at else []
    if any(kind != ItemKind.SPEECH for kind in before):
        yield "“上次会议议定事项落实情况”不在议程的最前面。"


def _named(one: TimedSitting) -> str:
    day = one.sitting.date
    return f"{day.month}月{day.day}日{one.sitting}"
