"""Rows of the harness for the live page and for what points bring about."""

from meetings.models import Meeting, Resolution
from tests import factories as make
from tests.browser.page import Page, each
from tests.core.permission_words import GONE, LOGIN, MOVED, OK, WRONG, Row, r
from tests.meetings import make_effects
from tests.meetings.make_live import room

# fmt: off
PERMISSIONS: list[Row] = [
    # name                                        method  thing            anonymous  own        other      expert     council    staff
    r("meetings:live",                            "GET",  "live meeting",  LOGIN,     OK,        GONE,      GONE,      OK,        OK),
    r("meetings:live",                            "GET",  "example live",  LOGIN,     GONE,      GONE,      GONE,      GONE,      OK),
    r("meetings:live",                            "POST", "live meeting",  LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:live_now",                        "GET",  "live meeting",  LOGIN,     OK,        GONE,      GONE,      OK,        OK),
    r("meetings:live_now",                        "POST", "live meeting",  LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:live_control",                    "GET",  "live meeting",  LOGIN,     GONE,      GONE,      GONE,      GONE,      OK),
    r("meetings:live_control",                    "POST", "live meeting",  LOGIN,     GONE,      GONE,      GONE,      GONE,      MOVED),
    r("admin:meetings_resolution_effects",        "GET",  "point",         LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_resolution_effects",        "POST", "point",         LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_resolution_effects_add",    "GET",  "point rule",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_resolution_effects_add",    "POST", "point rule",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_resolution_effects_drop",   "GET",  "planned effect", LOGIN,    LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_resolution_effects_drop",   "POST", "planned effect", LOGIN,    LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
]
# fmt: on


def example_rooms():
    return Meeting.objects.filter(is_example=True, state="in_session")


def real_meetings():
    return Meeting.objects.filter(is_example=False)


def example_points():
    return Resolution.objects.filter(meeting__is_example=True)


def kinds() -> list[dict]:
    """Every form, on a point that is not in effect yet."""
    point = example_points().filter(adopted_on=None).order_by("pk").first()
    return [{"pk": point.pk, "kind": kind} for kind in make_effects.EffectKind]


PAGES: list[Page] = [
    Page("meetings:live", "expert", each(example_rooms())),
    Page("meetings:live", "staff", each(example_rooms())),
    Page("meetings:live", "staff", each(example_rooms()), query="?show=projector"),
    Page("meetings:live", "staff", each(real_meetings())),
    Page("meetings:live_control", "staff", each(example_rooms())),
    Page("meetings:live_control", "staff", each(real_meetings())),
    Page("admin:meetings_resolution_effects", "administrator", each(example_points())),
    Page("admin:meetings_resolution_effects_add", "administrator", kinds),
]
NO_PAGE: dict[str, str] = {
    "meetings:live_now": "a fragment",
    "admin:meetings_resolution_effects_drop": "takes POST alone",
}
LISTS: list = []
NO_LIST: dict[str, str] = {
    "meetings:live": "one meeting; its queries are counted in test_live",
    "meetings:live_control": "one meeting; its queries are counted in test_live",
}


def things(own, liaison) -> dict[str, dict]:
    there = room(seats=1, present=1)
    make.AttendanceFactory(meeting=there.meeting, person=liaison.person, unit=own, state="observer")
    point = make_effects.point()
    effect = make_effects.effect(point, "action")
    return {
        "live meeting": {"pk": there.meeting.pk},
        "example live": {"pk": room(seats=0, is_example=True).meeting.pk},
        "point": {"pk": point.pk},
        "point rule": {"pk": point.pk, "kind": "rule"},
        "planned effect": {"pk": point.pk, "effect": effect.pk},
    }
