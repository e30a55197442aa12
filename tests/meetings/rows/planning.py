"""Rows of the harness for planning, the agenda with its papers, hosting in turn, work plans."""

from meetings.models import HostingTurn, Meeting, WorkPlan
from tests import factories as make
from tests.browser.page import Page, each
from tests.core.listing import Listing
from tests.core.permission_words import GONE, LOGIN, OK, WRONG, Row, r
from tests.meetings.make_planning import item_of, paper_of, plan_of, planned, sitting_of

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("meetings:work_plans",            "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("meetings:work_plans",            "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:work_plan",             "GET",  "adopted plan",         LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("meetings:work_plan",             "GET",  "draft of a plan",      LOGIN,     GONE,      GONE,      GONE,      GONE,      OK),
    r("meetings:work_plan",             "GET",  "nothing",              LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:work_plan",             "POST", "adopted plan",         LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("core:file",                      "GET",  "members' paper",       GONE,      OK,        OK,        OK,        OK,        OK),
    r("core:file",                      "GET",  "council's paper",      GONE,      GONE,      GONE,      GONE,      OK,        OK),
    r("core:file",                      "GET",  "paper before notice",  GONE,      GONE,      GONE,      GONE,      GONE,      OK),
]
# fmt: on


def with_agenda():
    return Meeting.objects.filter(is_example=True, sittings__items__papers__isnull=False)


def keys(queryset, name: str = "pk"):
    """The first object's primary key under the name that the URL gives it."""
    return lambda: [{name: pk} for pk in queryset().order_by("pk").values_list("pk", flat=True)[:1]]


def in_meeting(related: str):
    def found() -> list[dict]:
        meeting = with_agenda().order_by("pk").first()
        return [{"pk": meeting.pk, "row": getattr(meeting, related).order_by("pk").first().pk}]

    return found


def plan_item() -> list[dict]:
    plan = WorkPlan.objects.filter(is_example=True, state="adopted").first()
    return [{"pk": plan.pk, "item": plan.items.order_by("pk").first().pk}]


def open_turns():
    return HostingTurn.objects.filter(unit__is_example=True, state__in=("proposed", "accepted"))


PAGES: list[Page] = [
    Page("meetings:work_plans", "liaison"),
    Page("meetings:work_plan", "liaison", lambda: each(WorkPlan.objects.adopted())()),
    Page("meetings:meeting", "liaison", keys(with_agenda)),
    Page("admin:meetings_meeting_plan", "staff"),
    Page("admin:meetings_meeting_agenda", "staff", keys(with_agenda)),
    Page("admin:meetings_meeting_agenda", "staff", keys(lambda: Meeting.objects.filter(state="held"))),
    Page(
        "admin:meetings_meeting_agenda",
        "staff",
        keys(lambda: Meeting.objects.filter(is_example=True, state="planned", kind="council")),
    ),
    Page("admin:meetings_meeting_sitting_new", "staff", keys(with_agenda)),
    Page("admin:meetings_meeting_sitting", "staff", in_meeting("sittings")),
    Page("admin:meetings_meeting_item_new", "staff", keys(with_agenda)),
    Page("admin:meetings_meeting_item", "staff", in_meeting("items")),
    Page("admin:meetings_meeting_paper", "staff", in_meeting("items")),
    Page("admin:meetings_hostingturn_ledger", "staff"),
    Page("admin:meetings_hostingturn_offer", "staff"),
    Page("admin:meetings_hostingturn_hand_over", "staff", keys(open_turns)),
    Page("admin:meetings_hostingturn_swap", "staff", keys(open_turns)),
    Page("admin:meetings_workplan_start", "staff"),
    Page("admin:meetings_workplan_follow", "staff", keys(WorkPlan.objects.all)),
    Page("admin:meetings_workplan_progress", "staff", plan_item),
]
NO_PAGE: dict[str, str] = {}


def adopted_plans(number: int):
    for step in range(number):
        plan_of("done", "running", year=2020 + step)
    return make.liaison_of(make.UnitFactory())


LISTS: list[Listing] = [Listing("meetings:work_plans", adopted_plans, 11)]
NO_LIST: dict[str, str] = {"meetings:work_plan": "one plan, counted by its own test"}


def things(own, liaison) -> dict[str, dict]:
    item = item_of(sitting_of(planned(state="convened")))
    before = item_of(sitting_of(planned()))
    return {
        "adopted plan": {"pk": plan_of("running").pk},
        "draft of a plan": {"pk": plan_of("waiting", state="draft", year=2030).pk},
        "members' paper": {"pk": paper_of(item).stored_id},
        "council's paper": {"pk": paper_of(item, access="council").stored_id},
        "paper before notice": {"pk": paper_of(before, access="public").stored_id},
    }


def admin_rows(actor) -> list:
    plan = plan_of("done", "running")
    item = item_of(sitting_of(planned()))
    return [paper_of(item), plan]
