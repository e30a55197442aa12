"""The one place where an article's HTML becomes fit to keep and to show on a page."""

import re

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
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
# People indent by hand; the page does it itself. Full-width and no-break spaces are no white space to a browser.
INDENT = " \t\r\n\u3000\xa0"


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
    root = lxml_html.fragment_fromstring(_allowed(html), create_parent="div")
    _wrap_loose(root)
    for element in list(root.iter(*HOLDERS)):
        _unwrap_only_paragraph(element)
    for table in root.iter("table"):
        _give_head(table)
    for cell in root.iter("td", "th"):
        for name in ("colspan", "rowspan"):
            if cell.get(name) == "1":
                del cell.attrib[name]
    for paragraph in list(root.iter("p", "h2", "h3", "h4")):
        _tidy_paragraph(paragraph)
    for block in list(root.iter("ul", "ol", "blockquote", "table")):
        if not block.text_content().strip(INDENT):
            _remove(block)
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
    children, lead = list(root), root.text or ""
    for child in children:
        root.remove(child)
    root.text, current = None, None

    def loose():
        nonlocal current
        if current is None:
            current = root.makeelement("p")
            root.append(current)
        return current

    def write(text: str) -> None:
        nonlocal current
        for number, line in enumerate(text.split("\n")):
            if number:
                current = None
            if line.strip(INDENT):
                _append_text(loose(), line)

    write(lead)
    for child in children:
        tail, child.tail = child.tail or "", None
        if child.tag in BLOCKS:
            current = None
            root.append(child)
        elif child.tag == "br":
            current = None
        else:
            loose().append(child)
        write(tail)


def _append_text(element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _unwrap_only_paragraph(element) -> None:
    """`<li><p>甲</p><ul>…` → `<li>甲<ul>…`; with a second paragraph they stay."""
    paragraphs = [child for child in element if child.tag == "p"]
    if len(paragraphs) == 1 and element[0] is paragraphs[0] and not (element.text or "").strip():
        paragraphs[0].drop_tag()


def _give_head(table) -> None:
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
        _remove(paragraph)
        return
    if paragraph.text:
        paragraph.text = paragraph.text.lstrip(INDENT)
    last = paragraph[-1] if len(paragraph) else None
    if last is not None and last.tag == "br" and not (last.tail or "").strip(INDENT):
        _remove(last)


def _remove(element) -> None:
    element.drop_tree()
