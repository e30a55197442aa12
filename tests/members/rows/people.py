"""Rows of the harness for people and their import."""

from members.models import Person
from tests import factories as make
from tests.browser.page import Page, each, first
from tests.core.listing import Listing
from tests.core.permission_words import GONE, LOGIN, OK, WRONG, Row, r
from tests.members.make_people import imported

# fmt: off
PERMISSIONS: list[Row] = [
    # name                    method  thing            anonymous  own        other      expert     council    staff
    r("members:people",        "GET",  "",              LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("members:people",        "POST", "",              LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:people_export", "GET",  "",              LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:people_export", "POST", "",              LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("members:person",        "GET",  "person",        LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("members:person",        "GET",  "nothing",       LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("members:person",        "POST", "person",        LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
]
# fmt: on

PAGES: list[Page] = [
    Page("members:people", "liaison"),
    Page("members:people", "staff", query="?q=zhang"),
    Page("members:people", "expert", query="?q=qwx"),
    Page("members:person", "liaison", each(Person.objects.filter(is_example=True, academician=True))),
    Page("members:person", "liaison", each(Person.objects.filter(affiliations__isnull=False).distinct())),
    Page(
        "admin:members_person_move", "staff", first(Person.objects.filter(is_example=True, academician=True))
    ),
    Page("members:person", "staff", first(Person.objects.filter(is_example=False, offices__isnull=False))),
]
NO_PAGE: dict[str, str] = {"members:people_export": "a file"}


def registered(number: int):
    """People of units of their own, who sit somewhere; a member reads."""
    reader = make.expert_of(make.UnitFactory())
    for _ in range(number):
        person = make.OccupancyFactory().person
        person.phone, person.expertise, person.academician = "13812345678", "选矿", True
        person.save()
    return reader


LISTS: list[Listing] = [
    Listing("members:people", registered, 8),
    Listing("members:people", registered, 8, "?q=研究所&role=academician"),
]
NO_LIST: dict[str, str] = {
    "members:person": "one person, counted by its own test",
    "members:people_export": "a file",
}


def things(own, liaison) -> dict[str, dict]:
    return {"person": {"pk": make.PersonFactory(unit=own).pk}}


def admin_rows(actor) -> list:
    person = make.PersonFactory(unit=make.UnitFactory())
    person.affiliations.create(printed="某研究院")
    return [person, imported(actor, ["张懿", ""])]
