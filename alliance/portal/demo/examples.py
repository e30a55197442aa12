"""The 示例 part: units, people with logins, a running solicitation, proposals, patents and nominations."""

import uuid
from decimal import Decimal

from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.transitions import run_transition
from alliance.core.writing import save_record
from alliance.portal.demo import accounts, example_meeting
from alliance.portal.demo.records import Book, add, end_of_day, keep, read
from members.models import Occupancy, Person, Seat, Unit
from projects.enums import SolicitationState
from projects.models import Patent, Solicitation
from projects.services import nominate_patent, start_proposal

PRINT_ORDER = 9000  # behind all real units
NAMESPACE = uuid.UUID("5a0c7a3e-2015-4b29-8f11-0000529e0001")  # of the form tokens
PATENT_CONTENT = ("number", "title", "inventors", "legal_status", "summary")


def load(book: Book) -> None:
    data = read("examples")
    for row in data["units"]:
        short, key = row.pop("key"), {"name": row.pop("name"), "is_example": True}
        book.units[short], _ = keep(Unit, key, {**row, "print_order": PRINT_ORDER})
    load_people(book, data["people"], data["seats"])
    secretary = data["secretary"]
    book.users[secretary["name"]] = accounts.keep_secretary(secretary)
    load_solicitation(book, data["solicitation"], data["proposals"])
    nominations = {row.pop("patent"): row for row in data["nominations"]}
    for row in data["patents"]:
        load_patent(book, row, nominations.get(row.pop("key")))
    term = book.terms[data["seats"]["term"]]
    example_meeting.load_meeting(book, data["meeting"], data["replies"], term)
    example_meeting.load_hosting(book, data["hosting"])


def load_people(book: Book, people: list, seats: dict) -> None:
    term = book.terms[seats["term"]]
    for row in people:
        unit = book.units[row["unit"]]
        user = accounts.keep_account(row["email"], row["name"])
        key = {"name": row["name"], "is_example": True}
        person, created = keep(Person, key, {"unit": unit, "user": user, "email": row["email"]})
        book.users[row["name"]] = user
        if created:
            seat, _ = keep(Seat, {"unit": unit, "body": row["seat"], "term": term})
            add(Occupancy, seat=seat, person=person, reason=seats["reason"])


def load_solicitation(book: Book, row: dict, proposals: list) -> None:
    """The running call with its proposals. Its deadline is put off when the demo starts again after it."""
    now = db_now()
    deadline = end_of_day(row.pop("days_open"))
    key = {"name": row.pop("name"), "is_example": True}
    values = {**row, "year": timezone.localdate(now).year, "opens_at": now, "deadline": deadline}
    solicitation, created = keep(Solicitation, key, values)
    if created:
        solicitation = run_transition(actor=None, obj=solicitation, name="open", reason="示例数据")
        for proposal in proposals:
            load_proposal(book, solicitation, proposal)
    elif solicitation.state == SolicitationState.OPEN and solicitation.deadline < now:
        solicitation.deadline = deadline
        save_record(solicitation, actor=None, reason="示例征集：演示启动时顺延截止时间")


def load_proposal(book: Book, solicitation: Solicitation, row: dict) -> None:
    """Written by a liaison like any other: through the service, under the liaison's own rights."""
    user, hand_in = book.users[row.pop("by")], row.pop("submit", False)
    for name in ("budget_special", "budget_own"):
        if name in row:
            row[name] = Decimal(row[name])
    start_proposal(
        actor=user,
        solicitation=solicitation,
        unit=user.person.unit,
        token=uuid.uuid5(NAMESPACE, row["title"]),
        content=row,
        hand_in=hand_in,
    )


def load_patent(book: Book, row: dict, nomination: dict | None) -> None:
    owner = book.units[row.pop("owner")]
    key = {"number": row.pop("number"), "is_example": True}
    patent, created = keep(Patent, key, {**row, "owner": owner})
    if created and nomination:
        load_nomination(book, patent, nomination)


def load_nomination(book: Book, patent: Patent, row: dict) -> None:
    """Offered by the owner's liaison through the service; some are on their way to the experts already."""
    user, under_review = book.users[row.pop("by")], row.pop("under_review", False)
    token = uuid.uuid5(NAMESPACE, patent.number)
    content = {name: getattr(patent, name) for name in PATENT_CONTENT}
    nomination = nominate_patent(
        actor=user, unit=patent.owner, token=token, patent=content, statement=row["statement"]
    )
    if under_review:
        run_transition(actor=None, obj=nomination, name="start_review", reason="示例数据")
