"""The yearly booklet in Word: cover, correction, contents, foreword, sections, closing page."""

from bulletins.templatetags.print_pages import bare_title
from bulletins.word_out import pages, pictures
from bulletins.word_out.contents import begin_contents, fill_contents
from bulletins.word_out.entries import write_entry
from bulletins.word_out.look import PAGE
from bulletins.word_out.paging import page_numbers
from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import make

COVER_MARGINS = (20, 20, 16, 20)  # millimetres
COVER_WIDTH = PAGE[0] - 40
COVER_HEIGHT = 246  # what stands on the cover together


def write_issue(writer: Writer, snapshot: dict) -> None:
    """Everything from cover to back. The first section of text begins on page 1."""
    _cover(writer, snapshot)
    front = pages.new_section(writer)
    pages.without_head_and_foot(front)
    if snapshot["correction_note"]:
        _correction(writer, snapshot)
    contents = begin_contents(writer)
    if snapshot["correction_note"]:
        contents[0].get_or_add_pPr().append(make("w:pageBreakBefore"))
    pages.number_pages(pages.new_section(writer), head=snapshot["title"])
    start = writer.mark_place()
    lines = _foreword(writer, snapshot)
    own_titles = has_own_titles(snapshot)
    for section in snapshot["sections"]:
        lines += write_section(writer, section, own_titles=own_titles)
    fill_contents(contents, lines, page_numbers(writer, writer.since(start)), own_titles=own_titles)
    _closing(writer, snapshot)


def has_own_titles(snapshot: dict) -> bool:
    """Whether any line of the contents differs from its headline."""
    entries = [entry for section in snapshot["sections"] for entry in section["entries"]]
    return any(entry["toc_title"] not in ("", entry["headline"]) for entry in entries)


def write_section(writer: Writer, section: dict, *, own_titles: bool) -> list[tuple[int, str, str]]:
    """Opener and entries; returns their lines of the contents."""
    opener = writer.paragraph("Heading1", section["title"])
    lines = [(1, section["title"], writer.bookmark(opener))]
    if section.get("intro"):
        writer.paragraph("SectionIntro", section["intro"])
    for number, entry in enumerate(section["entries"]):
        mark = write_entry(writer, entry, own_titles=own_titles, is_first=number == 0)
        lines.append((2, entry["toc_title"] or entry["headline"], mark))
    return lines


def number_of(snapshot: dict) -> str:
    """第3卷　第2期（总第15期）, as far as it is given."""
    volume, number, serial = (snapshot.get(name) for name in ("volume", "number", "serial"))
    total = f"总第{serial}期" if serial else ""
    issue = f"第{number}期" + (f"（{total}）" if total else "") if number else total
    return "　".join(filter(None, [f"第{volume}卷" if volume else "", issue]))


def _cover(writer: Writer, snapshot: dict) -> None:
    section = writer.document.sections[0]
    pages.set_paper(section, margins=COVER_MARGINS, head=6)
    pages.without_head_and_foot(section)
    picture, used = snapshot.get("cover"), 0.0
    if picture:
        wide, used = pictures.size_of(picture, COVER_WIDTH, 125)
        before, writer.width = writer.width, wide
        pictures.write_picture(writer, {**picture, "caption": "", "credit": ""}, tallest=125)
        writer.width = before
    cell = pages.panel(
        writer, colour=writer.look.deep, width=COVER_WIDTH, height=COVER_HEIGHT - used - (6 if used else 0)
    )
    with writer.inside(cell, COVER_WIDTH - 24):
        _cover_words(writer, snapshot)


def _cover_words(writer: Writer, snapshot: dict) -> None:
    alliance = snapshot["alliance"]
    writer.paragraph("Subtitle", alliance["name"])
    if alliance["english_name"]:
        writer.paragraph("CoverText", alliance["english_name"])
    year = writer.paragraph("Title", str(snapshot["year"]))
    year.get_or_add_pPr().append(make("w:spacing", before=1200, after=0))
    writer.paragraph("Title", bare_title(snapshot["title"], snapshot["year"]))
    if snapshot["edition"] > 1:
        writer.paragraph("Subtitle", "更正版")
    if number := number_of(snapshot):
        writer.paragraph("CoverText", number)
    foot = writer.paragraph("CoverText", f"{alliance['name']}秘书处　编")
    foot.get_or_add_pPr().append(make("w:spacing", before=1200, after=0))
    cover = snapshot.get("cover")
    if cover and cover.get("credit"):
        writer.paragraph("CoverText", f"封面：{cover['credit']}")


def _correction(writer: Writer, snapshot: dict) -> None:
    writer.paragraph("TOCHeading", "更正说明")
    writer.paragraph("Correction", f"《{snapshot['title']}》")
    for line in snapshot["correction_note"]:
        writer.paragraph("Correction", line)


def _foreword(writer: Writer, snapshot: dict) -> list[tuple[int, str, str]]:
    if not snapshot["foreword"]:
        return []
    mark = writer.bookmark(writer.paragraph("Heading1", "卷首语"))
    for paragraph in snapshot["foreword"]:
        writer.paragraph("NormalIndent", paragraph)
    if snapshot.get("foreword_signature"):
        writer.paragraph("Signature", snapshot["foreword_signature"])
    return [(1, "卷首语", mark)]


def _closing(writer: Writer, snapshot: dict) -> None:
    """Greeting in the upper half, colophon below a rule."""
    lines = [*snapshot["colophon"], *closing_lines(snapshot)]
    if not (snapshot["greeting"] or lines):
        return
    section = pages.new_section(writer)
    pages.without_head_and_foot(section)
    for number, line in enumerate(snapshot["greeting"]):
        paragraph = writer.paragraph("Greeting", line)
        if number == 0:
            paragraph.get_or_add_pPr().append(make("w:spacing", before=3600, after=0))
    for number, line in enumerate(lines):
        paragraph = writer.paragraph("Colophon", line)
        if number == 0:
            _rule_above(writer, paragraph, 4800 if snapshot["greeting"] else 8000)


def closing_lines(snapshot: dict) -> list[str]:
    """签发, 印数, 报送 and 抄送, as far as given."""
    signed = f"签发：{snapshot['approved_by']}" if snapshot.get("approved_by") else ""
    run = f"印数：{snapshot['print_run']}份" if snapshot.get("print_run") else ""
    report = f"报送：{snapshot['report_to']}" if snapshot.get("report_to") else ""
    copy = f"抄送：{snapshot['copy_to']}" if snapshot.get("copy_to") else ""
    return [line for line in ("　".join(filter(None, [signed, run])), report, copy) if line]


def _rule_above(writer: Writer, paragraph, distance: int) -> None:
    properties = paragraph.get_or_add_pPr()
    border = make("w:pBdr")
    border.append(make("w:top", val="single", sz=8, space=10, color=writer.look.main))
    properties.append(border)
    properties.append(make("w:spacing", before=distance, after=0))
