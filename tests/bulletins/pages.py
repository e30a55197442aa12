"""Reading printed pages back: their text, where things stand on them, and in which colours."""

import io
from functools import cache

import pdfplumber
from pypdf import PdfReader

TYPE_AREA_FOOT = 269.0  # mm from the top: the last line of text ends above it
MM = 72 / 25.4


class Pages:
    """The pages of a PDF, counted from 0."""

    def __init__(self, pdf: bytes):
        self.pdf = pdf
        self.reader = PdfReader(io.BytesIO(pdf))
        self.sheets = pdfplumber.open(io.BytesIO(pdf)).pages

    def __len__(self) -> int:
        return len(self.sheets)

    @cache  # noqa: B019 - lives as long as a test module's fixture
    def text(self, number: int) -> str:
        """Without white space."""
        return "".join((self.sheets[number].extract_text(y_tolerance=7) or "").split())

    def texts(self) -> list[str]:
        return [self.text(number) for number in range(len(self))]

    def where(self, words: str) -> list[int]:
        """The pages that have the words."""
        return [number for number, text in enumerate(self.texts()) if words in text]

    def lines(self, number: int) -> list[tuple[float, str]]:
        """(mm from the top to its foot, text) of each line."""
        found = self.sheets[number].extract_text_lines(y_tolerance=3)
        return [(line["bottom"] / MM, "".join(line["text"].split())) for line in found]

    def foot(self, number: int, words: str) -> float:
        """Where the line with the words ends, in mm from the top of the page."""
        return next(bottom for bottom, text in self.lines(number) if words in text)

    def pictures(self, number: int) -> list[dict]:
        """Those larger than an ornament, in mm."""
        edges = [
            {name: image[name] / MM for name in ("x0", "x1", "top", "bottom")}
            for image in self.sheets[number].images
        ]
        return [image for image in edges if image["x1"] - image["x0"] > 20]

    def colours(self, number: int) -> set[str]:
        """Of letters and filled areas, as #rrggbb."""
        sheet = self.sheets[number]
        values = [item.get("non_stroking_color") for item in (*sheet.chars, *sheet.rects, *sheet.curves)]
        return {_hex(value) for value in values if value and len(value) == 3}

    def fonts(self, number: int) -> set[str]:
        return {char["fontname"].partition("+")[2] for char in self.sheets[number].chars}

    def destinations(self) -> dict[str, int]:
        """Page of each anchor."""
        return {
            name.split(".")[-1]: self.reader.get_destination_page_number(destination)
            for name, destination in self.reader.named_destinations.items()
        }

    def folios(self, number: int) -> dict[str, int]:
        """What a page of contents says: {line without white space: page number}."""
        found = {}
        for _, line in self.lines(number):
            title = line.rstrip("0123456789")
            if title != line and "." in title:
                found[title.rstrip(". ·")] = int(line[len(title) :])
        return found


def _hex(colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
