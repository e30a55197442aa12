"""出席统计 as an Excel workbook: counts are numbers, so that an office can work on with them."""

import io

import openpyxl
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from alliance.core.transfer.cells import FORMULA
from meetings.attendance_figures import ABSENT, DELEGATED, EXCUSED, PRESENT, UNKNOWN, Figures, Tally

COUNTED = (
    (PRESENT, "本人出席"),
    (DELEGATED, "代理出席"),
    (EXCUSED, "请假"),
    (ABSENT, "未出席"),
    (UNKNOWN, "未载明"),
)
LINE = Border(bottom=Side(style="thin", color="999999"))


def make_sheet(figures: Figures) -> bytes:
    """The workbook: one sheet of units, one of people, one of the sessions that were counted."""
    book = openpyxl.Workbook()
    counted = [label for _, label in COUNTED]
    heads = ["应出席次数", *counted, "出席率（%）"]
    _fill(book.active, "单位", ["单位", *heads], [[one.unit.name, *_numbers(one)] for one in figures.units])
    people = [[one.who.name, one.unit.name, *_numbers(one)] for one in figures.people]
    _fill(book.create_sheet(), "人员", ["姓名", "单位", *heads], people)
    meetings = [[one.name, one.starts_on.isoformat(), one.place] for one in figures.meetings]
    _fill(book.create_sheet(), "计入的会议", ["会议", "日期", "地点"], meetings)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _numbers(tally: Tally) -> list:
    return [tally.sessions, *(tally.counts[name] for name, _ in COUNTED), tally.percent]


def _fill(sheet: Worksheet, title: str, heads: list[str], rows: list[list]) -> None:
    sheet.title = title
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column, head)
        cell.font, cell.border = Font(bold=True), LINE
        sheet.column_dimensions[cell.column_letter].width = 30 if column == 1 else 14
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):  # also where it begins like a formula
                cell.data_type, cell.quotePrefix = "s", value.startswith(FORMULA)
    sheet.freeze_panes = "A2"
