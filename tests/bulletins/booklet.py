"""Reading a printed booklet back: where its running text stands, and whether its lines are flush."""

import io
from itertools import pairwise

import pdfplumber
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.printing.engine_tools import MM, lines_of, right_edge

LEFT, RIGHT = 27 * MM, (210 - 27) * MM  # the type area of static/bulletins/print/common.css
SIZE = 11.0
NEAR, FAR = 0.5, 1.5  # points: what 99 % of the full lines, and every one of them, must keep to


def full_line_offsets(pdf: bytes) -> list[tuple[float, str]]:
    """(points from the right edge, text) of each line of running text that its paragraph goes on behind."""
    full = [line for line, after in pairwise(lines_of(pdf, SIZE)) if _is_text(line) and _goes_on(after)]
    return [(right_edge(line[-1]) - RIGHT, "".join(char["text"] for char in line)) for line in full]


def _is_text(line: list[dict]) -> bool:
    """In the text's font and size, at the left edge or indented by two em; the number of a point may be bold."""
    first = line[0]
    serif = any("NotoSerif" in char["fontname"].replace("-", "") for char in line)
    return (
        serif
        and abs(first["size"] - SIZE) < 0.1
        and min(abs(first["x0"] - LEFT), abs(first["x0"] - LEFT - 2 * SIZE)) < 2 * SIZE / 3
    )


def _goes_on(after: list[dict]) -> bool:
    """The next line is not indented, so it belongs to the same paragraph."""
    return abs(after[0]["x0"] - LEFT) < 1 and abs(after[0]["size"] - SIZE) < 0.1


def assert_flush(pdf: bytes, *, at_least: int) -> None:
    """At least `at_least` full lines, 99 % of them within 0.5 pt of the right edge, none off by more than 1.5 pt."""
    offsets = full_line_offsets(pdf)
    off = [(round(offset, 2), text) for offset, text in offsets if abs(offset) > NEAR]
    for offset, text in off:
        print(f"{offset:+.2f} pt  {text}")
    assert len(offsets) >= at_least
    assert len(off) <= len(offsets) // 100
    assert [row for row in off if abs(row[0]) > FAR] == []


def text_of(pdf: bytes) -> str:
    """All text without white space, as pdfplumber extracts it; lowered figures stay in their line."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join("".join((page.extract_text(y_tolerance=7) or "").split()) for page in document.pages)


def outline_titles(pdf: bytes) -> list[str]:
    """The bookmarks of all levels, in order."""

    def walk(items):
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            else:
                yield item.title

    return list(walk(PdfReader(io.BytesIO(pdf)).outline))


def glyphs(pdf: bytes) -> list[bytes]:
    """Every glyph id drawn, two bytes each; glyph 0 would be a box."""
    reader = PdfReader(io.BytesIO(pdf))
    shown = []
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"Tj", b"TJ"):
                shown += [item.original_bytes for item in _strings(operands)]
    return [text[i : i + 2] for text in shown for i in range(0, len(text), 2)]


def unembedded_fonts(pdf: bytes) -> set[str]:
    """Names of fonts whose file is not in the PDF."""
    missing = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                missing.add(str(font.get_object()["/BaseFont"]))
    return missing


def _strings(operands):
    items = operands[0] if isinstance(operands[0], list) else operands
    return [item for item in items if hasattr(item, "original_bytes")]
