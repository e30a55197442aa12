"""A saving in writing: the list of all pages, asked for once for every tag, is not made anew each time."""

import pydyf


def install() -> None:
    """Replace the property."""
    pydyf.PDF.page_references = property(_page_references)


def _page_references(pdf) -> tuple[bytes, ...]:
    """As ``PDF.page_references``; a file of 500 pages has 30 000 tags."""
    kids = pdf.pages["Kids"]
    known = getattr(pdf, "_references", None)
    if known is None or known[0] != len(kids):
        references = tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
        pdf._references = known = len(kids), references
    return known[1]
