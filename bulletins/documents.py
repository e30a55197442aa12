"""The snapshot of an issue: everything the page shows, read once, as JSON."""

import re
from html import unescape

import nh3
from django.utils import timezone

from alliance.printing.engine.formulas import set_formulas
from bulletins.enums import EntryKind
from bulletins.models import Article, Bulletin, BulletinEntry
from bulletins.page_layout import blocks_of
from bulletins.proposals import SECTION_OF
from bulletins.sources import read_source
from meetings.documents import paragraphs
from members.models import AllianceProfile

# Wider than what editors may write: a picture or a block that does not belong there must reach the engine's
# inspection and be refused by name, not vanish from the page.
PRINT_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "caption"),
    *("strong", "em", "sub", "sup", "blockquote", "br", "a", "div", "span", "img"),
}
PRINT_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
PRINT_SCHEMES = {"http", "https", "mailto", "tel", "file", "ftp", "data", "static", "media"}
TAG = re.compile(r"(<[^>]*>)")


def build_bulletin(*, pk: int) -> dict:
    """The snapshot of an issue: the frozen one once it is issued, else as it stands now. Raises DoesNotExist."""
    bulletin = Bulletin.objects.get(pk=pk)
    return bulletin.frozen or compose_bulletin(bulletin)


def compose_bulletin(bulletin: Bulletin) -> dict:
    """Everything that the pages of the issue show, read once. The schema is in docs/bulletin.md."""
    alliance = AllianceProfile.objects.first()
    entries = list(BulletinEntry.objects.printed_in(bulletin))
    sections = [
        {
            "kind": section.kind,
            "title": section.title,
            "intro": section.intro,
            "entries": [
                _entry(one, _printed_pictures(one)) for one in entries if one.section_id == section.pk
            ],
        }
        for section in bulletin.sections.all()
    ]
    return _issue(bulletin, alliance, [section for section in sections if section["entries"]])


def _issue(bulletin: Bulletin, alliance: AllianceProfile | None, sections: list[dict]) -> dict:
    return {
        "title": str(bulletin),
        "file_name": f"{bulletin.file_stem}.pdf",
        "year": bulletin.year,
        "number": bulletin.number,
        "volume": bulletin.volume,
        "serial": bulletin.serial,
        "period": bulletin.period,
        "edition": bulletin.edition,
        "correction_note": _lines(bulletin.correction_note),
        "design": bulletin.design,
        "palette": bulletin.palette,
        "fonts": bulletin.fonts,
        "created": timezone.localdate(bulletin.created_at).isoformat(),
        "modified": timezone.localdate(bulletin.updated_at).isoformat(),
        "alliance": _alliance(alliance),
        "cover": _cover(bulletin),
        "foreword": paragraphs(bulletin.foreword),
        "foreword_signature": bulletin.foreword_signature,
        "sections": sections,
        "greeting": _lines(bulletin.greeting),
        "colophon": _lines(bulletin.colophon) or _default_colophon(alliance),
        "print_run": bulletin.print_run,
        "report_to": bulletin.report_to,
        "copy_to": bulletin.copy_to,
        "approved_by": bulletin.approved_by_name,
    }


def article_snapshot(article: Article) -> dict:
    """An issue-shaped snapshot with one article alone, for its preview in print and its Word file. Nothing is stored."""
    said = read_source(EntryKind.ARTICLE, article, year=article.year)
    entry = BulletinEntry(
        kind=EntryKind.ARTICLE,
        article=article,
        headline=said["headline"],
        toc_title=said["toc_title"],
        content=said["content"],
    )
    pictures = [_picture(one) for one in article.pictures.select_related("stored")] if article.pk else []
    section = {
        "kind": str(SECTION_OF[article.category]),
        "title": article.get_category_display(),
        "intro": "",
        "entries": [_entry(entry, pictures) | {"anchor": f"article-{article.pk}"}],
    }
    now = timezone.now()
    blank = Bulletin(
        year=article.year,
        title=article.headline,
        created_at=article.created_at or now,
        updated_at=article.updated_at or now,
    )
    alliance = AllianceProfile.objects.first()
    return _issue(blank, alliance, [section]) | {"file_name": f"{article.headline[:60]}.pdf"}


def entry_snapshot(entry: BulletinEntry, pictures: list | None = None) -> dict:
    """One entry as it stands in memory, saved or not; `pictures` (`EntryPicture`s) instead of the stored ones."""
    printed = _printed_pictures(entry) if pictures is None else [_picture(one) for one in pictures]
    return _entry(entry, printed)


def _cover(bulletin: Bulletin) -> dict | None:
    if bulletin.cover is None:
        return None
    return _media(bulletin.cover, alt=bulletin.cover_alt, credit=bulletin.cover_credit)


def _alliance(alliance: AllianceProfile | None) -> dict:
    return {
        "name": alliance.name if alliance else "",
        "english_name": alliance.english_name if alliance else "",
    }


def _default_colophon(alliance: AllianceProfile | None) -> list[str]:
    """Who edited it and how to reach them; what is not known is left out."""
    if alliance is None:
        return []
    contacts = [("联系电话", alliance.phones), ("电子邮箱", alliance.email), ("通讯地址", alliance.address)]
    return [f"{alliance.name}秘书处编辑", *(f"{label}：{value}" for label, value in contacts if value)]


def _printed_pictures(entry: BulletinEntry) -> list[dict]:
    return [_picture(one) for one in entry.pictures.all() if not one.dropped]


def _entry(entry: BulletinEntry, pictures: list[dict]) -> dict:
    content = entry.content
    minutes = content.get("minutes")
    return {
        "anchor": f"entry-{entry.pk}",
        "kind": entry.kind,
        "source": entry.source_key,
        "headline": entry.headline,
        "toc_title": entry.toc_title,
        "columns": entry.columns,
        "new_page": entry.new_page,
        "blocks": blocks_of(print_body(content.get("body", "")), pictures),
        "signature": content.get("signature", ""),
        "minutes": _minutes(minutes) if minutes else None,
        "figure": content.get("figure"),
    }


def _picture(picture) -> dict:
    return _media(picture.stored, alt=picture.alt or picture.caption, credit=picture.credit) | {
        "caption": picture.caption,
        "place": picture.place,
        "after": picture.after,
    }


def _media(stored, *, alt: str, credit: str) -> dict:
    """The address `media:<pk>` is served by our own fetcher; the hash makes a changed picture a new document."""
    return {
        "media": stored.pk,
        "sha256": stored.sha256,
        "width": stored.width,
        "height": stored.height,
        "alt": alt or "图片",
        "credit": credit,
    }


def _minutes(context: dict) -> dict:
    return {
        **context,
        "preamble": [set_formulas(text) for text in context["preamble"]],
        "points": [{**point, "text": set_formulas(point["text"])} for point in context["points"]],
    }


def print_body(html: str) -> str:
    """Well-formed HTML of an article with its formulas set; only text between tags is touched."""
    clean = nh3.clean(
        html, tags=PRINT_TAGS, attributes=PRINT_ATTRIBUTES, url_schemes=PRINT_SCHEMES, link_rel=None
    )
    parts = TAG.split(clean)
    return "".join(part if i % 2 else set_formulas(unescape(part)) for i, part in enumerate(parts))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
