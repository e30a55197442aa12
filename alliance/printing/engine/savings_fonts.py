"""Savings with fonts: no copy of a font file, no subset made and deflated twice.

WeasyPrint reads the whole file of every face it embeds, 20 MB for a Chinese one. What it needs of that copy are the
first four bytes; the subset that is embedded is taken from the face itself. So a large file is handed over as a view of
the memory that the face holds.

A subset is kept as long as documents use it: an issue that is printed again after a change, or archived, mostly has the
same characters. And streams are deflated at zlib's level 4: level 9 takes three times as long for 1 % of the size.
"""

import zlib
from collections import OrderedDict
from types import SimpleNamespace
from typing import NamedTuple

import pydyf
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi, harfbuzz

LARGE = 2 * 1024 * 1024  # bytes; a subset is smaller, and its face does not outlive the call
LEVEL = 4
KEPT_BYTES = 8 * 1024 * 1024  # of subsets; an issue has one or two
_DEFLATED_FROM = 16 * 1024  # bytes; what is smaller is not looked up

_copy = fonts.get_hb_object_data
_stock_subset = fonts.Font.subset


class _Subset(NamedTuple):
    face: object  # keeps alive the face whose address is in the key
    content: bytes


_subsets: "OrderedDict[tuple, _Subset]" = OrderedDict()
_deflated: dict[bytes, bytes | None] = {}  # content of a kept subset -> it, deflated


def install() -> None:
    """Replace the three functions."""
    fonts.get_hb_object_data = data_of
    fonts.Font.subset = subset
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=_Deflater)


def data_of(hb_object, ot_color=None, glyph=None):
    """Bytes, or for a large font file a buffer that is valid as long as the face `hb_object` is."""
    if ot_color is None:
        blob = harfbuzz.hb_face_reference_blob(hb_object)
        length = ffi.new("unsigned int *")
        data = harfbuzz.hb_blob_get_data(blob, length)
        harfbuzz.hb_blob_destroy(blob)
        if data != ffi.NULL and length[0] > LARGE:
            return ffi.buffer(data, length[0])
    return _copy(hb_object, ot_color, glyph)


def subset(self, to_unicode, hinting):
    """As ``Font.subset``; the same glyphs of the same face give the subset of the last time."""
    address = int(ffi.cast("uintptr_t", self.hb_face))
    key = (address, bool(self.missing), bool(hinting), tuple(sorted(to_unicode)))
    known = _subsets.get(key)
    if known is not None:
        _subsets.move_to_end(key)
        self.file_content = known.content
        return
    _stock_subset(self, to_unicode, hinting)
    if isinstance(self.file_content, bytes):  # else nothing was taken away
        _keep(key, _Subset(self.hb_face, self.file_content))


def _keep(key, made: _Subset) -> None:
    _subsets[key] = made
    _deflated[made.content] = None
    while sum(len(one.content) for one in _subsets.values()) > KEPT_BYTES:
        _, dropped = _subsets.popitem(last=False)
        _deflated.pop(dropped.content, None)


class _Deflater:
    """As zlib's, for whole streams."""

    def __init__(self, level: int):
        self._zlib = zlib.compressobj(level=min(level, LEVEL))

    def compress(self, data: bytes) -> bytes:
        if len(data) < _DEFLATED_FROM or data not in _deflated:
            return self._zlib.compress(data)
        if _deflated[data] is None:
            _deflated[data] = zlib.compress(data, LEVEL)
        self._zlib = None
        return _deflated[data]

    def flush(self) -> bytes:
        return self._zlib.flush() if self._zlib else b""
