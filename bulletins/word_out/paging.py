"""On which page each line of the contents will stand: the Word file laid out by the house's own engine, as a sketch.

Word works page numbers out only when it is told to, and asks a question if the file tells it. The sketch has the
file's own measures: every style has lines of an exact height, so the pages of Word, WPS and LibreOffice come out as
here but for a line now and then. 更新目录 puts right what remains.
"""

from html import escape

import pypdfium2
from docx.oxml.ns import qn

from alliance.printing.engine.errors import PrintError
from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.render import html_to_pdf
from bulletins.word_out.look import BOTTOM, GAP, HEI, LEFT, MM, RIGHT, TOP
from bulletins.word_out.styles import LINE, Style, styles_of
from bulletins.word_out.writer import Writer

FACES = {HEI[0]: "Noto Sans CJK SC", "楷体": "LXGW WenKai"}
PAGE = (
    f"@page {{ size: A4; margin: {TOP}mm {RIGHT}mm {BOTTOM}mm {LEFT}mm }}"
    "* { margin: 0; padding: 0; bookmark-level: none } body { orphans: 2; widows: 2 }"
    f".marked {{ bookmark-level: 1 }} .columns {{ columns: 2; column-gap: {GAP}mm }}"
    "table { border-collapse: collapse; table-layout: fixed; width: 100% } tr { break-inside: avoid }"
    "td { padding: 0 4.25pt; vertical-align: middle }"
)


def page_numbers(writer: Writer, elements: list) -> list[int]:
    """Page, from 1, of each bookmark among these children of the body, in order. Empty where it cannot be told."""
    styles = {style.key: style for style in styles_of(writer.look)}
    css = PAGE + "".join(_rule(style) for style in styles.values())
    source = f'<!DOCTYPE html><html lang="zh-CN"><title>草样</title><body>{_body(elements)}</body></html>'
    fetcher = Fetcher(static_root_finder=lambda name: None, media=lambda name: b"")
    try:
        sketch = html_to_pdf(source, fetcher=fetcher, stylesheets=[css])
    except PrintError:  # e.g. a character that our fonts lack and Word's may have
        return []
    document = pypdfium2.PdfDocument(sketch.pdf)
    try:
        return [mark.get_dest().get_index() + 1 for mark in document.get_toc()]
    finally:
        document.close()


def _rule(style: Style) -> str:
    """The measures of a style as CSS."""
    before, behind = style.space or (0, 0)
    first, left = style.indent or (0, 0)
    line = LINE if style.line is None else style.line
    face = FACES.get(style.font[0], "Noto Serif CJK SC") if style.font else "Noto Serif CJK SC"
    said = {
        "font-family": f'"{face}"',
        "font-size": f"{(style.size or 23) / 2}pt",
        "line-height": f"{line / 20}pt" if line else "normal",
        "margin": f"{before / 20}pt 0 {behind / 20}pt {left / 100}em",
        "text-indent": f"{first / 100}em",
        "text-align": {"both": "justify"}.get(style.align, style.align) or "justify",
        "padding-bottom": "8pt" if style.rule and style.rule[0] != "left" else "0",
        "break-before": "page" if style.new_page else "auto",
        "break-after": "avoid" if style.keep else "auto",
    }
    return f".{style.key} {{ {'; '.join(f'{name}: {value}' for name, value in said.items())} }}"


def _body(elements: list) -> str:
    """Runs of elements in one or two columns; the paragraph that ends a section says how many it had."""
    groups: list[tuple[bool, list[str]]] = []
    waiting: list[str] = []
    for element in elements:
        waiting.append(_block(element))
        section = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if section is not None:
            columns = section.find(qn("w:cols"))
            groups.append((columns is not None and columns.get(qn("w:num")) == "2", waiting))
            waiting = []
    groups.append((False, waiting))
    return "".join(
        f'<div class="columns">{"".join(parts)}</div>' if in_two else "".join(parts)
        for in_two, parts in groups
    )


def _block(element) -> str:
    if element.tag == qn("w:tbl"):
        return _table(element)
    paragraphs = (
        [element] if element.tag == qn("w:p") else element.iter(qn("w:p"))
    )  # the block of the contents
    return "".join(map(_paragraph, paragraphs))


def _paragraph(element) -> str:
    marked = element.find(qn("w:bookmarkStart")) is not None
    names = " ".join(filter(None, [element.style or "Normal", "marked" if marked else ""]))
    tag = "p" if not marked else "h1"
    own = _own(element)
    high = max((int(one.get("cy")) / MM for one in element.iter(qn("wp:extent"))), default=0)
    if high:
        return f'<div class="{names}" style="height: {high:.1f}mm; {own}"></div>'
    text = escape("".join(element.itertext(qn("w:t"))))
    return f'<{tag} class="{names}" style="{own}">{text or "&nbsp;"}</{tag}>'


def _own(element) -> str:
    """What a paragraph says beyond its style."""
    said = []
    if element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None:
        said.append("break-before: page")
    spacing = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    if spacing is not None and spacing.get(qn("w:line")):
        said.append(f"line-height: {int(spacing.get(qn('w:line'))) / 20}pt; font-size: 1pt")
    indent = element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    if indent is not None and indent.get(qn("w:right")):
        side = int(indent.get(qn("w:right"))) / 20
        said.append(f"margin-left: {side}pt; margin-right: {side}pt")
    listed = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    if listed is not None:
        said.append(f"margin-left: {21 * (int(listed.get(qn('w:val'))) + 2)}pt")
    return "; ".join(said)


def _table(element) -> str:
    """Cells that go on from above are empty ones: their text counts in the first row."""
    widths = [int(one.get(qn("w:w"))) / 20 for one in element.iter(qn("w:gridCol"))]
    columns = "".join(f'<col style="width: {width}pt">' for width in widths)
    rows = {"thead": "", "tbody": ""}
    for row in element.iterchildren(qn("w:tr")):
        part = "thead" if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None else "tbody"
        cells = ""
        for cell in row.iterchildren(qn("w:tc")):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            inside = "".join(_paragraph(one) for one in cell.iterchildren(qn("w:p")))
            cells += f'<td colspan="{1 if span is None else span.get(qn("w:val"))}">{inside}</td>'
        rows[part] += f"<tr>{cells}</tr>"
    parts = "".join(f"<{name}>{content}</{name}>" for name, content in rows.items() if content)
    return f"<table><colgroup>{columns}</colgroup>{parts}</table>"
