"""A sheet as people keep it: titles above the header, merged cells, formulas. Read as text or refused, never computed."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

import openpyxl

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.hints import OLE, hint_for
from alliance.core.files.office import recognise_office
from alliance.core.transfer.cells import text_of
from alliance.core.transfer.formats import LONGEST, MOST_COLUMNS, MOST_ROWS, UNREADABLE, decoded

HEAD = 20  # rows above the list: titles, dates, the header itself
EMPTY_RUN = (
    500  # empty rows after which nothing more is looked for: borders often reach to the last row of a sheet
)
MOST_MERGED = 5000  # merged ranges; a list has a few dozen
ONLY_SHEETS = "只接受 .xlsx 和 .csv 文件；.xls、.et 请先在 WPS 或 Excel 里另存为 .xlsx。"
TOO_LONG = f"行数太多，一次最多 {MOST_ROWS} 行，请分成几个文件。"
TOO_WIDE = f"列数太多，最多 {MOST_COLUMNS} 列。"
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?[A-Z]{1,3}\$?([0-9]{1,7})"'
)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


@dataclass
class Grid:
    """The rows of one sheet that hold something: line as people see it (from 1) → texts. `sheets`: those to choose from."""

    rows: dict[int, list[str]] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    notes: list[str] = field(default_factory=list)


def read_grid(*, name: str, content: bytes, sheet: str = "") -> Grid:
    """What stands in an .xlsx or .csv file; `sheet` names one of several, the first with something in it otherwise.

    Raises BadFile with a Chinese sentence for everything else, for bombs, and beyond MOST_ROWS × MOST_COLUMNS.
    """
    if not content:
        raise BadFile("文件是空的，请重新选择。")
    if content.startswith(b"PK\x03\x04"):
        if recognise_office(content)[0] != FileKind.SHEET:
            raise BadFile(ONLY_SHEETS)
        grid = _of_workbook(content, sheet)
    elif name.lower().endswith((".csv", ".txt")) and not content.startswith((OLE, b"%PDF")):
        grid = _of_csv(content)
    else:
        raise BadFile(hint_for(content) if content.startswith(OLE) else ONLY_SHEETS)
    if not grid.rows:
        raise BadFile("表格是空的，没有内容。")
    return grid


def _of_csv(content: bytes) -> Grid:
    grid = Grid()
    try:
        _gather(csv.reader(io.StringIO(decoded(content), newline="")), grid)
    except csv.Error:
        raise BadFile(UNREADABLE) from None
    return grid


def _of_workbook(content: bytes, wanted: str) -> Grid:
    try:
        book = _opened(content, data_only=True)
        visible = [each for each in book.worksheets if each.sheet_state == "visible"] or book.worksheets
        names = [each.title for each in visible]
        if wanted and wanted not in names:
            raise BadFile("没有这张工作表，请重新选择。")
        for each in visible:
            if wanted in ("", each.title):
                grid = _of_sheet(content, book, each, names)
                if grid.rows or wanted:
                    return grid
    except BadFile:
        raise
    except Exception:  # whatever a broken part does to the reader
        raise BadFile(UNREADABLE) from None
    return Grid(sheets=names)


def _opened(content: bytes, *, data_only: bool):
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)


def _of_sheet(content: bytes, book, sheet, names: list[str]) -> Grid:
    grid = Grid(sheets=names, sheet=sheet.title)
    with book._archive.open(sheet._worksheet_path) as part:
        source = part.read()  # at most MAX_TEXT_PART: recognise_office has looked
    sheet.reset_dimensions()  # what a sheet says about its own size need not be true
    _gather(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), grid)
    if grid.rows and FORMULA.search(source):
        _mark_formulas(grid, _opened(content, data_only=False)[sheet.title])
    if grid.rows:
        _fill_merged(grid, source)
    return grid


def _gather(rows: Iterable, grid: Grid) -> None:
    """Into the grid, row by row; nothing after a long stretch of empty rows."""
    last = 0
    for line, row in enumerate(rows, 1):
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            if len(texts) > MOST_COLUMNS:
                raise BadFile(TOO_WIDE)
            grid.rows[line] = texts
            last = line
        elif line - last >= EMPTY_RUN:
            grid.notes.append(f"第 {last} 行以后是大片空白，没有再往下读。")
            return
        if len(grid.rows) > MOST_ROWS + HEAD:
            raise BadFile(TOO_LONG)


def _text(value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat() if not isinstance(value, datetime) else f"{value:%Y-%m-%d %H:%M}"
    text = UNSEEN.sub("", text_of(value)).strip()
    if len(text) > LONGEST:
        raise BadFile(f"有的单元格超过 {LONGEST} 字。")
    return text


def _mark_formulas(grid: Grid, sheet) -> None:
    """A formula counts with the value that the office program stored; without one it stays as it is written."""
    computed = 0
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=max(grid.rows) + EMPTY_RUN, max_col=MOST_COLUMNS)
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell.data_type != "f":
                continue
            texts = grid.rows.setdefault(line, [])
            texts += [""] * (column + 1 - len(texts))
            computed += bool(texts[column])
            texts[column] = texts[column] or f"={str(cell.value).lstrip('=')}"[:200]
    if computed:
        grid.notes.append(f"有 {computed} 格是公式，取的是表格里存下的结果，没有重新计算。")
    grid.rows = dict(sorted(grid.rows.items()))


def _fill_merged(grid: Grid, source: bytes) -> None:
    """What stands in a cell merged over several rows holds for each of them that says anything else."""
    filled = 0
    last = max(grid.rows)
    for number, found in enumerate(MERGED.finditer(source)):
        if number >= MOST_MERGED:
            raise BadFile("合并的单元格太多，请取消合并后再上传。")
        column, top, bottom = _column(found[1]), int(found[2]), min(int(found[3]), last)
        if bottom <= top or column >= MOST_COLUMNS or bottom - top > MOST_ROWS:
            continue
        above = grid.rows.get(top, [])
        if column < len(above) and (text := above[column]):
            filled += sum(_put(grid.rows.get(line), column, text) for line in range(top + 1, bottom + 1))
    if filled:
        grid.notes.append("有合并的单元格，其中的内容已填入合并的每一行。")


def _put(texts: list[str] | None, column: int, text: str) -> bool:
    if not texts or (column < len(texts) and texts[column]):
        return False
    texts += [""] * (column + 1 - len(texts))
    texts[column] = text
    return True


def _column(letters: bytes) -> int:
    """Place of a column from 0: A → 0, AA → 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
