"""Everything that the rules look at, read once in a constant number of queries."""

import re
from dataclasses import dataclass
from functools import cached_property

from bulletins.enums import EntryKind, RenditionVariant
from bulletins.models import Bulletin, BulletinEntry, BulletinSection, EntryComment
from bulletins.plain_text import html_text
from bulletins.proofreading.finding import DOUBT, Finding, key_of
from bulletins.source_changes import said_today
from members.models import Person

FORMULA = re.compile(r"\$[^$]*\$")
AROUND = 8  # characters of context in a quote


@dataclass(frozen=True)
class Text:
    """A text of an entry and the field in which it stands; formulas are left out. One line is one paragraph."""

    place: str
    text: str


class Proof:
    """An issue under proofreading."""

    def __init__(self, bulletin: Bulletin):
        self.bulletin = bulletin
        self.sections: list[BulletinSection] = list(bulletin.sections.all())
        found = BulletinEntry.objects.filter(section__bulletin=bulletin).with_sources().with_links()
        self.all_entries = list(
            found.prefetch_related("pictures__stored").order_by("section__order", "order", "pk")
        )
        self.entries = [entry for entry in self.all_entries if not entry.dropped]

    @cached_property
    def said(self) -> dict[int, dict]:
        """By entry, what its source says today; entries without a source are left out."""
        told = {entry.pk: said_today(entry, self.bulletin) for entry in self.entries}
        return {pk: said for pk, said in told.items() if said is not None}

    @cached_property
    def texts(self) -> dict[int, list[Text]]:
        """By entry, all its texts in reading order."""
        return {entry.pk: texts_of(entry) for entry in self.entries}

    @cached_property
    def names(self) -> set[str]:
        """The names of all people on record."""
        return set(Person.objects.order_by().values_list("name", flat=True))

    @cached_property
    def open_comments(self) -> list[EntryComment]:
        wanted = EntryComment.objects.filter(entry__section__bulletin=self.bulletin, resolved_at=None)
        return list(wanted.select_related("author"))

    @cached_property
    def document(self):
        """The reading PDF that was finished last, or None."""
        found = self.bulletin.renditions.filter(variant=RenditionVariant.PDF).select_related("document")
        rendition = found.defer("document__snapshot").first()
        return rendition.document if rendition else None


def texts_of(entry: BulletinEntry) -> list[Text]:
    content = entry.content
    texts = [Text("headline", entry.headline), Text("toc_title", entry.toc_title)]
    texts.append(Text("body", html_text(content.get("body", ""))))
    if minutes := content.get("minutes"):
        points = [point["text"] for point in minutes["points"]]
        texts.append(Text("minutes", "\n".join([*minutes["preamble"], *points, minutes["participants"]])))
    if figure := content.get("figure"):
        texts.append(Text("figure", f"{figure['title']}\n{figure['note']}"))
    texts.append(Text("signature", content.get("signature", "")))
    captions = [picture.caption for picture in entry.pictures.all() if not picture.dropped]
    texts.append(Text("pictures", "\n".join(captions)))
    return [Text(each.place, FORMULA.sub("", each.text)) for each in texts if each.text]


def where(entry: BulletinEntry) -> str:
    """The entry in a key: by its source, so that a corrected edition knows what was waived in the one before."""
    name = entry.figure if entry.kind == EntryKind.FIGURE else entry.source_key or f"own{entry.pk}"
    return f"{entry.kind}-{name}"


def about(
    entry: BulletinEntry, rule: str, message: str, *, severity: str = DOUBT, place: str, detail: str
) -> Finding:
    """A finding in an entry, whose headline the message names."""
    text = f"《{entry.headline}》{message}"
    return Finding(
        key_of(rule, where(entry), f"{place} {detail}"), rule, severity, text, entry.pk, place, message
    )


def quote(text: str, start: int, end: int) -> str:
    """“…前后文…” around the place, within its paragraph."""
    begins = text.rfind("\n", 0, start) + 1
    ends = text.find("\n", end)
    ends = len(text) if ends < 0 else ends
    first, last = max(begins, start - AROUND), min(ends, end + AROUND)
    return f"“{'…' * (first > begins)}{text[first:last]}{'…' * (last < ends)}”"


def quotes(text: str, matches: list[re.Match], *, most: int = 3) -> str:
    """The first few places, and how many there are."""
    told = "、".join(quote(text, match.start(), match.end()) for match in matches[:most])
    return told + (f"等 {len(matches)} 处" if len(matches) > most else "")
