"""What the capabilities of members add to the tables of the harness, one module for each."""

from tests.members.rows import admission, library, money, people, terms, units

TOPICS = (units, people, terms, admission, money, library)

PERMISSIONS = [row for topic in TOPICS for row in topic.PERMISSIONS]
PAGES = [page for topic in TOPICS for page in topic.PAGES]
NO_PAGE = {name: why for topic in TOPICS for name, why in topic.NO_PAGE.items()}
LISTS = [listing for topic in TOPICS for listing in topic.LISTS]
NO_LIST = {name: why for topic in TOPICS for name, why in topic.NO_LIST.items()}


def things(own, liaison) -> dict[str, dict]:
    """Name in the permission table → keyword arguments of the URL."""
    return {name: given for topic in TOPICS for name, given in topic.things(own, liaison).items()}


def admin_rows(actor) -> list:
    """One row of every model that the admin shows."""
    return [row for topic in TOPICS for row in topic.admin_rows(actor)]
