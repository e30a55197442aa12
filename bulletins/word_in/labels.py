"""Automatic numbers of headings and lists: written out where HTML's own lists could not show them."""

from bulletins.word_in.names import value, w
from bulletins.word_in.styles import number
from members.names import ordinal

LEVELS = 9
CHINESE = (
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"),
    *("taiwaneseCounting", "taiwaneseCountingThousand"),
)
BULLETS, NONE = ("bullet",), ("none", "")
#: Ordered lists of HTML count like this, each from one.
PLAIN = ("decimal", "lowerLetter", "lowerRoman", "upperLetter", "upperRoman")


class Label:
    """The number of one paragraph: its format, how it is printed, and its place in the count."""

    def __init__(self, kind: str, text: str, place: int):
        self.kind, self.text, self.place = kind, text, place


class Numbering:
    """Counts through a document in reading order. `root` is `w:numbering` or None."""

    def __init__(self, root):
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root) -> None:
        for one in root.iterfind(w("abstractNum")):
            levels = {number(each.get(w("ilvl"))) or 0: _level(each) for each in one.iterfind(w("lvl"))}
            self._levels[one.get(w("abstractNumId"), "")] = levels
        for one in root.iterfind(w("num")):
            key = one.get(w("numId"), "")
            self._abstract[key] = value(one, "abstractNumId", "")
            self._restarts[key] = {
                number(each.get(w("ilvl"))) or 0: number(value(each, "startOverride")) or 1
                for each in one.iterfind(w("lvlOverride"))
                if each.find(w("startOverride")) is not None
            }

    def next(self, key: str, level: int) -> Label:
        """Count one paragraph of the list `key` at `level` (0 is the highest). Unknown lists have the kind `none`."""
        abstract = self._abstract.get(key, "")
        levels = self._levels.get(abstract, {})
        kind, pattern, start = levels.get(level, ("none", "", 1))
        if kind in BULLETS or kind in NONE:
            return Label(kind or "none", "", 0)
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        for at, first in self._restarts.pop(key, {}).items():
            counts[min(at, LEVELS - 1)] = first - 1
        count = counts[level]
        counts[level] = start if count is None else count + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        for at in range(level + 1):
            above = levels.get(at, ("decimal", "", 1))
            shown = above[2] if counts[at] is None else counts[at]
            pattern = pattern.replace(f"%{at + 1}", written(above[0], shown))
        return Label(kind, pattern, counts[level])


def _level(element) -> tuple[str, str, int]:
    kind, text = value(element, "numFmt", "decimal"), value(element, "lvlText", "")
    start = number(value(element, "start"))
    return kind, text[:20], 1 if start is None else start


def written(kind: str, place: int) -> str:
    """`place` in the format of Word: 一 for chineseCounting, ① for decimalEnclosedCircle, else figures."""
    if kind in CHINESE or kind.startswith("chineseLegal"):
        return ordinal(place)
    if kind.startswith("decimalEnclosedCircle") and 1 <= place <= 20:
        return chr(0x2460 + place - 1)
    if kind in ("lowerLetter", "upperLetter") and 1 <= place <= 26:
        return chr((97 if kind == "lowerLetter" else 65) + place - 1)
    return str(place)
