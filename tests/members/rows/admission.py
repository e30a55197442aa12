"""Rows of the harness for admission."""

from members.enums import IN_HAND, WITH_APPLICANT, ApplicationState
from members.models import MembershipApplication
from members.services.application_links import token_for
from tests import factories as make
from tests.browser.page import Page
from tests.core.listing import Listing
from tests.core.permission_words import CALM, GONE, LOGIN, MOVED, OK, OVER, WRONG, Row, r
from tests.members import make_admission as ask

ADMIN = "admin:members_membershipapplication"

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("join:join",                      "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("join:join",                      "POST", "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("join:renew",                     "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("join:renew",                     "POST", "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("join:renew_sent",                "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("join:renew_sent",                "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("join:application",               "GET",  "application draft",    OK,        OK,        OK,        OK,        OK,        OK),
    r("join:application",               "GET",  "expired application",  OVER,      OVER,      OVER,      OVER,      OVER,      OVER),
    r("join:application",               "GET",  "forged application",   GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("join:application",               "POST", "application draft",    WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("join:edit",                      "GET",  "application draft",    OK,        OK,        OK,        OK,        OK,        OK),
    r("join:edit",                      "GET",  "application in hand",  MOVED,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("join:edit",                      "POST", "application draft",    OK,        OK,        OK,        OK,        OK,        OK),
    r("join:draft",                     "GET",  "application draft",    WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("join:draft",                     "POST", "application draft",    CALM,      CALM,      CALM,      CALM,      CALM,      CALM),
    r("join:preview",                   "GET",  "application draft",    OK,        OK,        OK,        OK,        OK,        OK),
    r("join:preview",                   "POST", "application draft",    OK,        OK,        OK,        OK,        OK,        OK),
    r("join:withdraw",                  "GET",  "application draft",    OK,        OK,        OK,        OK,        OK,        OK),
    r("join:withdraw",                  "POST", "application draft",    MOVED,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("join:renew_own",                 "GET",  "expired application",  WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("join:renew_own",                 "POST", "expired application",  CALM,      CALM,      CALM,      CALM,      CALM,      CALM),
    r("join:file",                      "GET",  "application paper",    OK,        OK,        OK,        OK,        OK,        OK),
    r("join:file",                      "GET",  "paper of another",     GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("join:file",                      "POST", "application paper",    WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r(f"{ADMIN}_admit",                 "GET",  "ready application",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r(f"{ADMIN}_admit",                 "POST", "ready application",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r(f"{ADMIN}_correct",               "GET",  "draft in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r(f"{ADMIN}_correct",               "POST", "draft in admin",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r(f"{ADMIN}_take_back",             "POST", "ready application",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r(f"{ADMIN}_take_back",             "GET",  "ready application",    LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
]
# fmt: on


def _links(*states):
    """The links of the demo's applications in these states."""

    def rows():
        found = MembershipApplication.objects.filter(state__in=states).order_by("pk")
        return [{"token": token_for(application)} for application in found]

    return rows


def _in_state(*states):
    def rows():
        found = MembershipApplication.objects.filter(state__in=states).order_by("pk")[:1]
        return [{"pk": application.pk} for application in found]

    return rows


PAGES: list[Page] = [
    Page("join:join", "visitor"),
    Page("join:renew", "visitor"),
    Page("join:renew_sent", "visitor"),
    Page("join:application", "visitor", _links(*WITH_APPLICANT, *IN_HAND)),
    Page("join:application", "visitor", _links(ApplicationState.DRAFT), query="?started=1"),
    Page("join:edit", "visitor", _links(*WITH_APPLICANT)),
    Page("join:preview", "visitor", _links(*WITH_APPLICANT)),
    Page("join:withdraw", "visitor", _links(ApplicationState.SUBMITTED)),
    Page(f"{ADMIN}_admit", "staff", _in_state(ApplicationState.READY)),
    Page(f"{ADMIN}_correct", "staff", _in_state(ApplicationState.RETURNED)),
    Page(f"{ADMIN}_take_back", "staff", _in_state(ApplicationState.SUBMITTED)),
]
NO_PAGE: dict[str, str] = {
    "join:draft": "JSON for the page's script",
    "join:file": "a file",
    "join:renew_own": "takes POST alone",
}
LISTS: list[Listing] = []
NO_LIST: dict[str, str] = {
    "join:*": "a form, or one application",
    f"{ADMIN}_admit": "a form",
    f"{ADMIN}_correct": "a form",
    f"{ADMIN}_take_back": "a form",
}


def things(own, liaison) -> dict[str, dict]:
    draft = ask.draft()
    expired = ask.draft(email="expired@example.com")
    MembershipApplication.objects.filter(pk=expired.pk).update(link_until=None)
    paper = draft.attachments.create(stored=make.stored_picture(colour="#556677"))
    other = expired.attachments.create(stored=make.stored_picture(colour="#665577"))
    in_hand = ask.application(email="hand@example.com")
    ready = ask.application(email="ready@example.com", state=ApplicationState.READY, uscc="", name="待审单位")
    token = token_for(draft)
    return {
        "application draft": {"token": token},
        "expired application": {"token": token_for(expired)},
        "forged application": {"token": "x" * 32},
        "application in hand": {"token": token_for(in_hand)},
        "application paper": {"token": token, "pk": paper.pk},
        "paper of another": {"token": token, "pk": other.pk},
        "ready application": {"pk": ready.pk},
        "draft in admin": {"pk": draft.pk},
    }


def admin_rows(actor) -> list:
    row = ask.application(state=ApplicationState.READY)
    row.attachments.create(title="营业执照或法人证书", stored=make.stored_picture(colour="#775566"))
    return [row]
