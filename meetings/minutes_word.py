"""会议纪要 as a Word file, in the manner of the alliance's issues or of GB/T 9704, for offices that edit on."""

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

# Faces of 公文 with those that stand in where an office lacks them is Word's business; names are the standard's.
SONG, HEI, FANGSONG, KAI, TITLE = "宋体", "黑体", "仿宋_GB2312", "楷体_GB2312", "方正小标宋简体"
RED = RGBColor(0xE6, 0x00, 0x12)
THIRD, SECOND, FOURTH, FIRST = Pt(16), Pt(22), Pt(14), Pt(36)  # 三号、二号、四号; the mark of 纪要


def make_docx(snapshot: dict, *, official: bool) -> bytes:
    """The file's bytes, from a snapshot of `minutes_print.build_minutes`."""
    document = Document()
    _page(document)
    _normal(document, FANGSONG if official else SONG)
    document.core_properties.title = snapshot["title"]
    document.core_properties.author = f"{snapshot['alliance']}秘书处"
    (_official if official else _issue)(document, snapshot)
    _page_numbers(document.sections[0], official)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _issue(document, said: dict) -> None:
    """As in the yearly issue: title, text, points, the run-in list."""
    _line(document, said["title"], HEI, SECOND, centred=True)
    if said["draft"]:
        _line(document, f"（{said['draft']}）", KAI, FOURTH, centred=True)
    for paragraph in said["text"]:
        _body(document, paragraph)
    if said["points"]:
        _body(document, "会议纪要如下：")
    for point in said["points"]:
        _body(document, f"{point['number']}．{point['text']}{point['vote']}")
    if said["participants"]:
        _body(document, said["participants"], lead=said["participants_heading"])


def _official(document, said: dict) -> None:
    """GB/T 9704-2012, 10.3: the mark, number and day, the text, 出席、请假、列席."""
    _line(document, f"{said['short_name']}会议纪要", TITLE, FIRST, centred=True, colour=RED)
    under = "　　".join(filter(None, (said["number"], said["issued_on"])))
    _rule(_line(document, under, FANGSONG, THIRD, centred=True))
    for line in said["title_lines"]:
        _line(document, line, TITLE, SECOND, centred=True)
    if said["draft"]:
        _line(document, f"（{said['draft']}）", KAI, THIRD, centred=True)
    for paragraph in said["text"]:
        _body(document, paragraph)
    for point in said["points"]:
        _body(document, f"{point['text']}{point['vote']}", lead=f"{point['number']}．{point['subject']}。")
    for one in said["lists"]:
        if one["units"]:
            names = "；".join(f"{unit}　{'、'.join(people)}" for unit, people in one["units"])
            _body(document, f"{names}。", lead=f"{one['label']}：")


# ---------------------------------------------------------------- pieces
def _page(document) -> None:
    """A4 with the type area of GB/T 9704: 156 mm by 225 mm, 37 mm above, 28 mm at the left."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)


def _normal(document, face: str) -> None:
    style = document.styles["Normal"]
    style.font.size = THIRD
    style.font.name = face
    style.element.rPr.rFonts.set(qn("w:eastAsia"), face)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(28.95)  # 22 lines a page


def _line(document, text: str, face: str, size, *, centred: bool = False, colour=None):
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = max(Pt(28.95), Pt(size.pt * 1.35))
    run = _run(paragraph, text, face, size)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def _body(document, text: str, *, lead: str = "") -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Pt(2 * THIRD.pt)
    if lead:
        _run(paragraph, lead, HEI, THIRD)
    _run(paragraph, text, "", THIRD)


def _run(paragraph, text: str, face: str, size):
    run = paragraph.add_run(text)
    run.font.size = size
    if face:
        run.font.name = face
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _rule(paragraph) -> None:
    """The red line under the head."""
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "E60012")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().append(border)
    paragraph.paragraph_format.space_after = Pt(28)


def _page_numbers(section, official: bool) -> None:
    """— 1 — as the standard has it, in the middle where the file is not one of 公文."""
    section.footer_distance = Cm(2.8)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if official else WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", SONG, FOURTH)
    run = _run(paragraph, "", SONG, FOURTH)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
    _run(paragraph, " —", SONG, FOURTH)
