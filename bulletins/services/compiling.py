"""Fill an issue from the records of its time. What stands there already is never touched."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.core.writing import lock, save_record
from bulletins.enums import OPEN_TO_EDITS, EntryKind, SectionKind
from bulletins.models import Bulletin, BulletinEntry, BulletinSection, EntryPicture
from bulletins.models.bulletin import YEARLY_NUMBER
from bulletins.proposals import Proposed, propose
from bulletins.sources import read_source

FIRST_YEAR = 2000


@transaction.atomic
def compile_bulletin(*, actor, year: int) -> Bulletin:
    """Open the yearly issue of `year` where there is none, and fill it from the year's records.

    Running it again adds what is new and never overwrites an edit, brings back a dropped entry, or reorders.
    Raises DomainError for a year without records, NotAllowed, or DomainError for an issue that is approved or issued.
    """
    require(actor, "bulletins.compile_bulletin", None)
    if not FIRST_YEAR <= year <= timezone.localdate().year + 1:
        raise DomainError(f"年度“{year}”不在可用范围内。", field="year")
    editions = Bulletin.objects.select_for_update().filter(year=year, number=YEARLY_NUMBER)
    bulletin = editions.order_by("-edition").first() or Bulletin(year=year, title=f"{year}年工作简报")
    if not any(one.printed for one in propose(bulletin)):
        raise DomainError(f"{year}年还没有已发布的稿件或已签发的会议纪要，无法汇编。", field="year")
    if bulletin.pk is None:
        save_record(bulletin, actor=actor)
    return fill_bulletin(actor=actor, bulletin=bulletin)


@transaction.atomic
def fill_bulletin(*, actor, bulletin: Bulletin) -> Bulletin:
    """Add to an issue, yearly or periodic, what is new among the records of its time. Raises as above."""
    require(actor, "bulletins.compile_bulletin", bulletin)
    bulletin = lock(bulletin)
    if bulletin.state not in OPEN_TO_EDITS:
        state = bulletin.get_state_display()
        raise DomainError(f"“{bulletin}”{state}，不能再汇编。已印发的内容请用更正版修改。")
    proposed = propose(bulletin)
    added = 0
    for order, kind in enumerate(SectionKind):
        wanted = [one for one in proposed if one.section == kind]
        section, _ = BulletinSection.objects.get_or_create(
            bulletin=bulletin, kind=kind, defaults={"title": kind.label, "order": order}
        )
        added += _add_missing(section, wanted, actor)
    audit.record(actor=actor, obj=bulletin, action="bulletins.compile", label="汇编", data={"added": added})
    return bulletin


def _add_missing(section: BulletinSection, proposed: list[Proposed], actor) -> int:
    """Append an entry for each source that has none in this section; return how many."""
    known = {_identity(entry.kind, entry) for entry in section.entries.all()}
    order = section.entries.aggregate(last=Max("order"))["last"] or 0
    new = [one for one in proposed if (one.kind, one.key) not in known]
    for step, one in enumerate(new, start=1):
        add_entry(section, one, order + 10 * step, actor)
    return len(new)


def _identity(kind: str, entry: BulletinEntry):
    return kind, entry.figure if kind == EntryKind.FIGURE else getattr(entry, f"{kind}_id", None)


def add_entry(section: BulletinSection, one: Proposed, order: int, actor) -> BulletinEntry:
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
