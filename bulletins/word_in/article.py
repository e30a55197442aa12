"""`read_docx`: a Word document as an article, and the list of what did not come along. No database, no network."""

from dataclasses import dataclass, field

from alliance.core.errors import BadFile
from bulletins.sanitise import clean_body
from bulletins.word_in import blocks, tidy
from bulletins.word_in.convert import to_html
from bulletins.word_in.guard import Package
from bulletins.word_in.labels import Numbering
from bulletins.word_in.losses import Losses
from bulletins.word_in.names import w
from bulletins.word_in.parts import drop_unknown, links, relations
from bulletins.word_in.styles import default_paragraph, read_styles

DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
MAX_PICTURES = 30  # as many as an article may have
MAX_PICTURE, MAX_ALL_PICTURES = 20 << 20, 60 << 20  # bytes
EMPTY = "文档里没有可以导入的文字。"
VECTOR = {".emf": "EMF 矢量图", ".wmf": "WMF 矢量图", ".svg": "SVG 矢量图"}


@dataclass(frozen=True)
class WordPicture:
    """`data` as it was in the document, unchecked: `store_file` judges it. `after`: blocks of text before it."""

    data: bytes
    name: str
    caption: str
    alt: str
    after: int
    place: str


@dataclass(frozen=True)
class WordArticle:
    """`body_html` holds to the allow-list of `bulletins.sanitise`; `notes` are sentences for the person."""

    headline: str
    body_html: str
    signature: str
    pictures: list[WordPicture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_docx(data: bytes) -> WordArticle:
    """Read a .docx. Raises BadFile with a Chinese sentence for other files, bombs, damaged and empty documents.

    Nothing is fetched: addresses in the document are written down as links or passed over.
    """
    package = Package(data)
    losses = Losses()
    root = package.tree(DOCUMENT)
    styles_root = package.tree("word/styles.xml")
    relations_root = package.tree(RELATIONS)
    numbering = package.tree("word/numbering.xml")
    notes = {kind: _notes(package, kind) for kind in ("footnote", "endnote")}
    body = tidy.tidy(
        root,
        styles=read_styles(styles_root),
        default=default_paragraph(styles_root),
        numbering=Numbering(numbering),
        notes=notes,
        losses=losses,
    )
    pictures, addresses = relations(relations_root, package.names), links(relations_root)
    losses.count("linked", drop_unknown(body, {*pictures, *addresses}))
    _quote_comments(package, losses)
    _look_at_margins(package, losses)
    whole = to_html(root, numbering=numbering, pictures=pictures, links=addresses)
    parts = blocks.take_apart(whole, losses)
    text = "\n".join(filter(None, [blocks.markup(parts.body), _end_notes(notes)]))
    kept = _pictures(package, parts.pictures, losses)
    if not (parts.headline or parts.body or kept):
        raise BadFile(EMPTY)
    return WordArticle(parts.headline, clean_body(text), parts.signature, kept, losses.sentences())


def _notes(package: Package, kind: str) -> dict[str, str]:
    """Number → text of the footnotes or endnotes; the lines that separate them have no text."""
    root = package.tree(f"word/{kind}s.xml")
    found = {}
    for note in root.iterfind(w(kind)) if root is not None else ():
        if text := "".join(note.itertext(w("t"))).strip():
            found[note.get(w("id"), "")] = text
    return found


def _end_notes(notes: dict) -> str:
    """Below the text, in the order of their marks."""
    numbers: dict = notes.get("numbers", {})
    return "\n".join(
        f"<p>[{number}] {_escaped(notes[kind][key])}</p>" for (kind, key), number in numbers.items()
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quote_comments(package: Package, losses: Losses) -> None:
    root = package.tree("word/comments.xml")
    for comment in root.iterfind(w("comment")) if root is not None else ():
        if text := "".join(comment.itertext(w("t"))).strip():
            losses.quote("批注", text)


def _look_at_margins(package: Package, losses: Losses) -> None:
    margins = [name for name in package.names if name.startswith(("word/header", "word/footer"))]
    for name in sorted(margins):
        if name.endswith(".xml") and b"<w:t" in package.text(name):
            losses.count("header")
            return


def _pictures(package: Package, found: list[blocks.Picture], losses: Losses) -> list[WordPicture]:
    kept: list[WordPicture] = []
    total = 0
    for number, one in enumerate(found, start=1):
        ending = "." + one.part.rpartition(".")[2].lower()
        size = package.size(one.part)
        if ending in VECTOR:
            losses.say(f"第 {number} 张图片是 {VECTOR[ending]}，没有导入。请另存为 PNG 后在编辑页添加。")
        elif size > MAX_PICTURE or total + size > MAX_ALL_PICTURES or len(kept) == MAX_PICTURES:
            losses.count("too_many_pictures")
        else:
            total += size
            data = package.blob(one.part)
            kept.append(
                WordPicture(data, f"图片{number}{ending}", one.caption, one.alt, one.after, one.place)
            )
    return kept
