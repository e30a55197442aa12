"""What a source record says, in the one shape in which entries keep it and changes are found."""

from bulletins.enums import EntryKind
from bulletins.models import Article
from meetings.documents import minutes_context
from meetings.models import Minutes


def read_source(kind: str, source, *, year: int) -> dict:
    """`{"headline", "toc_title", "content", "pictures"}`, JSON, of a record as it stands now.

    `content` has "body" (HTML of an article), "signature", and for minutes "minutes" (`minutes_context`), for a
    figure "figure". `pictures` are dicts of stored (pk), caption, alt, credit, place, after. `year` is the issue's.
    """
    return READERS[kind](source, year)


def _article(article: Article, year: int) -> dict:
    return {
        "headline": article.headline,
        "toc_title": article.toc_title or article.headline[:80],
        "content": {"body": article.body, "signature": article.signature},
        "pictures": [
            {
                "stored": picture.stored_id,
                "caption": picture.caption,
                "alt": picture.alt,
                "credit": picture.credit,
                "place": picture.place,
                "after": picture.after,
            }
            for picture in article.pictures.all()
        ],
    }


def _minutes(minutes: Minutes, year: int) -> dict:
    return {
        "headline": minutes.title,
        "toc_title": minutes.toc_title or minutes.title[:80],
        "content": {"body": "", "signature": "", "minutes": minutes_context(minutes)},
        "pictures": [],
    }


READERS = {EntryKind.ARTICLE: _article, EntryKind.MINUTES: _minutes}
