"""Paint a kept page again without drawing it again.

Drawing a page is two thirds of writing it. What WeasyPrint's drawing leaves behind is recorded once: the operators of
the content stream, which glyphs of which font it used, which pictures, which other resources (transparencies, groups,
gradients), which box got which number for the tags. Into another file the record is copied. Page content and margin
boxes are recorded apart, since a page that moves gets another page number and nothing else.

WeasyPrint names groups and gradients by their position in the resources of the file. A record counts from a number
of its own, so that the names of two records never meet in one file.
"""

import copy
import itertools
from typing import NamedTuple

import pydyf
from weasyprint.draw import draw_page, draw_stacking_context
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

_KINDS = ("ExtGState", "XObject", "Pattern", "Shading")
_ROOM = 10_000  # names for each record
_first_name = itertools.count(_ROOM, _ROOM)
_prototypes: dict = {}  # key of a font -> it, as it was before any glyph was used


class Painting(NamedTuple):
    """A record of drawing; ``fonts``: key -> (widths, texts) of the glyphs used; ``first``: number of its first tag."""

    operators: bytes
    tags: dict
    fonts: dict
    pictures: dict
    resources: dict
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
    if kept.painting is not CANNOT_KEEP and not kept.is_slim:
        slim(kept.page._page_box)
        kept.is_slim = True


def _replay_or_draw(stream, painting, draw):
    """Returns the record, or CANNOT_KEEP."""
    if painting is None or (painting is not CANNOT_KEEP and painting.first != len(stream._tags or ())):
        painting = record(stream, draw)
    if painting is CANNOT_KEEP:
        draw()
    else:
        replay(stream, painting)
    return painting


class _UsedFont:
    """A font of the file while one page is drawn with it; notes the glyphs in dictionaries of its own."""

    def __init__(self, font):
        self._font, self.widths, self.to_unicode = font, {}, {}

    def __getattr__(self, name):
        return getattr(self._font, name)

    def get_unused_glyph_id(self, codepoint):
        raise _CannotRecord


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


class _CannotRecord(Exception):
    pass


class _Names(dict):
    """Resources whose count, which WeasyPrint names the next one by, begins with a number of its own."""

    def __init__(self, first: int):
        super().__init__()
        self.first = first

    def __len__(self):
        return self.first + super().__len__()


def font_of_file(fonts: dict, key):
    """The font ``key`` among those of a file, put there as a fresh copy when it is not yet used in it."""
    if key not in fonts:
        font = copy.copy(_prototypes[key])
        font.widths, font.to_unicode, font.missing = {}, {}, {}
        font.variations = dict(font.variations)
        fonts[key] = font
    return fonts[key]


def record(stream, draw):
    """Draw aside, onto the same stream, with everything it would change put out of reach."""
    first = next(_first_name)
    aside = {
        "stream": [],
        "_fonts": _UsedFonts(stream._fonts),
        "_images": {},
        "_tags": None if stream._tags is None else dict(stream._tags),
        "_resources": {name: _Names(first) for name in _KINDS}
        | {"ColorSpace": stream._resources["ColorSpace"], "Font": None},
    }
    before = {name: getattr(stream, name) for name in aside}
    vars(stream).update(aside)
    try:
        draw()
    except _CannotRecord:
        return CANNOT_KEEP
    finally:
        drawn = {name: getattr(stream, name) for name in aside}
        vars(stream).update(before)
    first_tag = len(before["_tags"] or ())
    return Painting(
        operators=b"\n".join(pydyf._to_bytes(item) for item in drawn["stream"]),
        tags=dict(list((drawn["_tags"] or {}).items())[first_tag:]),
        fonts={key: (used.widths, used.to_unicode) for key, used in drawn["_fonts"].used.items()},
        pictures=drawn["_images"],
        resources={name: drawn["_resources"][name] for name in _KINDS},
        first=first_tag,
    )


def replay(stream, painting: Painting) -> None:
    stream.stream.append(painting.operators)
    if stream._tags is not None:
        stream._tags.update((box, dict(tag)) for box, tag in painting.tags.items())
    for key, (widths, texts) in painting.fonts.items():
        font = font_of_file(stream._fonts, key)
        for mine, used in ((font.widths, widths), (font.to_unicode, texts)):
            for glyph, value in used.items():
                mine.setdefault(glyph, value)
    for name, picture in painting.pictures.items():
        known = stream._images.setdefault(name, {**picture, "dpi_ratios": set()})
        known["dpi_ratios"] |= picture["dpi_ratios"]
    copied: dict[int, object] = {}
    for kind, resources in painting.resources.items():
        mine = stream._resources[kind]
        for name, resource in resources.items():
            if name not in mine:
                mine[name] = _fresh(resource, stream, copied)


def _fresh(resource, stream, copied: dict):
    """A copy of a resource for the file of ``stream``: writing a file puts references of that file into it."""
    if not isinstance(resource, (pydyf.Stream, dict, list)):
        return resource
    if id(resource) not in copied:
        if isinstance(resource, pydyf.Stream):
            copied[id(resource)] = new = copy.copy(resource)
            new.extra = _fresh(resource.extra, stream, copied)
        elif isinstance(resource, dict):
            copied[id(resource)] = new = pydyf.Dictionary()
            for name, value in resource.items():
                new[name] = _colours(name, value, stream) or _fresh(value, stream, copied)
        else:
            copied[id(resource)] = new = pydyf.Array()
            new.extend(_fresh(value, stream, copied) for value in resource)
    return copied[id(resource)]


def _colours(name, value, stream):
    """Spaces of colour that are objects of a file, as they are called in the file of ``stream``."""
    if name == "ColorSpace" and isinstance(value, bytes):
        return stream._resources["ColorSpace"]
    if name in ("ColorSpace", "CS") and isinstance(value, list):
        return stream._default_color_space
    return None


def slim(page_box) -> None:
    """Let go of what only layout and drawing need: three quarters of a page's memory. The page box keeps its style.

    What stays is what tags and smaller pictures are made from: the boxes, their elements, places and pictures.
    """
    stack = [*page_box.children]
    while stack:
        box = stack.pop()
        box = getattr(box, "_box", box)  # an absolute box stands behind a placeholder
        stack.extend(getattr(box, "children", ()))
        style = box.style
        if not isinstance(style, _Remains):
            box.style = _Remains.of(style["display"], style["list_style_type"])
        vars(box).pop("pango_layout", None)
        box.first_letter_style = box.first_line_style = None


class _Remains(dict):
    """What is left of the style of a box."""

    _known: dict = {}

    @classmethod
    def of(cls, display, list_style_type) -> "_Remains":
        key = display, str(list_style_type)
        if key not in cls._known:
            cls._known[key] = cls(display=display, list_style_type=list_style_type)
        return cls._known[key]
