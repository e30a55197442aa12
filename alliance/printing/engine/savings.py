"""Two savings in writing a PDF, a tenth of a short document's time together; the result is the same.

Font files are not copied: WeasyPrint reads the whole file of every face it embeds, 20 MB for a Chinese one. What it
needs of that copy are the first four bytes; the subset that is embedded is taken from the face itself. So a large
file is handed over as a view of the memory that the face holds. And streams are deflated at zlib's level 4:
level 9 takes three times as long for 1 % of the size.
"""

import zlib
from types import SimpleNamespace

import pydyf
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi, harfbuzz

LARGE = 2 * 1024 * 1024  # bytes; a subset is smaller, and its face does not outlive the call
LEVEL = 4
_copy = fonts.get_hb_object_data


def install() -> None:
    """Replace the copying. Calling it twice does no harm."""
    fonts.get_hb_object_data = data_of
    pydyf.zlib = SimpleNamespace(
        compress=zlib.compress, compressobj=lambda level: zlib.compressobj(level=min(level, LEVEL))
    )


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
