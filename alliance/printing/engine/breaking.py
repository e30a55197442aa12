"""Where a Chinese line ends, beyond what Pango decides; takes the place of WeasyPrint's ``split_first_line``."""

import re

from weasyprint.text import line_break

from . import layouts
from .spacing import CLOSING, HAN, classify
from .squeeze import CLOSING_WIDE, SLIVER

_EPSILON = 0.01  # CSS pixels
_PDF_UNITS = 1000  # per em
_MIN_CHARACTERS = 8  # a shorter line cannot spare a character for the next one
_MIN_MEASURE = 10  # em; in narrower columns a lone character is the lesser evil
# Before an opening quotation mark that follows Chinese, after a closing one before it.
_BEFORE, _AFTER = "，。、；：！？）］」』〉》】", "（［「『〈《【“‘"
_QUOTE_BREAKS = re.compile(f"(?<=[{_BEFORE}\u3400-\u9fff”’])(?=[“‘])|(?<=[”’])(?=[{_AFTER}\u3400-\u9fff])")
# Within a range of figures, in a column so narrow that the line would fall apart.
_RANGE_BREAKS = re.compile(r"(?<=[0-9][~～])(?=[0-9])")
_TORN = 3  # em of room to fill

_stock_split_first_line = line_break.split_first_line


def split_first_line(
    text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False
):
    """Break off one line as clreq has it.

    A closing mark that would fit with its blank half cut off still comes onto the line; no lone Chinese character
    (with its punctuation) is left for the last one.
    """

    def split(width, text=text):
        result = _stock_split_first_line(
            text, style, context, width, justification_spacing, is_line_start, minimum
        )
        if more := layouts.uncounted(result[0], style["font_size"]):
            return (*result[:3], result[3] + more, *result[4:])
        return result

    result = split(max_width)
    if result[2] is None or minimum or max_width is None or style["white_space"] != "normal":
        return result
    if "\n" in text and b"\n" in text.encode()[result[1] : result[2]]:
        return result
    em = style["font_size"]
    if result[3] > max_width + _EPSILON and result[0].own_gaps:
        # Pango counted half of a gap at the end of the line that then had a whole one.
        result = _shorter(result, split(max_width - SLIVER * em / _PDF_UNITS))
    if max_width - result[3] > em:
        result = _further(_QUOTE_BREAKS, text, result, split, max_width)
    if max_width - result[3] > _TORN * em:
        result = _further(_RANGE_BREAKS, text, result, split, max_width)
    if _takes_half_a_mark(text, result, em, max_width):
        result = _with_half_a_mark(result, split(max_width + em / 2), em, max_width)
    if result[2] is not None and _leaves_lone_character(text, result, style, max_width):
        result = _shorter(result, split(result[3] - em / 2))
    return result


def _further(breaks, text, result, split, max_width):
    """The line with more of what follows, up to one of ``breaks``, where Pango sees one word.

    Pango takes “ and ” for the same sign and breaks at neither.
    """
    if result[2] is None:
        return result
    encoded = text.encode()
    reach = 3 * _MIN_CHARACTERS
    following = encoded[result[2] : result[2] + 3 * reach].decode(errors="ignore")
    for match in reversed(list(breaks.finditer(following))):
        end = result[2] + len(following[: match.start()].encode())
        layout, length, resume_at, width, *rest = split(max_width, encoded[:end].decode())
        if resume_at is None and width <= max_width + _EPSILON:
            return (layout, length, end, width, *rest)
    return result


def _shorter(result, retry):
    """The retry, if it gives up a character or few."""
    return retry if retry[2] is not None and 0 < result[1] - retry[1] <= 12 else result


def _takes_half_a_mark(text, result, em, max_width) -> bool:
    """Whether what comes next is a character and a closing mark, and there is room for one and a half."""
    if max_width - result[3] < 1.5 * em - _EPSILON:
        return False
    following = text.encode()[result[2] : result[2] + 8].decode(errors="ignore")
    return len(following) > 1 and following[1] in CLOSING_WIDE and classify(following[0]) == HAN


def _with_half_a_mark(result, retry, em, max_width):
    layout, length, resume_at, width, *rest = retry
    half = em / 2
    fits = length > result[1] and width - half <= max_width + _EPSILON
    if not fits or not layouts.ends_in_wide_mark(layout):
        return result
    layout.is_trimmed = True
    return (layout, length, resume_at, width - half, *rest)


def _leaves_lone_character(text, result, style, max_width) -> bool:
    _, length, resume_at, *_ = result
    if max_width < _MIN_MEASURE * style["font_size"]:
        return False
    encoded = text.encode()
    if len(encoded) - resume_at > 12 or len(encoded[:length].decode()) < _MIN_CHARACTERS:
        return False
    rest = encoded[resume_at:].decode().strip(" ").rstrip(CLOSING)
    return len(rest) == 1 and classify(rest) == HAN
