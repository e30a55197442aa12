"""Which stored files the public may read: the pictures of published articles (registered in `apps.ready`)."""

from alliance.core.models import StoredFile
from bulletins.models import Article


def picture_of_published_article(user, stored: StoredFile) -> bool:
    articles = Article.objects.visible_to(user)
    return articles.filter(pictures__stored=stored).exists()
