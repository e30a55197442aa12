"""Lay a document out in pieces, and keep the layout of those that do not change.

A piece is a run of body content that begins at an element with the attribute ``data-piece`` and ends before the
next one. Such an element always starts a new page, so a piece can be laid out as a document of its own: the
same stylesheets, the same ``<head>``, shallow copies of the elements around it. What the rules of a template are,
so that a piece looks as it does inside the whole, is in docs/bulletin.md, "Pieces"; why and how, in
docs/adr/0005-pieces.md.

Addresses of pictures (``media:``, ``static:``) are taken as names of content that does not change: a stored file
is never written again, and static files come with the program.
"""

import ctypes
import gc
import hashlib
from collections import OrderedDict
from typing import NamedTuple

import weasyprint
from weasyprint import DEFAULT_OPTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.pdf import VARIANTS

from . import pieces_layout
from .fetch import Fetcher
from .pictures_late import release
from .pieces_join import join, next_counters
from .pieces_layout import CannotSplit, KeptPiece, Start, Traits, lay_out_piece
from .pieces_split import Part, as_document, ids_of, links_of, split, text_of
from .render import _lay_out as lay_out_whole
from .render import font_configuration

pieces_layout.install()

PAGES_AT_MOST = 500  # kept pages per process; about 0.15 MB each once they were painted
COLLECT_AFTER = 100  # pages laid out
_ROUNDS = 5  # page numbers in the contents may move its own end; it settles at the second or third look


class _Piece(NamedTuple):
    """A piece of the document at hand: its part of the tree, the hash of all it says, its ids and links to elsewhere."""

    part: Part
    text: str
    outside: frozenset[str]


class KeptLayouts:
    """The layouts that one process keeps; given to ``html_to_pdf`` as ``layouts``. Not for several threads at once.

    ``laid_out`` counts the pieces laid out so far, for tests and measurements.
    """

    def __init__(self, pages_at_most: int = PAGES_AT_MOST):
        self.pages_at_most = pages_at_most
        self.laid_out = 0
        self._kept: OrderedDict[tuple, KeptPiece] = OrderedDict()
        self._traits: dict[str, Traits] = {}
        self._numbers: dict = {}
        self._fetcher: Fetcher | None = None
        self._uncollected = 0

    def lay_out(self, html: str, source: weasyprint.HTML, styles, options) -> Document:
        """The document, as ``source.render`` would make it; see `render.Layouts`."""
        if self.pages > COLLECT_AFTER:
            _trim_heap()  # of what writing the last file took
        self._fetcher = source.url_fetcher
        parts = split(source.etree_element)
        if len(parts) > 1:
            try:
                return _Job(self, source, parts, styles, options).document()
            except CannotSplit:
                pass
        return lay_out_whole(source, styles, options)

    def picture(self, url: str) -> bytes:
        """A picture of the document being written; pages that are kept do not hold on to its bytes."""
        return self._fetcher.read(url)

    @property
    def pages(self) -> int:
        """The number of pages that are kept."""
        return sum(len(piece.pages) for piece in self._kept.values())

    def forget(self) -> None:
        """Drop everything that is kept."""
        self._kept.clear()
        self._traits.clear()
        self._numbers.clear()

    def collect(self) -> None:
        """Free what layout leaves behind, objects in circles; left to itself the collector hardly looks at what is old."""
        if self._uncollected >= COLLECT_AFTER:
            gc.collect()
            _trim_heap()
            self._uncollected = 0

    def trim(self) -> None:
        """Drop the layouts not used for longest until the limit holds."""
        pages = self.pages
        while pages > self.pages_at_most:
            _, dropped = self._kept.popitem(last=False)
            pages -= len(dropped.pages)
        for memory, most in ((self._traits, 4 * self.pages_at_most), (self._numbers, 8)):
            while len(memory) > most:
                memory.pop(next(iter(memory)))


