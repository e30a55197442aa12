"""From laid-out pages to the bytes of a PDF, as the options ask for."""

import pydyf
import weasyprint

from .errors import PrintError
from .labels import add_labels
from .options import ARCHIVE, PrintOptions
from .sheet import add_sheet
from .small import shrink_pictures

TOO_LARGE = "文件降到最低画质仍有 {size:.1f} MB，超过 {limit:.1f} MB。请减少图片，或改发网页版的链接。"
MB = 1_000_000


def write(document: weasyprint.Document, options: PrintOptions) -> bytes:
    """The PDF. Raises :class:`PrintError` when it cannot be made as small as ``options.max_bytes``."""
    for step in options.picture_steps():
        pdf = _write_once(document, options, step)
        if options.max_bytes is None or len(pdf) <= options.max_bytes:
            return pdf
    raise PrintError(TOO_LARGE.format(size=len(pdf) / MB, limit=options.max_bytes / MB))


def _write_once(document, options, step) -> bytes:
    def finish(document, pdf):
        add_labels(document, pdf)
        if step is not None:
            shrink_pictures(document, pdf, *step)
        if options.variant == ARCHIVE:
            _never_interpolate(pdf)
        if options.marks:
            add_sheet(pdf)

    return document.write_pdf(pdf_variant=options.variant, pdf_tags=True, finisher=finish)


def _never_interpolate(pdf: pydyf.PDF) -> None:
    """ISO 19005-3, 6.2.8.1: no picture of an archived file asks the viewer to interpolate."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and "Interpolate" in each.extra:
            each.extra["Interpolate"] = "false"
            if isinstance(mask := each.extra.get("SMask"), pydyf.Stream):
                mask.extra["Interpolate"] = "false"
