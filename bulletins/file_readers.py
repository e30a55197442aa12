"""Which stored files the public may read (registered in `apps.ready`)."""

from alliance.core.models import StoredFile
from bulletins.enums import BulletinState
from bulletins.models import Article, Bulletin, EntryPicture


def picture_of_published_article(user, stored: StoredFile) -> bool:
    articles = Article.objects.visible_to(user)
    return articles.filter(pictures__stored=stored).exists()


def picture_of_issued_bulletin(user, stored: StoredFile) -> bool:
    """What an issued edition prints is public, whatever became of the article that it was taken from."""
    printed = EntryPicture.objects.filter(stored=stored, dropped=False, entry__dropped=False)
    if printed.filter(entry__section__bulletin__state=BulletinState.ISSUED).exists():
        return True
    return Bulletin.objects.issued().filter(cover=stored).exists()
