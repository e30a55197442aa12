"""Rows of the harness for terms, seats, change of term."""

from meetings.member_links import hosting_path
from members.confirming import confirm_path
from members.models import Seat, TermChange, UnitConfirmation
from tests import factories as make
from tests.browser.page import Page, each
from tests.core.listing import Listing
from tests.core.permission_words import GONE, LOGIN, OK, WRONG, Row, r
from tests.members.make_terms import collecting, confirmation_of, seated_unit

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("members:chart",                  "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("members:chart",                  "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:on_day",                 "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("members:on_day",                 "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:confirmations",          "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("members:confirmations",          "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:confirmation",           "GET",  "own confirmation",     LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("members:confirmation",           "POST", "own confirmation",     LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("members:confirm_by_link",        "GET",  "confirm link",         OK,        OK,        OK,        OK,        OK,        OK),
    r("members:confirm_by_link",        "GET",  "host link as confirm", GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("members:confirm_by_link",        "POST", "confirm link",         OK,        OK,        OK,        OK,        OK,        OK),
]
# fmt: on


def example_change():
    return TermChange.objects.filter(is_example=True)


def own_confirmations():
    return UnitConfirmation.objects.filter(unit__people__user__email="liaison@demo.invalid")


def links() -> list[dict]:
    """The personal link of the demo's first liaison."""
    found = own_confirmations().select_related("change").first()
    person = found.unit.people.get(user__email="liaison@demo.invalid")
    return [token_in(confirm_path(found, person, found.change))]


def one(queryset, name: str = "object_id"):
    return lambda: [{name: pk} for pk in queryset().order_by("pk").values_list("pk", flat=True)[:1]]


PAGES: list[Page] = [
    Page("members:chart", "visitor"),
    Page("members:chart", "visitor", query="?day=2015-05-29"),
    Page("members:chart", "liaison", query="?day=1990-01-01"),
    Page("members:on_day", "visitor", query="?day=2015-05-29"),
    Page("members:on_day", "visitor", query="?day=%E5%90%8E%E5%A4%A9&body=council"),
    Page("members:on_day", "liaison"),
    Page("members:confirmations", "liaison"),
    Page("members:confirmations", "expert"),
    Page("members:confirmation", "liaison", lambda: each(own_confirmations())()),
    Page("members:confirm_by_link", "visitor", links),
    Page("admin:members_termchange_answers", "administrator", one(example_change)),
    Page("admin:members_seat_replace", "administrator", one(lambda: Seat.objects)),
    Page("admin:members_seat_vacant", "administrator"),
]
NO_PAGE: dict[str, str] = {"admin:members_termchange_act": "takes POST alone"}


def seated(number: int) -> None:
    for _ in range(number):
        unit = seated_unit()
        unit.names.create(name=f"{unit.name}院")
        make.OfficeFactory(person=unit.people.first())


def asked(number: int):
    unit = seated_unit()
    for step in range(number):
        change = collecting(number=step + 2)
        change.confirmations.filter(unit=unit).update(answered_by="某人")
    return unit.liaison


LISTS: list[Listing] = [
    Listing("members:chart", seated, 8),
    Listing("members:on_day", seated, 8),
    Listing("members:confirmations", asked, 10),
]
NO_LIST: dict[str, str] = {
    "members:confirmation": "one confirmation",
    "members:confirm_by_link": "a form",
}


def things(own, liaison) -> dict[str, dict]:
    change = collecting(is_example=own.is_example)
    turn = make.HostingTurnFactory(unit=own, year=2031)
    return {
        "own confirmation": {"pk": confirmation_of(change, own).pk},
        "confirm link": token_in(confirm_path(confirmation_of(change, own), liaison.person, change)),
        "host link as confirm": token_in(hosting_path(turn, liaison.person)),
    }


def admin_rows(actor) -> list:
    unit = seated_unit()
    change = collecting(actor=actor)
    change.offices.create(kind="chair", person=unit.people.first())
    return [change, confirmation_of(change, unit)]


def token_in(path: str) -> dict[str, str]:
    return {"token": path.rstrip("/").rpartition("/")[2]}
