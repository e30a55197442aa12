"""From laid-out pages to the bytes of a PDF, as the options ask for."""

import io
from typing import BinaryIO

import pydyf
import weasyprint

from .errors import PrintError
from .labels import add_labels
from .options import ARCHIVE, PrintOptions
from .sheet import add_sheet
from .small import shrink_pictures

TOO_LARGE = "文件降到最低画质仍有 {size:.1f} MB，超过 {limit:.1f} MB。请减少图片，或改发网页版的链接。"
MB = 1_000_000


def write(document: weasyprint.Document, options: PrintOptions, into: BinaryIO | None = None) -> bytes:
    """The PDF; b"" when it was written ``into`` a file, as a large one should be: its photos then never are in memory
    together. Raises :class:`PrintError` when it cannot be made as small as ``options.max_bytes``.
    """
    target = into or io.BytesIO()
    for step in options.picture_steps():
        target.seek(0)
        target.truncate()
        _write_once(document, options, step, target)
        size = target.tell()
        if options.max_bytes is None or size <= options.max_bytes:
            return b"" if into else target.getvalue()
    raise PrintError(TOO_LARGE.format(size=size / MB, limit=options.max_bytes / MB))


def _write_once(document, options, step, target) -> None:
    def finish(document, pdf):
        add_labels(document, pdf)
        if step is not None:
            shrink_pictures(document, pdf, *step)
        if options.variant == ARCHIVE:
            _never_interpolate(pdf)
        if options.marks:
            add_sheet(pdf)

    document.write_pdf(target, pdf_variant=options.variant, pdf_tags=True, finisher=finish)


def _never_interpolate(pdf: pydyf.PDF) -> None:
    """ISO 19005-3, 6.2.8.1: no picture of an archived file asks the viewer to interpolate."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and "Interpolate" in each.extra:
            each.extra["Interpolate"] = "false"
            if isinstance(mask := each.extra.get("SMask"), pydyf.Stream):
                mask.extra["Interpolate"] = "false"
