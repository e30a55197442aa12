"""The words that the records of a meeting give for its minutes. Nothing is said that no record says."""

from collections.abc import Iterable
from itertools import groupby

from alliance.core.dates import days_words
from meetings.enums import AttendanceState, ItemKind, MeetingForm
from meetings.models import AgendaItem, Attendance, Meeting, Sitting

# Kind of an item → what is said of it, with and without who presented it.
SENTENCES = {
    ItemKind.SPEECH: ("{who}作“{title}”。", "会上作了“{title}”。"),
    ItemKind.REPORT: ("会议听取了{who}所作的“{title}”。", "会议听取了“{title}”。"),
    ItemKind.DELIBERATION: ("会议听取了{who}的说明，审议了“{title}”。", "会议审议了“{title}”。"),
    ItemKind.DISCUSSION: ("会议由{who}引导，讨论了“{title}”。", "会议讨论了“{title}”。"),
    ItemKind.NOTICE: ("{who}通报了“{title}”。", "会议通报了“{title}”。"),
    ItemKind.FOLLOW_UP: ("会议听取了{who}通报的“{title}”。", "会议通报了“{title}”。"),
    ItemKind.SUMMARY: ("{who}作“{title}”。", "会上作了“{title}”。"),
}


def opening_of(meeting: Meeting) -> str:
    """When, where, by whom convened and chaired, who came: the first paragraph."""
    parts = [f"{_when(meeting)}{meeting}{_where(meeting)}"]
    if meeting.host_id:
        parts.append(f"由{meeting.host}承办")
    chairs = [_chair_words(sitting) for sitting in meeting.sittings.all() if sitting.chair_id]
    sentences = ["，".join(parts), "，".join(chairs), came_words(meeting)]
    return "".join(f"{sentence}。" for sentence in sentences if sentence)


def item_text(item: AgendaItem) -> str:
    """One sentence about the item, then what was noted under it."""
    with_whom, plain = SENTENCES[item.kind]
    title, who = item.title.strip().rstrip("。"), _presenter(item)
    said = with_whom.format(who=who, title=title) if who else plain.format(title=title)
    return said + "\n".join(line.strip() for line in item.record.strip().splitlines() if line.strip())


def came_words(meeting: Meeting) -> str:
    """The attendance as reported where there is a report; else as many as the records name."""
    if meeting.units_reported or meeting.people_reported:
        units = f"成员单位{meeting.units_reported}家" if meeting.units_reported else ""
        people = f"{meeting.people_reported}{meeting.people_qualifier}人" if meeting.people_reported else ""
        return f"到会{'、'.join(filter(None, (units, people)))}"
    present = [one for one in meeting.attendances.all() if one.state == AttendanceState.PRESENT]
    if not present:
        return ""
    units = {one.unit_id for one in present if one.unit_id}
    return f"{len(units)}家单位的{len(present)}人出席会议" if units else f"{len(present)}人出席会议"


# ---------------------------------------------------------------- attendance by unit
def by_unit(attendances: Iterable[Attendance], state: str) -> list[tuple[str, list[str]]]:
    """(unit, names) in printed order of those who were present, excused or observers; delegates say for whom."""
    listed = [one for one in attendances if one.on_list and one.state == state]
    return [(unit, [_name(one) for one in group]) for unit, group in groupby(listed, key=unit_label)]


def unit_label(attendance: Attendance) -> str:
    return attendance.unit_printed or str(attendance.unit or "")


def _name(attendance: Attendance) -> str:
    name = attendance.person.name
    return f"{name}（代{attendance.stands_for.name}）" if attendance.stands_for_id else name


# ---------------------------------------------------------------- small words
def _when(meeting: Meeting) -> str:
    if meeting.starts_on is None:
        return ""
    return f"{days_words(meeting.starts_on, meeting.ends_on)}，"


def _where(meeting: Meeting) -> str:
    if meeting.form == MeetingForm.ONLINE:
        return "以视频会议形式召开"
    if meeting.form == MeetingForm.CORRESPONDENCE:
        return "以通讯方式召开"
    place = f"{meeting.place}{meeting.venue}"
    return f"在{place}召开" if place else "召开"


def _chair_words(sitting: Sitting) -> str:
    return f"{sitting.get_part_display()}的{sitting.title or sitting.get_body_display()}由{sitting.chair}主持"


def _presenter(item: AgendaItem) -> str:
    """Who presented it. A body reports; it does not lead its own discussion."""
    if item.presenter_id:
        return item.presenter.name
    return item.get_presenter_body_display() if item.kind in (ItemKind.REPORT, ItemKind.NOTICE) else ""
