"""What changed in the sources of an issue since they were taken over."""

from dataclasses import dataclass, field

from alliance.core.diff import Piece, diff_texts
from bulletins.enums import EntryKind
from bulletins.models import Bulletin, BulletinEntry
from bulletins.plain_text import content_text
from bulletins.sources import read_source


@dataclass(frozen=True)
class SourceChange:
    """Paragraphs of `Piece`, empty where nothing changed: from what was taken over to what the source says today.

    `pictures`: other pictures, or other words to them. `toc_title`: the contents line.
    """

    headline: list[list[Piece]] = field(default_factory=list)
    toc_title: list[list[Piece]] = field(default_factory=list)
    text: list[list[Piece]] = field(default_factory=list)
    pictures: bool = False

    def __bool__(self) -> bool:
        return bool(self.headline or self.toc_title or self.text or self.pictures)


def source_changes(bulletin: Bulletin) -> dict[int, SourceChange]:
    """By primary key of the entry, the changes of its source; entries whose source stands as it was are left out."""
    entries = BulletinEntry.objects.filter(section__bulletin=bulletin).with_sources()
    found = {entry.pk: change_of(entry, bulletin) for entry in entries}
    return {pk: change for pk, change in found.items() if change}


def change_of(entry: BulletinEntry, bulletin: Bulletin) -> SourceChange | None:
    """The change of one entry's source; None where there is no source."""
    said = said_today(entry, bulletin)
    return compare(entry.taken, said) if said is not None else None


def compare(taken: dict, said: dict) -> SourceChange | None:
    """What changed from `taken` to `said`, both as `read_source` gives them; None where nothing that is printed did."""
    if said == taken:
        return None
    taken = {"headline": "", "toc_title": "", "content": {}, "pictures": [], **taken}
    change = SourceChange(
        headline=diff_texts(taken["headline"], said["headline"]),
        toc_title=diff_texts(taken["toc_title"], said["toc_title"]),
        text=diff_texts(content_text(taken["content"]), content_text(said["content"])),
        pictures=taken["pictures"] != said["pictures"],
    )
    return change or None


def said_today(entry: BulletinEntry, bulletin: Bulletin | None = None) -> dict | None:
    """What the entry's source says now, as `read_source` gives it; None where it has none (any more)."""
    bulletin = bulletin or entry.section.bulletin
    if entry.kind == EntryKind.TEXT:
        return None
    source = entry.figure if entry.kind == EntryKind.FIGURE else entry.source
    said = read_source(entry.kind, source, year=bulletin.year)
    has_gone = entry.kind == EntryKind.FIGURE and said["content"]["figure"] is None
    return None if has_gone else said
