"""Chinese lines for WeasyPrint, which stretches nothing but spaces.

Rule source: W3C *Requirements for Chinese Text Layout* (clreq), "line adjustment": a full line fills the
measure; room is added between Chinese characters, between Chinese and Western text and at Western word
spaces, never inside a Western word, a number, a dash —— or an ellipsis ……. Marks at the ends of a line lose their
blank half. Nothing is inserted into the text: only the advances of glyphs change when a line is drawn, so extracted
text stays as it was written. See docs/adr/0002-chinese-justification.md.

:func:`install` replaces functions inside WeasyPrint. It is pinned to one version and to the source of
everything it relies on, and refuses to work with any other.
"""

import itertools

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from . import breaking, drawing, layouts, savings
from .pins import check_pins
from .spacing import EDGE, WORD_SPACE, gap_after, share_out
from .squeeze import EDGE_SLIVER, gap_between

_OBJECT = "\ufffc"  # stands for a picture or another atomic box within a line
_PDF_UNITS = 1000  # per em: the grid on which a PDF states glyph advances

_stock_justify_line = inline.justify_line
_stock_text_align = inline.text_align


def install() -> None:
    """Apply the patch once per process; raises :class:`pins.WeasyPrintChanged` when internals differ."""
    if inline.justify_line is justify_line:
        return
    check_pins()
    inline.justify_line = justify_line
    inline.text_align = text_align
    inline.split_first_line = breaking.split_first_line
    layouts.install()
    drawing.install()
    savings.install()


def text_align(context, line, available_width, last):
    """Before a line is aligned, settle what only its ends and the seams between its boxes decide."""
    if line.style["direction"] == "ltr":
        _trim(line, available_width)
    return _stock_text_align(context, line, available_width, last)


def _trim(line, available_width):
    """Cut the blank halves of marks off at the ends of the line; squeeze and open the seams between its boxes."""
    pieces = [piece for piece in _pieces(line) if _text(piece)]
    if not pieces or line.style["white_space"] not in ("normal", "nowrap"):
        return
    start = (
        -_half(pieces[0]) if _is_text(pieces[0]) and layouts.starts_with_wide_mark(_layout(pieces[0])) else 0
    )
    end = -_half(pieces[-1]) if _is_text(pieces[-1]) and _ends_untrimmed(_layout(pieces[-1])) else 0
    if len(pieces) == 1 and start and end and len(pieces[0].text) == 1:
        end = 0
    seams = [_seam(piece, following) for piece, following in itertools.pairwise(pieces)] + [0]
    if sum(seams) > available_width - line.width - start - end:
        seams = [min(seam, 0) for seam in seams]
    if start or end or any(seams):
        grown = {pieces[-1]: end}
        plan = {piece: (grown.get(piece, 0), seam) for piece, seam in zip(pieces, seams, strict=True)}
        _move(line, start, plan)
        line.width += start


def _seam(piece, following) -> float:
    """The gap in CSS pixels that belongs between two neighbouring boxes."""
    if not (_is_text(piece) and _is_text(following)):
        return 0
    gap = gap_between(_layout(piece).masked[-1], _layout(following).masked[0])
    if piece.style["font_size"] != following.style["font_size"]:
        gap = min(gap, 0)  # readers of the PDF measure by the smaller one, and take any gap there for a space
    return min(gap, EDGE_SLIVER) * piece.style["font_size"] / _PDF_UNITS


def _half(piece) -> float:
    return piece.style["font_size"] / 2


def _is_text(piece) -> bool:
    return isinstance(piece, boxes.TextBox) and bool(piece.text)


def _layout(piece):
    return piece.pango_layout


def _ends_untrimmed(layout) -> bool:
    return layouts.ends_in_wide_mark(layout) and not layout.is_trimmed


def justify_line(context, line, extra_width):
    """Fill ``line`` (a LineBox) with ``extra_width`` CSS pixels; takes the place of WeasyPrint's function."""
    if line.style["direction"] != "ltr":
        return _stock_justify_line(context, line, extra_width)
    pieces = list(_pieces(line))
    kinds = _gap_kinds(pieces)
    sizes = share_out(kinds, extra_width + _letter_spacing_at_end(pieces), line.style["font_size"])
    if sizes:
        _move(line, 0, _plan(pieces, [sizes[kind] if kind else 0 for kind in kinds]))
    return None


def _pieces(box):
    """The text boxes and atomic boxes of a line, from left to right."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, (boxes.LineBox, boxes.InlineBox)):
            yield from _pieces(child)
        else:
            yield child


def _gap_kinds(pieces):
    """The kind of gap after every character of the line, None where there is none."""
    text = "".join(_text(piece) for piece in pieces)
    length = len(text.rstrip(" "))
    kinds = [gap_after(text[i], text[i + 1]) for i in range(length - 1)] + [None] * (len(text) - length + 1)
    end = 0
    for piece, following in itertools.pairwise(pieces):
        end += len(_text(piece))
        # A raised or lowered figure stays close to its word; the eye and the readers of PDFs measure by its
        # own size.
        if end and piece.style["font_size"] != following.style["font_size"]:
            kinds[end - 1] = None
        elif end and _seam(piece, following) > 0:
            kinds[end - 1] = None  # as wide as it may be
        elif end and kinds[end - 1] not in (None, WORD_SPACE):
            kinds[end - 1] = EDGE
    return kinds


def _text(piece) -> str:
    return piece.text if isinstance(piece, boxes.TextBox) else _OBJECT


def _letter_spacing_at_end(pieces) -> float:
    """WeasyPrint counts a letter space after the last character, which Pango does not draw."""
    if pieces and isinstance(pieces[-1], boxes.TextBox):
        spacing = pieces[-1].style["letter_spacing"]
        return 0 if spacing == "normal" else spacing
    return 0


def _plan(pieces, gaps):
    """For each piece: the pixels its text grows by, and the pixels left free between it and the next piece.

    ``gaps`` has one width in pixels per character of the line. Inside a text box they are rounded to the grid
    of the PDF, carrying the remainder along, so that the rounding of thirty gaps does not add up to half a
    point.
    """
    plan = {}
    start = 0
    owed = 0.0
    for piece in pieces:
        text = _text(piece)
        last = start + len(text) - 1
        grown = 0.0
        if isinstance(piece, boxes.TextBox) and text:
            grown, owed = _stretch(piece, gaps[start:last], owed)
        after = gaps[last] + owed if text and gaps[last] else 0.0
        owed = 0.0 if after else owed
        plan[piece] = (grown, after)
        start = last + 1
    return plan


def _stretch(box, gaps, owed):
    """Hand the gaps inside ``box`` to its layout; returns (pixels drawn, pixels still owed to the line)."""
    step = box.style["font_size"] / _PDF_UNITS
    added = {}
    drawn = 0
    for index, gap in enumerate(gaps):
        if not gap:
            continue
        owed += gap
        if steps := round(owed / step):
            owed -= steps * step
            drawn += steps
            added[index] = steps
    box.pango_layout.added = added
    return drawn * step, owed


def _move(box, x_advance, plan):
    """Shift and widen the boxes inside ``box``; returns how far what follows has to move (CSS pixels)."""
    start = x_advance
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, (boxes.LineBox, boxes.InlineBox)):
            child.position_x += x_advance
            x_advance = _move(child, x_advance, plan)
            continue
        grown, after = plan.get(child, (0, 0))
        if isinstance(child, boxes.TextBox):
            child.position_x += x_advance
            child.width += grown
        else:
            child.translate(x_advance, 0)
        x_advance += grown + after
    box.width += x_advance - start
    return x_advance
