"""What meetings print: the minutes, as readers of the alliance's bulletin know them."""

from itertools import groupby

from meetings.models import Attendance, Minutes

LIST_HEADING = "参会人员："


def minutes_context(minutes: Minutes) -> dict:
    """Title, preamble, numbered points and the run-in list of participants, as plain text.

    The list follows the printed issue: unit and names, 、 between names, ， between units, 等 at the end of an
    open list, without 请假 and 列席 (reference/chinese-standards.md).
    """
    meeting = minutes.meeting
    return {
        "title": minutes.title,
        "preamble": paragraphs(minutes.preamble),
        "points": [
            {"number": point.number, "kind": point.get_kind_display(), "text": point.text}
            for point in meeting.resolutions.all()
        ],
        "participants_heading": LIST_HEADING,
        "participants": participants_line(meeting.attendances.all(), is_open=meeting.list_is_open),
    }


def participants_line(attendances, *, is_open: bool) -> str:
    """`单位甲某、某，单位乙某等。` from attendances in printed order; empty without any."""
    listed = [a for a in attendances if a.on_list and a.state == "present"]
    units = [
        label + "、".join(a.person.name for a in group) for label, group in groupby(listed, key=_unit_label)
    ]
    return "，".join(units) + ("等。" if is_open else "。") if units else ""


def _unit_label(attendance: Attendance) -> str:
    return attendance.unit_printed or str(attendance.unit or "")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text whose paragraphs stand apart by an empty line."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return ["".join(line.strip() for line in block.split("\n")) for block in blocks if block.strip()]
