"""Savings with text: what Pango needs to know of a style is made once for a style, not once for every line."""

from functools import lru_cache

from weasyprint.text import line_break

_stock_font_description = line_break.get_font_description
_stock_font_features = line_break.font_features


def install() -> None:
    """Replace the two functions where lines are laid out."""
    line_break.get_font_description = _font_description
    line_break.font_features = lru_cache(256)(_stock_font_features)


def _font_description(style):
    """Pango copies the description, so that one may serve every line of a style."""
    known = getattr(style, "font_description", None)
    if known is None:
        style.font_description = known = _stock_font_description(style)
    return known
