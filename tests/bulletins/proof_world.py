"""An issue of one article for the tests of the proofreading, and its findings by rule."""

from bulletins.models import Bulletin, BulletinEntry
from bulletins.proofreading.reading import Finding, find_all
from bulletins.services.compiling import compile_bulletin
from bulletins.services.editing import edit_entry
from tests.factories import ArticleFactory


def issue_of(body: str, **article) -> Bulletin:
    """The compiled issue of 2015 with one article of this text."""
    ArticleFactory(**{"year": 2015, "headline": "联盟动态", "body": body, **article})
    return compile_bulletin(actor=None, year=2015)


def the_entry(bulletin: Bulletin) -> BulletinEntry:
    return BulletinEntry.objects.get(section__bulletin=bulletin, dropped=False)


def reworded(bulletin: Bulletin, body: str) -> None:
    """An edit for print that leaves the source alone."""
    edit_entry(actor=None, entry=the_entry(bulletin), changes={"body": body})


def found(bulletin: Bulletin, rule: str) -> list[Finding]:
    return [finding for finding in find_all(bulletin) if finding.rule == rule]


def messages(bulletin: Bulletin, rule: str) -> list[str]:
    return [finding.message for finding in found(bulletin, rule)]
