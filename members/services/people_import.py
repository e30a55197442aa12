"""人员导入: a list is uploaded, looked at, corrected, and taken over as a whole or not at all."""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.enums import FileKind
from alliance.core.errors import BadFile, DomainError, StaleVersion, WrongState
from alliance.core.files.names import safe_name
from alliance.core.files.store import store_file
from alliance.core.transfer.cells import text_of
from alliance.core.transfer.formats import LONGEST
from alliance.core.transfer.grids import Grid, read_grid
from alliance.core.transitions import run_transition
from alliance.core.writing import check_version, lock, save_record
from members.enums import ImportState
from members.models import Person, PersonImport
from members.people_check import ERROR, NEW, UPDATE, CheckedRow, check, signature
from members.people_columns import FIELDS, JOINED, find_header, label_of, recognise
from members.services.people import move_person

LARGEST = 5 << 20  # bytes of an uploaded list
LONGEST_KEY = 12  # digits of the number of a person
REASON = "表格导入"


@transaction.atomic
def start_import(*, actor, upload) -> PersonImport:
    """Read `upload` (a Django file) and keep its rows to be looked at. Raises DomainError with field `file`.

    The file itself is kept only while another of its sheets may be chosen.
    """
    require(actor, "members.import_people", None)
    if upload.size > LARGEST:
        raise DomainError("文件超过 5 MB，请分成几个文件。", field="file")
    content = upload.read(LARGEST + 1)
    try:
        grid = read_grid(name=upload.name, content=content)
        stored = None
        if len(grid.sheets) > 1:
            upload.seek(0)
            stored = store_file(actor=actor, upload=upload, kinds=(FileKind.SHEET,))
    except BadFile as bad:
        raise DomainError(bad.message, field="file") from None
    extension = ".xlsx" if grid.sheets else ".csv"
    record = PersonImport(stored=stored, file_name=safe_name(upload.name, extension), created_by=actor)
    _take(record, grid)
    save_record(record, actor=actor, reason="上传名单")
    audit.record(
        actor=actor,
        obj=record,
        action="members.personimport.start",
        label="上传人员名单",
        data={"file": record.file_name, "rows": len(record.rows)},
    )
    return record


@transaction.atomic
def choose_sheet(*, actor, record: PersonImport, sheet: str, version: int | None = None) -> PersonImport:
    """Read another sheet of the file; what was corrected before is gone. Raises DomainError with field `sheet`."""
    record = _opened(actor, record, version)
    if record.stored is None:
        raise DomainError("这个文件只有一张工作表。", field="sheet")
    with record.stored.file.open("rb") as file:
        content = file.read()
    try:
        _take(record, read_grid(name=record.file_name, content=content, sheet=sheet))
    except BadFile as bad:
        raise DomainError(bad.message, field="sheet") from None
    return save_record(record, actor=actor, reason="选择工作表")


@transaction.atomic
def choose_columns(
    *, actor, record: PersonImport, header_line: int, columns: dict[str, str], version: int | None = None
) -> PersonImport:
    """Where the header stands and what each column means (column from 0, as text → field; "" for none).

    Another header line is recognised anew, `columns` are then of no account. Raises DomainError with field
    `header_line` or `columns`.
    """
    record = _opened(actor, record, version)
    if header_line != record.header_line:
        _recognise(record, header_line)
    else:
        record.columns = _checked_columns(record, columns)
    return save_record(record, actor=actor, reason="选择列的含义")


@transaction.atomic
def correct_rows(
    *,
    actor,
    record: PersonImport,
    cells: dict[int, dict[int, str]],
    choices: dict[int, str],
    version: int | None = None,
) -> PersonImport:
    """Texts of cells (line → column → text) and what becomes of rows (line → "", skip, new, number of a person)."""
    record = _opened(actor, record, version)
    for row in record.rows:
        for column, text in cells.get(row["line"], {}).items():
            _put(row["cells"], column, text)
        if row["line"] in choices:
            row["choice"] = _checked_choice(choices[row["line"]])
    return save_record(record, actor=actor, reason="更正名单")


