"""Real lists: two definitions with five levels, and a new count for each numbered list."""

from bulletins.word_out.xml import make, nest

BULLETS, FIGURES = 1, 2
LEVELS = 5
SIGNS = ("●", "○", "■", "□", "●")
KINDS = ("decimal", "lowerLetter", "decimal", "lowerLetter", "decimal")
PATTERNS = ("%1.", "%2)", "（%3）", "%4)", "%5.")
STEP = 420  # twentieths of a point between two levels


class Lists:
    """`root` is `w:numbering`, whose contents are replaced."""

    def __init__(self, root):
        self._root = root
        self._next = 2
        for child in list(root):
            root.remove(child)
        root.append(_definition(BULLETS, ("bullet",) * LEVELS, SIGNS))
        root.append(_definition(FIGURES, KINDS, PATTERNS))
        root.append(nest("w:num", make("w:abstractNumId", val=BULLETS), numId=1))

    def start(self, *, ordered: bool, first: int = 1) -> int:
        """The number of a list: bullets share one, each numbered list counts anew from `first`."""
        if not ordered:
            return 1
        number, self._next = self._next, self._next + 1
        restarts = [
            nest("w:lvlOverride", make("w:startOverride", val=first if level == 0 else 1), ilvl=level)
            for level in range(LEVELS)
        ]
        self._root.append(nest("w:num", make("w:abstractNumId", val=FIGURES), *restarts, numId=number))
        return number


def listed(number: int, level: int):
    """`w:numPr` for an item."""
    return nest("w:numPr", make("w:ilvl", val=min(level, LEVELS - 1)), make("w:numId", val=number))


def _definition(key: int, kinds: tuple, texts: tuple):
    levels = [
        nest(
            "w:lvl",
            make("w:start", val=1),
            make("w:numFmt", val=kind),
            make("w:lvlText", val=text),
            make("w:lvlJc", val="left"),
            nest("w:pPr", make("w:ind", left=STEP * (level + 2), hanging=STEP)),
            ilvl=level,
        )
        for level, (kind, text) in enumerate(zip(kinds, texts, strict=True))
    ]
    return nest("w:abstractNum", make("w:multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=key)
