"""The editor's acts on an issue: its front and back matter, its entries, their order, their pictures.

Nothing here touches a source record; from approval on everything is refused (`bulletins.guard.open_issue`).
"""

from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_update_with_history

from alliance.core import audit
from alliance.core.errors import DomainError
from alliance.core.writing import check_version, save_record
from bulletins.enums import EntryKind
from bulletins.guard import GONE, open_entry, open_issue, touch
from bulletins.models import Bulletin, BulletinEntry, BulletinSection
from bulletins.sanitise import clean_body
from bulletins.services.commenting import comment_on_entry, resolve_comment
from bulletins.services.pictures import set_pictures
from bulletins.services.taking import keep_own, take_over_source
from bulletins.services.wording import put_into_content

__all__ = [
    "add_text_entry",
    "arrange",
    "comment_on_entry",
    "drop_entry",
    "edit_entry",
    "edit_section",
    "keep_own",
    "resolve_comment",
    "restore_entry",
    "set_pictures",
    "take_over_source",
    "update_bulletin",
]

STEP = 10  # between the orders of neighbours
ISSUE_FIELDS = frozenset(
    {
        *("title", "volume", "serial", "design", "palette", "fonts", "cover", "cover_alt", "cover_credit"),
        *("foreword", "foreword_signature", "greeting", "colophon", "print_run", "report_to", "copy_to"),
        *("approved_by_name", "page_limit", "correction_note"),
    }
)
ENTRY_FIELDS = frozenset({"headline", "toc_title", "columns", "new_page"})
CONTENT_FIELDS = frozenset({"body", "signature", "minutes", "figure"})


@transaction.atomic
def update_bulletin(*, actor, bulletin: Bulletin, version: int | None, changes: dict) -> Bulletin:
    """Set fields of the issue (`ISSUE_FIELDS`). `version` is the one that the form was opened with.

    Raises ValidationError by field, StaleVersion, WrongState, NotAllowed; KeyError for a field that is not the editor's.
    """
    locked = open_issue(actor, bulletin)
    check_version(locked, version)
    changed = _assign(locked, changes, ISSUE_FIELDS)
    if locked.edition > 1 and not locked.correction_note.strip():
        raise DomainError("更正版必须写明更正说明。", field="correction_note")
    save_record(locked, actor=actor)
    _record(actor, locked, "update", "修改简报", fields=changed)
    return locked


@transaction.atomic
def edit_entry(*, actor, entry: BulletinEntry, changes: dict) -> BulletinEntry:
    """Word an entry for print. `changes`: headline, toc_title, columns, new_page, and of its content body (HTML, made
    safe here), signature, minutes (preamble, points, participants), figure (title, note); see `services/wording.py`.

    Raises ValidationError by field, DomainError, WrongState, NotAllowed; KeyError for an unknown field.
    """
    locked = open_entry(actor, entry)
    wording = {name: value for name, value in changes.items() if name in CONTENT_FIELDS}
    changed = _assign(locked, {k: v for k, v in changes.items() if k not in wording}, ENTRY_FIELDS)
    changed += put_into_content(locked, wording)
    if not changed:
        return locked
    save_record(locked, actor=actor)
    _record(actor, locked.section.bulletin, "edit_entry", "修改篇目", entry=str(locked), fields=changed)
    return locked


def _assign(row, changes: dict, allowed: frozenset) -> list[str]:
    """Set the fields; return the names of those that are now different. Raises KeyError for one not allowed."""
    if unknown := set(changes) - allowed:
        raise KeyError(sorted(unknown)[0])
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, changes[name])
    return changed


