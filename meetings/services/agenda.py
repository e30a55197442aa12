"""Writes of the agenda: half days, items in order with their minutes, papers. The meeting's version counts each."""

from django.db import transaction
from django.db.models import F, Max

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.models import StoredFile
from alliance.core.writing import check_version, lock, save_record
from meetings.enums import ItemKind, MeetingState
from meetings.follow_up import TITLE, follow_up_of
from meetings.models import AgendaItem, AgendaPaper, Meeting, Sitting
from members.enums import Access, Body

RIGHT = "meetings.manage_meeting"
OPEN_STATES = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION)
SITTING = ("date", "part", "body", "title", "starts_at", "ends_at", "room", "chair")
ITEM = ("kind", "title", "sitting", "presenter", "presenter_body", "note", "minutes_planned")
LONGEST = 600  # minutes of one item


# ---------------------------------------------------------------- half days
@transaction.atomic
def save_sitting(
    *, actor, meeting: Meeting, sitting: Sitting | None, content: dict, version: int | None = None
) -> Sitting:
    """Add a half day (`sitting` None) or change one. `content` may have any of `SITTING`.

    Half days stand by day and time. Raises WrongState, StaleVersion, DomainError or ValidationError by field.
    """
    meeting = _open(actor, meeting, version)
    row = sitting or Sitting(meeting=meeting)
    _write(row, SITTING, content)
    _check_sitting(meeting, row)
    row.full_clean()
    row.save()
    if sitting is None:
        meeting.items.filter(kind=ItemKind.FOLLOW_UP, sitting=None).update(sitting=row)
    _in_order(meeting)
    _count(actor, meeting, "修改分场会议" if sitting else "新增分场会议", row)
    return row


@transaction.atomic
def remove_sitting(*, actor, meeting: Meeting, sitting: Sitting, version: int | None = None) -> Meeting:
    """Its items stay, without a half day."""
    meeting = _open(actor, meeting, version)
    said = str(sitting)
    sitting.delete()
    _in_order(meeting)
    return _count(actor, meeting, "移除分场会议", said)


def _check_sitting(meeting: Meeting, row: Sitting) -> None:
    if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
        raise DomainError("结束时间须晚于开始时间。", field="ends_at")
    last = meeting.ends_on or meeting.starts_on
    if row.date and meeting.starts_on and not meeting.starts_on <= row.date <= last:
        raise DomainError("日期不在会期之内。", field="date")
    if row.chair and row.chair.is_example != meeting.is_example:
        raise DomainError("示例会议由示例人员主持，真实会议由真实人员主持。", field="chair")


