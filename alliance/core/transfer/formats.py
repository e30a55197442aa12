"""The two kinds of file that come in and go out: Excel (.xlsx) and CSV. Nothing in them is ever run."""

import csv
import io

import openpyxl
import tablib
from import_export.formats.base_formats import Format
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.office import recognise_office
from alliance.core.transfer.cells import FORMULA

MOST_ROWS = 2000
MOST_COLUMNS = 60
LONGEST = 20_000  # characters in one cell
UNREADABLE = "无法读取这个文件，请用 WPS 或 Excel 另存为 .xlsx 后再上传。"


def dataset_of(rows) -> tablib.Dataset:
    """First row: headers. Empty rows and empty columns at the end are left out. BadFile when it is too much."""
    rows = iter(rows)
    headers = [str(cell).strip() if cell is not None else "" for cell in next(rows, [])]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise BadFile("第一行应是表头，这个文件的第一行是空的。")
    if len(headers) > MOST_COLUMNS:
        raise BadFile(f"列数太多，最多 {MOST_COLUMNS} 列。")
    if len(set(headers)) < len(headers) or "" in headers:
        raise BadFile("表头有空白或重复的列名。")
    dataset = tablib.Dataset(headers=headers)
    for row in rows:
        cells = [*row, *[None] * len(headers)][: len(headers)]
        if all(cell in (None, "") for cell in cells):
            cells = [None] * len(headers)  # kept, so that the row numbers stay those of the file
        if any(isinstance(cell, str) and len(cell) > LONGEST for cell in cells):
            raise BadFile(f"有的单元格超过 {LONGEST} 字。")
        dataset.append(cells)
        if len(dataset) > MOST_ROWS:
            raise BadFile(f"行数太多，一次最多 {MOST_ROWS} 行，请分成几个文件。")
    while len(dataset) and not any(dataset[-1]):
        dataset.rpop()
    return dataset


def decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without a mark, or GB 18030. BadFile for what is no text."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadFile(UNREADABLE)
    if "\0" in text:
        raise BadFile(UNREADABLE)
    return text


class _Sheet(Format):
    def can_import(self):
        return True

    def can_export(self):
        return True


class Excel(_Sheet):
    title = "Excel（.xlsx）"

    def __init__(self, encoding=None):
        self.encoding = None

    def get_title(self):
        return self.title

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """The first sheet, after the archive was looked through (bombs, macros). Formulas give their last value."""
        if recognise_office(in_stream)[0] != FileKind.SHEET:
            raise BadFile(UNREADABLE)
        try:
            book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            return dataset_of(
                sheet.iter_rows(max_row=MOST_ROWS + 200, max_col=MOST_COLUMNS + 1, values_only=True)
            )
        except BadFile:
            raise
        except Exception:
            raise BadFile(UNREADABLE) from None

    def export_data(self, dataset: tablib.Dataset, **kwargs) -> bytes:
        """Every text is a text: a cell that begins like a formula is marked as quoted and never computed."""
        book = openpyxl.Workbook()
        sheet = book.active
        for number, row in enumerate([dataset.headers, *dataset], 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                if isinstance(value, str):
                    cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
                    cell.data_type = "s"
                    cell.quotePrefix = value.startswith(FORMULA)
                else:
                    cell.value = value
                if number == 1:
                    cell.font = Font(bold=True)
        for column, header in enumerate(dataset.headers, 1):
            letter = openpyxl.utils.get_column_letter(column)
            sheet.column_dimensions[letter].width = max(12, min(40, 2 * len(str(header)) + 6))
        sheet.freeze_panes = "A2"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


class Csv(_Sheet):
    title = "CSV"

    def __init__(self, encoding=None):
        self.encoding = None

    def get_title(self):
        return self.title

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return "text/csv; charset=utf-8"

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """As WPS and Excel save it."""
        try:
            return dataset_of(csv.reader(io.StringIO(decoded(in_stream), newline="")))
        except csv.Error:
            raise BadFile(UNREADABLE) from None

    def export_data(self, dataset: tablib.Dataset, **kwargs) -> bytes:
        """With a byte order mark, for Excel; a text that begins like a formula gets a quote in front."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(dataset.headers)
        for row in dataset:
            writer.writerow(
                [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in row]
            )
        return out.getvalue().encode("utf-8-sig")


FORMATS = (Excel, Csv)
