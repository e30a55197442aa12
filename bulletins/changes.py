"""New articles and bulletins. Registered in `apps.py`."""

from collections.abc import Iterator

from alliance.core.acts import latest_acts
from alliance.core.registry import Change
from bulletins.models import Article, Bulletin


def of_publications(user) -> Iterator[Change]:
    """What was published; what was taken down again no longer exists for the reader."""
    articles = Article.objects.visible_to(user).defer("body")
    for entry, article in latest_acts(articles, ("publish",)):
        yield Change(
            entry.at, f"新稿件：{article}", article.get_absolute_url(), article.get_category_display()
        )
    for entry, bulletin in latest_acts(Bulletin.objects.issued(), ("issue",)):
        yield Change(entry.at, f"已印发：{bulletin}", bulletin.get_absolute_url(), "工作简报")
