"""Savings in laying a document out and writing it, a third of its time together; the file is the same without them.

Each is of one kind in a module of its own: `savings_styles` (values that no rule sets), `savings_text` (how fonts and text
are handed to Pango), `savings_fonts` (font files and subsets), `savings_svg` (drawings that are drawn again), `savings_writing`
(references to pages). Any of them may go when WeasyPrint has learned it.
"""

from . import savings_fonts, savings_styles, savings_svg, savings_text, savings_writing
from .pins import check_sources

#: Module and name -> first 16 hex digits of the SHA-256 of its source, as `pins.source_hash_of` says it.
PINNED_SOURCES = {
    "weasyprint.css:Style": "d3fe87424e314c43",
    "weasyprint.css:ComputedStyle": "4ff0512c0af12674",
    "weasyprint.css.computed_values:register_logical": "682073309c29bb72",
    "weasyprint.css.functions:check_math": "4f8e6a21258e09ba",
    "weasyprint.formatting_structure.boxes:Box": "ff6d62300bafef85",
    "weasyprint.layout.percent:percentage": "ebe404ccd9da50bf",
    "weasyprint.layout.percent:resolve_one_percentage": "4cfaa9ad134e4f7b",
    "weasyprint.text.fonts:font_features": "e35741064c068852",
    "weasyprint.text.fonts:get_font_description": "85734b8947b9bf64",
    "weasyprint.text.line_break:Layout": "681b737d1ba5e004",
    "weasyprint.text.line_break:_font_style_cache_key": "d6b09d54b8258d58",
    "weasyprint.text.fonts:get_hb_object_data": "03040a623df04c2b",
    "weasyprint.pdf.fonts:Font": "1888854798bf8726",
    "weasyprint.pdf.stream:Stream": "624257224db6f66d",
    "weasyprint.images:SVGImage": "91c26b229879fc1c",
    "weasyprint.svg:SVG": "b08393091c55aea2",
    "pydyf:PDF": "430a7b480a612b67",
    "pydyf:Stream": "f17b6bdcfedf2f50",
}


def install() -> None:
    """Replace what is slow. Calling it twice does no harm."""
    check_sources(PINNED_SOURCES, "What saves time (ADR 0002)")
    for part in (savings_fonts, savings_styles, savings_svg, savings_text, savings_writing):
        part.install()
