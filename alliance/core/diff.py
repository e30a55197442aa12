"""What changed between two texts, in pieces that a reader can follow."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

# A number or a Latin word is one token, every other character (a Chinese one, too) its own.
TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?%?|.", re.DOTALL)
LONGEST = 6_000  # tokens of one paragraph; beyond, the comparison takes seconds, so old and new stand whole
SHORTEST_ISLAND = 2  # characters that stayed between two changes: fewer are read as part of the change


@dataclass(frozen=True)
class Piece:
    """A run of text. `kind`: same, added or removed."""

    kind: str
    text: str


def diff_texts(old: str, new: str) -> list[list[Piece]]:
    """Paragraphs of pieces: the new text with what was removed left in its place. Empty when nothing changed."""
    if old == new:
        return []
    before, after = old.splitlines(), new.splitlines()
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [[Piece("same", line)] for line in after[j1:j2]]
        else:
            found += [diff_line(*pair) for pair in zip_longest(before[i1:i2], after[j1:j2], fillvalue="")]
    return found


def diff_line(old: str, new: str) -> list[Piece]:
    """The pieces of one paragraph; what was removed stands before what came for it."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > LONGEST:
        return _pieces([("replace", old, new)])
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return _pieces(
        _without_islands([(tag, "".join(before[a:b]), "".join(after[c:d])) for tag, a, b, c, d in codes])
    )


def _without_islands(runs: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Changes that only a character or two keep apart become one change."""
    merged: list[tuple[str, str, str]] = []
    for place, (tag, old, new) in enumerate(runs):
        inside = 0 < place < len(runs) - 1
        if tag == "equal" and not (inside and len(old) < SHORTEST_ISLAND):
            merged.append((tag, old, new))
        elif merged and merged[-1][0] != "equal":
            _, last_old, last_new = merged[-1]
            merged[-1] = ("replace", last_old + old, last_new + new)
        else:
            merged.append(("replace", old, new))
    return merged


def _pieces(runs: list[tuple[str, str, str]]) -> list[Piece]:
    found = []
    for tag, old, new in runs:
        if tag == "equal":
            found.append(Piece("same", new))
        else:
            found += [Piece(kind, text) for kind, text in (("removed", old), ("added", new)) if text]
    return found
