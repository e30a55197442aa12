"""Rows of the harness for library and matters."""

from tests.browser.page import Page
from tests.core.listing import Listing
from tests.core.permission_words import Row

PERMISSIONS: list[Row] = []
PAGES: list[Page] = []
NO_PAGE: dict[str, str] = {}
LISTS: list[Listing] = []
NO_LIST: dict[str, str] = {}


def things(own, liaison) -> dict[str, dict]:
    return {}


def admin_rows(actor) -> list:
    return []