@transaction.atomic
def arrange(*, actor, bulletin: Bulletin, arrangement: list[dict]) -> Bulletin:
    """Put sections and entries into this order: `[{"section": pk, "entries": [pk, …]}, …]`.

    An entry may come into another section. What is not named keeps its section and comes behind. Raises DomainError
    when something named is not (or no longer) in the issue or is named twice.
    """
    locked = open_issue(actor, bulletin)
    sections = {section.pk: section for section in locked.sections.all()}
    entries = {
        entry.pk: entry
        for entry in BulletinEntry.objects.filter(section__bulletin=locked).order_by("order", "pk")
    }
    wanted = [row["section"] for row in arrangement]
    placed = [pk for row in arrangement for pk in row["entries"]]
    for named, known in ((wanted, sections), (placed, entries)):
        if len(set(named)) != len(named) or set(named) - set(known):
            raise DomainError(GONE)
    _order_sections(sections, wanted)
    moved = _order_entries(entries, arrangement, actor)
    touch(locked)
    _record(actor, locked, "arrange", "调整顺序", moved=moved)
    return locked


def _order_sections(sections: dict, wanted: list[int]) -> None:
    rest = [pk for pk in sections if pk not in wanted]
    for order, pk in enumerate([*wanted, *rest]):
        sections[pk].order = order
    BulletinSection.objects.bulk_update(sections.values(), ["order"])


def _order_entries(entries: dict, arrangement: list[dict], actor) -> int:
    """Give each entry its section and order; return how many are elsewhere now."""
    placed = {pk for row in arrangement for pk in row["entries"]}
    named = {row["section"]: row["entries"] for row in arrangement}
    for entry in entries.values():
        if entry.pk not in placed:
            named.setdefault(entry.section_id, []).append(entry.pk)
    moved = []
    for section, pks in named.items():
        for step, pk in enumerate(pks, start=1):
            entry, place = entries[pk], (section, STEP * step)
            if (entry.section_id, entry.order) != place:
                entry.section_id, entry.order = place
                moved.append(entry)
    bulk_update_with_history(moved, BulletinEntry, ["section", "order"], default_user=actor)
    return len(moved)


@transaction.atomic
def drop_entry(*, actor, entry: BulletinEntry) -> BulletinEntry:
    """Keep it out of the issue; it stays among the proposals and can be put in again."""
    return _set_dropped(actor, entry, True, "不刊登")


@transaction.atomic
def restore_entry(*, actor, entry: BulletinEntry) -> BulletinEntry:
    """Put a proposed or dropped entry into the issue."""
    return _set_dropped(actor, entry, False, "刊登")


def _set_dropped(actor, entry, dropped: bool, label: str) -> BulletinEntry:
    locked = open_entry(actor, entry)
    if locked.dropped != dropped:
        locked.dropped = dropped
        save_record(locked, actor=actor)
        action = "drop_entry" if dropped else "restore_entry"
        _record(actor, locked.section.bulletin, action, label, entry=str(locked))
    return locked


@transaction.atomic
def add_text_entry(
    *, actor, section: BulletinSection, headline: str, toc_title: str = "", body: str = ""
) -> BulletinEntry:
    """An entry that staff write themselves, at the end of the section. Raises ValidationError by field."""
    locked = open_issue(actor, section.bulletin)
    last = section.entries.aggregate(last=Max("order"))["last"] or 0
    entry = BulletinEntry(
        section=section,
        kind=EntryKind.TEXT,
        headline=headline,
        toc_title=toc_title or headline[:80],
        content={"body": clean_body(body), "signature": ""},
        order=last + STEP,
    )
    save_record(entry, actor=actor)
    _record(actor, locked, "add_entry", "新增篇目", entry=str(entry))
    return entry


@transaction.atomic
def edit_section(*, actor, section: BulletinSection, title: str, intro: str = "") -> BulletinSection:
    """Name a section and write its line of introduction. Raises ValidationError by field."""
    locked = open_issue(actor, section.bulletin)
    section = BulletinSection.objects.select_for_update().get(pk=section.pk)
    section.title, section.intro = title, intro
    section.full_clean()
    section.save()
    _record(actor, locked, "edit_section", "修改栏目", section=str(section))
    return section


def _record(actor, bulletin: Bulletin, action: str, label: str, **data) -> None:
    touch(bulletin)
    audit.record(actor=actor, obj=bulletin, action=f"bulletins.bulletin.{action}", label=label, data=data)
