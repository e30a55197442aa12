"""Sections of the Word file: paper, margins, running head and page number, columns."""

from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from bulletins.word_out.look import BOTTOM, GAP, LEFT, PAGE, RIGHT, TOP, TWIPS, WIDTH
from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import field, make, nest, text_run


def set_paper(
    section, *, margins: tuple[float, float, float, float] = (TOP, RIGHT, BOTTOM, LEFT), head: float = 16
) -> None:
    """A4 with these margins in millimetres: top, right, bottom, left; `head` from the edge to the running head."""
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.header_distance, section.footer_distance = Mm(head), Mm(min(head, 15))
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)


def new_section(writer: Writer, *, on_new_page: bool = True, **options):
    """Begin a section; it has no head or foot until they are set."""
    section = writer.document.add_section(WD_SECTION.NEW_PAGE if on_new_page else WD_SECTION.CONTINUOUS)
    _end_without_empty_line(section._sectPr.getprevious())
    set_paper(section, **options)
    for name in ("w:pgNumType", "w:vAlign", "w:cols"):
        for child in section._sectPr.findall(qn(name)):
            section._sectPr.remove(child)
    return section


def _end_without_empty_line(closing) -> None:
    """python-docx ends a section with a paragraph of its own: the one before it can carry that as well."""
    before = closing.getprevious()
    if before is not None and before.tag == closing.tag and not before.xpath("./w:pPr/w:sectPr"):
        before.get_or_add_pPr().append(closing.pPr.find(qn("w:sectPr")))
        closing.getparent().remove(closing)


def without_head_and_foot(section) -> None:
    for part in (section.header, section.footer):
        part.is_linked_to_previous = False
        part.paragraphs[0]._p.style = "Normal"  # without the rule of a running head


def number_pages(section, *, head: str, first: int | None = 1) -> None:
    """Running head and “— 1 —”, counted from `first` (None: going on)."""
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    top, foot = section.header.paragraphs[0]._p, section.footer.paragraphs[0]._p
    top.style, foot.style = "Header", "Footer"
    top.append(text_run(head))
    for run in (text_run("— "), *field("PAGE", "1"), text_run(" —")):
        foot.append(run)
    if first is not None:
        _insert(section, make("w:pgNumType", start=first))


def set_columns(writer: Writer, number: int) -> None:
    """Go on in `number` columns on the same page."""
    section = new_section(writer, on_new_page=False)
    _insert(section, make("w:cols", num=number, space=round(GAP * TWIPS)))
    writer.width = (WIDTH - GAP * (number - 1)) / number


def _insert(section, element) -> None:
    """At its place in the order of the schema."""
    later = ("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:docGrid")
    section._sectPr.insert_element_before(element, *(name for name in later if qn(name) != element.tag))


def settle(writer: Writer) -> None:
    """Settings of the whole file: punctuation squeezed, today's layout rules, Chinese."""
    root = writer.document.settings.element
    for name in ("w:characterSpacingControl", "w:themeFontLang", "w:savePreviewPicture"):
        for child in root.findall(qn(name)):
            root.remove(child)
    compat = root.find(qn("w:compat"))
    compat.addprevious(make("w:characterSpacingControl", val="compressPunctuation"))
    for setting in compat.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for old in compat.findall(qn("w:useFELayout")):
        compat.remove(old)
    root.find(qn("w:rsids")).getnext().addnext(make("w:themeFontLang", val="en-US", eastAsia="zh-CN"))


def vertical(section, where: str) -> None:
    """`center`: what stands in the section is in the middle of its page."""
    _insert(section, make("w:vAlign", val=where))


def panel(writer: Writer, *, colour: str, width: float, height: float):
    """A coloured box over the width: a table of one cell. Returns the cell, for `writer.inside`."""
    cell = nest(
        "w:tc",
        nest(
            "w:tcPr",
            make("w:tcW", w=round(width * TWIPS), type="dxa"),
            make("w:shd", val="clear", color="auto", fill=colour),
            make("w:vAlign", val="center"),
        ),
    )
    inner = nest("w:tblCellMar", *(make(f"w:{side}", w=680, type="dxa") for side in ("left", "right")))
    properties = nest(
        "w:tblPr",
        make("w:tblW", w=round(width * TWIPS), type="dxa"),
        make("w:tblLayout", type="fixed"),
        inner,
    )
    row = nest("w:tr", nest("w:trPr", make("w:trHeight", val=round(height * TWIPS), hRule="exact")), cell)
    grid = nest("w:tblGrid", make("w:gridCol", w=round(width * TWIPS)))
    writer.put(nest("w:tbl", properties, grid, row))
    return cell
