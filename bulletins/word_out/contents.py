"""The table of contents: a field that Word and WPS bring up to date, with every line written already."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import clean, field, make, nest, text_run

GALLERY = "Table of Contents"


def mark_entry(paragraph, title: str, level: int) -> None:
    """A hidden TC field: in the contents stands `title`, which may be shorter than the headline."""
    hidden = clean(title).replace("\\", "").replace('"', "”")
    for run in field(f'TC "{hidden}" \\f C \\l {level}'):
        if run.find("{*}rPr") is None:
            run.insert(0, nest("w:rPr", make("w:vanish")))
        paragraph.append(run)


def begin_contents(writer: Writer, heading: str = "目录"):
    """Heading and an empty list in a block of contents, on which Word and WPS show 更新目录. Filled at the end."""
    start = writer.paragraph("TOCHeading", heading)
    content = OxmlElement("w:sdtContent")
    gallery = nest("w:docPartObj", make("w:docPartGallery", val=GALLERY), make("w:docPartUnique"))
    start.addprevious(nest("w:sdt", nest("w:sdtPr", gallery), content))
    content.append(start)
    return content


def fill_contents(content, lines: list, pages: list[int], *, own_titles: bool, first: int = 1) -> None:
    """`lines`: (level, title, bookmark), from level `first` on. With `own_titles` level 2 comes from the TC fields.

    No program is told to update on opening: Word would ask about “other files” each time. The lines are links, with
    the page numbers that `paging` finds; 更新目录 in Word and WPS works them out anew.
    """
    headings = [f'\\o "{first}-{1 if own_titles else 2}"'] if first == 1 or not own_titles else []
    for line in content.findall(qn("w:p"))[1:]:  # of an earlier filling, before the pages were known
        content.remove(line)
    levels = " ".join([*headings, *(["\\f C"] if own_titles else [])])
    for number, (level, title, mark) in enumerate(lines):
        paragraph = OxmlElement("w:p")
        paragraph.append(nest("w:pPr", make("w:pStyle", val=f"TOC{level}")))
        if number == 0:
            for run in field(f"TOC {levels} \\h \\z")[:3]:
                paragraph.append(run)
        paragraph.append(
            nest(
                "w:hyperlink",
                *_line(title, mark, str(pages[number]) if pages else ""),
                anchor=mark,
                history=1,
            )
        )
        if number == len(lines) - 1:
            paragraph.append(nest("w:r", make("w:fldChar", fldCharType="end")))
        content.append(paragraph)


def _line(title: str, mark: str, page: str) -> list:
    return [text_run(title), nest("w:r", make("w:tab")), *field(f"PAGEREF {mark} \\h", page)]
