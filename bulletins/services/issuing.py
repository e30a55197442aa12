"""Issue: freeze the content, make it public, have its files made. And the corrected edition of what is out."""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from alliance.printing import registry
from bulletins.enums import BulletinState, RenditionVariant
from bulletins.guard import hold_numbering
from bulletins.models import Bulletin, BulletinEntry, BulletinSection, EntryPicture, ProofWaiver
from bulletins.services.renditions import kind_of, print_bulletin

OUT = (BulletinState.ISSUED, BulletinState.WITHDRAWN)
OWN = frozenset({"id", "state", "edition", "corrects", "correction_note", "frozen", "issued_at", "version"})


@transaction.atomic
def issue_bulletin(*, actor, bulletin: Bulletin, reason: str = "") -> Bulletin:
    """Freeze the approved issue as it stands, publish it, ask for all its files. Raises WrongState, NotAllowed."""
    issued = run_transition(actor=actor, obj=bulletin, name="issue", reason=reason)
    for variant in printable_variants():
        print_bulletin(actor=actor, bulletin=issued, variant=variant)
    return issued


def printable_variants() -> list[str]:
    """The variants that are made here: those whose kind of document is registered."""
    return [variant for variant in RenditionVariant if _is_made_here(kind_of(variant))]


def _is_made_here(kind: str) -> bool:
    try:
        registry.get_kind(kind)
    except KeyError:
        return False
    return True


@transaction.atomic
def correct_bulletin(*, actor, bulletin: Bulletin, note: str) -> Bulletin:
    """Open the next edition (更正版) of an issue that is out: a copy to be edited, which says what was corrected.

    Readers keep the issued edition until the corrected one is issued. Raises DomainError without a note or while a
    corrected edition is under way, WrongState for an issue that is not out or is not the last edition, NotAllowed.
    """
    require(actor, "bulletins.correct_bulletin", bulletin)
    if not note.strip():
        raise DomainError("请写明更正说明，它会刊登在扉页。", field="note")
    hold_numbering()
    editions = Bulletin.objects.filter(year=bulletin.year, number=bulletin.number)
    last = editions.order_by("-edition").first()
    if last.state not in OUT:
        if last.pk == bulletin.pk:
            raise WrongState(f"“{last}”{last.get_state_display()}，还没有印发，可以直接修改。")
        raise DomainError(f"更正版（第{last.edition}版）正在编辑，请先完成它。")
    source = lock(last)
    edition = _copy(source, note.strip(), actor)
    _copy_waivers(source, edition)
    audit.record(
        actor=actor,
        obj=edition,
        action="bulletins.bulletin.correct",
        label="制作更正版",
        reason=note.strip(),
        data={"corrects": source.pk, "edition": edition.edition},
    )
    return edition


def _copy(source: Bulletin, note: str, actor) -> Bulletin:
    fields = {
        f.attname: getattr(source, f.attname) for f in source._meta.concrete_fields if f.name not in OWN
    }
    for name in ("created_at", "updated_at"):
        fields.pop(name)
    edition = Bulletin(**fields, edition=source.edition + 1, corrects=source, correction_note=note)
    save_record(edition, actor=actor)
    for section in source.sections.all():
        twin = BulletinSection.objects.create(
            bulletin=edition, kind=section.kind, title=section.title, intro=section.intro, order=section.order
        )
        for entry in section.entries.prefetch_related("pictures"):
            _copy_entry(entry, twin, actor)
    return edition


def _copy_waivers(source: Bulletin, edition: Bulletin) -> None:
    """What was looked at and let stand in the edition before need not be looked at again: keys name the source."""
    ProofWaiver.objects.bulk_create(
        ProofWaiver(bulletin=edition, key=waiver.key, reason=waiver.reason, actor_id=waiver.actor_id)
        for waiver in source.waivers.all()
    )


def _copy_entry(entry: BulletinEntry, section: BulletinSection, actor) -> None:
    skip = {"id", "section", "created_at", "updated_at"}
    fields = {f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields if f.name not in skip}
    twin = save_record(BulletinEntry(**fields, section=section), actor=actor)
    names = ("stored_id", "caption", "alt", "credit", "place", "after", "dropped", "order")
    EntryPicture.objects.bulk_create(
        EntryPicture(entry=twin, **{name: getattr(picture, name) for name in names})
        for picture in entry.pictures.all()
    )
