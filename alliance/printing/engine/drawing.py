"""How a justified line is drawn: wider glyph advances, and its text stated where gaps could be misread."""

import pydyf
from weasyprint.draw import text as draw_text
from weasyprint.text import line_break

_stock_reactivate = line_break.Layout.reactivate
_stock_draw_first_line = draw_text.draw_first_line


def install() -> None:
    """Replace the two functions through which WeasyPrint draws the text of a line."""
    line_break.Layout.reactivate = reactivate
    draw_text.draw_first_line = draw_first_line


def reactivate(self, style):
    """Lay a line out again for drawing (``Layout.reactivate``), then widen the glyphs before each gap."""
    _stock_reactivate(self, style)
    gaps = getattr(self, "chinese_gaps", None)
    if gaps:
        # Drawing sets this mode, which would throw the widened glyphs away; set before, it changes nothing
        # there.
        line_break.pango.pango_layout_set_single_paragraph_mode(self.layout, True)
        _widen_glyphs(self.get_first_line()[0], gaps)


def _widen_glyphs(line, gaps):
    """Add ``gaps`` ({UTF-8 offset: Pango units}) to the glyphs that end there; left-to-right runs only."""
    run = line.runs
    while run != line_break.ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        if item.analysis.level % 2:
            continue
        ends = [*glyphs.log_clusters[1 : glyphs.num_glyphs], item.length]
        for index, end in enumerate(ends):
            # All glyphs of a cluster start at the same offset: only its last one ends where the next cluster
            # starts.
            if end != glyphs.log_clusters[index] and (units := gaps.get(item.offset + end)):
                glyphs.glyphs[index].geometry.width += units


def draw_first_line(stream, textbox, *arguments):
    """Draw a line; one with gaps as wide as a space states its text (``ActualText``, ISO 32000-1, 14.9.4).

    Poppler and the viewers then extract the text as it was written, without a space in every gap.
    """
    if not getattr(textbox.pango_layout, "loose", False):
        return _stock_draw_first_line(stream, textbox, *arguments)
    stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)}))
    try:
        return _stock_draw_first_line(stream, textbox, *arguments)
    finally:
        stream.end_marked_content()
