"""What the capabilities of meetings add to the tables of the harness, one module for each."""

from importlib import import_module
from importlib.util import find_spec

NAMES = ("planning", "notice", "votes", "live", "minutes", "events")

# A topic whose module is not written yet adds nothing; a table that a module does not have is empty.
_FOUND = [f"tests.meetings.rows.{name}" for name in NAMES if find_spec(f"tests.meetings.rows.{name}")]
TOPICS = [import_module(name) for name in _FOUND]

PERMISSIONS = [row for topic in TOPICS for row in getattr(topic, "PERMISSIONS", [])]
PAGES = [page for topic in TOPICS for page in getattr(topic, "PAGES", [])]
NO_PAGE = {name: why for topic in TOPICS for name, why in getattr(topic, "NO_PAGE", {}).items()}
LISTS = [listing for topic in TOPICS for listing in getattr(topic, "LISTS", [])]
NO_LIST = {name: why for topic in TOPICS for name, why in getattr(topic, "NO_LIST", {}).items()}


def things(own, liaison) -> dict[str, dict]:
    """Name in the permission table → keyword arguments of the URL."""
    given = [topic.things(own, liaison) for topic in TOPICS if hasattr(topic, "things")]
    return {name: arguments for of_topic in given for name, arguments in of_topic.items()}


def admin_rows(actor) -> list:
    """One row of every model that the admin shows."""
    return [row for topic in TOPICS if hasattr(topic, "admin_rows") for row in topic.admin_rows(actor)]
