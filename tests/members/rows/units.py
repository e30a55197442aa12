"""Rows of the harness for units: directory, changes, departures."""

from alliance.core.models import User
from members.enums import DepartureKind
from members.models import Departure, EarlierMembership, Unit, UnitChangeRequest
from tests import factories as make
from tests.browser.page import Page, each, first
from tests.core.listing import Listing
from tests.core.permission_words import FORBIDDEN, GONE, LOGIN, MOVED, OK, WRONG, Row, r
from tests.members.make_units import DAY, asked

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("members:unit_history",           "GET",  "unit",                 OK,        OK,        OK,        OK,        OK,        OK),
    r("members:unit_history",           "GET",  "example unit",         GONE,      OK,        OK,        OK,        OK,        OK),
    r("members:unit_history",           "POST", "unit",                 WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:unit",                   "GET",  "merged unit",          MOVED,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("members:own_units",              "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("members:own_units",              "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:unit_change_new",        "GET",  "own unit",             LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
    r("members:unit_change_new",        "POST", "own unit",             LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
    r("members:unit_change",            "GET",  "own change",           LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("members:unit_change",            "POST", "own change",           LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("members:unit_change_withdraw",   "GET",  "own change",           LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("members:unit_change_withdraw",   "POST", "own change",           LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
]
# fmt: on


def of_liaisons(**which):
    """Arguments of the pages of a liaison's unit in the demo."""
    return lambda: [
        {"pk": pk}
        for pk in Unit.objects.filter(
            is_example=True,
            seats__body="liaison_meeting",
            seats__occupancies__person__user__email="liaison@demo.invalid",
            **which,
        ).values_list("pk", flat=True)[:1]
    ]


def requests_of(email: str):
    """The requests in the demo of the unit whose liaison has this login."""
    seats = {"unit__seats__occupancies__person__user__email": email, "unit__seats__body": "liaison_meeting"}
    return UnitChangeRequest.objects.filter(**seats).distinct()


def merged():
    return Unit.objects.filter(is_example=True, merged_into__isnull=False)


PAGES: list[Page] = [
    Page("members:unit", "liaison", first(Unit.objects.filter(is_example=True, merged_into=None))),
    Page("members:units", "visitor", query="?on=2015-05-29&region=51"),
    Page("members:unit_history", "visitor", first(Unit.objects.filter(is_example=False))),
    Page("members:unit_history", "liaison", each(Unit.objects.filter(is_example=True))),
    Page("members:own_units", "liaison"),
    Page("members:own_units", "liaison2"),
    Page("members:unit_change_new", "liaison", of_liaisons()),
    Page("members:unit_change", "liaison2", each(requests_of("liaison2@demo.invalid"))),
    Page("admin:members_unit_depart", "staff", first(Unit.objects.filter(is_example=True, left_on=None))),
    Page("admin:members_unit_rename", "staff", first(Unit.objects.filter(is_example=True, left_on=None))),
    Page("admin:members_unit_merge", "staff", first(Unit.objects.filter(is_example=True, left_on=None))),
]
NO_PAGE: dict[str, str] = {"members:unit_change_withdraw": "takes POST alone"}


def decided(number: int) -> User:
    """Requests of one unit that were withdrawn."""
    unit = make.UnitFactory()
    liaison = make.liaison_of(unit)
    for step in range(number):
        made = asked(unit, liaison, values={"phone": str(step)})
        UnitChangeRequest.objects.filter(pk=made.pk).update(state="withdrawn")
    return liaison


LISTS: list[Listing] = [Listing("members:own_units", decided, 13)]
NO_LIST: dict[str, str] = {
    "members:unit_history": "one unit, counted by its own test",
    "members:unit_change_new": "a form",
    "members:unit_change": "one request",
}


def things(own, liaison) -> dict[str, dict]:
    merged_unit = make.UnitFactory(merged_into=make.UnitFactory(), merged_on=DAY, left_on=DAY)
    return {
        "own unit": {"pk": own.pk},
        "own change": {"pk": asked(own, liaison).pk},
        "merged unit": {"pk": merged_unit.pk},
    }


def admin_rows(actor) -> list:
    unit = make.UnitFactory(joined_on=DAY)
    EarlierMembership.objects.create(unit=unit, left_on=DAY)
    gone = Departure.objects.create(
        unit=make.UnitFactory(left_on=DAY), kind=DepartureKind.LEFT, left_on=DAY, basis="单位来函"
    )
    return [asked(unit), gone]
