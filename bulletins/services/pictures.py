"""The pictures of an entry: which, in what order, how placed and worded."""

from django.db import transaction

from alliance.core import audit
from alliance.core.enums import FileKind
from alliance.core.errors import DomainError
from alliance.core.models import StoredFile
from bulletins.guard import GONE, open_entry, touch
from bulletins.models import BulletinEntry, EntryPicture

WORDS = ("caption", "alt", "credit", "place", "after", "dropped")


@transaction.atomic
def set_pictures(*, actor, entry: BulletinEntry, rows: list[dict]) -> BulletinEntry:
    """Give the entry these pictures in this order; one that is not named goes.

    A row has `pk` of a picture that is there, or `stored` (a StoredFile or its pk) of a new one, and of caption, alt,
    credit, place, after, dropped what shall be set. Raises ValidationError by field, DomainError, WrongState.
    """
    locked = open_entry(actor, entry)
    known = {picture.pk: picture for picture in locked.pictures.all()}
    kept = [row["pk"] for row in rows if row.get("pk")]
    if len(set(kept)) != len(kept) or set(kept) - set(known):
        raise DomainError(GONE)
    for order, row in enumerate(rows):
        picture = known[row["pk"]] if row.get("pk") else EntryPicture(entry=locked, stored=_stored(row))
        for name in WORDS:
            if name in row:
                setattr(picture, name, row[name])
        picture.order = order
        picture.full_clean()
        picture.save()
    locked.pictures.filter(pk__in=set(known) - set(kept)).delete()
    _record(actor, locked, len(rows))
    return locked


def _stored(row: dict) -> StoredFile:
    """The stored picture that a new row names."""
    stored = row.get("stored")
    if not isinstance(stored, StoredFile):
        stored = StoredFile.objects.filter(pk=stored).first() if stored else None
    if stored is None or stored.kind != FileKind.PICTURE:
        raise DomainError("请选择图片。", field="stored")
    return stored


def _record(actor, entry: BulletinEntry, count: int) -> None:
    bulletin = entry.section.bulletin
    touch(bulletin)
    data = {"entry": str(entry), "pictures": count}
    audit.record(
        actor=actor, obj=bulletin, action="bulletins.bulletin.set_pictures", label="调整图片", data=data
    )
