"""THE PERMISSION TABLE: every address × role × method → the expected answer.

A row: name of the URL (or a pattern of names: `admin:*`), method, the thing it is about (a name in
`permission_world.things`, "" for none), then one answer for each role in the order of ROLES. A name that is
written out goes before a pattern. A URL that no row covers for GET and for POST fails the test.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

ROLES = ("anonymous", "own", "other", "expert", "council", "staff")

OK = 200
MOVED = 302  # an act done, or a page that sends elsewhere
LOGIN = "login"  # sent to the login page
FORBIDDEN = 403  # the page is for another role; nothing about any object is told
OVER = 410  # it was public and no longer is
GONE = 404  # for this person it does not exist
STALE = 400  # a form from no page of ours
WRONG = 405  # the address does not take this method
CALM = "calm"  # anything but an error of the server
UNASKED = "unasked"  # an empty form is no act of this role here; the tests of the page post real ones


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    thing: str
    answers: tuple

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.method, self.thing)))


def r(name: str, method: str, thing: str, *answers) -> Row:
    assert len(answers) == len(ROLES), f"{name} {method}: {len(answers)} answers for {len(ROLES)} roles"
    return Row(name, method, thing, answers)


# fmt: off
ROWS = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    # ---------------------------------------------------------------- core
    r("core:draft",                     "GET",  "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("core:draft",                     "POST", "",                     STALE,     STALE,     STALE,     STALE,     STALE,     STALE),
    r("core:healthz",                   "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("core:healthz",                   "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("core:readyz",                    "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("core:readyz",                    "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("core:file",                      "GET",  "published picture",    OK,        OK,        OK,        OK,        OK,        OK),
    r("core:file",                      "GET",  "unpublished picture",  GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("core:file",                      "GET",  "own upload",           GONE,      OK,        GONE,      GONE,      GONE,      OK),
    r("core:file",                      "GET",  "nothing",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("core:file",                      "POST", "own upload",           WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("core:thumbnail",                 "GET",  "published thumbnail",  OK,        OK,        OK,        OK,        OK,        OK),
    r("core:thumbnail",                 "GET",  "hidden thumbnail",     GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("core:thumbnail",                 "POST", "hidden thumbnail",     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    # ---------------------------------------------------------------- portal
    r("portal:home",                    "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("portal:home",                    "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("portal:desk",                    "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("portal:desk",                    "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("portal:styleguide",              "GET",  "",                     LOGIN,     GONE,      GONE,      GONE,      GONE,      OK),
    r("portal:styleguide",              "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    # ---------------------------------------------------------------- members
    r("members:units",                  "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("members:units",                  "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:unit",                   "GET",  "unit",                 OK,        OK,        OK,        OK,        OK,        OK),
    r("members:unit",                   "GET",  "example unit",         GONE,      OK,        OK,        OK,        OK,        OK),
    r("members:unit",                   "GET",  "nothing",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("members:unit",                   "POST", "unit",                 WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    # ---------------------------------------------------------------- meetings
    r("meetings:meetings",              "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:meetings",              "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:meeting",               "GET",  "meeting",              OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:meeting",               "GET",  "example meeting",      GONE,      OK,        OK,        OK,        OK,        OK),
    r("meetings:meeting",               "GET",  "nothing",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:meeting",               "POST", "meeting",              WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:replies",               "GET",  "convened meeting",     LOGIN,     MOVED,     MOVED,     GONE,      GONE,      GONE),
    r("meetings:replies",               "GET",  "meeting",              LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:replies",               "POST", "convened meeting",     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:reply",                 "GET",  "own invitation",       LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("meetings:reply",                 "POST", "own invitation",       LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("meetings:reply_by_link",         "GET",  "reply link",           OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:reply_by_link",         "GET",  "hosting link",         GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:reply_by_link",         "POST", "reply link",           OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:hosting",               "GET",  "own turn",             LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("meetings:hosting",               "POST", "own turn",             LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("meetings:hosting_by_link",       "GET",  "hosting link",         OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:hosting_by_link",       "GET",  "reply link",           GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:hosting_by_link",       "POST", "hosting link",         OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:events",                "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:events",                "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("meetings:event",                 "GET",  "event",                OK,        OK,        OK,        OK,        OK,        OK),
    r("meetings:event",                 "GET",  "example event",        GONE,      OK,        OK,        OK,        OK,        OK),
    r("meetings:event",                 "GET",  "nothing",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("meetings:event",                 "POST", "event",                WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    # ---------------------------------------------------------------- projects
    r("projects:solicitations",         "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("projects:solicitations",         "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("projects:solicitation",          "GET",  "open batch",           OK,        OK,        OK,        OK,        OK,        OK),
    r("projects:solicitation",          "GET",  "example batch",        GONE,      OK,        OK,        OK,        OK,        OK),
    r("projects:solicitation",          "GET",  "batch draft",          GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("projects:solicitation",          "POST", "open batch",           WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("projects:proposal_new",          "GET",  "open batch",           LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("projects:proposal_new",          "GET",  "batch draft",          LOGIN,     GONE,      GONE,      FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("projects:proposal_new",          "POST", "open batch",           LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("projects:proposals",             "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("projects:proposals",             "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("projects:proposal",              "GET",  "own proposal",         LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("projects:proposal",              "POST", "own proposal",         LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("projects:proposal_edit",         "GET",  "own proposal",         LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("projects:proposal_edit",         "POST", "own proposal",         LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("projects:proposal_submit",       "GET",  "own proposal",         LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("projects:proposal_submit",       "POST", "own proposal",         LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
    r("projects:proposal_withdraw",     "GET",  "own proposal",         LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("projects:proposal_withdraw",     "POST", "own proposal",         LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
    r("projects:nominations",           "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("projects:nominations",           "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("projects:nomination_new",        "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("projects:nomination_new",        "POST", "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("projects:nomination",            "GET",  "own nomination",       LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("projects:nomination",            "POST", "own nomination",       LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("projects:nomination_withdraw",   "GET",  "own nomination",       LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("projects:nomination_withdraw",   "POST", "own nomination",       LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
    r("projects:reviews",               "GET",  "",                     LOGIN,     FORBIDDEN, FORBIDDEN, OK,        FORBIDDEN, FORBIDDEN),
    r("projects:reviews",               "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("projects:review",                "GET",  "nomination in review", LOGIN,     FORBIDDEN, FORBIDDEN, OK,        FORBIDDEN, FORBIDDEN),
    r("projects:review",                "GET",  "own nomination",       LOGIN,     FORBIDDEN, FORBIDDEN, GONE,      FORBIDDEN, FORBIDDEN),
    r("projects:review",                "POST", "nomination in review", LOGIN,     FORBIDDEN, FORBIDDEN, OK,        FORBIDDEN, FORBIDDEN),
    # ---------------------------------------------------------------- bulletins
    r("bulletins:articles",             "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:articles",             "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:article",              "GET",  "article",              OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:article",              "GET",  "article draft",        GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("bulletins:article",              "GET",  "example article",      GONE,      OK,        OK,        OK,        OK,        OK),
    r("bulletins:article",              "POST", "article",              WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:article-word",         "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, OK),
    r("bulletins:article-word",         "POST", "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, OK),
    r("bulletins:article-word-result",  "GET",  "imported article",     LOGIN,     OK,        GONE,      GONE,      GONE,      OK),
    r("bulletins:article-word-result",  "GET",  "article draft",        LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("bulletins:article-word-result",  "POST", "imported article",     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:article-docx",         "GET",  "imported article",     LOGIN,     OK,        GONE,      GONE,      GONE,      OK),
    r("bulletins:article-docx",         "POST", "imported article",     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:bulletins",            "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:bulletins",            "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:bulletin",             "GET",  "issue",                OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:bulletin",             "GET",  "unissued",             GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("bulletins:bulletin",             "POST", "issue",                WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:pdf",                  "GET",  "issue",                OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:pdf",                  "GET",  "unissued",             GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("bulletins:pdf",                  "POST", "issue",                WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:edition",              "GET",  "issue edition",        OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:edition",              "GET",  "unissued edition",     GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("bulletins:edition",              "GET",  "withdrawn edition",    OVER,      OVER,      OVER,      OVER,      OVER,      OK),
    r("bulletins:edition",              "POST", "issue edition",        WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:variant",              "GET",  "issue variant",        OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:variant",              "GET",  "unissued variant",     GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("bulletins:variant",              "GET",  "issue for the printer",GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("bulletins:variant",              "POST", "issue variant",        WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:page",                 "GET",  "issue page",           OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:page",                 "GET",  "unissued page",        GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("bulletins:page",                 "POST", "issue page",           WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:periodic",             "GET",  "sheet",                OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:periodic",             "POST", "sheet",                WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:periodic",             "GET",  "withdrawn sheet",      OVER,      OVER,      OVER,      OVER,      OVER,      OK),
    r("bulletins:periodic",             "GET",  "no sheet",             GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("bulletins:periodic_pdf",         "GET",  "sheet",                OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:periodic_pdf",         "POST", "sheet",                WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:periodic_edition",     "GET",  "sheet edition",        OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:periodic_edition",     "POST", "sheet edition",        WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:periodic_variant",     "GET",  "sheet variant",        OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:periodic_variant",     "POST", "sheet variant",        WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:periodic_page",        "GET",  "sheet page",           OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:periodic_page",        "POST", "sheet page",           WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:file",                 "GET",  "file",                 OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:file",                 "GET",  "withdrawn file",       OVER,      OVER,      OVER,      OVER,      OVER,      OVER),
    r("bulletins:file",                 "GET",  "no file",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("bulletins:file",                 "POST", "file",                 WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:file_download",        "GET",  "file",                 OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:file_download",        "GET",  "withdrawn file",       GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("bulletins:file_download",        "GET",  "no file",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("bulletins:file_download",        "POST", "file",                 WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:subscribe",            "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:subscribe",            "POST", "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:subscribe_asked",      "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:subscribe_asked",      "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("bulletins:subscribe_confirm",    "GET",  "subscription",         OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:subscribe_confirm",    "GET",  "no subscription",      GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("bulletins:subscribe_confirm",    "POST", "subscription",         OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:subscribe_end",        "GET",  "subscription",         OK,        OK,        OK,        OK,        OK,        OK),
    r("bulletins:subscribe_end",        "GET",  "no subscription",      GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("bulletins:subscribe_end",        "POST", "subscription",         OK,        OK,        OK,        OK,        OK,        OK),
    # ---------------------------------------------------------------- printing
    r("printing:document",              "GET",  "own document",         LOGIN,     OK,        GONE,      GONE,      GONE,      OK),
    r("printing:document",              "POST", "own document",         LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("printing:progress",              "GET",  "own document",         LOGIN,     OK,        GONE,      GONE,      GONE,      OK),
    r("printing:progress",              "POST", "own document",         LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("printing:file",                  "GET",  "own document",         LOGIN,     OK,        GONE,      GONE,      GONE,      OK),
    r("printing:file",                  "POST", "own document",         LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    # ---------------------------------------------------------------- notices: everybody's own; 群通知 is for staff
    r("notices:inbox",                  "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("notices:inbox",                  "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("notices:read_all",               "GET",  "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("notices:read_all",               "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("notices:open",                   "GET",  "own notice",           LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("notices:open",                   "POST", "own notice",           LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
    r("notices:preferences",            "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("notices:preferences",            "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("notices:unsubscribe",            "GET",  "unsubscribe link",     OK,        OK,        OK,        OK,        OK,        OK),
    r("notices:unsubscribe",            "GET",  "forged link",          GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("notices:unsubscribe",            "POST", "unsubscribe link",     OK,        OK,        OK,        OK,        OK,        OK),
    r("notices:group_text",             "GET",  "group text",           LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("notices:group_text",             "GET",  "no group text",        LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, GONE),
    r("notices:group_text",             "POST", "group text",           LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("notices:short_link",             "GET",  "short link",           MOVED,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("notices:short_link",             "GET",  "wrong code",           GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("notices:short_link",             "POST", "short link",           WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("notices:qr",                     "GET",  "short link",           LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("notices:qr",                     "POST", "short link",           LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    # ---------------------------------------------------------------- accounts (allauth); sign-up is closed
    r("account_login",                  "GET",  "",                     OK,        MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_login",                  "POST", "",                     OK,        MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_logout",                 "GET",  "",                     MOVED,     OK,        OK,        OK,        OK,        OK),
    r("account_logout",                 "POST", "",                     MOVED,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_inactive",               "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("account_inactive",               "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("account_reauthenticate",         "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("account_reauthenticate",         "POST", "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("account_change_password",        "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("account_change_password",        "POST", "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("account_reset_password",         "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("account_reset_password",         "POST", "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("account_reset_password_done",    "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("account_reset_password_done",    "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("account_reset_password_from_key", "GET", "reset key",            OK,        OK,        OK,        OK,        OK,        OK),
    r("account_reset_password_from_key", "POST", "reset key",           OK,        OK,        OK,        OK,        OK,        OK),
    r("account_reset_password_from_key_done", "GET", "",                OK,        OK,        OK,        OK,        OK,        OK),
    r("account_reset_password_from_key_done", "POST", "",               WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("account_signup",                 "GET",  "",                     OK,        MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_signup",                 "POST", "",                     OK,        MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_home",                   "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("account_home",                   "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("account_welcome",                "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("account_welcome",                "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("mfa_index",                      "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("mfa_index",                      "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("mfa_list_webauthn",              "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("mfa_list_webauthn",              "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("account_mobile",                 "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_mobile",                 "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_set_password",           "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_set_password",           "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_reauthenticate",             "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_reauthenticate",             "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_reauthenticate_webauthn",    "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_reauthenticate_webauthn",    "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_activate_totp",              "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_activate_totp",              "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_generate_recovery_codes",    "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_generate_recovery_codes",    "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_add_webauthn",               "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_add_webauthn",               "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_view_recovery_codes",        "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_view_recovery_codes",        "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_download_recovery_codes",    "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_download_recovery_codes",    "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_end_other_sessions",     "GET",  "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("account_end_other_sessions",     "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("account_end_session",            "GET",  "own login",            LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("account_end_session",            "POST", "own login",            LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
    r("mfa_authenticate",               "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_authenticate",               "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_deactivate_totp",            "GET",  "",                     LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("mfa_deactivate_totp",            "POST", "",                     LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("mfa_login_webauthn",             "GET",  "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_login_webauthn",             "POST", "",                     LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_remove_webauthn",            "GET",  "a passkey",            LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_remove_webauthn",            "POST", "a passkey",            LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_edit_webauthn",              "GET",  "a passkey",            LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    r("mfa_edit_webauthn",              "POST", "a passkey",            LOGIN,     MOVED,     MOVED,     MOVED,     MOVED,     MOVED),
    # ---------------------------------------------------------------- invitations
    r("invitations:accept",             "GET",  "invitation",           OK,        OK,        OK,        OK,        OK,        OK),
    r("invitations:accept",             "POST", "invitation",           OK,        OK,        OK,        OK,        OK,        OK),
    r("invitations:accept",             "GET",  "no invitation",        GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    # ---------------------------------------------------------------- admin: one login for everything
    r("admin:login",                    "GET",  "",                     LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, MOVED),
    r("admin:login",                    "POST", "",                     LOGIN,     FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, CALM),
    r("admin:logout",                   "GET",  "",                     CALM,      CALM,      CALM,      CALM,      CALM,      WRONG),
    r("admin:logout",                   "POST", "",                     CALM,      CALM,      CALM,      CALM,      CALM,      CALM),
    r("admin:behalf",                   "GET",  "",                     LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:behalf",                   "POST", "",                     LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:behalf_act",               "GET",  "recordable act",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:behalf_act",               "GET",  "recordable on batch",  LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:behalf_act",               "POST", "recordable act",       LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:*",                        "GET",  "",                     LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     CALM),
    r("admin:*",                        "POST", "",                     LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     UNASKED),
]
# fmt: on


def rows_for(name: str) -> list[Row]:
    """The rows about a URL: those that write its name out, else those whose pattern it fits."""
    written_out = [row for row in ROWS if row.name == name]
    return written_out or [row for row in ROWS if fnmatchcase(name, row.name)]
