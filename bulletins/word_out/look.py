"""Colours, fonts and measures of the Word version: those of the printed page, as far as Word has them."""

from dataclasses import dataclass

from bulletins.enums import BulletinDesign, BulletinFonts, BulletinPalette

MM = 36_000  # English Metric Units
TWIPS = 1440 / 25.4  # a millimetre in twentieths of a point
PAGE = (210, 297)  # millimetres
TOP, RIGHT, BOTTOM, LEFT = 30, 27, 28, 27
WIDTH = PAGE[0] - LEFT - RIGHT  # the type area
TALLEST = 104  # of a picture
GAP = 8  # between two columns
DPI = 200

# Fonts that Windows, WPS and their readers have; elsewhere the nearest stands in.
SONG, HEI, KAI = ("宋体", "Times New Roman"), ("黑体", "Arial"), ("楷体", "Times New Roman")
FONTS = {  # body, heading, caption, quotation
    BulletinFonts.SONG: (SONG, HEI, KAI, KAI),
    BulletinFonts.KAI: (KAI, SONG, HEI, SONG),
    BulletinFonts.HEI: (HEI, HEI, KAI, KAI),
}
PALETTES = {  # deep, main, accent, tint, line: as in static/bulletins/print/common.css
    BulletinPalette.BLUE: ("10325A", "1F5A96", "C08A2E", "EEF3F9", "B9C8D9"),
    BulletinPalette.TEAL: ("0C4147", "14777B", "C77B3B", "EBF5F4", "B3CFCF"),
    BulletinPalette.BRONZE: ("4B3113", "8C5F22", "2F7580", "F8F2E8", "D8C7AA"),
    BulletinPalette.GREY: ("2A323B", "55616E", "B0443A", "F1F3F5", "C3C9D0"),
}
RED = "C8102E"  # of a red-headed sheet
INK, SOFT, WHITE = "1C2630", "5A6876", "FFFFFF"


@dataclass(frozen=True)
class Look:
    """What an issue chose, as values for Word. Colours are hexadecimal, fonts (Chinese, Latin)."""

    design: str
    deep: str
    main: str
    accent: str
    tint: str
    line: str
    body: tuple[str, str]
    heading: tuple[str, str]
    caption: tuple[str, str]
    quote: tuple[str, str]

    @property
    def is_sheet(self) -> bool:
        return self.design == BulletinDesign.SHEET


def look_of(snapshot: dict) -> Look:
    """The look that a snapshot names; unknown names give the house's own."""
    colours = PALETTES.get(snapshot.get("palette"), PALETTES[BulletinPalette.BLUE])
    faces = FONTS.get(snapshot.get("fonts"), FONTS[BulletinFonts.SONG])
    return Look(snapshot.get("design", BulletinDesign.MODERN), *colours, *faces)
