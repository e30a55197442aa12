"""The fonts of the house: are they there, which files are they, which characters do they have.

Fontconfig never fails: asked for a font that is missing it hands over another one. So the fonts are looked up
in its list (``fc-list``, part of the package that Pango itself depends on), where an absent family is simply
absent.
"""

import hashlib
import os
import subprocess
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from .errors import FontMissing

#: Family name as CSS writes it -> Debian package that brings it.
REQUIRED_FONTS = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "LXGW WenKai": "fonts-lxgw-wenkai",
}

_LIST_FORMAT = "%{family}\t%{weight}\t%{index}\t%{file}\n"
_REGULAR_WEIGHT = 80
# U+FFFD has a glyph in many fonts, but it is the sign of a character already lost.
_NEVER_PRINTABLE = frozenset("\ufffd")


class Face(NamedTuple):
    """One face of a font file; ``index`` counts within a .ttc collection."""

    path: Path
    index: int
    weight: float


def check_fonts() -> None:
    """Raise :class:`FontMissing` for the first required family that fontconfig does not list."""
    for family in REQUIRED_FONTS:
        faces(family)


def faces(family: str) -> tuple[Face, ...]:
    """All installed faces of exactly this family, the regular weight first."""
    return _faces(family, os.environ.get("FONTCONFIG_FILE"))


@lru_cache(maxsize=32)
def _faces(family: str, _config: str | None) -> tuple[Face, ...]:
    found = [face for names, face in _installed(family) if family in names]
    if not found:
        raise FontMissing(family, REQUIRED_FONTS.get(family, "fontconfig"))
    return tuple(sorted(set(found), key=lambda face: (abs(face.weight - _REGULAR_WEIGHT), face)))


def _installed(family: str) -> list[tuple[list[str], Face]]:
    command = ["fc-list", "--format", _LIST_FORMAT, f":family={family}"]
    try:
        listing = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise FontMissing(family, "fontconfig") from error
    return [_parse(line) for line in listing.splitlines() if line.count("\t") == 3]


def _parse(line: str) -> tuple[list[str], Face]:
    names, weight, index, path = line.split("\t")
    # The upper half of the index numbers the instances of a variable font; the lower half is the face.
    return names.split(","), Face(Path(path), int(index) & 0xFFFF, _number(weight))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:  # a variable font states a range
        return _REGULAR_WEIGHT


@cache
def font_fingerprint() -> str:
    """16 hex digits that change when a required font does; the same on every machine with these files."""
    digest = hashlib.sha256()
    for family in REQUIRED_FONTS:
        for face in sorted(faces(family), key=lambda face: (face.path.name, face.index)):
            with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
                checksum = font["head"].checkSumAdjustment
            digest.update(f"{family}|{face.path.name}|{face.index}|{checksum:08x}\n".encode())
    return digest.hexdigest()[:16]


@cache
def characters_of(family: str) -> frozenset[int]:
    """The code points that the regular face of ``family`` maps to a glyph."""
    face = faces(family)[0]
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        return frozenset(font["cmap"].getBestCmap())


@cache
def printable_characters() -> frozenset[int]:
    """The union of what all required fonts can print."""
    return frozenset().union(*(characters_of(family) for family in REQUIRED_FONTS))


def missing_characters(text: str, family: str | None = None) -> list[str]:
    """The characters of ``text`` without a glyph in ``family`` (None: any required font), by first use.

    Characters that draw nothing (controls, joiners, variation selectors) are never missing.
    """
    known = printable_characters() if family is None else characters_of(family)
    return [character for character in dict.fromkeys(text) if _is_missing(character, known)]


def _is_missing(character: str, known: frozenset[int]) -> bool:
    if character in _NEVER_PRINTABLE:
        return True
    return ord(character) not in known and not _draws_nothing(character)


def _draws_nothing(character: str) -> bool:
    code = ord(character)
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return True
    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Zs"}
