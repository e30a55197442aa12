"""Savings in laying a document out and writing it, a third of its time together; the file is the same without them.

Each is of one kind in a module of its own: `savings_styles` (values that no rule sets), `savings_text` (how fonts and text
are handed to Pango), `savings_fonts` (font files and subsets), `savings_svg` (drawings that are drawn again). Any of them may
go when WeasyPrint has learned it.
"""

from . import savings_fonts, savings_styles, savings_svg, savings_text
from .pins import check_sources

#: Module and name -> first 16 hex digits of the SHA-256 of its source, as `pins.source_of` hashes it.
PINNED_SOURCES = {
}


def install() -> None:
    """Replace what is slow. Calling it twice does no harm."""
    check_sources(PINNED_SOURCES, "What saves time relies on {name} (ADR 0002)")
    for part in (savings_fonts, savings_styles, savings_svg, savings_text):
        part.install()
