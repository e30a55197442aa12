"""What to do when a source changed after it was taken over: take its words, or note the change and keep one's own."""

from django.db import transaction

from alliance.core import audit
from alliance.core.errors import DomainError
from alliance.core.writing import save_record
from bulletins.guard import open_entry, touch
from bulletins.models import BulletinEntry
from bulletins.services.compiling import take_pictures
from bulletins.source_changes import said_today


@transaction.atomic
def take_over_source(*, actor, entry: BulletinEntry) -> BulletinEntry:
    """Print what the source says today: words and pictures. Own edits of this entry are lost, its layout stays.

    Raises DomainError for an entry without a source, WrongState, NotAllowed.
    """
    locked, said = _open(actor, entry)
    locked.headline, locked.toc_title = said["headline"], said["toc_title"]
    locked.content = said["content"]
    _note(actor, locked, said, "take_over", "取用来源新内容")
    locked.pictures.all().delete()
    take_pictures(locked, said["pictures"])
    return locked


@transaction.atomic
def keep_own(*, actor, entry: BulletinEntry) -> BulletinEntry:
    """The change of the source was seen; the entry stays as it is. Raises as `take_over_source`."""
    locked, said = _open(actor, entry)
    _note(actor, locked, said, "keep_own", "保留本刊内容")
    return locked


def _open(actor, entry: BulletinEntry) -> tuple[BulletinEntry, dict]:
    locked = open_entry(actor, entry)
    said = said_today(locked)
    if said is None:
        raise DomainError("这一篇没有来源记录。")
    return locked, said


def _note(actor, entry: BulletinEntry, said: dict, action: str, label: str) -> None:
    entry.taken = said
    save_record(entry, actor=actor)
    bulletin = entry.section.bulletin
    touch(bulletin)
    action = f"bulletins.bulletin.{action}"
    audit.record(actor=actor, obj=bulletin, action=action, label=label, data={"entry": str(entry)})
