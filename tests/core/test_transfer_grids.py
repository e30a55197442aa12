"""Sheets as people keep them, and files that are not what they say: read as text, or refused, in bounded time."""

import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest

from alliance.core.errors import BadFile
from alliance.core.files.hints import OLE
from alliance.core.transfer.grids import EMPTY_RUN, read_grid

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def workbook(*rows, merged=(), sheets=()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    for title, *more in sheets:
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(content: bytes, **parts: bytes | None) -> bytes:
    """The archive with some of its parts replaced; `sheet1` and `workbook` name the usual ones."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml"}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        changed = {names[key]: part for key, part in parts.items()}
        for name in old.namelist():
            part = changed.get(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def read(content: bytes, name: str = "名单.xlsx", **wanted):
    return read_grid(name=name, content=content, **wanted)


# ---------------------------------------------------------------- as people keep them
def test_lines_are_those_of_the_sheet_and_empty_ones_are_left_out():
    grid = read(workbook(["名单"], [], ["姓名", "电话"], [], ["张甲", 13812345678.0]))
    assert grid.rows == {1: ["名单"], 3: ["姓名", "电话"], 5: ["张甲", "13812345678"]}


def test_merged_cells_hold_for_every_row_that_says_something():
    rows = [["单位", "姓名"], ["甲所", "张甲"], [None, "王乙"], [None, None], ["乙大学", "李丙"]]
    grid = read(workbook(*rows, merged=("A2:A4",)))
    assert grid.rows == {1: ["单位", "姓名"], 2: ["甲所", "张甲"], 3: ["甲所", "王乙"], 5: ["乙大学", "李丙"]}
    assert grid.notes == ["有合并的单元格，其中的内容已填入合并的每一行。"]


def test_formula_without_a_stored_result_stays_as_written_and_is_never_computed():
    grid = read(workbook(["姓名", "电话"], ["张甲", '=HYPERLINK("http://x","y")'], ["=1+1"]))
    assert grid.rows[2] == ["张甲", '=HYPERLINK("http://x","y")']
    assert grid.rows[3] == ["=1+1"]


def test_formula_with_a_stored_result_gives_it():
    content = workbook(["姓名", "数"], ["张甲", "=1+1"])
    part = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    stored = (
        part.replace(b"<v></v>", b"<v>42</v>").replace(b"<v />", b"<v>42</v>").replace(b"<v/>", b"<v>42</v>")
    )
    assert stored != part
    grid = read(rewritten(content, sheet1=stored))
    assert grid.rows[2] == ["张甲", "42"]
    assert grid.notes == ["有 1 格是公式，取的是表格里存下的结果，没有重新计算。"]


def test_first_sheet_with_something_in_it_is_read_and_another_can_be_chosen():
    content = workbook(sheets=(("专家", ["姓名"], ["张甲"]), ("联络员", ["姓名"], ["王乙"])))
    assert (read(content).sheet, read(content).sheets) == ("专家", ["Sheet", "专家", "联络员"])
    assert read(content, sheet="联络员").rows[2] == ["王乙"]
    with pytest.raises(BadFile, match="没有这张工作表"):
        read(content, sheet="没有")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_csv_of_every_encoding_in_use(encoding):
    grid = read("姓名,单位\r\n张甲,甲所\r\n".encode(encoding), "名单.csv")
    assert grid.rows == {1: ["姓名", "单位"], 2: ["张甲", "甲所"]}


def test_a_sheet_may_lie_about_its_size():
    content = workbook(["姓名"], ["张甲"])
    part = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    lying = part.replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:A1"')
    assert lying != part
    assert read(rewritten(content, sheet1=lying)).rows[2] == ["张甲"]


def test_far_away_cells_are_not_waited_for():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["A1048576"] = "姓名", "张甲", "很远"
    out = io.BytesIO()
    book.save(out)
    began = time.monotonic()
    grid = read(out.getvalue())
    assert (list(grid.rows), time.monotonic() - began < 10) == ([1, 2], True)
    assert grid.notes == ["第 2 行以后是大片空白，没有再往下读。"]
    assert EMPTY_RUN == 500


# ---------------------------------------------------------------- refused
def bomb() -> bytes:
    return rewritten(workbook(["姓名"]), sheet1=b"<worksheet>" + b" " * (30 << 20) + b"</worksheet>")


def laughing() -> bytes:
    entities = b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    )
    sheet = (
        b"<!DOCTYPE x [" + entities + b"]>"
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row></sheetData></worksheet>'
    )
    return rewritten(workbook(["姓名"]), sheet1=sheet)


def protected(stream: str) -> bytes:
    return OLE + b"\0" * 500 + stream.encode("utf-16-le") + b"\0" * 500


REFUSED = {
    "bomb.xlsx": (bomb, "文件解压后过大"),
    "laughing.xlsx": (laughing, "无法读取这个文件"),
    "password.xlsx": (lambda: protected("EncryptedPackage"), "文件设有打开密码"),
    "old.xls": (lambda: protected("Workbook"), "旧版 Excel"),
    "html.xls": (lambda: b"<html><table></table></html>", "只接受 .xlsx 和 .csv"),
    "cut.xlsx": (lambda: workbook(["姓名"], ["张甲"])[:-200], "文件已损坏"),
    "no_sheet.xlsx": (lambda: rewritten(workbook(["姓名"]), sheet1=None), "表格是空的"),
    "broken.xlsx": (lambda: rewritten(workbook(["姓名"]), sheet1=b"<worksheet><sheetData><row"), "无法读取这个文件"),
    "picture.xlsx": (lambda: b"\x89PNG\r\n\x1a\n", "只接受 .xlsx 和 .csv"),
    "pdf.csv": (lambda: b"%PDF-1.7", "只接受 .xlsx 和 .csv"),
    "binary.csv": (lambda: b"\xff\xfe\x00\x00a\x00", "无法读取这个文件"),
    "field.csv": (lambda: ('"' + "甲" * 200_000 + '"').encode(), "无法读取这个文件"),
    "nothing.csv": (lambda: b"", "文件是空的"),
    "blank.csv": (lambda: b"\n,,\n", "表格是空的"),
    "blank.xlsx": (workbook, "表格是空的"),
    "wide.xlsx": (lambda: workbook([f"列{n}" for n in range(61)]), "列数太多，最多 60 列"),
    "word.xlsx": (lambda: zipped("word/document.xml"), "只接受 .xlsx 和 .csv"),
    "macro.xlsx": (lambda: zipped("xl/workbook.xml", "xl/vbaProject.bin"), "文件带有宏"),
    "merged.xlsx": (lambda: over_merged(), "合并的单元格太多"),
}  # fmt: skip


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, TYPES)
    return out.getvalue()


def over_merged() -> bytes:
    content = workbook(["姓名"], ["张甲"], ["王乙"])
    part = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    cells = b'<mergeCells count="9000">' + b'<mergeCell ref="A2:A3"/>' * 9000 + b"</mergeCells>"
    return rewritten(content, sheet1=part.replace(b"</sheetData>", b"</sheetData>" + cells))


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_in_plain_words(name):
    build, told = REFUSED[name]
    with pytest.raises(BadFile) as refused:
        read(build(), name)
    assert told in refused.value.message


def test_ten_thousand_rows_are_refused_soon_and_in_little_memory():
    content = workbook(["姓名", "单位"], *([f"张{n}", "甲所"] for n in range(10_000)))
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(BadFile, match="行数太多，一次最多 2000 行"):
        read(content)
    seconds, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (seconds < 20, peak < 60 << 20) == (True, True), (seconds, peak)


def test_ten_thousand_lines_of_csv_are_refused():
    with pytest.raises(BadFile, match="行数太多，一次最多 2000 行"):
        read(("姓名\n" + "张甲\n" * 10_000).encode(), "名单.csv")
