"""The yearly issue in Typst, for `make bench`: the same pages, content and standard as ours.

Cover with its photo, contents with page numbers, running heads, openers with the ornament, articles with headings, lists,
tables and captioned pictures, charts with their tables, minutes, closing page; tagged as PDF/UA-1. What differs is what
Typst decides: line breaks, gaps of justification, the look of leaders.
"""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import typst

STANDARD = "ua-1"
LATTICE = Path(__file__).resolve().parent.parent / "static/bulletins/print/lattice.svg"
SET_UP = """
#set document(title: "{title}")
#set text(font: "Noto Serif CJK SC", size: 11pt, lang: "zh")
#set par(justify: true, leading: 0.95em, spacing: 0.95em, first-line-indent: (amount: 2em, all: true))
#let deep = rgb("#12365c")
#let ornament(width) = pdf.artifact(image("lattice.svg", width: width))
#let sans(body, ..options) = text(font: "Noto Sans CJK SC", ..options, body)
#show heading: set text(font: "Noto Sans CJK SC", fill: deep)
#show heading: set par(first-line-indent: 0pt, justify: false)
#show heading.where(level: 1): it => {
  pagebreak(weak: true)
  block(width: 100%, fill: deep, inset: 10mm, below: 10mm, clip: true, {
    place(top + right, ornament(110mm))
    text(size: 26pt, fill: white, it.body)
  })
}
#show heading.where(level: 2): it => block(above: 8mm, below: 6mm, {
  pdf.artifact(block(width: 14mm, height: 1.1mm, fill: rgb("#c08a2e"), below: 4mm))
  text(size: 19pt, it.body)
})
#show figure.caption: it => sans(it.body, size: 9pt)
#show table: set text(size: 9.5pt)
#show table: set par(first-line-indent: 0pt, justify: false)
#show outline.entry.where(level: 1): set block(above: 8mm)
"""
RUNNING = """
#counter(page).update(1)
#set page(
  header: context {
    let heads = query(heading.where(level: 1)).filter(one => one.location().page() <= here().page())
    if heads.len() > 0 { sans(heads.last().body, size: 8.5pt, fill: gray) }
  },
  footer: context align(center, sans(counter(page).display(), size: 10pt, weight: "bold", fill: deep)),
)
"""


def run(markup: str, folder: Path, changed: Callable[[str, int], str]) -> Callable[[int], bytes]:
    """Warm: in this process, its fonts loaded and whatever Typst keeps from one document to the next."""

    def once(number: int) -> bytes:
        source = folder / "issue.typ"
        source.write_text(changed(markup, number))
        return typst.compile(str(source), pdf_standards=[STANDARD])

    return once


