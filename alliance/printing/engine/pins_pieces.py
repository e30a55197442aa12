"""What layout in pieces replaces or relies on in WeasyPrint, pinned as `pins` does for justification."""

from .pins import check_sources

#: Module and name -> first 16 hex digits of the SHA-256 of its source.
PINNED_SOURCES = {
    "weasyprint.layout:initialize_page_maker": "5bb3c878d722af53",
    "weasyprint.layout:layout_document": "a5cbf437e99caf72",
    "weasyprint.layout:LayoutContext": "211f859ff4e2d663",
    "weasyprint.layout.page:make_margin_boxes": "4a2d2e301eb3bc47",
    "weasyprint.layout.page:margin_box_content_layout": "9ebcc7de57732126",
    "weasyprint.layout.page:make_page": "656f183328e8b1b5",
    "weasyprint.layout.page:remake_page": "1ff09b2dffa17839",
    "weasyprint.layout.page:make_all_pages": "b5e4034894841caa",
    "weasyprint.layout.page:set_page_type_computed_styles": "4e68b396b35c4a06",
    "weasyprint.layout.background:layout_box_backgrounds": "617a870678c82755",
    "weasyprint.css.targets:TargetCollector": "ea382c293323197b",
    "weasyprint.css.targets:TargetLookupItem": "909e7c4a3a07714c",
    "weasyprint.css:StyleFor": "dac5a13261681453",
    "weasyprint.formatting_structure.build:update_counters": "c1f45fc248aa5358",
    "weasyprint.formatting_structure.build:compute_content_list": "3a5674cabd84f48a",
    "weasyprint.formatting_structure.build:build_formatting_structure": "cec02c4844472c92",
    "weasyprint.document:Document": "54092421bd31096c",
    "weasyprint.document:Page": "69061840d66b7804",
    "weasyprint:HTML": "77bbd748d3b2537d",
    "weasyprint.images:RasterImage": "ea99edc276538b4f",
    "weasyprint.images:LazyImage": "fbb4b4c712660496",
    "weasyprint.draw:draw_page": "d5bda6b6e6758688",
    "weasyprint.draw:draw_stacking_context": "c5811b178bdff82e",
    "weasyprint.stacking:StackingContext": "ec586508cac97684",
    "weasyprint.pdf:generate_pdf": "626343ef25c396e8",
    "weasyprint.pdf:_use_references": "4d1abd9646c3f4dc",
    "weasyprint.pdf.fonts:Font": "1888854798bf8726",
    "weasyprint.pdf.fonts:build_fonts_dictionary": "fc551bef35d0d6c3",
    "weasyprint.pdf.stream:Stream": "624257224db6f66d",
    "weasyprint.pdf.tags:add_tags": "f0e74575b0bafaf3",
    "pydyf:PDF": "430a7b480a612b67",
    "pydyf:Stream": "f17b6bdcfedf2f50",
}


def check_pins() -> None:
    """Raises :class:`pins.WeasyPrintChanged` when one of the sources differs."""
    check_sources(PINNED_SOURCES, "Layout in pieces (ADR 0005)")
