"""Paint a kept page again without drawing it again.

Drawing a page is two thirds of writing it. What WeasyPrint's drawing leaves behind is recorded once: the operators of
the content stream, which glyphs of which font it used, which pictures, which transparencies, which box got which
number for the tags. Into another file the record is copied. Page content and margin boxes are recorded apart, since
a page that moves gets another page number and nothing else.

What cannot be copied is drawn anew every time: gradients, groups, patterns and masks, whose names are positions in
the resources of one file.
"""

import copy
from typing import NamedTuple

import pydyf
from weasyprint.draw import draw_page, draw_stacking_context
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

_POSITIONAL = ("Pattern", "Shading")
_prototypes: dict = {}  # key of a font -> it, as it was before any glyph was used


class Painting(NamedTuple):
    """A record of drawing; ``fonts``: key -> (widths, texts) of the glyphs used; ``first``: number of its first tag."""

    operators: bytes
    tags: dict
    fonts: dict
    pictures: dict
    alphas: dict
    first: int


CANNOT_KEEP = object()


def paint(stream: Stream, scale: float, kept, page_box) -> None:
    """Paint ``page_box``, the box of the page ``kept`` (`pieces_layout.KeptPage`) with its margin boxes."""
    margins = [child for child in page_box.children if isinstance(child, boxes.MarginBox)]
    content = [child for child in page_box.children if not isinstance(child, boxes.MarginBox)]

    def draw_content():
        draw_page(page_box.copy_with_children(content), stream)

    def draw_margins():
        draw_stacking_context(stream, StackingContext.from_page(page_box.copy_with_children(margins)))

    with stream.stacked():
        stream.transform(a=scale, d=scale)
        kept.painting = _replay_or_draw(stream, kept.painting, draw_content)
        if margins:
            kept.margins_painting = _replay_or_draw(stream, kept.margins_painting, draw_margins)


def _replay_or_draw(stream, painting, draw):
    """Returns the record, or CANNOT_KEEP."""
    if painting is None or (painting is not CANNOT_KEEP and painting.first != len(stream._tags or ())):
        painting = _record(stream, draw)
    if painting is CANNOT_KEEP:
        draw()
    else:
        _replay(stream, painting)
    return painting


class _UsedFont:
    """A font of the file while one page is drawn with it; notes the glyphs in dictionaries of its own."""

    def __init__(self, font):
        self._font, self.widths, self.to_unicode = font, {}, {}

    def __getattr__(self, name):
        return getattr(self._font, name)

    def get_unused_glyph_id(self, codepoint):
        raise _Positional


class _UsedFonts:
    """Stands for the dictionary of fonts of a file while one page is drawn."""

    def __init__(self, fonts: dict):
        self._fonts, self.used = fonts, {}

    def __contains__(self, key) -> bool:
        if key not in self.used:
            if key not in self._fonts and key not in _prototypes:
                return False
            self.used[key] = _UsedFont(font_of_file(self._fonts, key))
        return True

    def __getitem__(self, key):
        return self.used[key]

    def __setitem__(self, key, font) -> None:
        _prototypes[key] = font
        self.used[key] = _UsedFont(font_of_file(self._fonts, key))


class _Positional(Exception):  # noqa: N818 - tells that a page cannot be recorded
    pass


def font_of_file(fonts: dict, key):
    """The font ``key`` among those of a file, put there as a fresh copy when it is not yet used in it."""
    if key not in fonts:
        font = copy.copy(_prototypes[key])
        font.widths, font.to_unicode, font.missing = {}, {}, {}
        font.variations = dict(font.variations)
        fonts[key] = font
    return fonts[key]


def _record(stream, draw):
    """Draw aside, onto the same stream, with everything it would change put out of reach."""
    aside = {
        "stream": [],
        "_fonts": _UsedFonts(stream._fonts),
        "_images": {},
        "_tags": None if stream._tags is None else dict(stream._tags),
        "_resources": {name: {} for name in ("ExtGState", "XObject", *_POSITIONAL)}
        | {"ColorSpace": stream._resources["ColorSpace"], "Font": None},
    }
    before = {name: getattr(stream, name) for name in aside}
    vars(stream).update(aside)
    try:
        draw()
    except _Positional:
        return CANNOT_KEEP
    finally:
        drawn = {name: getattr(stream, name) for name in aside}
        vars(stream).update(before)
    return _painting(drawn, before)


def _painting(drawn: dict, before: dict):
    resources = drawn["_resources"]
    alphas = resources["ExtGState"]
    named = all(name[0] in "aA" for name in alphas) and set(resources["XObject"]) == set(drawn["_images"])
    if not named or any(resources[name] for name in _POSITIONAL):
        return CANNOT_KEEP
    tags = drawn["_tags"] or {}
    first = len(before["_tags"] or ())
    return Painting(
        operators=b"\n".join(item if isinstance(item, bytes) else pydyf._to_bytes(item) for item in drawn["stream"]),
        tags=dict(list(tags.items())[first:]),
        fonts={key: (used.widths, used.to_unicode) for key, used in drawn["_fonts"].used.items()},
        pictures=drawn["_images"],
        alphas=alphas,
        first=first,
    )


def _replay(stream, painting: Painting) -> None:
    stream.stream.append(painting.operators)
    if stream._tags is not None:
        stream._tags.update((box, dict(tag)) for box, tag in painting.tags.items())
    for key, (widths, texts) in painting.fonts.items():
        font = font_of_file(stream._fonts, key)
        for mine, used in ((font.widths, widths), (font.to_unicode, texts)):
            for glyph, value in used.items():
                mine.setdefault(glyph, value)
    stream._resources["ExtGState"].update(
        (name, value) for name, value in painting.alphas.items() if name not in stream._resources["ExtGState"]
    )
    for name, picture in painting.pictures.items():
        stream._resources["XObject"][name] = None
        known = stream._images.setdefault(name, {**picture, "dpi_ratios": set()})
        known["dpi_ratios"] |= picture["dpi_ratios"]
