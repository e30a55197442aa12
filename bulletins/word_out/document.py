"""`make_docx`: the Word version of an issue, or of one article, from the snapshot alone (schema: docs/bulletin.md)."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

from alliance.printing.render import read_media
from bulletins.word_out import booklet, sheet
from bulletins.word_out.entries import write_entry
from bulletins.word_out.look import look_of
from bulletins.word_out.pages import number_pages, set_paper, settle
from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import clean

LANGUAGE = "zh-CN"
BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time in zip files: the same content is the same file
UNUSED = ("thumbnail", "customXml", "stylesWithEffects")  # parts of python-docx's template


def make_docx(snapshot: dict, *, media: Callable[[str], bytes] = read_media) -> bytes:
    """The whole issue: cover or red head, contents field, sections, closing page. The same bytes for the same snapshot.

    `media(key)` gives the bytes of a stored picture. Raises PrintError (a Chinese sentence) for one that is gone.
    """
    writer = _open(snapshot, media)
    if writer.look.is_sheet:
        sheet.write_issue(writer, snapshot)
    else:
        booklet.write_issue(writer, snapshot)
    return _saved(writer, snapshot, snapshot["title"])


def make_article_docx(snapshot: dict, *, media: Callable[[str], bytes] = read_media) -> bytes:
    """The only article of an issue-shaped snapshot (`documents.article_snapshot`) as a document of its own."""
    writer = _open(snapshot, media)
    entry = next(entry for section in snapshot["sections"] for entry in section["entries"])
    section = writer.document.sections[0]
    set_paper(section)
    number_pages(section, head=snapshot["alliance"]["name"] or snapshot["title"])
    write_entry(writer, {**entry, "columns": 1, "new_page": False})
    return _saved(writer, snapshot, entry["headline"])


def _open(snapshot: dict, media: Callable[[str], bytes]) -> Writer:
    writer = Writer(look_of(snapshot), palette=snapshot["palette"], media=media)
    settle(writer)
    return writer


def _saved(writer: Writer, snapshot: dict, title: str) -> bytes:
    _describe(writer, snapshot, title)
    package = writer.document.part.package
    for owner in (package, writer.part):
        for key, relation in list(owner.rels.items()):
            if any(name in relation.reltype or name in relation.target_ref for name in UNUSED):
                del owner.rels[key]
    output = io.BytesIO()
    writer.document.save(output)
    return _timeless(output.getvalue())


def _describe(writer: Writer, snapshot: dict, title: str) -> None:
    properties = writer.document.core_properties
    properties.title = clean(title)[:255]
    properties.author = properties.last_modified_by = clean(f"{snapshot['alliance']['name']}秘书处")[:255]
    properties.language = LANGUAGE
    properties.subject, properties.comments, properties.keywords = "工作简报", "", ""
    properties.revision = 1
    properties.created = _moment(snapshot["created"])
    properties.modified = _moment(snapshot["modified"])


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _timeless(content: bytes) -> bytes:
    """The same parts, packed anew without the time of packing."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, BEGINNING)
            packed = zipfile.ZIP_STORED if name.endswith((".jpg", ".jpeg", ".png")) else zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name), compress_type=packed)
    return output.getvalue()
