"""Rows of the harness for notice, replies, paper for the room and check-in."""

from urllib.parse import urlsplit

from django.utils import timezone

from meetings.invitations import invitations_to
from meetings.member_links import arrival_path, badge_path
from meetings.models import Meeting
from tests import factories as make
from tests.browser.page import Page, each, first
from tests.core.permission_words import FORBIDDEN, GONE, LOGIN, MOVED, OK, WRONG, Row, r
from tests.meetings.asked import convened, reply_link
from tests.meetings.make_notices import notice_of, planned, printed_notice

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("meetings:notice",                "GET",  "noticed meeting",      LOGIN,     OK,        OK,        GONE,      GONE,      OK),
    r("meetings:notice",                "GET",  "convened meeting",     LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:notice",                "GET",  "nothing",              LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:notice",                "POST", "noticed meeting",      LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:notice_by_link",        "GET",  "noticed link",         OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:notice_by_link",        "GET",  "reply link",           GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:notice_by_link",        "POST", "noticed link",         OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:calendar",              "GET",  "meeting",              OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:calendar",              "GET",  "example meeting",      GONE,      OK,        OK,        OK,        OK,        OK),
    r("meetings:calendar",              "POST", "meeting",              WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:calendar_by_link",      "GET",  "reply link",           OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:calendar_by_link",      "GET",  "hosting link",         GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:calendar_by_link",      "POST", "reply link",           OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:check_in",              "GET",  "noticed meeting",      LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("meetings:check_in",              "GET",  "nothing",              LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:check_in",              "POST", "noticed meeting",      LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, MOVED),
    r("meetings:check_in_count",        "GET",  "noticed meeting",      LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("meetings:check_in_count",        "POST", "noticed meeting",      LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:check_in_code",         "GET",  "noticed meeting",      LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("meetings:check_in_code",         "POST", "noticed meeting",      LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:check_in_guest",        "GET",  "noticed meeting",      LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:check_in_guest",        "POST", "noticed meeting",      LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("meetings:arrive",                "GET",  "room code",            OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:arrive",                "GET",  "reply link",           GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:arrive",                "POST", "room code",            OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:badge",                 "GET",  "badge",                OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:badge",                 "GET",  "reply link",           GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:badge",                 "POST", "badge",                FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, MOVED),
    r("admin:meetings_meeting_notice",  "GET",  "planned meeting",      LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_meeting_notice",  "POST", "planned meeting",      LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_meeting_papers",  "GET",  "noticed meeting",      LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_meeting_papers",  "POST", "noticed meeting",      LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_meeting_notice_number", "GET", "planned meeting", LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_meeting_notice_number", "POST", "planned meeting", LOGIN,    LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:meetings_meeting_notice_print", "GET", "planned meeting",  LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_meeting_notice_print", "POST", "planned meeting", LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:meetings_meeting_notice_send", "GET", "planned meeting",   LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:meetings_meeting_notice_send", "POST", "planned meeting",  LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:meetings_meeting_notice_change", "GET", "noticed meeting", LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_meeting_notice_change", "POST", "noticed meeting", LOGIN,    LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_meeting_replies_sheet", "GET", "meeting in admin", LOGIN,    LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:meetings_meeting_replies_sheet", "POST", "meeting in admin", LOGIN,   LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
]
# fmt: on

EXAMPLES = Meeting.objects.filter(is_example=True)
CONVENED, PLANNED = EXAMPLES.filter(state="convened"), EXAMPLES.filter(state="planned")


def _token(path: str) -> dict:
    return {"token": urlsplit(path).path.rstrip("/").rpartition("/")[2]}


def codes() -> list[dict]:
    return [_token(arrival_path(CONVENED.all()[0]))]


def badges() -> list[dict]:
    meeting = CONVENED.all()[0]
    return [_token(badge_path(meeting, invitations_to(meeting)[0].person))]


PAGES: list[Page] = [
    Page("meetings:check_in", "staff", each(EXAMPLES.filter(state__in=("convened", "in_session")))),
    Page("meetings:check_in", "staff", first(CONVENED), query="?show=here"),
    Page("meetings:check_in_code", "staff", first(CONVENED)),
    Page("meetings:arrive", "visitor", codes),
    Page("meetings:badge", "visitor", badges),
    Page("meetings:badge", "staff", badges),
    Page("admin:meetings_meeting_notice", "staff", each(CONVENED)),
    Page("admin:meetings_meeting_notice", "staff", first(PLANNED)),
    Page("admin:meetings_meeting_notice_change", "staff", first(CONVENED)),
    Page("admin:meetings_meeting_papers", "staff", first(CONVENED)),
]
NO_PAGE: dict[str, str] = {
    "meetings:notice": "a file",
    "meetings:notice_by_link": "a file",
    "meetings:calendar": "a file",
    "meetings:calendar_by_link": "a file",
    "meetings:check_in_count": "a part of the page around it",
    "meetings:check_in_guest": "takes POST alone",
    "admin:meetings_meeting_notice_number": "takes POST alone",
    "admin:meetings_meeting_notice_print": "takes POST alone",
    "admin:meetings_meeting_notice_send": "takes POST alone",
    "admin:meetings_meeting_replies_sheet": "a file",
}
NO_LIST: dict[str, str] = {
    "meetings:check_in": "one meeting's people, counted by its own test",
    "meetings:check_in_code": "one code",
    "meetings:arrive": "a form",
    "meetings:badge": "one badge",
}


def things(own, liaison) -> dict[str, dict]:
    noticed = convened("liaison_meeting", starts_on=timezone.localdate())
    printed_notice(noticed)
    draft = planned("council")
    notice_of(draft)
    return {
        "noticed meeting": {"pk": noticed.pk},
        "noticed link": _token(reply_link(noticed, liaison.person)),
        "room code": _token(arrival_path(noticed)),
        "badge": _token(badge_path(noticed, liaison.person)),
        "planned meeting": {"pk": draft.pk},
        "meeting in admin": {"object_id": noticed.pk},
    }


def admin_rows(actor) -> list:
    return [notice_of(make.MeetingFactory())]
