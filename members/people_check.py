"""A list of people against the register: what each row would do, and what is wrong with it, cell by cell."""

import hashlib
from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from members.models import Organisation, Person, PersonImport, Unit
from members.people_cells import read_cell, says_academician
from members.people_columns import FIELDS, JOINED, label_of
from members.unit_words import UnitWords

NEW, UPDATE, SAME, SKIP, ERROR = "new", "update", "same", "skip", "error"
WORDS = {NEW: "新增", UPDATE: "更新", SAME: "没有变化", SKIP: "跳过", ERROR: "有误"}
PLAIN = ("name", "pinyin_override", "gender", "affiliation_printed", "post", "title", "honours", "academician",
         "expertise", "phone", "email", "note")  # fmt: skip
NOT_CHECKED = (
    "unit",
    "organisation",
    "user",
)  # a foreign key that was just looked up needs no second question


@dataclass
class CheckedRow:
    """`texts` and `errors` by field; `changes`: (field, before, after) in words; `person` as it would be saved."""

    line: int
    choice: str
    texts: dict[str, str]
    what: str = ERROR
    errors: dict[str, str] = field(default_factory=dict)
    person: Person | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    namesakes: list[Person] = field(default_factory=list)
    values: dict = field(default_factory=dict)
    moves: bool = False  # the person is registered at another place

    @property
    def word(self) -> str:
        return WORDS[self.what]


def check(record: PersonImport) -> list[CheckedRow]:
    """Every row below the header; a fixed number of queries, whatever the list holds."""
    columns = {int(column): name for column, name in record.columns.items()}
    header = next((row["cells"] for row in record.rows if row["line"] == record.header_line), None)
    below = [row for row in record.rows if row["line"] > record.header_line]
    checked = [_read(row, columns, header) for row in below]
    words = UnitWords.load()
    for row in checked:
        if row.what != SKIP:
            _find_place(row, words)
    known = _people_of(checked)
    seen: dict[tuple, int] = {}
    for row in checked:
        if row.what != SKIP:
            _settle(row, known, seen)
    return checked


def signature(checked: list[CheckedRow]) -> str:
    """Of what would be done: when it differs, the register has changed since somebody looked at the list."""
    done = [
        (row.line, row.what, row.person.pk if row.person else None, row.changes)
        for row in checked
        if row.what in (NEW, UPDATE, ERROR)
    ]
    return hashlib.sha256(repr(done).encode()).hexdigest()[:32]


# ---------------------------------------------------------------- one row: its cells
def _read(row: dict, columns: dict[int, str], header: list[str] | None) -> CheckedRow:
    texts: dict[str, list[str]] = defaultdict(list)
    for column, name in columns.items():
        cell = row["cells"][column].strip() if column < len(row["cells"]) else ""
        if cell and (name in JOINED or not texts[name]):
            texts[name].append(cell)
    found = CheckedRow(row["line"], row.get("choice", ""), {name: "、".join(texts[name]) for name in FIELDS})
    repeats = header is not None and row["cells"] == header
    if found.choice == SKIP or repeats or not any(found.texts.values()):
        found.what = SKIP
        return found
    for name, text in found.texts.items():
        try:
            found.values[name] = read_cell(name, text)
        except ValueError as wrong:
            found.errors[name] = str(wrong)
    if not found.texts["name"]:
        found.errors["name"] = "请填写姓名。这一行如不是人员，请在“处理”中选“跳过”。"
    return found


def _find_place(row: CheckedRow, words: UnitWords) -> None:
    if text := row.values.get("unit"):
        try:
            row.values["unit"] = words.find(text)
        except ValueError as unknown:
            row.errors["unit"] = str(unknown)
    place = row.values.get("unit")
    if isinstance(place, str):
        row.values["unit"] = None


# ---------------------------------------------------------------- the register
@dataclass
class Known:
    by_pk: dict[int, Person]
    by_name: dict[str, list[Person]]


def _people_of(checked: list[CheckedRow]) -> Known:
    """The people whose names or numbers stand in the list, in two queries."""
    people = Person.objects.select_related("unit", "organisation").order_by("pk")
    names = {row.values["name"] for row in checked if row.values.get("name")}
    numbers = {row.values["number"] for row in checked if row.values.get("number")}
    numbers |= {int(row.choice) for row in checked if row.choice.isdigit()}
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in people.filter(name__in=names):
        by_name[person.name].append(person)
    return Known({person.pk: person for person in people.filter(pk__in=numbers)}, by_name)


