"""The page of a list of people: its columns, its rows with what is wrong, and what a person typed into them."""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode

from members.models import PersonImport
from members.people_check import (
    ERROR,
    NEW,
    SAME,
    SKIP,
    UPDATE,
    WORDS,
    CheckedRow,
    check,
    said_changes,
    signature,
)
from members.people_columns import FIELDS, label_of

ROWS = 40  # on a page: with ten columns each some hundred fields, below what one request may carry
SAMPLES = 3
KINDS = (ERROR, NEW, UPDATE, SAME, SKIP)
CELL = re.compile(r"cell-(\d{1,7})-(\d{1,2})")
CHOICE = re.compile(r"choice-(\d{1,7})")


@dataclass
class Column:
    """A column of the sheet: header, some of what stands in it, and the field it is taken for."""

    place: int
    header: str
    samples: str
    chosen: str


@dataclass
class Cell:
    name: str
    label: str
    text: str
    error: str = ""
    error_id: str = ""


@dataclass
class Row:
    """`options`: (value, words) of what may become of the row."""

    line: int
    what: str
    word: str
    cells: list[Cell]
    choice: str
    options: list[tuple[str, str]]
    changes: list[str]
    notes: list[str] = field(default_factory=list)


@dataclass
class ListPage:
    columns: list[Column]
    shown: list[tuple[int, str]]  # (place, label) of the columns that are read
    rows: list[Row]
    pages: Page
    tabs: list[tuple[str, str, int, str, bool]]  # kind, words, number, address, current
    counts: dict[str, int]
    seen: str
    only: str
    header_lines: list[tuple[int, str]]
    fields: list[tuple[str, str]]

    @property
    def to_write(self) -> int:
        return self.counts[NEW] + self.counts[UPDATE]


def build(record: PersonImport, query, typed=None) -> ListPage:
    """What the page shows; `typed` is a form that was refused and stays as it was typed."""
    checked = check(record)
    counts = Counter(row.what for row in checked)
    only = query.get("only", "") if query.get("only", "") in KINDS else ""
    wanted = [row for row in checked if only in ("", row.what)]
    pages = Paginator(wanted, ROWS).get_page(query.get("page"))
    shown = [(int(place), name) for place, name in record.columns.items() if name in FIELDS]
    texts = {row["line"]: row["cells"] for row in record.rows}
    return ListPage(
        columns=_columns(record, typed),
        shown=[(place, label_of(name)) for place, name in shown],
        rows=[_row(row, shown, texts[row.line], typed) for row in pages],
        pages=pages,
        tabs=_tabs(counts, len(checked), only),
        counts={kind: counts[kind] for kind in KINDS},
        seen=signature(checked),
        only=only,
        header_lines=[
            (row["line"], "｜".join(text for text in row["cells"] if text)[:40]) for row in record.rows[:20]
        ],
        fields=[(name, label) for name, (label, _) in FIELDS.items()],
    )


def _columns(record: PersonImport, typed) -> list[Column]:
    header = next((row["cells"] for row in record.rows if row["line"] == record.header_line), [])
    below = [row["cells"] for row in record.rows if row["line"] > record.header_line][:50]
    width = max((len(cells) for cells in (header, *below)), default=0)
    found = []
    for place in range(width):
        samples = [cells[place] for cells in below if place < len(cells) and cells[place]][:SAMPLES]
        chosen = record.columns.get(str(place), "")
        if typed is not None:
            chosen = typed.get(f"column-{place}", chosen)
        name = header[place] if place < len(header) else ""
        if name or samples:
            found.append(Column(place, name, "、".join(text[:20] for text in samples), chosen))
    return found


def _row(row: CheckedRow, shown: list[tuple[int, str]], texts: list[str], typed) -> Row:
    cells, told = [], set()
    for place, name in shown:
        key = f"cell-{row.line}-{place}"
        text = texts[place] if place < len(texts) else ""
        cell = Cell(key, label_of(name), typed.get(key, text) if typed is not None else text)
        if name in row.errors and name not in told:
            cell.error, cell.error_id = row.errors[name], f"error-{row.line}-{place}"
            told.add(name)
        cells.append(cell)
    choice = typed.get(f"choice-{row.line}", row.choice) if typed is not None else row.choice
    left = [f"{label_of(name)}：{row.errors[name]}" for name in row.errors if name not in told]
    notes = [*left, *_about_namesakes(row)]
    return Row(row.line, row.what, row.word, cells, choice, _options(row), _said(row), notes)


def _said(row: CheckedRow) -> list[str]:
    if row.what != UPDATE:
        return []
    return [
        f"{said}（原单位记入曾任单位）" if row.moves and said.startswith("单位：") else said
        for said in said_changes(row)
    ]


def _options(row: CheckedRow) -> list[tuple[str, str]]:
    people = [
        (str(each.pk), f"更新 {each}（{each.affiliation or '单位未载明'}，编号 {each.pk}）")
        for each in row.namesakes[:10]
    ]
    return [("", "自动"), *people, *([(NEW, "作为新人员")] if people else []), (SKIP, "跳过")]


def _about_namesakes(row: CheckedRow) -> list[str]:
    """Somebody of that name elsewhere may be the same person who has moved."""
    if row.what != NEW or row.choice == NEW or not row.namesakes:
        return []
    where = "、".join(str(each.affiliation or "单位未载明") for each in row.namesakes[:3])
    return [f"另有同名人员（{where}）。如是同一人调动，请在“处理”中选定。"]


def _tabs(counts: Counter, total: int, only: str) -> list[tuple]:
    tabs = [("", "全部", total, "?", only == "")]
    tabs += [
        (kind, WORDS[kind], counts[kind], f"?{urlencode({'only': kind})}", only == kind) for kind in KINDS
    ]
    return [tab for tab in tabs if tab[2] or tab[4] or not tab[0]]


# ---------------------------------------------------------------- what was sent
def rows_in(sent, record: PersonImport) -> tuple[dict, dict]:
    """The cells and choices of a form that differ from what is kept."""
    kept = {row["line"]: row for row in record.rows}
    cells: dict[int, dict[int, str]] = {}
    choices: dict[int, str] = {}
    for key, text in sent.items():
        if (match := CELL.fullmatch(key)) and (line := int(match[1])) in kept:
            place, texts = int(match[2]), kept[line]["cells"]
            if text.strip() != (texts[place] if place < len(texts) else ""):
                cells.setdefault(line, {})[place] = text
        elif (match := CHOICE.fullmatch(key)) and (line := int(match[1])) in kept:
            choices |= {line: text} if text != kept[line].get("choice", "") else {}
    return cells, choices


def columns_in(sent) -> dict[str, str]:
    return {key.removeprefix("column-"): text for key, text in sent.items() if key.startswith("column-")}


def number(text) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
