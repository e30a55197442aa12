"""The snapshot of a yearly issue: everything the page shows, read once, as JSON."""

import re
from html import unescape

import nh3

from alliance.printing.engine.formulas import set_formulas
from bulletins.models import Bulletin, BulletinEntry
from meetings.documents import minutes_context, paragraphs
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
BLOCK_END = re.compile(r"(?<=</p>)")
FIRST_PICTURE_AFTER = 2  # paragraphs


def build_bulletin(*, year: int) -> dict:
    """The snapshot of the issue of `year`. Raises Bulletin.DoesNotExist for a year without an issue."""
    bulletin = Bulletin.objects.get(year=year)
    alliance = AllianceProfile.objects.first()
    entries = list(BulletinEntry.objects.printed_in(bulletin))
    sections = [
        {
            "kind": section.kind,
            "title": section.title,
            "entries": [_entry(entry) for entry in entries if entry.section_id == section.pk],
        }
        for section in bulletin.sections.all()
    ]
    return {
        "title": bulletin.title,
        "file_name": bulletin.file_name,
        "year": bulletin.year,
        "created": bulletin.created_at.date().isoformat(),
        "modified": bulletin.updated_at.date().isoformat(),
        "alliance": _alliance(alliance),
        "foreword": paragraphs(bulletin.foreword),
        "sections": [section for section in sections if section["entries"]],
        "greeting": _lines(bulletin.greeting),
        "colophon": _lines(bulletin.colophon) or _default_colophon(alliance),
    }


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


def _entry(entry: BulletinEntry) -> dict:
    common = {"anchor": f"entry-{entry.pk}", "headline": entry.headline, "toc_title": entry.toc_title}
    if entry.minutes:
        return {**common, "kind": "minutes", "minutes": _minutes(entry.minutes)}
    article = entry.article
    body = print_body(article.body)
    opening, rest = split_after(body, FIRST_PICTURE_AFTER)
    return {
        **common,
        "kind": "article",
        "source": article.pk,
        "opening": opening,
        "rest": rest,
        "signature": article.signature,
        "pictures": [_picture(picture) for picture in article.pictures.all()],
    }


def _picture(picture) -> dict:
    """The address `media:<pk>` is served by our own fetcher; the hash makes a changed picture a new document."""
    stored = picture.stored
    return {
        "media": stored.pk,
        "sha256": stored.sha256,
        "width": stored.width,
        "height": stored.height,
        "caption": picture.caption,
        "alt": picture.alt or picture.caption or "图片",
        "credit": picture.credit,
    }


def _minutes(minutes) -> dict:
    context = minutes_context(minutes)
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


def split_after(html: str, paragraphs_before: int) -> tuple[str, str]:
    """Cut behind the n-th paragraph, where the first picture goes; a short text stays whole."""
    pieces = BLOCK_END.split(html)
    return "".join(pieces[:paragraphs_before]), "".join(pieces[paragraphs_before:])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
