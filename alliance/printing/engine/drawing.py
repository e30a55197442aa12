"""How a line is drawn: its own gaps and those of justification in the advances of its glyphs.

Where a gap is so wide that a reader of the PDF would take it for a space, the two glyphs around it state their text
(``ActualText``, ISO 32000-1, 14.9.4). Only these two: a viewer selects what states its text as one.
"""

import math
import re

import pydyf
from weasyprint.draw import text as draw_text
from weasyprint.text import line_break

_PDF_UNITS = 1000  # per em: the grid on which a PDF states glyph advances
_PANGO_UNITS = 1024  # per CSS pixel
READ_AS_SPACE = 95  # thousandths of an em

_OPERANDS = re.compile(r"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")
_stock_reactivate = line_break.Layout.reactivate
_stock_draw_first_line = draw_text.draw_first_line


def install() -> None:
    """Replace the two functions through which WeasyPrint draws the text of a line."""
    line_break.Layout.reactivate = reactivate
    draw_text.draw_first_line = draw_first_line


def reactivate(self, style):
    """Lay a line out again for drawing (``Layout.reactivate``), then change the glyphs before each gap."""
    _stock_reactivate(self, style)
    steps = gaps_of(self)
    self.widest = max(steps.values(), default=0)
    if steps:
        # Drawing sets this mode, which would throw the changed glyphs away; set before, it changes nothing there.
        line_break.pango.pango_layout_set_single_paragraph_mode(self.layout, True)
        _change_glyphs(self.get_first_line()[0], steps, style["font_size"])


def gaps_of(layout) -> dict[int, int]:
    """{UTF-8 offset: thousandths of an em}: the text's own gaps and, in a justified line, ``layout.added``.

    Both are stated by the index of the character before the gap.
    """
    gaps = dict(layout.own_gaps)
    for index, steps in getattr(layout, "added", {}).items():
        gaps[index] = gaps.get(index, 0) + steps
    if not gaps:
        return gaps
    steps, offset = {}, 0
    for index, character in enumerate(layout.text):
        offset += 3 if "\u0800" <= character <= "\uffff" else len(character.encode())
        if gap := gaps.get(index):
            steps[offset] = gap
    return steps


def _change_glyphs(line, steps, font_size):
    """Add ``steps`` to the advances of the glyphs that end at these offsets; left-to-right runs only."""
    run = line.runs
    while run != line_break.ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        if item.analysis.level % 2:
            continue
        ends = [*glyphs.log_clusters[1 : glyphs.num_glyphs], item.length]
        for index, end in enumerate(ends):
            # All glyphs of a cluster start at the same offset: only its last one ends where the next cluster starts.
            if end != glyphs.log_clusters[index] and (step := steps.get(item.offset + end)):
                glyphs.glyphs[index].geometry.width += _pango_units(step, font_size)


def _pango_units(step: int, font_size: float) -> int:
    """WeasyPrint truncates to the grid when it draws: the advance nearest to zero that yields ``step``."""
    exact = step * font_size / _PDF_UNITS * _PANGO_UNITS
    return math.floor(exact) + 1 if step > 0 else math.floor(exact)


def draw_first_line(stream, textbox, *arguments):
    """Draw a line; its text is stated where a gap is as wide as a space."""
    if getattr(textbox.pango_layout, "widest", 0) >= READ_AS_SPACE:
        stream = _Stating(stream)
    return _stock_draw_first_line(stream, textbox, *arguments)


class _Stating:
    """A stream that states the text around wide gaps as it is shown; all else is the stream's own."""

    def __init__(self, stream):
        self._stream = stream
        self._font = None

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def add_font(self, pango_font):
        self._font, size = self._stream.add_font(pango_font)
        return self._font, size

    def show_text(self, operands: str) -> None:
        """``operands`` of TJ: strings of glyphs, and moves to the left in thousandths of an em."""
        for glyphs, is_wide in self._runs(*_glyphs(operands)):
            shown = "".join(f"<{glyph}>{move}" if move else f"<{glyph}>" for glyph, move in glyphs)
            if is_wide:
                text = "".join(self._text(glyph) for glyph, _ in glyphs)
                span = pydyf.Dictionary({"ActualText": pydyf.String(text)})
                self._stream.begin_marked_content("Span", span)
            self._stream.show_text(shown.replace("><", ""))
            if is_wide:
                self._stream.end_marked_content()

    def _runs(self, start, glyphs):
        """The glyphs in runs: those linked by wide gaps, and those without."""
        run, is_wide = [("", start)] if start else [], False
        for index, glyph in enumerate(glyphs):
            opens = index + 1 < len(glyphs) and self._is_wide(glyph, glyphs[index + 1])
            if opens and not is_wide:
                if run:
                    yield run, False
                run, is_wide = [], True
            run.append(glyph)
            if is_wide and not opens:
                yield run, True
                run, is_wide = [], False
        if run:
            yield run, is_wide

    def _is_wide(self, glyph, following) -> bool:
        move = float(glyph[1] or 0)
        return move <= -READ_AS_SPACE and bool(
            self._text(glyph[0]).strip() and self._text(following[0]).strip()
        )

    def _text(self, glyph: str) -> str:
        return self._font.to_unicode.get(int(glyph, 16), "") if glyph else ""


def _glyphs(operands: str) -> tuple[str, list[tuple[str, str]]]:
    """The move before the first glyph, and (glyph in four hexadecimal digits, move after it) of every glyph."""
    start, glyphs = "", []
    for digits, move in _OPERANDS.findall(operands):
        glyphs += [(digits[index : index + 4], "") for index in range(0, len(digits), 4)]
        if move and glyphs:
            before = glyphs[-1][1]
            glyphs[-1] = (glyphs[-1][0], str(float(before) + float(move)) if before else move)
        elif move:
            start = str(float(start or 0) + float(move))
    return start, glyphs