@transaction.atomic
def apply_import(*, actor, record: PersonImport, seen: str, version: int | None = None) -> PersonImport:
    """Take over every row that is not skipped, or none. `seen`: the signature of what the person was shown.

    Raises DomainError while a row is wrong, and StaleVersion when the register has changed since it was looked at.
    """
    record = _opened(actor, record, version)
    checked = check(record)
    wrong = sum(row.what == ERROR for row in checked)
    if wrong:
        raise DomainError(f"还有 {wrong} 行有误，请改正或跳过后再导入。")
    to_write = [row for row in checked if row.what in (NEW, UPDATE)]
    if not to_write:
        raise DomainError("没有需要导入的内容。")
    if signature(checked) != seen:
        raise StaleVersion("核对之后，名单或人员登记有了变化。请按现在的预览再核对一遍，然后导入。")
    for row in to_write:
        _write(actor, record, row)
    added = sum(row.what == NEW for row in to_write)
    numbers = {"added": added, "changed": len(to_write) - added}
    return run_transition(
        actor=actor, obj=record, name="apply", data={"file": record.file_name, **numbers}, **numbers
    )


# ---------------------------------------------------------------- reading
def _opened(actor, record: PersonImport, version: int | None) -> PersonImport:
    require(actor, "members.import_people", record)
    record = lock(record)
    if record.state != ImportState.PREVIEWED:
        raise WrongState(f"这份名单{record.get_state_display()}，不能再改。")
    check_version(record, version)
    return record


def _take(record: PersonImport, grid: Grid) -> None:
    record.sheets, record.sheet, record.notes = grid.sheets, grid.sheet[:100], grid.notes
    record.rows = [{"line": line, "cells": texts, "choice": ""} for line, texts in grid.rows.items()]
    line = find_header(list(grid.rows.items()))
    if line is None:
        record.notes = [*record.notes, "没有认出表头，请在下面选择表头所在的行和各列的含义。"]
        line = min(grid.rows)
    _recognise(record, line)


def _recognise(record: PersonImport, line: int) -> None:
    header = next((row["cells"] for row in record.rows if row["line"] == line), None)
    if header is None:
        raise DomainError("这一行是空的，请选择表头所在的行。", field="header_line")
    record.header_line, record.columns = line, recognise(header)


def _checked_columns(record: PersonImport, columns: dict[str, str]) -> dict[str, str]:
    width = max(len(row["cells"]) for row in record.rows)
    chosen = {str(place): name for place in range(width) if (name := columns.get(str(place), "")) in FIELDS}
    names = list(chosen.values())
    twice = [label_of(name) for name in FIELDS if names.count(name) > 1 and name not in JOINED]
    if twice:
        raise DomainError(f"有两列都选了“{'、'.join(twice)}”，请改掉其中一列。", field="columns")
    if "name" not in names:
        raise DomainError("请选出“姓名”所在的列。", field="columns")
    return chosen


def _put(cells: list[str], column: int, text: str) -> None:
    if not 0 <= column < 100 or len(text) > LONGEST:
        raise DomainError("内容过长，请缩短。")
    cells += [""] * (column + 1 - len(cells))
    cells[column] = text_of(text.replace("\0", ""))


def _checked_choice(choice: str) -> str:
    return (
        choice
        if choice in ("skip", NEW) or (choice.isascii() and choice.isdigit() and len(choice) < LONGEST_KEY)
        else ""
    )


# ---------------------------------------------------------------- writing
def _write(actor, record: PersonImport, row: CheckedRow) -> None:
    person = row.person
    if row.what == UPDATE:
        person = _updated(actor, row)
    save_record(person, actor=actor, reason=REASON)
    audit.record(
        actor=actor,
        obj=person,
        action="members.person.import",
        label=REASON,
        data={
            "file": record.file_name,
            "row": row.line,
            "fields": [label_of(name) for name, _, _ in row.changes],
        },
    )


def _updated(actor, row: CheckedRow) -> Person:
    """The registered row with what the list says; another unit is a move, whose day the list does not tell."""
    person = lock(row.person)
    changed = {name for name, _, _ in row.changes}
    if row.moves:
        post = row.person.post if "post" in changed else ""
        person = move_person(
            actor=actor,
            person=person,
            unit=row.person.unit,
            organisation=row.person.organisation,
            post=post,
            reason=REASON,
        )
    elif "unit" in changed:
        person.unit, person.organisation = row.person.unit, row.person.organisation
    for name in changed - {"unit"}:
        setattr(person, name, getattr(row.person, name))
    return person
