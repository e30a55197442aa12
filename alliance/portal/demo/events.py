"""学术交流: the five event records of 2015 with their series."""

from alliance.portal.demo.members import STEP
from alliance.portal.demo.records import Book, add, keep, read
from meetings.models import Award, Event, EventCount, EventGuest, EventOrganiser, EventSeries, Talk

PARTS = ("counts", "organisers", "talks", "guests", "awards")


def load(book: Book) -> None:
    data = read("events")
    series = {}
    for row in data["series"]:
        name, host = row.pop("name"), book.unit(row.pop("next_host", None))
        series[name], _ = keep(EventSeries, {"name": name}, {**row, "next_host": host})
    for order, row in enumerate(data["events"], start=1):
        load_event(book, series, row, order * STEP)


def load_event(book: Book, series: dict, row: dict, order: int) -> None:
    parts = {name: row.pop(name, []) for name in PARTS}
    short, key = row.pop("key"), {"name": row.pop("name"), "year": row.pop("year")}
    links = {
        "series": series.get(row.pop("series", "")),
        "parent": book.events.get(row.pop("parent", "")),
        "print_order": order,
    }
    book.events[short], created = keep(Event, key, {**row, **links})
    if created:
        load_parts(book, book.events[short], parts)


def load_parts(book: Book, event: Event, parts: dict) -> None:
    for row in parts["counts"]:
        add(EventCount, event=event, **row)
    for order, row in enumerate(parts["organisers"]):
        party = book.party(row["name"])
        printed = row.get("printed", "")
        add(EventOrganiser, event=event, role=row["role"], name_printed=printed, order=order, **party)
    for order, row in enumerate(parts["talks"]):
        speaker = book.person(row.pop("speaker", None))
        add(Talk, event=event, speaker=speaker, order=order, **row)
    for order, row in enumerate(parts["guests"]):
        party = book.party(row["name"])
        add(EventGuest, event=event, name_printed=row.get("printed", row["name"]), order=order, **party)
    for row in parts["awards"]:
        add(Award, event=event, awarded_by=book.organisations[row.pop("awarded_by")], **row)
