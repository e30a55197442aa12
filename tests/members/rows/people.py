"""Rows of the harness for people and their import."""

from tests import factories as make
from tests.browser.page import Page
from tests.core.listing import Listing
from tests.core.permission_words import Row
from tests.members.make_people import imported

PERMISSIONS: list[Row] = []
PAGES: list[Page] = []
NO_PAGE: dict[str, str] = {}
LISTS: list[Listing] = []
NO_LIST: dict[str, str] = {}


def things(own, liaison) -> dict[str, dict]:
    return {}


def admin_rows(actor) -> list:
    person = make.PersonFactory(unit=make.UnitFactory())
    person.affiliations.create(printed="某研究院")
    return [person, imported(actor, ["张懿", ""])]
