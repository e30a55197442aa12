"""The widths that Chinese text has of itself, before any line is stretched: pure text, no WeasyPrint.

Rule source: clreq. A full-width mark has its ink in one half of its square. Where two marks meet, one blank half
goes, so that a pair takes one and a half squares; at the start of a line an opening mark loses its blank half, at
the end a closing one. Between Chinese and Western letters or figures stands a sliver of room ("not more than a
quarter em"), without a space in the text.
"""

import re
from functools import cache

OPENING_WIDE = "（［｛「『〔〈《【〖“‘"
CLOSING_WIDE = "，。、；：！？）］｝」』〕〉》】〗”’"
HALF = 500  # thousandths of an em, the grid on which a PDF states advances
SLIVER = 166  # a sixth of an em
# Between two boxes (text and emphasised text) a reader of the PDF cannot be told that a gap is no space: poppler
# takes a tenth of an em for one.
EDGE_SLIVER = 90

_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd〇々\u3041-\u3096\u30a1-\u30fa"
_LETTER = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff"
# Stand for quotation marks that are not a square wide: room is before an opening one and after a closing one.
_NARROW_OPENING, _NARROW_CLOSING = "\x0e", "\x0f"
_NARROWED = str.maketrans("“‘”’", 2 * _NARROW_OPENING + 2 * _NARROW_CLOSING)
_PAIRS = re.compile(
    f"(?P<marks>[{CLOSING_WIDE}](?=[{CLOSING_WIDE}{OPENING_WIDE}])|[{OPENING_WIDE}](?=[{OPENING_WIDE}]))"
    f"|[{_IDEOGRAPH}](?=[{_LETTER}{_NARROW_OPENING}])|[{_LETTER}%‰{_NARROW_CLOSING}](?=[{_IDEOGRAPH}])"
)
_QUOTE = re.compile("[“”‘’]")
_WESTERN = r"[\u0021-\u007e\u00a1-\u024f\u0370-\u03ff]"
_WESTERN_QUOTES = re.compile(f"(?<={_WESTERN})[“”‘’](?=\\s|{_WESTERN})|(?<=\\s)[“”‘’](?={_WESTERN})")


def western_quotes(text: str) -> list[int]:
    """Where “ ” ‘ ’ belong to Western text (don’t) and are not a square wide."""
    return [match.start() for match in _WESTERN_QUOTES.finditer(text)]


def own_gaps(masked_text: str) -> dict[int, int]:
    """{index: thousandths of an em} that the advance of the character there differs by, only within the text."""
    return {match.start(): -HALF if match["marks"] else SLIVER for match in _PAIRS.finditer(masked_text)}


def masked(text: str, *, wide_quotes: bool) -> str:
    """``text`` with another sign for the quotation marks that are not full squares; of the same length.

    ``wide_quotes`` says whether the font sets “ ” ‘ ’ as full squares.
    """
    if not _QUOTE.search(text):
        return text
    if not wide_quotes:
        return text.translate(_NARROWED)
    if found := western_quotes(text):
        letters = list(text)
        for index in found:
            letters[index] = "|"
        return "".join(letters)
    return text


@cache
def gap_between(character: str, following: str) -> int:
    """The gap between two neighbours, in thousandths of an em."""
    return own_gaps(character + following).get(0, 0)
