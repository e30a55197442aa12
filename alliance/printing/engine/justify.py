"""Chinese justification for WeasyPrint, which stretches nothing but spaces.

Rule source: W3C *Requirements for Chinese Text Layout* (clreq), "line adjustment": a full line fills the
measure; room is added between Chinese characters, between Chinese and Western text and at Western word
spaces, never inside a Western word, a number, a dash —— or an ellipsis ……. Nothing is inserted into the text:
only the advances of glyphs change when a line is drawn, so extracted text stays as it was written. See
docs/adr/0002-chinese-justification.md.

:func:`install` replaces four functions inside WeasyPrint. It is pinned to one version and to the source of
everything it relies on, and refuses to work with any other.
"""

import itertools
import math

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

from . import drawing, savings
from .pins import check_pins
from .spacing import (
    BETWEEN_HAN,
    CLOSING,
    EDGE,
    HAN,
    HAN_WESTERN,
    UNREAD_GAP,
    WORD_SPACE,
    classify,
    gap_after,
    share_out,
)

_OBJECT = "\ufffc"  # stands for a picture or another atomic box within a line
_PANGO_UNITS = 1024  # per CSS pixel
_PDF_UNITS = 1000  # per em: the grid on which a PDF states glyph advances
_MIN_CHARACTERS = 8  # a shorter line cannot spare a character for the next one
_MIN_MEASURE = 10  # em; in narrower columns a lone character is the lesser evil

_stock_justify_line = inline.justify_line
_stock_split_first_line = line_break.split_first_line


def install() -> None:
    """Apply the patch once per process; raises :class:`pins.WeasyPrintChanged` when internals differ."""
    if inline.justify_line is justify_line:
        return
    check_pins()
    inline.justify_line = justify_line
    inline.split_first_line = split_first_line
    drawing.install()
    savings.install()


def justify_line(context, line, extra_width):
    """Fill ``line`` (a LineBox) with ``extra_width`` CSS pixels; takes the place of WeasyPrint's function."""
    if line.style["direction"] != "ltr":
        return _stock_justify_line(context, line, extra_width)
    pieces = list(_pieces(line))
    kinds = _gap_kinds(pieces)
    sizes = share_out(kinds, extra_width + _letter_spacing_at_end(pieces), line.style["font_size"])
    if sizes:
        loose = max(sizes[HAN_WESTERN], sizes[BETWEEN_HAN]) > UNREAD_GAP * line.style["font_size"] + 1e-6
        plan = _plan(pieces, [sizes[kind] if kind else 0 for kind in kinds], loose)
        _move(line, 0, plan)
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


def _plan(pieces, gaps, loose):
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
            piece.pango_layout.loose = loose and grown > 0
        after = gaps[last] + owed if text and gaps[last] else 0.0
        owed = 0.0 if after else owed
        plan[piece] = (grown, after)
        start = last + 1
    return plan


def _stretch(box, gaps, owed):
    """Hand the gaps inside ``box`` to its layout; returns (pixels drawn, pixels still owed to the line)."""
    step = box.style["font_size"] / _PDF_UNITS
    units = {}
    offset = drawn = 0
    for character, gap in zip(box.text, gaps, strict=False):
        offset += 3 if "\u0800" <= character <= "\uffff" else len(character.encode())
        if not gap:
            continue
        owed += gap
        steps = round(owed / step)
        if steps:
            owed -= steps * step
            drawn += steps
            # WeasyPrint truncates to the grid when it draws: the smallest Pango advance that yields
            # ``steps``.
            units[offset] = math.floor(steps * step * _PANGO_UNITS) + 1
    box.pango_layout.chinese_gaps = units
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
        grown, after = plan[child]
        if isinstance(child, boxes.TextBox):
            child.position_x += x_advance
            child.width += grown
        else:
            child.translate(x_advance, 0)
        x_advance += grown + after
    box.width += x_advance - start
    return x_advance


def split_first_line(
    text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False
):
    """Break off one line, but leave no lone Chinese character (with its punctuation) for the last (clreq)."""
    arguments = (justification_spacing, is_line_start, minimum)
    result = _stock_split_first_line(text, style, context, max_width, *arguments)
    if result[2] is None or minimum or not _leaves_lone_character(text, result, style, max_width):
        return result
    narrower = result[3] - style["font_size"] / 2
    retry = _stock_split_first_line(text, style, context, narrower, *arguments)
    given_up = result[1] - retry[1]
    return retry if retry[2] is not None and 0 < given_up <= 12 else result


def _leaves_lone_character(text, result, style, max_width) -> bool:
    _, length, resume_at, *_ = result
    if max_width is None or style["white_space"] != "normal" or max_width < _MIN_MEASURE * style["font_size"]:
        return False
    encoded = text.encode()
    if len(encoded) - resume_at > 12 or len(encoded[:length].decode()) < _MIN_CHARACTERS:
        return False
    rest = encoded[resume_at:].decode().strip(" ").rstrip(CLOSING)
    return len(rest) == 1 and classify(rest) == HAN
