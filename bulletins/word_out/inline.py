"""Runs of text from HTML: bold, italic, raised and lowered letters, links, breaks."""

import re
from dataclasses import dataclass, replace

from lxml import html

from bulletins.word_out.writer import Writer
from bulletins.word_out.xml import clean, make, text_run

WHITE = re.compile(r"[ \t\r\n\f]+")
BLOCKS = ("p", "ul", "ol", "li", "table", "blockquote", "div", "h2", "h3", "h4", "tr", "td", "th", "caption")


@dataclass(frozen=True)
class Look:
    strong: bool = False
    emphasis: bool = False
    variable: bool = False
    raised: str = ""
    link: bool = False

    def properties(self, text: str) -> list:
        """Chinese is not slanted: emphasis is another font, and italic only for Latin letters."""
        style = "Hyperlink" if self.link else "Strong" if self.strong else "Emphasis" if self.emphasis else ""
        slanted = self.variable or (self.emphasis and text.isascii())
        found = [
            make("w:rStyle", val=style) if style else None,
            make("w:b") if self.strong and style != "Strong" else None,
            make("w:i") if slanted else None,
            make("w:vertAlign", val=self.raised) if self.raised else None,
        ]
        return [one for one in found if one is not None]


CHANGES = {
    "strong": {"strong": True},
    "b": {"strong": True},
    "em": {"emphasis": True},
    "i": {"variable": True},
    "sub": {"raised": "subscript"},
    "sup": {"raised": "superscript"},
}


def parse(source: str):
    """The `<div>` around an HTML fragment."""
    return html.fragment_fromstring(clean(source) or "<p></p>", create_parent="div")


def write_html(writer: Writer, paragraph, source: str) -> None:
    """Append a fragment without blocks, e.g. a paragraph of the minutes with its formulas set."""
    write(writer, paragraph, parse(source))


def write(writer: Writer, paragraph, element, look: Look = Look()) -> None:
    """Append the text of `element` and of everything inline in it; blocks inside are passed over."""
    _Runs(writer, paragraph).add(element, look)


class _Runs:
    """Collects white space as HTML does: one space between words, none at the beginning."""

    def __init__(self, writer: Writer, paragraph):
        self._writer, self._target = writer, paragraph
        self._is_open = False  # something stands there after which a space may follow

    def add(self, element, look: Look) -> None:
        self._text(element.text, look)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in BLOCKS:
                self._child(child, look)
            self._text(child.tail, look)

    def _child(self, child, look: Look) -> None:
        if child.tag == "br":
            self._target.append(text_run("\n"))
            self._is_open = False
        elif child.tag == "a" and child.get("href", "").startswith(("http://", "https://", "mailto:")):
            outside = self._target
            self._target = self._writer.link(child.get("href"))
            outside.append(self._target)
            self.add(child, replace(look, link=True))
            self._target = outside
        else:
            self.add(child, replace(look, **CHANGES.get(child.tag, {})))

    def _text(self, text: str | None, look: Look) -> None:
        text = WHITE.sub(" ", clean(text or ""))
        if not self._is_open:
            text = text.lstrip(" ")
        if text:
            self._target.append(text_run(text, *look.properties(text)))
            self._is_open = not text.endswith(" ")
