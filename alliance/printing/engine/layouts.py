"""Pango layouts that know the widths Chinese text has of itself (`squeeze`).

While lines are broken, the gaps are letter spacing, so that Pango counts with them. Letter spacing stands half on
either side of a character, which would shift the ink; so when a line is drawn, the advances are changed instead
(`drawing`).
"""

from functools import cache

from weasyprint.text import line_break
from weasyprint.text.line_break import ffi, pango

from .squeeze import CLOSING_WIDE, OPENING_WIDE, masked, own_gaps, western_quotes

_PANGO_UNITS = 1024  # per CSS pixel
_NARROW_QUOTES = frozenset({"LXGW WenKai"})
_WIDE_QUOTES = frozenset({"Noto Serif CJK SC", "Noto Sans CJK SC"})
_PROPORTIONAL = b"pwid 1"

ffi.cdef("PangoAttrList *pango_attr_list_copy(PangoAttrList *list);")
_stock_set_text = line_break.Layout.set_text


def install() -> None:
    """Replace ``Layout.set_text``."""
    line_break.Layout.set_text = set_text


@cache
def has_wide_quotes(families: tuple[str, ...]) -> bool:
    """Whether the font that sets the text has “ ” as full squares."""
    known = (family for family in families if family in _NARROW_QUOTES | _WIDE_QUOTES)
    return next(known, "") not in _NARROW_QUOTES


def starts_with_wide_mark(layout) -> bool:
    return layout.masked[:1] in OPENING_WIDE and bool(layout.text)


def ends_in_wide_mark(layout) -> bool:
    return layout.masked[-1:] in CLOSING_WIDE and bool(layout.text)


def uncounted(layout, font_size: float) -> float:
    """CSS pixels that the layout's own gaps are wider than Pango knows."""
    return sum(layout.own_gaps.values()) * font_size / 1000 if len(layout.text) == 2 else 0


def set_text(self, text, justify=False):
    """As ``Layout.set_text``; ``justify`` is true when the text is laid out for drawing."""
    if getattr(self, "spaced", False):
        pango.pango_layout_set_attributes(self.layout, _copy(self.unspaced))
    _stock_set_text(self, text, justify)
    wide = has_wide_quotes(tuple(self.style["font_family"]))  # a list inside SVG
    self.masked = masked(self.text, wide_quotes=wide)
    self.is_trimmed = False
    self.own_gaps = own_gaps(self.masked)
    quotes = western_quotes(self.text) if wide and self.masked is not self.text else []
    spacing = _spacing(self.text, self.own_gaps)
    if justify:  # only what divides a Western word, so that it has the kerning with which it was measured
        spacing = {index: 0 for index in spacing if self.text[index] < "\u2e80"}
    self.spaced = bool(spacing or quotes)
    if self.spaced:
        _add_attributes(self, spacing, quotes)


def _spacing(text, gaps) -> dict[int, int]:
    """{index of a character: thousandths of an em of letter spacing that yields the gaps}.

    On the Chinese one of two neighbours, since a Western word split for it loses its kerning there; but never at the
    ends, where Pango drops the outer half of the spacing, after it has broken the line with it. A text of two
    characters has no other place (`uncounted`).
    """
    spacing: dict[int, int] = {}
    last = len(text) - 1
    for index, gap in gaps.items() if last > 1 else ():
        place = index if gap < 0 or text[index] > "\u2e7f" else index + 1
        if place in (0, last):
            place = index + 1 if place == index else index
        spacing[place] = spacing.get(place, 0) + gap
    return spacing


def _add_attributes(self, spacing, quotes):
    before = pango.pango_layout_get_attributes(self.layout)
    self.unspaced = _copy(before)
    attributes = _copy(before)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    offsets = _offsets(self.text)
    style_spacing = self.style["letter_spacing"]
    base = 0 if style_spacing == "normal" else style_spacing
    for index, gap in spacing.items():
        width = base + gap * self.style["font_size"] / 1000
        _change(attributes, pango.pango_attr_letter_spacing_new(int(width * _PANGO_UNITS)), offsets, index)
    for index in quotes:
        _change(attributes, pango.pango_attr_font_features_new(_PROPORTIONAL), offsets, index)
    pango.pango_layout_set_attributes(self.layout, attributes)


def _copy(attributes):
    if attributes == ffi.NULL:
        return ffi.NULL
    return ffi.gc(pango.pango_attr_list_copy(attributes), pango.pango_attr_list_unref)


def _change(attributes, attribute, offsets, index):
    attribute.start_index, attribute.end_index = offsets[index], offsets[index + 1]
    pango.pango_attr_list_change(attributes, attribute)


def _offsets(text) -> list[int]:
    """The UTF-8 offset of every character, and that of the end."""
    offsets, offset = [0], 0
    for character in text:
        offset += 3 if "\u0800" <= character <= "\uffff" else len(character.encode())
        offsets.append(offset)
    return offsets
