"""The alliance, its units, other bodies and people; the eight stated functions."""

from alliance.portal.demo.records import Book, add, keep, read
from members.models import (
    Admission,
    AllianceProfile,
    MembershipCount,
    Occupancy,
    Office,
    Organisation,
    Person,
    Seat,
    Term,
    Unit,
    UnitName,
)

STEP = 10  # between the order numbers of two neighbours, so that staff can put something between


def load(book: Book) -> None:
    load_alliance(book)
    load_units(book)
    load_people(book)
    load_functions(book)


def load_alliance(book: Book) -> None:
    data = read("alliance")
    if not AllianceProfile.objects.exists():
        add(AllianceProfile, **data["profile"])
    for order, row in enumerate(data["counts"]):
        keep(MembershipCount, {"label": row.pop("label")}, {**row, "order": order})
    for row in data["terms"]:
        number = row.pop("number")
        book.terms[number], _ = keep(Term, {"number": number}, row)


def load_units(book: Book) -> None:
    for order, row in enumerate(read("units")["units"], start=1):
        name, names = row.pop("name"), row.pop("names", [])
        unit, created = keep(Unit, {"name": name}, {**row, "print_order": order * STEP})
        book.units[name] = unit
        for other in names if created else []:
            add(UnitName, unit=unit, **other)
    for row in read("organisations")["organisations"]:
        name = row.pop("name")
        book.organisations[name], _ = keep(Organisation, {"name": name}, row)


def load_people(book: Book) -> None:
    order = 0
    for group in read("people")["groups"]:
        name = group.get("unit") or group.get("organisation")
        party = book.party(name) if name else {}
        for row in (*group.get("listed", []), *group.get("others", [])):
            order += STEP
            load_person(book, row, party, order)


def load_person(book: Book, row: dict, party: dict, order: int) -> None:
    name = row.pop("name")
    key = {"name": name, "is_example": False}
    book.people[name], _ = keep(Person, key, {**row, **party, "print_order": order})


def load_functions(book: Book) -> None:
    data = read("functions")
    for order, row in enumerate(data["offices"], start=1):
        key = {"kind": row.pop("kind"), "person": book.people[row.pop("person")], "term": book.terms[1]}
        keep(Office, key, {**row, "order": order * STEP})
    load_admission(book, data["admission"])


def load_admission(book: Book, row: dict) -> None:
    """The admission of 2015-05-29 with the unit's three representatives and their seats."""
    seats, unit = row.pop("seats"), book.units[row.pop("unit")]
    people = {role: book.people[row.pop(role)] for role in ("council_member", "expert", "liaison")}
    keep(Admission, {"unit": unit}, {**row, **people})
    term, reason, note = book.terms[seats.pop("term")], seats.pop("reason"), seats.pop("note")
    for body, name in seats.items():
        seat, created = keep(Seat, {"unit": unit, "body": body, "term": term})
        if created:
            add(
                Occupancy,
                seat=seat,
                person=book.people[name],
                starts_on=row["admitted_on"],
                evidence=row["representatives_evidence"],
                reason=reason,
                note=note,
            )
