"""The red-headed sheet in Word: 报头, contents of the issue, text, 报尾."""

from bulletins.templatetags.print_pages import bare_title, on_date
from bulletins.word_out import pages
from bulletins.word_out.booklet import has_own_titles, number_of
from bulletins.word_out.contents import begin_contents, fill_contents
from bulletins.word_out.entries import write_entry
from bulletins.word_out.paging import page_numbers
from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import make, text_run


def write_issue(writer: Writer, snapshot: dict) -> None:
    """One or two pages that go on without a break."""
    section = writer.document.sections[0]
    pages.set_paper(section)
    pages.number_pages(section, head="", first=1)
    for paragraph in section.header.paragraphs:
        paragraph._p.style = "Normal"  # without the rule of a running head
    _head(writer, snapshot)
    own_titles = has_own_titles(snapshot)
    entries = [entry for part in snapshot["sections"] for entry in part["entries"]]
    contents = begin_contents(writer, "本期目录") if len(entries) > 1 else None
    for paragraph in snapshot["foreword"]:
        writer.paragraph("NormalIndent", paragraph)
    lines = _sections(writer, snapshot, own_titles=own_titles)
    if contents is not None:
        fill_contents(contents, lines, [], own_titles=own_titles, first=2)
        found = page_numbers(writer, writer.since(0))
        fill_contents(contents, lines, found, own_titles=own_titles, first=2)
    for line in snapshot["greeting"]:
        writer.paragraph("Greeting", line)
    _tail(writer, snapshot)


def _head(writer: Writer, snapshot: dict) -> None:
    alliance = snapshot["alliance"]["name"]
    writer.paragraph("SheetBody", alliance)
    writer.paragraph("SheetName", bare_title(snapshot["title"], snapshot["year"]))
    edition = "　更正版" if snapshot["edition"] > 1 else ""
    writer.paragraph("SheetNumber", f"{snapshot['year']}年{number_of(snapshot)}{edition}")
    writer.paragraph("SheetLine", f"{alliance}秘书处编\t{on_date(snapshot['modified'])}")
    for line in snapshot["correction_note"]:
        writer.paragraph("Correction", f"更正说明：{line}")


def _sections(writer: Writer, snapshot: dict, *, own_titles: bool) -> list[tuple[int, str, str]]:
    lines = []
    for section in snapshot["sections"]:
        writer.paragraph("Heading1", section["title"])
        for entry in section["entries"]:
            mark = write_entry(writer, entry, own_titles=own_titles, is_first=True)
            lines.append((2, entry["toc_title"] or entry["headline"], mark))
    return lines


def _tail(writer: Writer, snapshot: dict) -> None:
    """报送, 抄送, 签发 and 印数 between rules, how to reach the secretariat below."""
    last = f"签发：{snapshot['approved_by']}" if snapshot.get("approved_by") else ""
    run = f"（共印{snapshot['print_run']}份）" if snapshot.get("print_run") else ""
    rows = [
        f"报送：{snapshot['report_to']}" if snapshot.get("report_to") else "",
        f"抄送：{snapshot['copy_to']}" if snapshot.get("copy_to") else "",
        f"{last}\t{run}" if last or run else "",
    ]
    for number, row in enumerate(filter(None, rows)):
        paragraph = writer.paragraph("SheetTail")
        paragraph.append(text_run(row))
        if number == 0:
            paragraph.get_or_add_pPr().append(make("w:spacing", before=600))
    for line in snapshot["colophon"]:
        writer.paragraph("Colophon", line)
