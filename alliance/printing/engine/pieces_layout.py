"""Lay one piece out as if it stood in the middle of its document.

WeasyPrint lays a document out from its first page. Three things make it start elsewhere: the state of the page
maker (side of the page, page counter, a blank page before a piece that wants a right-hand page), ``:first``, which
is true of the document's first page alone, and the page numbers of targets that stand in other pieces. The boxes in
the margins are left out here: `pieces_join` makes them when it is known where the pages are.
"""

import copy
from dataclasses import dataclass, field
from typing import NamedTuple

import weasyprint
from weasyprint import layout as layout_module
from weasyprint.css import targets
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.layout import page as page_module

from .pins_pieces import check_pins

_SIDES = {"left", "right", "recto", "verso"}

_stock_initialize = layout_module.initialize_page_maker
stock_margin_boxes = layout_module.make_margin_boxes
StockPageType = page_module.PageType


class CannotSplit(Exception):
    """The document uses something that does not work in pieces."""


class Start(NamedTuple):
    """Where a piece begins: number of pages before it, the side of its first page, the page counters before it."""

    index: int
    right: bool
    counters: dict[str, list[int]]


@dataclass
class Traits:
    """What a piece was found to depend on besides its own text. Counters: those of pages."""

    side: str = ""  # it wants to start on this side: left, right, recto, verso
    counts: bool = False  # it states page numbers in its text
    targets: frozenset[str] = frozenset()  # ids in other pieces whose numbers it states


@dataclass
class KeptPage:
    """A laid-out page: its WeasyPrint page without margin boxes, and what `painting` and `pieces_join` keep with it."""

    page: Page
    strings: dict[str, list[str]]
    painting: object = None
    margins: tuple = ()  # what the margin boxes were made from, the boxes
    margins_painting: object = None
    is_slim: bool = False  # only what tags are made from is left of its boxes


@dataclass
class KeptPiece:
    """The layout of a piece; ``anchors`` say on which of its pages an id is first met."""

    pages: list[KeptPage]
    traits: Traits
    anchors: dict[str, int] = field(default_factory=dict)
    styles: object = None  # keeps the stylesheets alive whose identity is part of the key


class _Number:
    """Stands for a target in another piece; notes whether its number is asked for."""

    state = "up-to-date"

    def __init__(self, counters: dict[str, list[int]]):
        self.asked = False
        self.cached_page_counter_values: dict = {}
        self.page_maker_index = 0
        self._box = _NumberBox(counters)

    @property
    def target_box(self):
        self.asked = True
        return self._box


class _NumberBox:
    def __init__(self, counters):
        self.cached_counter_values = counters

    def extract_text(self, style):
        raise CannotSplit("target-text()")


def install() -> None:
    """Replace the three functions; without a :class:`Start` on the context they do what they did."""
    if layout_module.initialize_page_maker is _initialize_page_maker:
        return
    check_pins()
    layout_module.initialize_page_maker = _initialize_page_maker
    layout_module.make_margin_boxes = _make_margin_boxes
    page_module.PageType = _page_type


def _initialize_page_maker(context, root_box):
    _stock_initialize(context, root_box)
    start = getattr(context, "start", None)
    if start is None:
        return
    resume_at, next_page, _, page_state, remake = context.page_maker[0]
    if start.index:
        # As after a forced break inside the whole: the elements around the piece go on, they do not begin.
        resume_at = _resume_at(root_box, context.continued)
        next_page = {**next_page, "break": wanted_side(root_box, context.continued) or "page"}
    page_state[1].update(copy.deepcopy(start.counters))
    page_state[2][0].update(start.counters)
    context.page_maker[0] = (resume_at, next_page, start.right, page_state, remake)


def _resume_at(box, continued):
    """Where layout goes on inside ``box``, in WeasyPrint's form: {child: {grandchild: None}}."""
    path = []
    for element in continued[1:]:
        path.append(next(i for i, child in enumerate(box.children) if child.element is element))
        box = box.children[path[-1]]
    path.append(next((i for i, child in enumerate(box.children) if child.is_in_normal_flow()), 0))
    resume_at = None
    for index in reversed(path):
        resume_at = {index: resume_at}
    return resume_at


def wanted_side(box, continued) -> str:
    """The side on which ``box`` must begin by a forced break, its own or of its first children; "" for any."""
    side = ""
    while isinstance(box, boxes.ParentBox):
        if box.element not in continued and box.style["break_before"] in _SIDES:
            side = box.style["break_before"]
        box = next((child for child in box.children if child.is_in_normal_flow()), None)
    return side


def _make_margin_boxes(context, page, state):
    return () if getattr(context, "start", None) else stock_margin_boxes(context, page, state)


_pages_before = 0


def _page_type(side, blank, name, index, groups):
    return StockPageType(side, blank, name, index + _pages_before, groups)


def lay_out_piece(
    document: weasyprint.HTML,
    continued: tuple,
    start: Start,
    numbers: dict[str, dict[str, list[int]]],
    outside: set[str],
    settings: dict,
) -> KeptPiece:
    """The pages of a piece (`pieces_split.Part`, as a document). ``numbers``: page counters of ids elsewhere; ``outside``: the ids it links to elsewhere.

    ``settings`` are the arguments of WeasyPrint's layout context. Raises :class:`CannotSplit`.
    """
    global _pages_before
    context = Document._build_layout_context(document, **settings)
    collector = context.target_collector
    stand_ins = {name: _Number(numbers.get(name, {"page": [0]})) for name in outside}
    collector.target_lookup_items.update(
        {name: item for name, item in stand_ins.items() if name not in collector.target_lookup_items}
    )
    root = build_formatting_structure(
        document.etree_element,
        context.style_for,
        context.get_image_from_uri,
        document.base_url,
        collector,
        settings["counter_style"],
        context.footnotes,
    )
    context.start, context.continued = start, continued
    _pages_before = start.index
    try:
        page_boxes = list(layout_module.layout_document(document, root, context))
    finally:
        _pages_before = 0
    _refuse_what_runs_on(context, page_boxes)
    traits = Traits(
        side=wanted_side(root, continued),
        counts=_states_page_numbers(collector),
        targets=frozenset(name for name, item in stand_ins.items() if item.asked),
    )
    return _kept(page_boxes, context.string_set, traits)


def _refuse_what_runs_on(context, page_boxes) -> None:
    if any(store for store in context.running_elements.values()):
        raise CannotSplit("running()")
    if context.footnotes or any(page.fixed_boxes for page in page_boxes):
        raise CannotSplit("footnotes, fixed boxes")
    if any(len(area.children) for page in page_boxes for area in page.children[1:]):
        raise CannotSplit("footnotes")


def _states_page_numbers(collector: targets.TargetCollector) -> bool:
    items = collector.counter_lookup_items.values()
    for item in items:
        stated = [item.missing_counters, *item.missing_target_counters.values()]
        if any("pages" in names for names in stated):
            raise CannotSplit("the number of pages in the text")
    return bool(items)


def _kept(page_boxes, string_set, traits: Traits) -> KeptPiece:
    piece = KeptPiece([], traits)
    for number, box in enumerate(page_boxes):
        strings = {name: pages[number + 1] for name, pages in string_set.items() if number + 1 in pages}
        piece.pages.append(KeptPage(Page(box), strings))
        for name in piece.pages[-1].page.anchors:
            piece.anchors.setdefault(name, number)
    return piece
