"""Rows of the harness for events: registration, the door, certificates, series."""

from collections.abc import Iterable

from django.utils import timezone

from meetings.certificate_links import path_of
from meetings.models import Award, Certificate, Event, EventRegistration, EventSeries
from meetings.registration_mail import path_to
from tests import factories as make
from tests.browser.page import Page, first
from tests.core.listing import Listing
from tests.core.permission_words import GONE, LOGIN, MOVED, OK, WRONG, Row, r
from tests.meetings import make_events as events

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("meetings:event_register",        "GET",  "open event",           OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:event_register",        "GET",  "open example event",   GONE,      OK,        OK,        OK,        OK,        OK),
    r("meetings:event_register",        "GET",  "nothing",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:event_register",        "POST", "open event",           OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:event_register",        "POST", "open example event",   GONE,      OK,        OK,        OK,        OK,        OK),
    r("meetings:event_series",          "GET",  "event series",         OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:event_series",          "GET",  "example series",       GONE,      OK,        OK,        OK,        OK,        OK),
    r("meetings:event_series",          "GET",  "nothing",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:event_series",          "POST", "event series",         WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:registration",          "GET",  "registration link",    OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:registration",          "GET",  "certificate link",     GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:registration_calendar", "GET",  "registration link",    OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:registration_calendar", "GET",  "certificate link",     GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:registration_calendar", "POST", "registration link",    OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:registration",          "POST", "registration link",    MOVED,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("meetings:certificate",           "GET",  "certificate link",     OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:certificate",           "GET",  "registration link",    GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:certificate",           "POST", "certificate link",     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:event_check_in",        "GET",  "registration",         LOGIN,     GONE,      GONE,      GONE,      GONE,      OK),
    r("meetings:event_check_in",        "GET",  "nothing",              LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:event_check_in",        "POST", "registration",         LOGIN,     GONE,      GONE,      GONE,      GONE,      MOVED),
    r("admin:meetings_event_registrations", "GET", "event in admin",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_event_registrations", "POST", "event in admin",   LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_event_record",    "GET",  "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_event_record",    "POST", "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_event_confirm",   "GET",  "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_event_confirm",   "POST", "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:meetings_event_certificates", "GET", "event in admin",     LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_event_certificates", "POST", "event in admin",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_event_participants", "GET", "event in admin",     LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_event_participants", "POST", "event in admin",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:meetings_event_print",     "GET",  "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_event_print",     "POST", "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:meetings_event_photos",    "GET",  "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_event_photos",    "POST", "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_event_article",   "GET",  "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_event_article",   "POST", "event in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:meetings_eventseries_next", "GET", "event series",         LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_eventseries_next", "POST", "event series",        LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
]
# fmt: on

EXAMPLES = Event.objects.filter(is_example=True)


def taking_in_admin() -> list[dict]:
    return [{"object_id": event.pk} for event in _taking()]


def held_in_admin() -> list[dict]:
    """One with certificates, and one that has nothing to certify."""
    held = EXAMPLES.filter(certificates__isnull=False).distinct()
    return [{"object_id": event.pk} for event in (*held, *_taking())]


def _taking() -> Iterable[Event]:
    return EXAMPLES.filter(takes_registrations=True, register_by__gt=timezone.now())


def registration_links() -> list[dict]:
    """Handed in, confirmed, declined, there."""
    rows = EventRegistration.objects.select_related("event").filter(event__is_example=True)
    return [token_in(path_to(row)) for row in rows]


def certificate_links() -> list[dict]:
    """Of an award, and of taking part."""
    found = [Certificate.objects.filter(award__isnull=given).first() for given in (False, True)]
    return [token_in(path_of(one.pk)) for one in found]


def token_in(path: str) -> dict:
    return {"token": path.rstrip("/").rpartition("/")[2]}


PAGES: list[Page] = [
    Page("meetings:event", "liaison", lambda: [{"pk": event.pk} for event in EXAMPLES.all()]),
    Page("meetings:events", "liaison"),
    Page("meetings:event_register", "visitor", lambda: [{"pk": events.open_event(capacity=9).pk}]),
    Page("meetings:event_register", "liaison", lambda: [{"pk": event.pk} for event in EXAMPLES.all()]),
    Page("meetings:event_series", "visitor", first(EventSeries.objects.filter(events__is_example=False))),
    Page("meetings:registration", "visitor", registration_links),
    Page("meetings:certificate", "visitor", certificate_links),
    Page(
        "meetings:event_check_in",
        "staff",
        lambda: [{"pk": row.pk} for row in EventRegistration.objects.all()],
    ),
    Page("admin:meetings_event_registrations", "staff", taking_in_admin),
    Page("admin:meetings_event_registrations", "staff", taking_in_admin, query="?q=xyzzy"),
    Page("admin:meetings_event_record", "staff", taking_in_admin),
    Page("admin:meetings_event_photos", "staff", taking_in_admin),
    Page("admin:meetings_event_certificates", "staff", held_in_admin),
]
NO_PAGE: dict[str, str] = {
    "meetings:registration_calendar": "a file",
    "admin:meetings_event_confirm": "takes POST alone",
    "admin:meetings_event_participants": "takes POST alone",
    "admin:meetings_event_print": "takes POST alone",
    "admin:meetings_event_article": "takes POST alone",
    "admin:meetings_eventseries_next": "takes POST alone",
}

LISTS: list[Listing] = []
NO_LIST: dict[str, str] = {
    "meetings:event_register": "a form",
    "meetings:event_series": "editions of one series; counted in tests/meetings/test_event_services.py",
    "meetings:registration": "one participant's own page",
    "meetings:certificate": "a page of one certificate",
    "meetings:event_check_in": "one participant",
}


def things(own, liaison) -> dict[str, dict]:
    series, examples = events.series(next_year=2040), events.series()
    event = events.open_event(series=series, edition=1)
    example = events.open_event(series=examples, edition=1, is_example=True)
    row = events.registered(event)
    certificate = events.certificate(events.award(event))
    return {
        "open event": {"pk": event.pk},
        "open example event": {"pk": example.pk},
        "event in admin": {"object_id": event.pk},
        "event series": {"pk": series.pk},
        "example series": {"pk": examples.pk},
        "registration": {"pk": row.pk},
        "registration link": token_in(path_to(row)),
        "certificate link": token_in(path_of(certificate.pk)),
    }


def admin_rows(actor) -> list:
    event = events.open_event()
    events.photo(event)
    row = events.registered(event)
    row.unit, row.person = make.UnitFactory(), make.PersonFactory()
    row.save()
    return [row, events.certificate(Award.objects.create(event=event, name="优秀论文奖"))]
