"""An entry of the issue: headline, text, pictures, minutes or a figure, and who signs."""

import io

from PIL import Image

from bulletins.templatetags.print_pages import measure
from bulletins.word_out import blocks, inline, pages, pictures, tables
from bulletins.word_out.contents import mark_entry
from bulletins.word_out.look import TWIPS, WIDTH
from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import make, text_run

CHART_PIXELS = 1400
HEADLINE_SIZE = 17  # points, as the style Heading2 says
MAX_HEADLINE = 25  # characters of a line


def write_entry(
    writer: Writer, entry: dict, *, style: str = "Heading2", own_titles: bool = False, is_first: bool = False
) -> str:
    """Write the entry and return the bookmark of its headline. Raises PrintError for a picture that is gone."""
    headline = writer.paragraph(style, entry["headline"])
    _balance(headline, entry["headline"])
    if entry.get("new_page") and not is_first:
        headline.get_or_add_pPr().insert(1, make("w:pageBreakBefore"))
    mark = writer.bookmark(headline)
    if own_titles:
        mark_entry(headline, entry["toc_title"] or entry["headline"], 2)
    columns = entry.get("columns") == 2 and not writer.look.is_sheet
    if columns:
        pages.set_columns(writer, 2)
    if entry.get("figure"):
        _figure(writer, entry["figure"], entry["headline"])
    if entry.get("minutes"):
        _minutes(writer, entry["minutes"])
    for block in entry["blocks"]:
        if block["type"] == "html":
            blocks.write_blocks(writer, block["html"])
        else:
            pictures.write_pictures(writer, block["place"], block["pictures"], article=entry["headline"])
    if entry.get("signature"):
        writer.paragraph("Signature", entry["signature"])
    if columns:
        pages.set_columns(writer, 1)
    return mark


def _balance(paragraph, headline: str) -> None:
    """A headline of several lines gets lines of about one length: none ends in a single character."""
    wide = measure(headline, MAX_HEADLINE)
    if wide < MAX_HEADLINE:
        side = round((WIDTH * TWIPS - wide * HEADLINE_SIZE * 20) / 2)
        paragraph.get_or_add_pPr().append(make("w:ind", left=side, right=side))


def _minutes(writer: Writer, minutes: dict) -> None:
    """Items, then 参会人员： run-in, as readers of the bulletin know them. Formulas in the texts are set."""
    for paragraph in minutes["preamble"]:
        inline.write_html(writer, writer.paragraph("NormalIndent"), paragraph)
    if minutes["points"]:
        writer.paragraph("NormalIndent", "会议纪要如下：")
    for point in minutes["points"]:
        paragraph = writer.paragraph("NormalIndent")
        paragraph.append(text_run(f"{point['number']}、", make("w:rStyle", val="Strong")))
        inline.write_html(writer, paragraph, point["text"])
    if minutes.get("participants"):
        paragraph = writer.paragraph("NormalIndent")
        paragraph.append(text_run(minutes["participants_heading"], make("w:rStyle", val="Strong")))
        paragraph.append(text_run(minutes["participants"]))


def _figure(writer: Writer, figure: dict, headline: str) -> None:
    """The chart as a picture, its table below it."""
    from bulletins.charts import chart_png, chart_text  # WeasyPrint's import takes half a second

    title = figure.get("title", "")
    png = chart_png(figure["chart"], palette=writer.palette, width_px=CHART_PIXELS, title=title)
    alt = chart_text(figure["chart"], title=title)
    pictures.write_drawn(writer, png, alt=alt, size=Image.open(io.BytesIO(png)).size)
    if title and title != headline:
        writer.paragraph("Caption", title)
    if figure.get("rows"):
        grid = [[(str(cell), 1, "") for cell in row] for row in (figure["headers"], *figure["rows"])]
        tables.put_table(writer, grid, 1)
    if figure.get("note"):
        writer.paragraph("SectionIntro", f"注：{figure['note']}")
