"""示例 part of 换届: a change of term that asks the 示例 units, one of which has answered; a vacant seat."""

from datetime import timedelta

from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.writing import save_record
from alliance.portal.demo.records import Book, end_of_day, keep, read
from members.enums import Body, TermChangeState
from members.models import Seat, TermChange
from members.services import terms
from members.services.terms import Proposed

DAYS_OPEN = 30  # for answers; put off when the demo starts again after it
BEGINS = timedelta(days=90)
NOTE = "示例换届：请各示例单位确认或更换理事、专家和联络员。"


def load(book: Book) -> None:
    data = read("examples")
    secretary = book.users[data["secretary"]["name"]]
    present = book.terms[data["seats"]["term"]]
    keep(Seat, {"unit": book.units["c"], "body": Body.COUNCIL, "term": present})  # nobody sits there
    found = TermChange.objects.filter(is_example=True).first()
    if found is None:
        start(secretary, present, book)
    elif found.state == TermChangeState.COLLECTING and found.answer_by < db_now():
        found.answer_by = end_of_day(DAYS_OPEN)
        save_record(found, actor=None, reason="示例换届：演示启动时顺延截止时间")


def start(secretary, present, book: Book) -> None:
    change = TermChange(
        from_term=present,
        number=present.number + 1,
        starts_on=timezone.localdate() + BEGINS,
        answer_by=end_of_day(DAYS_OPEN),
        note=NOTE,
        is_example=True,
    )
    terms.start_term_change(actor=secretary, change=change)
    change = terms.ask_units(actor=secretary, change=change)
    answer(change, book.users["示例联络员乙"], "示例推荐人选")


def answer(change: TermChange, liaison, new_name: str) -> None:
    """One unit keeps whom it has and names somebody new where it has nobody."""
    confirmation = change.confirmations.get(unit=liaison.person.unit)
    seats = {
        plan.body: Proposed(person=plan.person, new_name="" if plan.person else new_name, new_post="教授")
        for plan in confirmation.seats.select_related("person")
    }
    terms.confirm_people(actor=liaison, confirmation=confirmation, seats=seats, note="同意。")
