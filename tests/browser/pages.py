"""THE TABLE OF PAGES: every page of the portal, in a role that sees it, on the data of the demo.

A row: the URL's name, the role, and `of`, which gives the arguments of each address to open (one empty set where
the URL takes none). A URL that answers with something else than a page stands in NO_PAGE with the reason. A URL in
neither fails. Pages of the admin are added from its registry: list, new, change, history and delete of each model.

The rows stand with their topic: in `tests/browser/rows`; those of members and meetings with their other tables.
"""

from fnmatch import fnmatchcase

from tests.browser.page import Page
from tests.browser.rows import accounts, bulletins, portal
from tests.browser.rows import admin as of_admin
from tests.meetings.rows import all as of_meetings
from tests.members.rows import all as of_members

TOPICS = {
    "portal": portal,
    "bulletins": bulletins,
    "accounts": accounts,
    "members": of_members,
    "meetings": of_meetings,
}
NO_PAGE = [name for topic in (*TOPICS.values(), of_admin) for name in topic.NO_PAGE]


def pages() -> list[Page]:
    return [*(page for topic in TOPICS.values() for page in topic.PAGES), *of_admin.admin_pages()]


def is_no_page(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in NO_PAGE)
