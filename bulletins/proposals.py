"""What an issue should tell of: the records of its time, section by section."""

from dataclasses import dataclass

from bulletins.enums import EntryKind, SectionKind
from bulletins.models import Article, Bulletin
from meetings.enums import MinutesState
from meetings.models import Minutes

SECTION_OF = {
    "news": SectionKind.NEWS,
    "exchange": SectionKind.EXCHANGE,
    "research": SectionKind.RESEARCH,
    "notice": SectionKind.NOTICES,
}


@dataclass(frozen=True)
class Proposed:
    """A source and where it belongs. `printed` is False for what another entry tells already: staff may put it in."""

    section: str
    kind: str
    source: object
    printed: bool = True

    @property
    def key(self):
        return self.source if self.kind == EntryKind.FIGURE else self.source.pk

    @property
    def link(self) -> dict:
        """The field of the entry that names the source."""
        return {str(self.kind): self.source}


def propose(bulletin: Bulletin) -> list[Proposed]:
    """Everything that the records of the issue's time offer, in print order."""
    return [*_articles(bulletin), *_minutes(bulletin)]


def _articles(bulletin: Bulletin):
    articles = Article.objects.real().published().of_year(bulletin.year).with_pictures()
    for article in articles.order_by("print_order", "pk"):
        yield Proposed(SECTION_OF[article.category], EntryKind.ARTICLE, article)


def _minutes(bulletin: Bulletin):
    signed = Minutes.objects.filter(
        meeting__is_example=False, meeting__starts_on__year=bulletin.year, state=MinutesState.SIGNED
    )
    shown = signed.select_related("meeting").prefetch_related(
        "meeting__resolutions", "meeting__attendances__person", "meeting__attendances__unit"
    )
    for minutes in shown.order_by("meeting__starts_on", "pk"):
        yield Proposed(SectionKind.MINUTES, EntryKind.MINUTES, minutes)
