"""What a file is for: which standard it follows, crop marks for the printer, small pictures for a phone."""

from collections.abc import Iterator
from dataclasses import dataclass

READING, ARCHIVE = "pdf/ua-1", "pdf/a-3u"
BLEED = 3.0  # mm of picture or colour beyond the trimmed edge
SLUG = 9.0  # mm from the trimmed edge to the edge of the sheet: the bleed, then room for the crop marks

# Resolution (dpi) and JPEG quality tried in turn until a file is small enough.
_STEPS = ((150, 80), (130, 72), (110, 64), (96, 55), (84, 45), (72, 36), (60, 28))


@dataclass(frozen=True)
class PrintOptions:
    """How one document is written; its layout does not depend on it, save for the sheet around the page.

    ``variant`` is the standard: ``"pdf/ua-1"`` (tagged, for reading) or ``"pdf/a-3u"`` (for the archive; tagged as
    well). ``marks`` puts the page on a larger sheet with crop marks and 3 mm of bleed. ``picture_dpi`` and
    ``jpeg_quality`` are the most that pictures may have; with ``max_bytes`` both fall step by step until the file
    fits.
    """

    variant: str = READING
    marks: bool = False
    picture_dpi: int | None = None
    jpeg_quality: int | None = None
    max_bytes: int | None = None

    @property
    def css(self) -> str:
        """Rules that come after all stylesheets of the document; "" for none."""
        return f"@page {{ bleed: {SLUG}mm; marks: none }}" if self.marks else ""

    def picture_steps(self) -> Iterator[tuple[int, int] | None]:
        """(dpi, quality) to try in turn; None leaves the pictures as they are stored."""
        if self.picture_dpi is None and self.jpeg_quality is None and self.max_bytes is None:
            yield None
            return
        first = (self.picture_dpi or _STEPS[0][0], self.jpeg_quality or _STEPS[0][1])
        yield first
        if self.max_bytes is not None:
            yield from (step for step in _STEPS if step[0] < first[0] and step[1] < first[1])


READING_COPY = PrintOptions()
