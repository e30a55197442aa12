"""Page labels: what a viewer calls a page is the number printed on it (ISO 32000-1, 12.4.2)."""

import re

import pydyf
from weasyprint.formatting_structure import boxes

_FOLIO = re.compile(r"\D{0,4}(\d{1,4})\D{0,4}")
FRONT, BACK = "封面", "封底"


def add_labels(document, pdf: pydyf.PDF) -> None:
    """Label the pages of ``pdf``, unless every page's number is its place in the file."""
    folios = [_folio(page) for page in document.pages]
    if not any(folios) or folios == list(range(1, len(folios) + 1)):
        return
    ranges = pydyf.Array()
    for index, label in enumerate(_labels(folios)):
        if label is not None:
            ranges += [index, pydyf.Dictionary(label)]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": ranges})


def _labels(folios):
    """The label of each page that does not go on from the one before; a page without number stands for itself."""
    previous, front, last = None, 0, len(folios) - 1
    for index, folio in enumerate(folios):
        if folio:
            yield None if previous == folio - 1 else {"S": "/D", "St": folio}
        elif index in (0, last):
            yield {"P": pydyf.String(FRONT if index == 0 else BACK)}
        elif previous and folios[index + 1] in (previous + 2, None):  # a page of photos: counted, not printed
            folio = previous + 1
            yield None
        else:
            front += 1
            yield {"S": "/r", "St": front}
        previous = folio


def _folio(page) -> int | None:
    """The number in the page's foot, or None."""
    for box in page._page_box.children:
        if isinstance(box, boxes.MarginBox) and box.at_keyword.startswith("@bottom"):
            text = "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox))
            if match := _FOLIO.fullmatch(text.strip()):
                return int(match[1])
    return None
