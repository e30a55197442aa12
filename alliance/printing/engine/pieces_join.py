"""Join the pages of pieces: give every page its margin boxes, and make one document of them."""

import copy
import json

import weasyprint
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import build
from weasyprint.html import get_html_metadata
from weasyprint.layout import page as page_module
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.pdf.metadata import DocumentMetadata

from . import painting
from .pieces_layout import KeptPage, KeptPiece, StockPageType, stock_margin_boxes
from .pieces_split import as_document


class JoinedPage(Page):
    """A kept page at its place in one document. It shares all but the margin boxes with the kept one."""

    def __init__(self, kept: KeptPage, page_box):
        self.__dict__.update(vars(kept.page))
        self._kept, self._page_box = kept, page_box

    def paint(self, stream, scale=1):
        """Paint the page into the PDF file (WeasyPrint calls this)."""
        painting.paint(stream, scale, self._kept, self._page_box)


def next_counters(counters: dict, piece: KeptPiece) -> list[dict]:
    """The page counters on each page of ``piece``, when ``counters`` were those of the page before it."""
    found = []
    for kept in piece.pages:
        state = ([0], copy.deepcopy(counters), [set(counters)], [])
        build.update_counters(state, kept.page._page_box.style)
        counters = state[1]
        found.append(counters)
    return found


def join(source: weasyprint.HTML, pieces: list[KeptPiece], counters: list[dict], settings: dict) -> Document:
    """The document of all pages; ``counters`` are the page counters of each."""
    pages = [kept for piece in pieces for kept in piece.pages]
    strings = _strings(pages)
    maker = _MarginMaker(source, strings, settings)
    joined = [
        JoinedPage(kept, maker.with_margins(number, kept, {**counters[number], "pages": [len(pages)]}))
        for number, kept in enumerate(pages)
    ]
    options = settings["options"]
    empty = Document(
        [],
        DocumentMetadata(**get_html_metadata(source)),
        source.url_fetcher,
        settings["font_config"],
        settings["color_profiles"],
        options["output_intent"],
    )
    return empty.copy(joined)


def _strings(pages: list[KeptPage]) -> dict[str, dict[int, list[str]]]:
    """Named strings as WeasyPrint keeps them: name -> page (from 1) -> the texts set on it."""
    strings: dict[str, dict[int, list[str]]] = {}
    for number, kept in enumerate(pages, start=1):
        for name, texts in kept.strings.items():
            strings.setdefault(name, {})[number] = texts
    return strings


class _MarginMaker:
    """Makes the margin boxes of pages with one layout context, that of a document without content."""

    def __init__(self, source, strings, settings):
        root = source.etree_element
        bare = type(root)(root.tag, root.attrib)
        bare.extend(child for child in root if child.tag == "head")
        self.html = as_document(bare, source)
        self.context = Document._build_layout_context(self.html, **settings)
        self.context.page_bottom = 0  # nothing overflows a margin
        for name, pages in strings.items():
            self.context.string_set[name].update(pages)
        self.last = dict.fromkeys(strings)

    def with_margins(self, number: int, kept: KeptPage, counters: dict):
        """The box of the page ``kept``, standing ``number``-th (from 0), with its margin boxes; they are kept too."""
        box = kept.page._page_box
        old = box.page_type
        side = "left" if number % 2 else "right"
        page_type = StockPageType(side, old.blank, old.name, number, old.groups)
        made_from = (side, number == 0, json.dumps(counters), self._strings_at(kept))
        if kept.margins and kept.margins[0] == made_from:
            margins = kept.margins[1]
        else:
            margins = self._make(box, page_type, number, counters)
            kept.margins, kept.margins_painting = (made_from, margins), None
        page_box = box.copy_with_children((*box.children, *margins))
        page_box.page_type = page_type
        return page_box

    def _strings_at(self, kept) -> str:
        at = [(name, self.last[name], kept.strings.get(name)) for name in self.last]
        self.last.update({name: texts[-1] for name, texts in kept.strings.items()})
        return json.dumps(at)

    def _make(self, box, page_type, number, counters) -> tuple:
        page_module.set_page_type_computed_styles(page_type, self.html, self.context.style_for)
        self.context.current_page = number + 1
        page = box.copy_with_children(box.children)
        page.page_type = page_type
        state = ([0], copy.deepcopy(counters), [set(counters)], [])
        margins = tuple(stock_margin_boxes(self.context, page, state))
        for margin in margins:
            layout_box_backgrounds(page, margin, self.context.get_image_from_uri)
        return margins
