"""Savings with drawings: the ornament behind six headings and the charts are drawn once and copied after that.

What drawing an SVG leaves behind is recorded as `painting` records a page. Kept are records that hold for any place
on any page: no patterns or gradients, which stand in the coordinates of the page, no photos and no tags.
"""

import hashlib
from collections import OrderedDict
from xml.etree.ElementTree import tostring

from weasyprint.images import SVGImage

from . import painting

KEPT = 64  # drawings per process
LARGEST = 256 * 1024  # bytes of operators
_STATE = (
    "_current_color",
    "_current_color_stroke",
    "_current_alpha",
    "_current_alpha_stroke",
    "_current_font",
)

_stock_init, _stock_draw = SVGImage.__init__, SVGImage.draw
_kept: "OrderedDict[tuple, painting.Painting]" = OrderedDict()


def install() -> None:
    """Replace the two methods."""
    SVGImage.__init__, SVGImage.draw = _init, _draw


def _init(self, tree, base_url, url_fetcher, context):
    self.source_hash = hashlib.sha256(tostring(tree)).digest()
    _stock_init(self, tree, base_url, url_fetcher, context)


def _draw(self, stream, concrete_width, concrete_height, style):
    """As ``SVGImage.draw``."""
    place = (stream.page_rectangle, stream._output_intent, concrete_width, concrete_height)
    key = (self.source_hash, self._base_url, *place)
    if key in _kept:
        _kept.move_to_end(key)
        _copy(stream, _kept[key])
        return
    _forget_state(stream)
    record = _record(self, stream, concrete_width, concrete_height)
    if record is None:
        _stock_draw(self, stream, concrete_width, concrete_height, style)
        return
    _kept[key] = record
    if len(_kept) > KEPT:
        _kept.popitem(last=False)
    _copy(stream, record)


def _record(image, stream, *size):
    """The record of drawing, or None when it holds for this place alone or something went wrong (stock says so)."""
    try:
        record = painting.record(
            stream, lambda: image._svg.draw(stream, *size, image._base_url, image._context)
        )
    except Exception:
        return None
    if record is painting.CANNOT_KEEP or record.tags or record.pictures or len(record.operators) > LARGEST:
        return None
    return None if any(record.resources["Pattern"]) or any(record.resources["Shading"]) else record


def _copy(stream, record) -> None:
    painting.replay(stream, record)
    _forget_state(stream)


def _forget_state(stream) -> None:
    """As after restoring the graphics state: whatever colour, transparency or font comes next is stated."""
    for name in _STATE:
        setattr(stream, name, None)
