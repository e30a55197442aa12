"""First pages as pictures, for the web page of a document."""

import io
import logging

import pypdfium2
from django.core.files.base import ContentFile

from alliance.printing.models import RenderedDocument

log = logging.getLogger(__name__)

PAGES = 4
WIDTH = 640  # pixels: sharp on a phone, small enough to load on one


def make_previews(document: RenderedDocument) -> int:
    """Store JPEGs of the first pages beside the PDF and return how many; 0 for a Word file. Idempotent."""
    if not document.is_pdf:
        return 0
    storage = document.file.storage
    with document.file.open("rb") as file:
        pdf = pypdfium2.PdfDocument(file.read())
    try:
        count = min(PAGES, len(pdf))
        for number in range(1, count + 1):
            page = pdf[number - 1]
            picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
            output = io.BytesIO()
            picture.save(output, "JPEG", quality=82, optimize=True)
            name = document.preview_name(number)
            if not storage.exists(name):
                storage.save(name, ContentFile(output.getvalue()))
    finally:
        pdf.close()
    return count