def markup(snapshot: dict, html: str, media: Callable[[str], bytes], folder: Path) -> str:
    """The issue's snapshot in Typst's markup; its charts are taken from ``html``, the pictures put into ``folder``."""
    (folder / "lattice.svg").write_bytes(LATTICE.read_bytes())
    charts = iter(re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    issue = _Issue(charts, media, folder)
    parts = [SET_UP.replace("{title}", snapshot["title"]), *issue.cover(snapshot)]
    parts += [
        '#set page(paper: "a4", margin: (x: 27mm, top: 30mm, bottom: 28mm))',
        '#outline(title: "目录", depth: 2)',
        RUNNING,
    ]
    for section in snapshot["sections"]:
        parts.append(f"= {_escaped(section['title'])}")
        for entry in section["entries"]:
            parts += issue.entry(entry)
    return "\n\n".join([*parts, *issue.closing(snapshot)])


class _Issue:
    """Writes the parts of one issue."""

    def __init__(self, charts, media: Callable[[str], bytes], folder: Path):
        self.charts, self.media, self.folder = charts, media, folder

    def cover(self, snapshot: dict) -> list[str]:
        cover, alliance = snapshot["cover"], snapshot["alliance"]
        picture = self._image(cover, 'width: 100%, height: 169mm, fit: "cover"') if cover else ""
        lines = [str(snapshot["year"]), snapshot["title"], alliance["name"], alliance["english_name"]]
        text = " #parbreak() ".join(f"#sans(fill: white, size: 20pt)[{_escaped(line)}]" for line in lines)
        return [f'#page(paper: "a4", margin: 0mm, fill: deep)[{picture} #pad(22mm)[{text}]]']

    def closing(self, snapshot: dict) -> list[str]:
        lines = [*snapshot["greeting"], *snapshot["colophon"]]
        text = " #parbreak() ".join(f"#sans(fill: white)[{_escaped(line)}]" for line in lines)
        place = "#place(bottom + right, ornament(216mm))"
        return [f"#page(margin: 22mm, fill: deep, header: none, footer: none)[{place} {text}]"]

    def entry(self, entry: dict) -> list[str]:
        lines = [f"== {_escaped(entry['headline'])}"]
        if figure := entry["figure"]:
            lines += self._figure(figure)
        elif minutes := entry["minutes"]:
            points = [f"{point['number']}、{point['text']}" for point in minutes["points"]]
            participants = f"<strong>{minutes['participants_heading']}</strong>{minutes['participants']}"
            lines += [_of_html(f"<p>{each}</p>") for each in (*minutes["preamble"], *points, participants)]
        for block in entry["blocks"]:
            if block["type"] == "html":
                lines.append(_of_html(block["html"]))
            else:
                lines += map(self._picture, block["pictures"])
        return lines

    def _figure(self, figure: dict) -> list[str]:
        svg = next(self.charts)
        title = unescape(re.search(r"<title>(.*?)</title>", svg)[1])
        name = f"chart-{figure['kind']}.svg"
        (self.folder / name).write_text(svg)
        cells = "".join(f"[{_escaped(cell)}]," for row in figure["rows"] for cell in row)
        heads = "".join(f"[{_escaped(cell)}]," for cell in figure["headers"])
        table = f"#table(columns: {len(figure['headers'])}, table.header({heads}), {cells})"
        return [f"#image({_string(name)}, alt: {_string(title)})", table, f"注：{_escaped(figure['note'])}"]

    def _picture(self, picture: dict) -> str:
        caption = _escaped(
            f"{picture['caption']}（{picture['credit']}）" if picture["credit"] else picture["caption"]
        )
        return f"#figure({self._image(picture, 'width: 128mm')[1:]}, caption: [{caption}])"

    def _image(self, picture: dict, options: str) -> str:
        path = self.folder / f"{picture['media']}.jpg"
        path.write_bytes(self.media(str(picture["media"])))
        return f"#image({_string(path.name)}, {options}, alt: {_string(picture['alt'])})"


def _escaped(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~=/+-])", r"\\\1", text)


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _of_html(html: str) -> str:
    writer = _Writer()
    writer.feed(html)
    return writer.markup


class _Writer(HTMLParser):
    """Markup of an article's text: paragraphs, headings, lists, tables, raised and lowered figures."""

    OPEN = {
        "p": "\n\n", "h2": "\n\n=== ", "h3": "\n\n==== ", "li": "\n- ", "ul": "\n\n", "ol": "\n\n", "br": " \\\n",
        "sub": "#sub[", "sup": "#super[", "strong": "#strong[", "em": "#emph[", "blockquote": "\n\n#quote(block: true)[",
        "thead": "table.header(",
    }  # fmt: skip
    CLOSE = dict.fromkeys(("sub", "sup", "strong", "em", "blockquote"), "]") | {
        "p": "\n\n", "h2": "\n\n", "h3": "\n\n", "td": "],", "th": "],", "thead": "), ", "table": ")\n\n", "ul": "\n\n",
    }  # fmt: skip

    def __init__(self):
        super().__init__()
        self.markup = ""

    def feed(self, data: str) -> None:
        self.columns = [
            len(re.findall("<th", head)) for head in re.findall(r"<thead>.*?</thead>", data, re.DOTALL)
        ]
        super().feed(data)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.markup += f"\n\n#table(columns: {self.columns.pop(0)}, "
        elif tag in ("td", "th"):
            spans = "".join(f"{name}: {value}, " for name, value in attrs if name in ("rowspan", "colspan"))
            self.markup += f"table.cell({spans})["
        else:
            self.markup += self.OPEN.get(tag, "")

    def handle_endtag(self, tag):
        self.markup += self.CLOSE.get(tag, "")

    def handle_data(self, data):
        self.markup += _escaped(data) if data.strip() else ""
