"""Blocks of HTML as paragraphs, lists, quotations and tables of Word."""

from bulletins.word_out import inline, tables
from bulletins.word_out.numbering import listed
from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import make

HEADINGS = {"h1": "Heading3", "h2": "Heading3", "h3": "Heading4", "h4": "Heading5"}
DEEPEST = 40  # blocks within blocks; the engine refuses sixty


def write_blocks(writer: Writer, source: str) -> None:
    """The HTML of a block of the snapshot (sanitised, formulas set) behind what is written."""
    root = inline.parse(source)
    if (root.text or "").strip():
        _paragraph(writer, root)
    _write_children(writer, root, 0)


def _write_children(writer: Writer, parent, depth: int) -> None:
    for child in parent:
        if isinstance(child.tag, str) and depth < DEEPEST:
            _write_one(writer, child, depth)
        if (child.tail or "").strip():
            writer.paragraph("NormalIndent", " ".join(child.tail.split()))


def _write_one(writer: Writer, element, depth: int) -> None:
    if element.tag in HEADINGS:
        inline.write(writer, writer.paragraph(HEADINGS[element.tag]), element)
    elif element.tag in ("ul", "ol"):
        _list(writer, element, 0)
    elif element.tag == "table":
        tables.write_table(writer, element)
    elif element.tag == "blockquote":
        _quotation(writer, element)
    elif any(child.tag in inline.BLOCKS for child in element):
        _write_children(writer, element, depth + 1)
    elif element.text_content().strip():
        _paragraph(writer, element)


def _paragraph(writer: Writer, element) -> None:
    inline.write(writer, writer.paragraph("NormalIndent"), element)


def _quotation(writer: Writer, element) -> None:
    paragraphs = [child for child in element if child.tag == "p"]
    for one in paragraphs or [element]:
        inline.write(writer, writer.paragraph("Quote"), one)


def _list(writer: Writer, element, level: int) -> None:
    """A list within a list goes on one level deeper."""
    first = element.get("start", "1")
    ordered = element.tag == "ol"
    number = writer.lists.start(
        ordered=ordered, first=int(first) if first.isdecimal() and len(first) < 6 else 1
    )
    for item in element:
        if item.tag != "li":
            continue
        _item(writer, item, number, level)
        for inner in item:
            if inner.tag in ("ul", "ol") and level < DEEPEST:
                _list(writer, inner, level + 1)


def _item(writer: Writer, item, number: int, level: int) -> None:
    """The paragraphs of an item; only the first has the sign."""
    parts = [child for child in item if child.tag == "p"] or [item]
    for step, part in enumerate(parts):
        paragraph = writer.paragraph("ListParagraph")
        properties = paragraph.get_or_add_pPr()
        if step == 0:
            properties.insert_element_before(listed(number, level), "w:spacing", "w:ind", "w:jc")
        else:
            properties.append(make("w:ind", left=420 * (min(level, 4) + 2)))
        inline.write(writer, paragraph, part)
