"""Fill an issue from the records of its time. What stands there already is never touched."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.core.writing import save_record
from bulletins.enums import EntryKind, SectionKind
from bulletins.guard import hold_numbering, open_issue, touch
from bulletins.models import Bulletin, BulletinEntry, BulletinSection, EntryPicture
from bulletins.models.bulletin import YEARLY_NUMBER
from bulletins.proposals import Proposed, has_records, propose
from bulletins.sources import read_source

FIRST_YEAR = 2000


@transaction.atomic
def compile_bulletin(*, actor, year: int) -> Bulletin:
    """Open the yearly issue of `year` where there is none, and fill it from the year's records.

    Running it again adds what is new and never overwrites an edit, brings back a dropped entry, or reorders.
    Raises DomainError for a year without records, NotAllowed, or DomainError for an issue that is approved or issued.
    """
    require(actor, "bulletins.compile_bulletin", None)
    require_year(year)
    hold_numbering()
    editions = Bulletin.objects.select_for_update().filter(year=year, number=YEARLY_NUMBER)
    bulletin = editions.order_by("-edition").first() or Bulletin(year=year, title=f"{year}年工作简报")
    if not has_records(propose(bulletin)):
        raise DomainError(f"{year}年还没有已发布的稿件或已签发的会议纪要，无法汇编。", field="year")
    if bulletin.pk is None:
        save_record(bulletin, actor=actor)
    return fill_bulletin(actor=actor, bulletin=bulletin)


def require_year(year: int) -> None:
    """Raise DomainError for a year in which the alliance makes no issue."""
    if not FIRST_YEAR <= year <= timezone.localdate().year + 1:
        raise DomainError(f"年度“{year}”不在可用范围内。", field="year")


@transaction.atomic
def fill_bulletin(*, actor, bulletin: Bulletin) -> Bulletin:
    """Add to an issue, yearly or periodic, what is new among the records of its time. Raises as above."""
    require(actor, "bulletins.compile_bulletin", bulletin)
    bulletin = open_issue(actor, bulletin)
    known = {_identity(entry) for entry in BulletinEntry.objects.filter(section__bulletin=bulletin)}
    new = [one for one in propose(bulletin) if (one.kind, one.key) not in known]
    for order, kind in enumerate(SectionKind):
        section, _ = BulletinSection.objects.get_or_create(
            bulletin=bulletin, kind=kind, defaults={"title": kind.label, "order": order}
        )
        _add_all(section, [one for one in new if one.section == kind], actor)
    touch(bulletin)
    audit.record(
        actor=actor, obj=bulletin, action="bulletins.compile", label="汇编", data={"added": len(new)}
    )
    return bulletin


def _add_all(section: BulletinSection, new: list[Proposed], actor) -> None:
    """Append an entry for each source, behind those that are there."""
    if not new:
        return
    last = section.entries.aggregate(last=Max("order"))["last"] or 0
    for step, one in enumerate(new, start=1):
        _add_entry(section, one, last + 10 * step, actor)


def _identity(entry: BulletinEntry):
    """What an entry tells of, whichever section staff moved it to; as `Proposed.kind` and `Proposed.key`."""
    return entry.kind, entry.figure if entry.kind == EntryKind.FIGURE else entry.source_key


def _add_entry(section: BulletinSection, one: Proposed, order: int, actor) -> BulletinEntry:
    """An entry with the source's words and pictures of today."""
    said = read_source(one.kind, one.source, year=section.bulletin.year)
    entry = BulletinEntry(
        section=section,
        kind=one.kind,
        headline=said["headline"],
        toc_title=said["toc_title"],
        content=said["content"],
        taken=said,
        dropped=not one.printed,
        order=order,
        **one.link,
    )
    save_record(entry, actor=actor)
    take_pictures(entry, said["pictures"])
    return entry


def take_pictures(entry: BulletinEntry, pictures: list[dict]) -> None:
    """Give the entry the pictures of its source, as `read_source` names them."""
    EntryPicture.objects.bulk_create(
        EntryPicture(entry=entry, stored_id=picture["stored"], order=order, **_words(picture))
        for order, picture in enumerate(pictures)
    )


def _words(picture: dict) -> dict:
    return {name: picture[name] for name in ("caption", "alt", "credit", "place", "after")}
