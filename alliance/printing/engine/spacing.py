"""Where a Chinese line may be stretched, and by how much: pure arithmetic, no WeasyPrint.

Rule source: clreq, "line adjustment" and "mixed text composition". Widths are CSS pixels; em is the font
size.
"""

from collections import Counter
from functools import cache

from .squeeze import SLIVER, gap_between

HAN, WESTERN, AMBIGUOUS, SPACE, MARK = "han", "western", "ambiguous", "space", "mark"

#: Kinds of gaps; an edge is one between two boxes of a line (text and emphasised text, say).
WORD_SPACE, HAN_WESTERN, BETWEEN_HAN, EDGE = "word space", "han-western", "between han", "edge"
KINDS = (WORD_SPACE, HAN_WESTERN, BETWEEN_HAN, EDGE)

#: Punctuation that belongs to the character before it.
CLOSING = "，。、；：！？）］｝」』〕〉》】〗”’…—,.;:!?)]}"
# Signs that both scripts use; they join in stretching only beside a Chinese character, so —— and …… stay
# whole.
_AMBIGUOUS = frozenset("“”‘’—…·⋯─")

# Readers of PDFs (poppler: 0.1 em) take a wider gap for a space between words. Chinese gaps stay below as
# long as something else can take the rest, so that the text comes out as it was written.
UNREAD_GAP = 0.09  # em
# A gap between Chinese and Western text is wider from the start and states its text; it grows to a quarter em.
WIDER_SLIVER = 0.24 - SLIVER / 1000  # em
WIDEST_WORD_SPACE = 0.5  # em, added to a word space before Chinese gaps are opened further

_HAN_RANGES = (
    (0x2E80, 0x303F),  # radicals, ideographic punctuation
    (0x3040, 0x30FF),  # kana
    (0x3100, 0x33FF),  # bopomofo, enclosed and squared
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),  # full-width forms
    (0x20000, 0x3FFFF),
)
_MARK_RANGES = (
    (0x0300, 0x036F),  # combining marks
    (0x200B, 0x200F),  # zero-width spaces and joiners
    (0x2060, 0x2064),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xE0100, 0xE01EF),
)


@cache
def classify(character: str) -> str:
    """HAN, WESTERN, AMBIGUOUS, SPACE, or MARK (draws nothing of its own width)."""
    code = ord(character)
    if character in " \u00a0":
        return SPACE
    if character in _AMBIGUOUS:
        return AMBIGUOUS
    if any(first <= code <= last for first, last in _MARK_RANGES):
        return MARK
    if any(first <= code <= last for first, last in _HAN_RANGES):
        return HAN
    return WESTERN


@cache
def gap_after(character: str, following: str) -> str | None:
    """The kind of gap that may open between two neighbours, or None."""
    left, right = classify(character), classify(following)
    if left == SPACE:
        return WORD_SPACE
    if right in (SPACE, MARK) or HAN not in (left, right):
        return None
    return HAN_WESTERN if gap_between(character, following) > 0 else BETWEEN_HAN


def share_out(kinds, extra: float, em: float) -> dict[str, float]:
    """Divide ``extra`` pixels among the gaps of a line: {kind: pixels per gap}, {} without any gap.

    ``kinds`` lists the kind of every gap (None for none). First Han-Western gaps, then all alike, as long as
    no gap is read as a space; beyond that word spaces take what they bear, and in the end all gaps are opened
    alike, save edges, where a reader could not be told otherwise. Too long a line (``extra`` < 0) gets narrower
    Han-Western gaps.
    """
    counted = Counter(kinds)
    count = {kind: counted[kind] for kind in KINDS}
    total = sum(count.values())
    if not total:
        return {}
    if extra < 0:
        return dict.fromkeys(KINDS, 0) | {
            HAN_WESTERN: max(extra / (count[HAN_WESTERN] or 1), -SLIVER / 1000 * em)
        }
    limits = dict.fromkeys(KINDS, UNREAD_GAP * em) | {HAN_WESTERN: WIDER_SLIVER * em}
    if extra <= sum(limits[kind] * count[kind] for kind in KINDS):
        return _tight(count, extra, limits)
    return _loose(count, extra, limits, WIDEST_WORD_SPACE * em)


def _tight(count, extra, limits):
    mixed = count[HAN_WESTERN]
    others = sum(count.values()) - mixed
    first = min(limits[HAN_WESTERN], extra / mixed) if mixed else 0
    rest = (extra - first * mixed) / others if others else 0
    return {HAN_WESTERN: first, WORD_SPACE: rest, BETWEEN_HAN: rest, EDGE: rest}


def _loose(count, extra, limits, widest):
    words, edges = count[WORD_SPACE], count[EDGE]
    han, mixed = count[BETWEEN_HAN], count[HAN_WESTERN]
    if not han + mixed + edges:
        return {WORD_SPACE: extra / words, HAN_WESTERN: 0, BETWEEN_HAN: 0, EDGE: 0}
    taken = sum(limits[kind] * count[kind] for kind in (HAN_WESTERN, BETWEEN_HAN, EDGE))
    word = min(widest, (extra - taken) / words) if words else 0
    surplus = extra - word * words
    if not han + mixed:
        return {WORD_SPACE: word, HAN_WESTERN: 0, BETWEEN_HAN: 0, EDGE: surplus / edges}
    # Beyond the limits Chinese gaps catch up with those beside Western text; then all are opened alike.
    surplus -= taken
    catch_up = (SLIVER / 1000 + WIDER_SLIVER) / UNREAD_GAP * limits[BETWEEN_HAN] - limits[BETWEEN_HAN]
    caught = min(catch_up, surplus / han) if han else 0
    alike = (surplus - caught * han) / (han + mixed)
    return {
        WORD_SPACE: word,
        HAN_WESTERN: limits[HAN_WESTERN] + alike,
        BETWEEN_HAN: limits[BETWEEN_HAN] + caught + alike,
        EDGE: limits[EDGE],
    }
