"""Pictures at the size they have on the page, with alternative text and caption, alone or side by side."""

import io

from docx.oxml.shape import CT_Inline

from alliance.core.files.pictures import shrink
from alliance.printing.engine.errors import ResourceMissing
from bulletins.enums import PicturePlace
from bulletins.word_out.look import DPI, MM, TALLEST, TWIPS
from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import make, nest, text_run

BETWEEN = 4  # millimetres
SHRINK_FROM = 1.2  # times the pixels that are needed


def write_pictures(writer: Writer, place: str, pictures: list[dict], *, article: str = "") -> None:
    """A block of pictures. Raises ResourceMissing for a picture that is gone."""
    if place == PicturePlace.LARGE or len(pictures) == 1:
        for picture in pictures:
            write_picture(writer, picture, article=article)
        return
    if place == PicturePlace.PAGE:
        writer.paragraph("Normal").get_or_add_pPr().append(make("w:pageBreakBefore"))
    for start in range(0, len(pictures), 2):
        row = pictures[start : start + 2]
        if len(row) == 1:
            write_picture(writer, row[0], article=article)
        else:
            _side_by_side(writer, row, article)


def write_picture(writer: Writer, picture: dict, *, article: str = "", tallest: float = TALLEST) -> None:
    """One picture in the middle of the column, its caption below on the same page."""
    paragraph = writer.paragraph("Picture")
    wide, high = size_of(picture, writer.width, tallest)
    paragraph.append(_run(writer, _bytes(writer, picture, wide, article), picture["alt"], wide, high))
    _caption(writer, picture, paragraph)


def write_drawn(writer: Writer, png: bytes, *, alt: str, size: tuple[int, int]) -> None:
    """A chart as PNG; `size` is its pixels."""
    paragraph = writer.paragraph("Picture")
    paragraph.get_or_add_pPr().append(make("w:spacing", before=160, after=120))
    wide, high = size_of({"width": size[0], "height": size[1]}, writer.width, 2 * TALLEST)
    paragraph.append(_run(writer, png, alt, wide, high))


def size_of(picture: dict, width: float, tallest: float) -> tuple[float, float]:
    """Width and height in millimetres: as wide as the column, but no higher than `tallest`."""
    shape = (picture.get("height") or 2) / (picture.get("width") or 3)
    wide = min(width, tallest / shape)
    return wide, wide * shape


def _caption(writer: Writer, picture: dict, paragraph) -> None:
    credit = f"（{picture['credit']}）" if picture.get("credit") else ""
    if caption := f"{picture.get('caption', '')}{credit}":
        writer.paragraph("Caption", caption)
    else:
        paragraph.get_or_add_pPr().insert(1, make("w:keepNext", val="0"))


def _side_by_side(writer: Writer, row: list[dict], article: str) -> None:
    """Two pictures of one height in a table without rules; each as wide as its form wants."""
    shapes = [(one.get("width") or 3) / (one.get("height") or 2) for one in row]
    whole = writer.width - BETWEEN * len(row)
    high = min(whole / sum(shapes), TALLEST)
    widths = [high * shape for shape in shapes]
    cells = [width + BETWEEN for width in widths]
    table = nest(
        "w:tbl",
        nest(
            "w:tblPr",
            make("w:tblW", w=round(sum(cells) * TWIPS), type="dxa"),
            make("w:jc", val="center"),
            make("w:tblLayout", type="fixed"),
            nest("w:tblCellMar", *(make(f"w:{side}", w=0, type="dxa") for side in ("left", "right"))),
        ),
        nest("w:tblGrid", *(make("w:gridCol", w=round(cell * TWIPS)) for cell in cells)),
    )
    writer.put(table)
    _picture_row(writer, table, row, zip(widths, cells, strict=True), high, article)
    behind = writer.paragraph("Normal")
    behind.get_or_add_pPr().append(make("w:spacing", before=0, after=0, line=120, lineRule="exact"))


def _picture_row(writer: Writer, table, row: list[dict], sizes, high: float, article: str) -> None:
    line = nest("w:tr", nest("w:trPr", make("w:cantSplit")))
    table.append(line)
    for picture, (wide, cell_width) in zip(row, sizes, strict=True):
        cell = make("w:tc")
        cell.append(nest("w:tcPr", make("w:tcW", w=round(cell_width * TWIPS), type="dxa")))
        line.append(cell)
        with writer.inside(cell, wide):
            paragraph = writer.paragraph("Picture")
            paragraph.append(_run(writer, _bytes(writer, picture, wide, article), picture["alt"], wide, high))
            _caption(writer, picture, paragraph)


def _bytes(writer: Writer, picture: dict, wide: float, article: str) -> bytes:
    """The picture's file, with no more pixels than its size on paper needs."""
    try:
        content = writer.media(str(picture["media"]))
    except FileNotFoundError:
        raise ResourceMissing(f"media:{picture['media']}", article=article) from None
    needed = round(wide / 25.4 * DPI)
    if (picture.get("width") or 0) <= needed * SHRINK_FROM:
        return content
    return shrink(content, needed, ".png" if content.startswith(b"\x89PNG") else ".jpg")


def _run(writer: Writer, content: bytes, alt: str, wide: float, high: float):
    key, _ = writer.part.get_or_add_image(io.BytesIO(content))
    number = writer.next("picture")
    inline = CT_Inline.new_pic_inline(number, key, f"图片{number}", round(wide * MM), round(high * MM))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    inline.docPr.set("name", f"图片 {number}")
    inline.docPr.set("descr", text_run(alt)[-1].text or "" if alt else "")
    return nest("w:r", nest("w:drawing", inline))
