"""The one place where an article's HTML becomes fit to keep and to show on a page."""

import re
from collections.abc import Iterator

import nh3
from django.utils.html import escape
from lxml import html as lxml_html

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "br", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "strong", "em", "sub", "sup"),
}
# Pictures come from the article's own list, never from its text; styles, classes and scripts from nowhere.
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}
BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table"}
HOLDERS = {"li", "td", "th"}  # what holds one paragraph says it without the <p>
WRAPPER_END = re.compile(r"</(?:div|section|article|main)\s*>", re.IGNORECASE)
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
# People indent by hand; the page does it itself. Full-width and no-break spaces are no white space to a browser.
INDENT = " \t\r\n\u3000\xa0"
BREAK = ""


def clean_body(html: str) -> str:
    """Well-formed HTML of the allow-list; everything else is dropped, the text inside it kept. Never raises."""
    return nh3.clean(
        html or "", tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow"
    )


def tidy_body(html: str) -> str:
    """What is stored of a text that came from an editor, from Word or WPS, or as plain lines. Idempotent.

    Beyond `clean_body`: blocks stand on lines of their own, without empty ones and without indents typed by hand;
    text outside of any block becomes a paragraph; cells and list items hold their text directly; a first row of
    head cells is the head of its table.
    """
    html = (html or "").replace("\x00", "")
    if not MARKUP.search(html):
        return as_paragraphs(html)
    apart = WRAPPER_END.sub("\n", html)  # what stood in boxes of their own stays apart without them
    root = lxml_html.fragment_fromstring(_allowed(apart), create_parent="div")
    for item in root.findall("li"):  # of no list
        item.drop_tag()
    _wrap_loose(root)
    for element in list(root.iter(*HOLDERS)):
        _unwrap_only_paragraph(element)
    for table in root.iter("table"):
        _tidy_table(table)
    for paragraph in list(root.iter("p", "h2", "h3", "h4")):
        _tidy_paragraph(paragraph)
    for block in list(root.iter("ul", "ol", "blockquote", "table")):
        if not block.text_content().strip(INDENT):
            block.drop_tree()
    for block in root:
        block.tail = "\n"
    inside = "".join(lxml_html.tostring(block, encoding="unicode") for block in root)
    return _allowed(inside).strip()


def as_paragraphs(text: str) -> str:
    """Plain text as the HTML of an article: `甲\\n乙` → `<p>甲</p>\\n<p>乙</p>`."""
    lines = (line.strip(INDENT) for line in text.splitlines())
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _allowed(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def _wrap_loose(root) -> None:
    """Text and inline elements at the top come into paragraphs; a line break there ends one."""
    kept: list = []  # blocks, and between them lists of what belongs into one paragraph
    run: list = []
    for piece in [*_pieces(root), BREAK]:
        is_block = not isinstance(piece, str) and piece.tag in BLOCKS
        if not (is_block or piece is BREAK):
            run.append(piece)
            continue
        kept += [run] * bool(run) + [piece] * is_block
        run = []
    root.text = None
    root[:] = [_paragraph(root, one) if isinstance(one, list) else one for one in kept]


def _pieces(root) -> Iterator:
    """The lines and elements of the top level in their order, with BREAK where a line ends."""
    for child in (None, *root):
        if child is not None and child.tag != "br":
            yield child
        elif child is not None:
            yield BREAK
        text = root.text if child is None else child.tail
        if child is not None:
            child.tail = None
        for number, line in enumerate((text or "").split("\n")):
            if number:
                yield BREAK
            if line.strip(INDENT):
                yield line


def _paragraph(root, run: list):
    made = root.makeelement("p")
    for piece in run:
        if not isinstance(piece, str):
            made.append(piece)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + piece
        else:
            made.text = (made.text or "") + piece
    return made


def _unwrap_only_paragraph(element) -> None:
    """`<li><p>甲</p><ul>…` → `<li>甲<ul>…`; with a second paragraph they stay."""
    paragraphs = [child for child in element if child.tag == "p"]
    if len(paragraphs) == 1 and element[0] is paragraphs[0] and not (element.text or "").strip():
        paragraphs[0].drop_tag()


def _tidy_table(table) -> None:
    for cell in table.iter("td", "th"):
        for name in ("colspan", "rowspan"):
            if cell.get(name) == "1":
                del cell.attrib[name]
    body = table.find("tbody")
    if table.find("thead") is not None or body is None or not len(body):
        return
    first = body[0]
    if len(body) > 1 and len(first) and all(cell.tag == "th" for cell in first):
        head = table.makeelement("thead")
        table.insert(0, head)
        head.append(first)


def _tidy_paragraph(paragraph) -> None:
    if not paragraph.text_content().strip(INDENT):
        paragraph.drop_tree()
        return
    if paragraph.text:
        paragraph.text = paragraph.text.lstrip(INDENT)
    last = paragraph[-1] if len(paragraph) else None
    if last is not None and last.tag == "br" and not (last.tail or "").strip(INDENT):
        last.drop_tree()
