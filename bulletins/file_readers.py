"""Which stored files the public may read (registered in `apps.ready`)."""

from django.db.models import Q

from alliance.core.models import StoredFile
from bulletins.enums import BulletinState
from bulletins.models import Article, Bulletin, EntryPicture
from projects.rules import liaison_units


def file_of_article(user, stored: StoredFile) -> bool:
    """Pictures and attachments are as public as their article; before that, its unit reads them."""
    holding = Article.objects.filter(Q(pictures__stored=stored) | Q(attachments__stored=stored))
    if Article.objects.visible_to(user).filter(pk__in=holding.values("pk")).exists():
        return True
    if not user.is_authenticated:
        return False
    return holding.on_desk_of(liaison_units(user), secretariat=False).exists()


def picture_of_issued_bulletin(user, stored: StoredFile) -> bool:
    """What an issued edition prints is public, whatever became of the article that it was taken from."""
    printed = EntryPicture.objects.filter(stored=stored, dropped=False, entry__dropped=False)
    if printed.filter(entry__section__bulletin__state=BulletinState.ISSUED).exists():
        return True
    return Bulletin.objects.issued().filter(cover=stored).exists()
