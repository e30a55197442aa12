"""The printer's sheet: crop marks outside the bleed, boxes that say where to trim (ISO 32000-1, 14.11.2).

WeasyPrint draws its marks into the bleed, where a cut that is half a millimetre off would show them, and lets the
bleed box be any width up to 10 points. Here the page is laid out with a margin of ``SLUG`` around it, is clipped to
3 mm of bleed, and the marks stand in what is left.
"""

import pydyf

from .options import BLEED, SLUG

MM = 72 / 25.4
GAP = 0.5  # mm between the bleed and a mark, and between a mark and the edge of the sheet
HAIRLINE = 0.25  # pt


def add_sheet(pdf: pydyf.PDF) -> None:
    """Give every page its bleed box, its clip and its marks."""
    for number in pdf.pages["Kids"][::3]:
        page = pdf.objects[number]
        left, bottom, right, top = page["TrimBox"]
        bleed = BLEED * MM
        box = (left - bleed, bottom - bleed, right + bleed, top + bleed)
        page["BleedBox"] = pydyf.Array(box)
        clip, marks = _clip(box), _marks(left, bottom, right, top)
        pdf.add_object(clip)
        pdf.add_object(marks)
        page["Contents"] = pydyf.Array([clip.reference, page["Contents"], marks.reference])


def _clip(box) -> pydyf.Stream:
    left, bottom, right, top = box
    stream = pydyf.Stream()
    stream.push_state()
    stream.rectangle(left, bottom, right - left, top - bottom)
    stream.clip()
    stream.end()
    return stream


def _marks(left, bottom, right, top) -> pydyf.Stream:
    """Two lines at each corner, an artifact: readers of the text never hear of them."""
    stream = pydyf.Stream()
    stream.pop_state()
    stream.begin_marked_content("Artifact")
    stream.push_state()
    stream.set_color_rgb(0, 0, 0, stroke=True)
    stream.set_line_width(HAIRLINE)
    near, far = (BLEED + GAP) * MM, (SLUG - GAP) * MM
    for x, outward in ((left, -1), (right, 1)):
        for y in (bottom, top):
            _line(stream, (x + outward * near, y), (x + outward * far, y))
    for y, outward in ((bottom, -1), (top, 1)):
        for x in (left, right):
            _line(stream, (x, y + outward * near), (x, y + outward * far))
    stream.pop_state()
    stream.end_marked_content()
    return stream


def _line(stream, start, end) -> None:
    stream.move_to(*start)
    stream.line_to(*end)
    stream.stroke()
