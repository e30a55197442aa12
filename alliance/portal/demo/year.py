"""The demo year as a whole, in the order in which its parts need each other."""

from django.db import transaction

from alliance.portal.demo import (
    articles,
    batches,
    bulletin,
    events,
    examples,
    meetings,
    meetings_events,
    meetings_live,
    meetings_minutes,
    meetings_planning,
    meetings_votes,
    members,
    members_admission,
    members_library,
    members_money,
    members_people,
    members_terms,
    members_units,
    notices,
)
from alliance.portal.demo.accounts import require_demo
from alliance.portal.demo.records import Book

PARTS = (
    members,
    meetings,
    events,
    batches,
    articles,
    examples,
    meetings_events,
    members_units,
    members_admission,
    members_library,
    members_money,
    members_people,
    members_terms,
    meetings_live,
    meetings_votes,
    meetings_minutes,
    meetings_planning,
    bulletin,
    notices,
)


@transaction.atomic
def load_year() -> Book:
    """Load what is not there yet; change nothing that is. Raises DomainError outside the demo."""
    require_demo()
    book = Book()
    for part in PARTS:
        part.load(book)
    return book
