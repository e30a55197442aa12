"""Rows of the harness for minutes, 征求意见, 督办事项 and attendance figures."""

from meetings.minutes_consulting import comment_path
from meetings.models import ActionItem, Meeting, Minutes, RollEntry
from members.enums import Body
from tests import factories as make
from tests.browser.page import Page, each, first
from tests.core.listing import Listing
from tests.core.permission_words import FORBIDDEN, GONE, LOGIN, MOVED, OK, WRONG, Row, r
from tests.meetings.make_minutes import action_of, consulting, drafted, held, seat_in_roll, signed
from tests.members.make_terms import seated_unit

# fmt: off
PERMISSIONS: list[Row] = [
    # name                            method  thing               anonymous  own        other      expert     council    staff
    r("meetings:minutes",             "GET",  "signed minutes",   OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:minutes",             "GET",  "asked minutes",    GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:minutes",             "POST", "signed minutes",   WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:minutes_file",        "GET",  "signed file",      GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:minutes_file",        "POST", "signed file",      WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:minutes_work",        "GET",  "draft minutes",    LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("meetings:minutes_work",        "POST", "draft minutes",    LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("meetings:minutes_act",         "GET",  "compiling",        LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:minutes_act",         "POST", "compiling",        LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, MOVED),
    r("meetings:minutes_comment",     "GET",  "asked minutes",    LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("meetings:minutes_comment",     "POST", "asked minutes",    LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("meetings:minutes_comment",     "GET",  "draft minutes",    LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:minutes_links",       "GET",  "asked minutes",    LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("meetings:minutes_links",       "POST", "asked minutes",    LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:comment_by_link",     "GET",  "minutes link",     OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:comment_by_link",     "POST", "minutes link",     OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:actions",             "GET",  "",                 LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("meetings:actions",             "POST", "",                 LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:action",              "GET",  "own action",       LOGIN,     OK,        GONE,      GONE,      GONE,      OK),
    r("meetings:action",              "POST", "own action",       LOGIN,     OK,        GONE,      GONE,      GONE,      OK),
    r("meetings:action_finish",       "GET",  "own action",       LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:action_finish",       "POST", "own action",       LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("meetings:attendance",          "GET",  "",                 LOGIN,     OK,        OK,        FORBIDDEN, OK,        OK),
    r("meetings:attendance",          "POST", "",                 LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:attendance_sheet",    "GET",  "",                 LOGIN,     OK,        OK,        FORBIDDEN, OK,        OK),
    r("meetings:attendance_sheet",    "POST", "",                 LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
]
# fmt: on


def with_minutes(**which):
    return Meeting.objects.filter(minutes__isnull=False, **which)


def asking():
    return with_minutes(minutes__state="consulting", is_example=True)


def links() -> list[dict]:
    """The personal link of the demo's first liaison."""
    minutes = Minutes.objects.get(meeting__in=asking())
    person = minutes.meeting.roll.get(person__user__email="liaison@demo.invalid").person
    return [token_in(comment_path(minutes, person))]


def own_actions():
    return ActionItem.objects.filter(unit__people__user__email="liaison@demo.invalid")


PAGES: list[Page] = [
    Page("meetings:minutes", "visitor", each(with_minutes(is_example=False))),
    Page("meetings:minutes", "liaison", each(with_minutes(minutes__state="signed", is_example=True))),
    Page("meetings:minutes_work", "staff", each(with_minutes(is_example=True))),
    Page("meetings:minutes_work", "staff", each(with_minutes(is_example=False))),
    Page("meetings:minutes_work", "staff", first(Meeting.objects.filter(minutes=None))),
    Page("meetings:minutes_comment", "liaison", lambda: each(asking())()),
    Page("meetings:minutes_links", "staff", lambda: each(asking())()),
    Page("meetings:comment_by_link", "visitor", links),
    Page("meetings:actions", "liaison"),
    Page("meetings:actions", "expert", query="?state=dropped"),
    Page("meetings:actions", "staff", query="?state=overdue"),
    Page("meetings:action", "liaison", lambda: first(own_actions())()),
    Page("meetings:action", "staff", lambda: each(ActionItem.objects.exclude(progress=""))()),
    Page("meetings:attendance", "staff"),
    Page("meetings:attendance", "liaison", query="?body=expert_committee"),
    Page("meetings:attendance", "staff", query="?body=liaison_meeting&term=x"),
]
NO_PAGE: dict[str, str] = {
    "meetings:minutes_file": "a file",
    "meetings:minutes_act": "takes POST alone",
    "meetings:action_finish": "takes POST alone",
    "meetings:attendance_sheet": "a file",
}


def tasks(number: int):
    meeting = held()
    for _ in range(number):
        action_of(meeting, unit=meeting.units[0])
    signed(meeting)
    return meeting.units[0].liaison


def sessions(number: int):
    unit = seated_unit()
    for _ in range(number):
        meeting = make.MeetingFactory()
        make.MeetingBodyFactory(meeting=meeting, session=None)
        for each_unit in (unit, seated_unit()):
            seat_in_roll(meeting, each_unit)
    return make.staff()


LISTS: list[Listing] = [
    Listing("meetings:actions", tasks, 15),
    Listing("meetings:attendance", sessions, 15),
]
NO_LIST: dict[str, str] = {
    "meetings:minutes": "one record",
    "meetings:minutes_work": "one record",
    "meetings:minutes_comment": "a form",
    "meetings:minutes_links": "one record",
    "meetings:comment_by_link": "a form",
    "meetings:action": "one record",
}


def things(own, liaison) -> dict[str, dict]:
    asked = asked_of(own, liaison)
    task = action_of(held(units=[seated_unit()]), unit=own)
    signed(task.resolution.meeting)
    first_signed = {"pk": signed().meeting_id}
    draft = {"pk": drafted().meeting_id}
    return {
        "signed minutes": first_signed,
        "signed file": {**first_signed, "form": "issue"},
        "draft minutes": draft,
        "compiling": {**draft, "act": "assemble"},
        "asked minutes": {"pk": asked.meeting_id},
        "minutes link": token_in(comment_path(asked, liaison.person)),
        "own action": {"pk": task.pk},
    }


def asked_of(own, liaison) -> Minutes:
    """Minutes about which the own unit alone is asked."""
    meeting = make.MeetingFactory()
    RollEntry.objects.create(
        meeting=meeting,
        body=Body.LIAISON_MEETING,
        seat=own.seats.get(body=Body.LIAISON_MEETING),
        unit=own,
        unit_name=own.name,
        person=liaison.person,
    )
    return consulting(meeting)


def admin_rows(actor) -> list:
    meeting = held()
    minutes, unit = signed(meeting), meeting.units[0]
    comment = minutes.comments.create(unit=unit, stance="object", text="改一处。", said_at=minutes.created_at)
    return [minutes, comment, minutes.versions.get(), drafted()]


def token_in(path: str) -> dict[str, str]:
    return {"token": path.rstrip("/").rpartition("/")[2]}