# ---------------------------------------------------------------- items
@transaction.atomic
def save_item(
    *, actor, meeting: Meeting, item: AgendaItem | None, content: dict, version: int | None = None
) -> AgendaItem:
    """Add an item at the end of its half day (`item` None) or change one. `content` may have any of `ITEM`."""
    meeting = _open(actor, meeting, version)
    row = item or AgendaItem(meeting=meeting)
    place = row.sitting_id
    _write(row, ITEM, content)
    _check_item(meeting, row)
    if item is None or row.sitting_id != place:
        row.order = (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1
    row.full_clean()
    row.save()
    _in_order(meeting)
    _count(actor, meeting, "修改议程" if item else "新增议程", row)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_item(*, actor, meeting: Meeting, item: AgendaItem, version: int | None = None) -> Meeting:
    """Raises WrongState for one that a vote or a point of the minutes speaks of."""
    meeting = _open(actor, meeting, version)
    if item.resolutions.exists() or item.ballots.exists():
        raise WrongState(f"“{item}”已有议定事项或表决，不能移除。")
    said = str(item)
    item.delete()
    _in_order(meeting)
    return _count(actor, meeting, "移除议程", said)


@transaction.atomic
def move_item(*, actor, meeting: Meeting, item: AgendaItem, up: bool, version: int | None = None) -> Meeting:
    """One place up or down; over the edge of its half day it goes to the next one."""
    meeting = _open(actor, meeting, version)
    groups = _groups(meeting)
    here = next(index for index, (_, items) in enumerate(groups) if item in items)
    items = groups[here][1]
    place, step = items.index(item), -1 if up else 1
    if 0 <= place + step < len(items):
        items[place], items[place + step] = items[place + step], items[place]
    elif 1 <= here + step < len(groups):  # the first group are those without a half day
        items.remove(item)
        other = groups[here + step][1]
        other.insert(len(other) if up else 0, item)
    else:
        return meeting
    _number(groups)
    return _count(actor, meeting, "调整议程顺序", item)


@transaction.atomic
def set_durations(
    *, actor, meeting: Meeting, minutes: dict[int, int | None], version: int | None = None
) -> Meeting:
    """Primary key of an item → its minutes, None for not said. Items of other meetings are passed over."""
    meeting = _open(actor, meeting, version)
    changed = []
    for row in meeting.items.filter(pk__in=minutes):
        planned = minutes[row.pk]
        if planned is not None and not 0 < planned <= LONGEST:
            raise DomainError(f"“{row}”的时长须在 1 至 {LONGEST} 分钟之间。", field=f"minutes-{row.pk}")
        if planned != row.minutes_planned:
            row.minutes_planned = planned
            changed.append(row)
    AgendaItem.objects.bulk_update(changed, ["minutes_planned"])
    return _count(actor, meeting, "修改议程时长", f"{len(changed)}项") if changed else meeting


@transaction.atomic
def open_with_last_points(*, actor, meeting: Meeting) -> AgendaItem | None:
    """Put 上次会议议定事项落实情况 first, or bring its figures up to date; None where the bodies never met before."""
    meeting = _open(actor, meeting, None)
    found = follow_up_of(meeting)
    if found is None:
        return None
    item = meeting.items.filter(kind=ItemKind.FOLLOW_UP).first()
    note = f"{found.meeting}：{found.summary}"[:200]
    if item is not None and item.note == note:
        return item
    if item is None:
        first = meeting.sittings.order_by("order", "pk").first()
        meeting.items.update(order=F("order") + 1)
        item = AgendaItem(meeting=meeting, sitting=first, kind=ItemKind.FOLLOW_UP, title=TITLE, order=0)
        item.presenter_body = Body.SECRETARIAT
    item.note = note
    item.full_clean()
    item.save()
    _in_order(meeting)
    _count(actor, meeting, "列入上次会议议定事项落实情况", item)
    return item


def _check_item(meeting: Meeting, row: AgendaItem) -> None:
    if row.sitting and row.sitting.meeting_id != meeting.pk:
        raise DomainError("请选择本次会议的分场会议。", field="sitting")
    if row.presenter and row.presenter.is_example != meeting.is_example:
        raise DomainError("示例会议由示例人员报告，真实会议由真实人员报告。", field="presenter")
    if row.minutes_planned is not None and not 0 < row.minutes_planned <= LONGEST:
        raise DomainError(f"时长须在 1 至 {LONGEST} 分钟之间。", field="minutes_planned")


# ---------------------------------------------------------------- papers
@transaction.atomic
def add_paper(
    *, actor, item: AgendaItem, title: str, stored: StoredFile, access: str = Access.MEMBERS
) -> AgendaPaper:
    """Put a file to an item, for those who may read `access`. The same file twice under one title is one paper."""
    meeting = _open(actor, item.meeting, None)
    again = item.papers.filter(title=title.strip(), stored__sha256=stored.sha256).first()
    if again is not None:
        return again
    order = (item.papers.aggregate(last=Max("order"))["last"] or 0) + 1
    paper = AgendaPaper(item=item, title=title.strip(), stored=stored, access=access, order=order)
    paper.full_clean()
    paper.save()
    _count(actor, meeting, f"上传会议材料（{Access(access).label}）", paper)
    return paper


@transaction.atomic
def remove_paper(*, actor, paper: AgendaPaper) -> Meeting:
    """Take a paper from its item; the file itself is cleared away once nothing uses it."""
    meeting = _open(actor, paper.item.meeting, None)
    said = str(paper)
    paper.delete()
    return _count(actor, meeting, "移除会议材料", said)


# ---------------------------------------------------------------- the parts
def _open(actor, meeting: Meeting, version: int | None) -> Meeting:
    meeting = lock(meeting)
    require(actor, RIGHT, meeting)
    if meeting.state not in OPEN_STATES:
        raise WrongState(f"会议{meeting.get_state_display()}，议程不能再改。")
    check_version(meeting, version)
    return meeting


def _count(actor, meeting: Meeting, label: str, about) -> Meeting:
    """A change of rows is a new version of the meeting: whoever has the agenda open must see it first."""
    save_record(meeting, actor=actor, reason=f"{label}：{about}")
    audit.record(
        actor=actor,
        obj=meeting,
        action="meetings.meeting.agenda",
        label=label,
        data={"about": str(about)[:200]},
    )
    return meeting


def _write(row, names: tuple, content: dict) -> None:
    if unknown := set(content) - set(names):
        raise TypeError(f"no such field: {sorted(unknown)}")
    for name, value in content.items():
        setattr(row, name, value)


def _in_order(meeting: Meeting) -> None:
    """Half days by day, time and part; items numbered through the meeting, those without a half day first."""
    sittings = sorted(meeting.sittings.all(), key=_when)
    for order, sitting in enumerate(sittings):
        sitting.order = order
    Sitting.objects.bulk_update(sittings, ["order"])
    _number(_groups(meeting))


def _when(sitting: Sitting) -> tuple:
    parts = ("morning", "afternoon", "evening")
    start = sitting.starts_at.isoformat() if sitting.starts_at else ""
    return (sitting.date, parts.index(sitting.part), start, sitting.order, sitting.pk)


def _groups(meeting: Meeting) -> list[tuple[Sitting | None, list[AgendaItem]]]:
    items = list(meeting.items.order_by("order", "pk"))
    sittings = [None, *meeting.sittings.order_by("order", "pk")]
    return [
        (one, [item for item in items if item.sitting_id == (one.pk if one else None)]) for one in sittings
    ]


def _number(groups: list) -> None:
    rows = []
    for sitting, items in groups:
        for item in items:
            item.sitting, item.order = sitting, len(rows)
            rows.append(item)
    AgendaItem.objects.bulk_update(rows, ["sitting", "order"])
