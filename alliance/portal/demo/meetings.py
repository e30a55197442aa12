"""The meeting of 2015-05-29 with everything it decided, the one planned for 2016, the hosting ledger."""

from alliance.core.transitions import run_transition
from alliance.portal.demo.records import Book, add, keep, read
from meetings.enums import ActionState, EffectKind, EffectState
from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    HostingTurn,
    Meeting,
    MeetingBody,
    Minutes,
    Resolution,
    ResolutionEffect,
    Sitting,
)
from members.models import Admission


def load(book: Book) -> None:
    data = read("meetings")
    load_held(book, data["held"])
    load_meeting(book, "planned", data["planned"])
    resolutions = {row.number: row for row in book.meetings["held"].resolutions.all()}
    for row in data["hosting"]:
        load_turn(book, resolutions, row)


def load_meeting(book: Book, name: str, row: dict) -> bool:
    """Keep the meeting as `book.meetings[name]`; whether it was created."""
    bodies, host = row.pop("bodies"), book.units[row.pop("host")]
    meeting, created = keep(Meeting, {"name": row.pop("name")}, {**row, "host": host})
    book.meetings[name] = meeting
    for body in bodies if created else []:
        add(MeetingBody, meeting=meeting, **{**body, "term": book.terms[body["term"]]})
    return created


def load_held(book: Book, row: dict) -> None:
    parts = {name: row.pop(name) for name in ("minutes", "sittings", "items_without_sitting", "resolutions")}
    if not load_meeting(book, "held", row):
        return
    book.meetings["held"] = meeting = run_transition(
        actor=None, obj=book.meetings["held"], name="mark_held", reason="据印发的2015年工作简报登记"
    )
    load_programme(book, meeting, parts["items_without_sitting"], parts["sittings"])
    load_participants(book, meeting)
    for resolution in parts["resolutions"]:
        load_resolution(book, meeting, resolution)
    minutes = add(Minutes, meeting=meeting, **parts["minutes"])
    run_transition(actor=None, obj=minutes, name="sign", reason="据印发的2015年工作简报登记")


def load_programme(book: Book, meeting: Meeting, loose: list, sittings: list) -> None:
    """The agenda, numbered through; the welcome stands first and outside the half days."""
    rows = [(None, item) for item in loose]
    for order, row in enumerate(sittings):
        items, chair = row.pop("items"), book.people[row.pop("chair")]
        sitting = add(Sitting, meeting=meeting, date=meeting.starts_on, chair=chair, order=order, **row)
        rows += [(sitting, item) for item in items]
    for order, (sitting, item) in enumerate(rows):
        presenter = book.person(item.pop("presenter", None))
        add(AgendaItem, meeting=meeting, sitting=sitting, presenter=presenter, order=order, **item)


def load_participants(book: Book, meeting: Meeting) -> None:
    """The printed list: 38 names under 20 units. In what capacity they came is not stated."""
    order = 0
    for group in read("people")["groups"]:
        for person in group.get("listed", []):
            order += 1
            add(
                Attendance,
                meeting=meeting,
                person=book.people[person["name"]],
                unit=book.units[group["unit"]],
                unit_printed=group.get("unit_printed", group["unit"]),
                order=order,
            )


def load_resolution(book: Book, meeting: Meeting, row: dict) -> None:
    actions = row.pop("actions", [])
    resolution = add(Resolution, meeting=meeting, adopted_on=meeting.starts_on, **row)
    for order, action in enumerate(actions):
        unit = book.unit(action.pop("unit", None))
        # What became of the tasks of 2015 is not stated.
        kept = {"state": ActionState.UNSTATED, "order": order, **action}
        add(ActionItem, resolution=resolution, unit=unit, **kept)
    if row["kind"] == "approved":
        admission = Admission.objects.get(unit=book.units["国家纳米科学中心"])
        done = {"kind": EffectKind.ADMISSION, "state": EffectState.CARRIED_OUT}
        ResolutionEffect.objects.create(resolution=resolution, admission=admission, **done)


def load_turn(book: Book, resolutions: dict, row: dict) -> None:
    key = {"year": row.pop("year"), "unit": book.units[row.pop("unit")]}
    links = {
        "meeting": book.meetings.get(row.pop("meeting", "")),
        "yielded_to": book.unit(row.pop("yielded_to", None)),
        "basis": resolutions.get(row.pop("resolution", 0)),
    }
    keep(HostingTurn, key, {**row, **links})
