"""数据一览: the numbers of a year as chart and table, counted from the records, with what they do not say.

Each figure is in the schema of docs/bulletin.md, and None where the year has no data. 示例 records never count.
"""

from collections import Counter
from datetime import date

from django.db.models import Q

from alliance.core.dates import day_words
from alliance.core.enums import Qualifier
from bulletins.enums import FigureKind
from bulletins.record_texts import event_short_name, proposals_by_unit
from meetings.enums import AttendanceState, CountKind, MeetingState
from meetings.models import Attendance, Event, Meeting
from members.enums import UnitKind
from members.models import MembershipCount, Unit
from projects.enums import NominationState, PatentKind
from projects.models import Nomination, Solicitation

MANY_UNITS = 20  # rows of a table beside a chart


def figure_of(kind: str, year: int) -> dict | None:
    """`{"kind", "title", "note", "chart", "headers", "rows"}` of the year, or None without data."""
    return MAKERS[FigureKind(kind)](year)


def _figure(
    kind: FigureKind, title: str, chart: dict, headers: list[str], rows: list[list], note: str
) -> dict:
    cells = [[str(cell) for cell in row] for row in rows]
    return {
        "kind": str(kind),
        "title": title,
        "note": note,
        "chart": chart,
        "headers": headers,
        "rows": cells,
    }


def _chart(kind: str, pairs: list[tuple[str, int]], unit: str) -> dict:
    return {
        "type": kind,
        "labels": [name for name, _ in pairs],
        "values": [value for _, value in pairs],
        "unit": unit,
    }


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


# ---------------------------------------------------------------- members
def units_by_kind(year: int) -> dict | None:
    """Units that are members at the end of the year, as far as they are known by name."""
    end = date(year, 12, 31)
    units = Unit.objects.real().members_on(end)
    counted = Counter(units.order_by().values_list("kind", flat=True))
    total = sum(counted.values())
    if not total:
        return None
    pairs = [(kind.label, counted[kind]) for kind in UnitKind if counted[kind]]
    rows = [[name, count, _percent(count, total)] for name, count in pairs]
    note = f"按门户登记的成员单位统计，共{total}家，占比以此为分母；入盟日期未载明的单位计入。"
    note += _reported_members(end, total)
    return _figure(
        FigureKind.UNITS_BY_KIND,
        f"{year}年底成员单位构成",
        _chart("share", pairs, "家"),
        ["类别", "家数", "占比"],
        [*rows, ["合计", total, "100%"]],
        note,
    )


def _reported_members(end: date, total: int) -> str:
    reported = MembershipCount.objects.filter(as_of__lte=end).newest()
    if reported is None or reported.value == total:
        return ""
    number = Qualifier(reported.qualifier).beside(reported.value)
    return f"另据记载，截至{day_words(reported.as_of)}成员单位为{number}家，未具名的没有计入。"


# ---------------------------------------------------------------- proposals
def proposals(year: int) -> dict | None:
    """Proposals of the year's batches by unit; those that no unit is named for stand as such."""
    batches = Solicitation.objects.real().published().filter(year=year)
    counted: Counter = Counter()
    unattributed, is_reported = 0, False
    for batch in batches.prefetch_related("tallies__unit", "proposals__unit"):
        counted.update(dict(proposals_by_unit(batch)))
        unattributed += batch.unattributed or 0
        is_reported = is_reported or batch.total_reported is not None
    if not counted:
        return None
    pairs = counted.most_common(MANY_UNITS)
    pairs += [("未载明单位", unattributed)] if unattributed > 0 else []
    total = sum(counted.values()) + unattributed
    rows = [[name, count, _percent(count, total)] for name, count in pairs]
    return _figure(
        FigureKind.PROPOSALS_BY_UNIT,
        f"{year}年各单位项目建议",
        _chart("bar", pairs, "项"),
        ["单位", "项数", "占比"],
        [*rows, ["合计", total, "100%"]],
        _proposals_note(is_reported, unattributed, total, len(counted)),
    )


def _proposals_note(is_reported: bool, unattributed: int, total: int, units: int) -> str:
    origin = "据报道" if is_reported else "按门户收到的项目建议统计，草稿和撤回的不计"
    note = f"{origin}，共{total}项，占比以此为分母。"
    if unattributed > 0:
        note += f"其中{unattributed}项未载明单位，不能归到任何一家。"
    return note + (f"单位较多，只列前{MANY_UNITS}家。" if units > MANY_UNITS else "")