def _settle(row: CheckedRow, known: Known, seen: dict[tuple, int]) -> None:
    """Whom the row is about, and what would change."""
    row.namesakes = known.by_name.get(row.values.get("name", ""), [])
    registered = _whom(row, known)
    if "name" in row.errors or "unit" in row.errors:
        return
    _refuse_twice(row, registered, seen)
    _fill(row, registered)
    if row.errors:
        return
    row.what = NEW if registered is None else UPDATE if row.changes else SAME


def _whom(row: CheckedRow, known: Known) -> Person | None:
    """The person registered already, as chosen, by number, or by name and unit; None for somebody new."""
    chosen = int(row.choice) if row.choice.isdigit() else row.values.get("number")
    if chosen:
        if chosen not in known.by_pk:
            row.errors["number" if row.values.get("number") else "name"] = f"没有编号为 {chosen} 的人员。"
        return known.by_pk.get(chosen)
    if row.choice == NEW or not row.namesakes:
        return None
    place = row.values.get("unit")
    same = [each for each in row.namesakes if each.affiliation == place]
    if len(same) == 1 and (place is not None or len(row.namesakes) == 1):
        return same[0]
    if same or place is None:
        where = "；".join(f"{each.affiliation or '单位未载明'}，编号 {each.pk}" for each in row.namesakes[:3])
        row.errors["name"] = f"已有同名人员（{where}）。请在“处理”中选定是其中哪一位，或“作为新人员”。"
    return None


def _refuse_twice(row: CheckedRow, registered: Person | None, seen: dict[tuple, int]) -> None:
    place = row.values.get("unit")
    key = ("person", registered.pk) if registered else (row.values["name"], type(place), place and place.pk)
    if (first := seen.setdefault(key, row.line)) != row.line and (registered or row.choice != NEW):
        other = "，或在“处理”中选“作为新人员”" if registered is None else ""
        row.errors["name"] = f"与第 {first} 行是同一人（同名同单位）。请跳过其中一行{other}。"


# ---------------------------------------------------------------- what would be saved
def _fill(row: CheckedRow, registered: Person | None) -> None:
    """Empty cells leave what is registered; an honour that says 院士 is believed."""
    person = copy(registered) if registered else Person()
    given = {name: row.values[name] for name in PLAIN if row.values.get(name) not in ("", None)}
    if "academician" not in given and says_academician(given.get("title", ""), given.get("honours", "")):
        given["academician"] = True
    for name, value in given.items():
        setattr(person, name, value)
    _put_at(row, person, registered)
    try:
        person.clean_fields(exclude=NOT_CHECKED)
    except ValidationError as invalid:
        row.errors |= {name: " ".join(errors) for name, errors in invalid.message_dict.items()}
    row.person = person
    row.changes = _changes(row, person, registered) if registered else []


def _put_at(row: CheckedRow, person: Person, registered: Person | None) -> None:
    place = row.values.get("unit")
    if place is None:
        return
    if registered and registered.affiliation and registered.affiliation != place:
        row.moves = True
        if isinstance(place, Unit) and place.is_example != registered.is_example:
            row.errors["unit"] = "示例人员只能在示例单位之间调动，真实人员不能调入示例单位。"
    person.unit = place if isinstance(place, Unit) else None
    person.organisation = place if isinstance(place, Organisation) else None
    if registered is None:
        person.is_example = getattr(place, "is_example", False)


def _changes(row: CheckedRow, person: Person, before: Person) -> list[tuple[str, str, str]]:
    pairs = [(name, _said(before, name), _said(person, name)) for name in PLAIN]
    pairs.append(("unit", str(before.affiliation or ""), str(person.affiliation or "")))
    return [pair for pair in pairs if pair[1] != pair[2]]


def _said(person: Person, name: str) -> str:
    if name == "academician":
        return "是" if person.academician else "否"
    return person.get_gender_display() if name == "gender" else getattr(person, name)


def said_changes(row: CheckedRow) -> list[str]:
    """职务：所长 → 院长, one for each change."""
    return [f"{label_of(name)}：{before or '未载明'} → {after}" for name, before, after in row.changes]
