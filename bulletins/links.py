"""What the pages of a meeting, an event or a solicitation show of the news (registered in `apps.ready`)."""

from collections.abc import Iterator

from alliance.core.registry import Link, LinkGroup
from bulletins.models import Article
from meetings.models import Event, Meeting
from projects.models import Solicitation

PATHS = {Meeting: "meeting", Event: "events", Solicitation: "solicitation"}


def articles_about(obj, user) -> Iterator[LinkGroup]:
    """The published articles about `obj`."""
    path = PATHS.get(type(obj))
    if path is None:
        return
    articles = Article.objects.visible_to(user).filter(**{path: obj}).in_reading_order()
    links = tuple(
        Link(article.headline, article.get_absolute_url(), article.get_category_display())
        for article in articles
    )
    if links:
        yield LinkGroup("相关报道", links)