# ---------------------------------------------------------------- attendance
def attendance(year: int) -> dict | None:
    """One meeting: the people on its list by kind of unit. Several: the people on each list."""
    held = Meeting.objects.real().of_year(year).filter(state=MeetingState.HELD).order_by("starts_on", "pk")
    present = Q(state=AttendanceState.PRESENT, on_list=True, person__is_example=False)
    listed = Attendance.objects.filter(present, meeting__in=held).select_related("unit", "meeting")
    rows = list(listed.order_by("meeting__starts_on", "meeting_id", "order"))
    meetings = [meeting for meeting in held if any(row.meeting_id == meeting.pk for row in rows)]
    if not meetings:
        return None
    if len(meetings) == 1:
        return _one_meeting(year, meetings[0], rows)
    counted = [(meeting, [row for row in rows if row.meeting_id == meeting.pk]) for meeting in meetings]
    pairs = [(f"{meeting.starts_on.month}月{meeting.starts_on.day}日", len(its)) for meeting, its in counted]
    table = [
        [day_words(meeting.starts_on), meeting.name, _units_of(its), len(its)] for meeting, its in counted
    ]
    return _figure(
        FigureKind.ATTENDANCE,
        f"{year}年会议出席情况",
        _chart("columns", pairs, "人"),
        ["日期", "会议", "名单单位", "名单人数"],
        table,
        "按参会名单统计，请假和列席的不计。" + "".join(_reported_people(meeting) for meeting in meetings),
    )


def _one_meeting(year: int, meeting: Meeting, rows: list[Attendance]) -> dict:
    people = Counter(row.unit.kind if row.unit else "" for row in rows)
    pairs = [(kind.label, people[kind]) for kind in UnitKind if people[kind]]
    pairs += [("其他", people[""])] if people[""] else []
    units = {kind.label: _units_of([r for r in rows if r.unit and r.unit.kind == kind]) for kind in UnitKind}
    table = [[name, units.get(name, "—"), count] for name, count in pairs]
    return _figure(
        FigureKind.ATTENDANCE,
        f"{meeting.name}出席情况"[:60],
        _chart("columns", pairs, "人"),
        ["类别", "单位", "人数"],
        [*table, ["合计", _units_of(rows), len(rows)]],
        f"按{day_words(meeting.starts_on)}会议的参会名单统计，请假和列席的不计。{_reported_people(meeting)}",
    )


def _units_of(rows: list[Attendance]) -> int:
    return len({row.unit_id or row.unit_printed for row in rows})


def _reported_people(meeting: Meeting) -> str:
    """What the report says beside the list, which is never made to agree with it."""
    told = [f"到会单位{meeting.units_reported}家"] if meeting.units_reported else []
    if meeting.people_reported:
        told.append(f"到会{Qualifier(meeting.people_qualifier).beside(meeting.people_reported)}人")
    open_end = "名单以“等”结尾，未列全。" if meeting.list_is_open else ""
    return (f"据报道{'、'.join(told)}，与名单并存。" if told else "") + open_end


# ---------------------------------------------------------------- events
def events(year: int) -> dict | None:
    """The year's exchange events with the people reported."""
    found = list(Event.objects.real().of_year(year).select_related("series").prefetch_related("counts"))
    found.sort(key=lambda event: (event.starts_on or date(year, 12, 31), event.print_order))
    people = {event.pk: _people(event) for event in found}
    pairs = [(event_short_name(event), people[event.pk].value) for event in found if people[event.pk]]
    if not pairs:
        return None
    rows = [
        [event_short_name(event), _day(event), event.place or "未载明", _told(people[event.pk])]
        for event in found
    ]
    missing = len(found) - len(pairs)
    note = "人数据报道；带“余”“近”“约”“多”的不是确数，图中按所载数字画出。"
    return _figure(
        FigureKind.EVENTS,
        f"{year}年学术交流活动",
        _chart("bar", pairs, "人"),
        ["活动", "日期", "地点", "参会人数"],
        rows,
        note + (f"{missing}项活动未载明人数，图中没有。" if missing else ""),
    )


def _people(event: Event):
    return next((count for count in event.counts.all() if count.kind == CountKind.PEOPLE), None)


def _told(count) -> str:
    return Qualifier(count.qualifier).beside(count.value) if count else "未载明"


def _day(event: Event) -> str:
    return f"{event.starts_on.month}月{event.starts_on.day}日" if event.starts_on else "未载明"


# ---------------------------------------------------------------- pool
def pool(year: int) -> dict | None:
    """Patents in the pool by kind. The day of entry stands in the audit log; the state is today's."""
    admitted = Nomination.objects.filter(is_example=False, state=NominationState.ADMITTED)
    counted = Counter(admitted.order_by().values_list("patent__kind", flat=True))
    total = sum(counted.values())
    if not total:
        return None
    pairs = [(kind.label, counted[kind]) for kind in PatentKind if counted[kind]]
    return _figure(
        FigureKind.POOL,
        "专利技术库构成",
        _chart("share", pairs, "件"),
        ["类型", "件数", "占比"],
        [*([name, count, _percent(count, total)] for name, count in pairs), ["合计", total, "100%"]],
        f"汇编时已同意入库的专利，共{total}件，占比以此为分母。",
    )


MAKERS = {
    FigureKind.UNITS_BY_KIND: units_by_kind,
    FigureKind.PROPOSALS_BY_UNIT: proposals,
    FigureKind.ATTENDANCE: attendance,
    FigureKind.EVENTS: events,
    FigureKind.POOL: pool,
}
