"""年度收支表 as an Excel workbook: numbers are numbers, so that an office can add them up again."""

import io
from decimal import Decimal

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from alliance.core.transfer.cells import FORMULA

MONEY = "#,##0.00"
TITLE, HEAD = Font(size=14, bold=True), Font(bold=True)
LINE = Border(bottom=Side(style="thin", color="999999"))
HEADERS = ("凭证号", "日期", "摘要", "往来单位", "来源或用途", "收入（元）", "支出（元）", "余额（元）")
WIDTHS = (14, 13, 44, 30, 20, 17, 17, 17)


def make_sheet(snapshot: dict) -> bytes:
    """The workbook of a statement's snapshot: 收支汇总 and 明细."""
    book = openpyxl.Workbook()
    _summary(book.active, snapshot)
    _rows(book.create_sheet("明细"), snapshot)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(sheet: Worksheet, snapshot: dict) -> None:
    sheet.title = "收支汇总"
    _put(sheet, 1, 1, snapshot["title"]).font = TITLE
    lines = [("年初余额", snapshot["opening"], "")]
    for title, each, total in (
        ("收入合计", snapshot["income"], snapshot["total_income"]),
        ("支出合计", snapshot["spending"], snapshot["total_spending"]),
    ):
        lines += [(f"　{line['label']}", line["amount"], "") for line in each]
        lines.append((title, total["amount"], total["words"]))
    lines.append(("期末余额", snapshot["closing"]["amount"], snapshot["closing"]["words"]))
    for number, (label, amount, words) in enumerate(lines, 3):
        bold = not label.startswith("　")
        _put(sheet, number, 1, label).font = Font(bold=bold)
        _money(sheet, number, 2, amount).font = Font(bold=bold)
        _put(sheet, number, 3, words)
    notes = [
        ("单位", "元（人民币）"),
        ("依托单位", snapshot["hosting_party"] or "未载明"),
        ("制表日期", snapshot["made_on"]),
    ]
    for number, (label, value) in enumerate(notes, len(lines) + 4):
        _put(sheet, number, 1, label)
        _put(sheet, number, 2, value)
    for letter, width in zip("ABC", (24, 22, 44), strict=True):
        sheet.column_dimensions[letter].width = width


def _rows(sheet: Worksheet, snapshot: dict) -> None:
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True), 1):
        cell = _put(sheet, 1, column, header)
        cell.font, cell.border = HEAD, LINE
        sheet.column_dimensions[cell.column_letter].width = width
    for number, row in enumerate(snapshot["rows"], 2):
        texts = (f"{snapshot['year']}-{row['number']}", row["day"], row["summary"], row["party"], row["kind"])
        for column, text in enumerate(texts, 1):
            _put(sheet, number, column, text).alignment = Alignment(wrap_text=True, vertical="top")
        for column, name in enumerate(("income", "spending", "balance"), 6):
            if row[name]:
                _money(sheet, number, column, row[name])
    sheet.freeze_panes = "A2"


def _put(sheet: Worksheet, row: int, column: int, text: str):
    """A text, also where it begins like a formula."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)
    return cell


def _money(sheet: Worksheet, row: int, column: int, amount: str):
    cell = sheet.cell(row, column, Decimal(amount.replace(",", "")))
    cell.number_format = MONEY
    return cell
