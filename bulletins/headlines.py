"""Where a long headline breaks: at the joints of its sense, into lines of about equal length.

WeasyPrint knows no `text-wrap: balance`, and Chinese may break anywhere: 专/家委员会 is what a reader stumbles over.
"""

import math
import re
from html import escape

#: A line may end behind the first kind and before the second.
_JOINT = re.compile(
    r"(?<=[，。、：；！？的暨”》）—])(?![，。、：；！？”》）—])|(?=[“《（在与和及暨])(?<![“《（])"
    r"|(?=征集到|获评|荣获|圆满|顺利|正式)"
)
LOPSIDED = 1.4  # how much longer than half the longer of two lines may be, for the sake of the sense
_WESTERN = 0.57  # em, about: a digit or a Latin letter


def phrases(text: str) -> list[str]:
    """The text in pieces between which it may break. Joined they are the text."""
    pieces = [piece for piece in _JOINT.split(text) if piece]
    joined: list[str] = []
    for piece in pieces:
        # A single character is no phrase of its own: 暨 stays with what follows, 的 with what precedes.
        if joined and (len(joined[-1]) == 1 or len(piece) == 1):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def width(text: str) -> float:
    """About how wide the text is, in em."""
    return sum(1 if ord(character) > 0x2000 else _WESTERN for character in text)


def measure(text: str, most: int) -> int:
    """How wide the headline should be, in em, at most `most`: its lines are then about equally long."""
    lines = math.ceil(width(text) / most)
    if lines < 2:
        return most
    even = width(text) / lines
    ends, total = [], 0.0
    for piece in phrases(text):
        total += width(piece)
        ends.append(total)
    if lines == 2:
        splits = [max(end, width(text) - end) for end in ends[:-1]]
        even = min([even * LOPSIDED, *splits]) if splits and min(splits) <= most - 0.6 else even
    return min(math.ceil(even + 0.6), most)


def set_headline(text: str, most: int) -> str:
    """Escaped HTML in which the phrases that fit a line stay whole; `most` as for `measure`."""
    room = measure(text, most) - 0.5
    return "".join(
        f'<span class="phrase">{escape(piece)}</span>' if 1 < width(piece) <= room else escape(piece)
        for piece in phrases(text)
    )