def _trim_heap() -> None:
    """Hand free memory back to the system; the C library keeps it, scattered, a hundred MB after a large issue."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc alone has it
    if trim is not None:
        trim(0)


class _Job:
    """One document on its way through the pieces."""

    def __init__(self, layouts: KeptLayouts, source, parts: list[Part], styles, options):
        self.layouts, self.source, self.styles = layouts, source, styles
        self.settings = _settings(styles, options)
        self.base = (options.variant, *(id(sheet) for sheet in styles.sheets))
        self.mirrored = _has_mirrored_pages(styles.sheets)
        salt = repr(self.base).encode()
        self.pieces = [_piece(part, salt) for part in parts]
        self.used: dict[tuple, KeptPiece] = {}

    def document(self) -> Document:
        whole = self.pieces[0].text  # the cover tells issues apart well enough for a first guess
        numbers = self.layouts._numbers.get(whole, {})
        for _ in range(_ROUNDS):
            kept, counters = self._lay_out_all(numbers)
            found = _numbers(kept, counters)
            if all(
                self._says(piece, one, numbers, found) for piece, one in zip(self.pieces, kept, strict=True)
            ):
                break
            numbers = found
        self.layouts._numbers[whole] = found
        document = join(self.source, kept, counters, self.settings)
        self.layouts._kept.update(self.used)
        for key in self.used:
            self.layouts._kept.move_to_end(key)
        self.layouts.trim()
        self.layouts.collect()
        return document

    def _says(self, piece, kept, numbers, found) -> bool:
        """Whether the numbers that a piece was laid out with are those found afterwards."""
        return all(numbers.get(name) == found.get(name) for name in kept.traits.targets)

    def _lay_out_all(self, numbers) -> tuple[list[KeptPiece], list[dict]]:
        kept, counters, last = [], [], {}
        for piece in self.pieces:
            start = Start(len(counters), len(counters) % 2 == 0, last)
            one = self._lay_out(piece, start, numbers)
            kept.append(one)
            counters += next_counters(last, one)
            last = counters[-1]
        return kept, counters

    def _lay_out(self, piece: _Piece, start: Start, numbers) -> KeptPiece:
        traits = self.layouts._traits.get(piece.text)
        if traits is not None:
            key = self._key(piece, traits, start, numbers)
            known = self.used.get(key) or self.layouts._kept.get(key)
            if known is not None:
                self.used[key] = known
                return known
        document = as_document(piece.part.tree, self.source)
        made = lay_out_piece(document, piece.part.continued, start, numbers, piece.outside, self.settings)
        release(self.settings["options"]["cache"], self.layouts.picture)
        made.styles = self.styles
        self.layouts.laid_out += 1
        self.layouts._uncollected += len(made.pages)
        self.layouts._traits[piece.text] = made.traits
        self.used[self._key(piece, made.traits, start, numbers)] = made
        return made

    def _key(self, piece: _Piece, traits: Traits, start: Start, numbers) -> tuple:
        """All that the layout of a piece depends on."""
        side = start.right if traits.side or self.mirrored else None
        counters = repr(sorted(start.counters.items())) if traits.counts else None
        stated = repr([(name, numbers.get(name)) for name in sorted(traits.targets)])
        return piece.text, start.index == 0, side, counters, stated


def _piece(part: Part, salt: bytes) -> _Piece:
    text = hashlib.sha256(salt + text_of(part.tree)).hexdigest()
    return _Piece(part, text, frozenset(links_of(part.tree) - ids_of(part.tree)))


def _settings(styles, options) -> dict:
    """The arguments of WeasyPrint's layout context, as `HTML.render` puts them together."""
    chosen = DEFAULT_OPTIONS | {
        "stylesheets": styles.sheets,
        "pdf_variant": options.variant,
        "cache": {},
    }
    for name, value in VARIANTS[options.variant][1].items():
        if chosen.get(name) is None:
            chosen[name] = value
    counters: CounterStyle = styles.counters.copy()
    return {
        "font_config": font_configuration(),
        "counter_style": counters,
        "color_profiles": {},
        "options": chosen,
    }


def _has_mirrored_pages(sheets) -> bool:
    """Whether left and right pages differ in more than their margin boxes."""
    rules = (rule for sheet in sheets for _, selectors, _ in sheet.page_rules for rule in selectors)
    return any(pseudo is None and selector.side for _, pseudo, selector in rules)


def _numbers(kept: list[KeptPiece], counters: list[dict]) -> dict[str, dict[str, list[int]]]:
    """The page counters of every id, on the first page it is on."""
    numbers: dict = {}
    first = 0
    for piece in kept:
        for name, page in piece.anchors.items():
            numbers.setdefault(name, counters[first + page])
        first += len(piece.pages)
    return numbers
