"""1,000 units, 20,000 people, 20 years: the same literal number of queries as for a handful, and quick."""

import time
from datetime import date
from itertools import product

import pytest
from django.db import connection, transaction
from django.urls import reverse

from members.enums import Body, OfficeKind, UnitKind, UnitRank
from members.models import Occupancy, Office, Person, Seat, Term, Unit
from members.names import pinyin_key

UNITS, PEOPLE_EACH, TERMS, YEARS = 1000, 20, 4, 5
QUICK = 8.0  # seconds on a machine that others share; a query for each row would take minutes
START = 1996

pytestmark = pytest.mark.django_db

PAGES = [
    ("members:units", "", 6),
    ("members:chart", "", 8),
    ("members:chart", "?day=2008-03-01", 6),
    ("members:on_day", "?day=2008-03-01", 6),
    ("members:on_day", "?day=2008-03-01&body=council&page=7", 5),
    ("members:unit", "", 12),
]


def load(units: int = UNITS) -> None:
    """Units whose people changed in every term; half of the occupancies of the first term without dates."""
    terms = Term.objects.bulk_create(
        Term(
            number=number + 1,
            starts_on=date(START + number * YEARS, 6, 1),
            ends_on=date(START + (number + 1) * YEARS, 5, 31),
        )
        for number in range(TERMS)
    )
    kinds, ranks = list(UnitKind), list(UnitRank)
    made = Unit.objects.bulk_create(
        Unit(
            name=f"第{number}研究院",
            pinyin=pinyin_key(f"第{number}研究院", limit=200),
            kind=kinds[number % len(kinds)],
            rank=ranks[number % len(ranks)],
            joined_on=None if number % 3 else date(START + number % 15, 1, 1),
        )
        for number in range(units)
    )
    people = Person.objects.bulk_create(
        (
            Person(name=f"王{unit.pk}之{number}", pinyin=f"wang {number}", unit=unit)
            for unit, number in product(made, range(PEOPLE_EACH))
        ),
        batch_size=2000,
    )
    seat_rows = [
        Seat(unit=unit, body=body, term=term) for unit, term, body in product(made, terms, Body.nominated())
    ]
    seats = Seat.objects.bulk_create(seat_rows, batch_size=2000)
    Occupancy.objects.bulk_create(_occupancies(seats, people, terms[-1]), batch_size=2000)
    kinds_of_office = list(OfficeKind)
    Office.objects.bulk_create(
        Office(kind=kind, person=people[place], term=terms[-1], order=place)
        for place, kind in enumerate(kinds_of_office)
    )


def _occupancies(seats: list[Seat], people: list[Person], last: Term):
    """Two in each seat, the second replacing the first in the middle of the term."""
    by_unit: dict[int, list[Person]] = {}
    for person in people:
        by_unit.setdefault(person.unit_id, []).append(person)
    for place, seat in enumerate(seats):
        own = by_unit[seat.unit_id]
        first, middle = seat.term.starts_on, date(seat.term.starts_on.year + 2, 3, 15)
        known = first if seat.term.number > 1 else None
        yield Occupancy(
            seat=seat,
            person=own[place % PEOPLE_EACH],
            starts_on=known,
            ends_on=date(middle.year, 3, 14),
            ended=True,
        )
        over = seat.term_id != last.pk
        yield Occupancy(
            seat=seat,
            person=own[(place + 1) % PEOPLE_EACH],
            starts_on=middle,
            ends_on=seat.term.ends_on if over else None,
            ended=over,
        )


@pytest.fixture(scope="module")
def large(django_db_setup, django_db_blocker):
    """Built once; rolled back at the end of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself after so many new rows
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("name", "query", "queries"), PAGES)
def test_page_is_quick_and_asks_a_literal_number_of_times(
    large, client, django_assert_num_queries, name, query, queries
):
    given = {"pk": Unit.objects.order_by("pk").first().pk} if name == "members:unit" else {}
    address = reverse(name, kwargs=given) + query
    client.get(address)
    began = time.monotonic()
    with django_assert_num_queries(queries):
        answer = client.get(address)
    took = time.monotonic() - began

    assert answer.status_code == 200
    assert took < QUICK


def test_register_is_as_large_as_it_says(large):
    assert (Unit.objects.count(), Person.objects.count()) == (UNITS, UNITS * PEOPLE_EACH)
    assert Occupancy.objects.count() == UNITS * TERMS * len(Body.nominated()) * 2
