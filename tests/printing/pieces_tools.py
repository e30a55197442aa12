"""An issue made up of pieces, and what is compared of two files that should be the same."""

import io
from dataclasses import dataclass, replace

import pypdf
import pypdfium2
from PIL import Image

from tests.printing.engine_tools import made_up_text

STYLE = """
@page {
  size: A5; margin: 22mm 18mm;
  @top-center { content: string(title) "　" string(part, first-except) }
  @bottom-right { content: counter(page) " / " counter(pages) }
}
@page :left { @bottom-left { content: "左" } }
@page :first { @bottom-left { content: "首" } }
@page :blank { @top-left { content: "空" } }
@page front { counter-increment: page 0; @bottom-right { content: none } }
html { font: 11pt/1.8 "Noto Serif CJK SC" }
body, p { margin: 0 }
p { text-indent: 2em; text-align: justify }
h1 { string-set: part content(); break-after: avoid }
h2 { font-family: "Noto Sans CJK SC"; break-after: avoid }
.cover { page: front; height: 150mm; background: linear-gradient(#fff, #cde) }
.cover h1 { string-set: title content(); bookmark-level: none; opacity: .8 }
.contents { page: front; break-before: page }
.contents a::after { content: leader(" · ") target-counter(attr(href), page) }
main { padding-top: 3mm }
.entry { break-before: page }
.recto { break-before: recto }
.own::after { content: "本文自第" counter(page) "页起" }
table { width: 100%; border-collapse: collapse }
td, th { border: 1px solid #888 }
img { width: 60mm }
"""
TABLE = "<table><tr><th>名称</th><th>数量</th></tr><tr><td>样品</td><td>3</td></tr></table>"


@dataclass(frozen=True)
class Entry:
    """One entry of the made-up issue; `links` is the number of the entry that it points to."""

    name: str
    headline: str
    text: str
    links: str = ""
    picture: str = ""
    recto: bool = False
    own_number: bool = False
    first: bool = False  # of its section, whose heading it carries

    @property
    def html(self) -> str:
        classes = "entry" + " recto" * self.recto + " own" * self.own_number
        parts = [
            f"<h1>{self.headline}部分</h1>" if self.first else "",
            f"<h2>{self.headline}</h2>{self.text}{TABLE}",
            f'<p>见<a href="#{self.links}">前文</a>及<a href="https://example.org/">网站</a>。</p>'
            if self.links
            else "",
            f'<p><img src="media:{self.picture}" alt="图片说明"></p>' if self.picture else "",
        ]
        return f'<article id="{self.name}" class="{classes}" data-piece>{"".join(parts)}</article>'


def entries() -> list[Entry]:
    made = [Entry(f"e{i}", f"第{i}篇", made_up_text(2, seed=i), first=i in (0, 4)) for i in range(8)]
    made[1] = replace(made[1], links="e6", picture="1")
    made[3] = replace(made[3], links="e0", recto=True)
    made[5] = replace(made[5], own_number=True)
    return made


def issue(parts: list[Entry]) -> str:
    lines = "".join(f'<p><a href="#{one.name}">{one.headline}</a></p>' for one in parts)
    half = next((i for i, one in enumerate(parts) if one.first and i), len(parts))
    body = "".join(
        f"<section class=part>{''.join(one.html for one in half_of)}</section>"
        for half_of in (parts[:half], parts[half:])
        if half_of
    )
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>样刊</title></head><body>'
        "<section class=cover data-piece><h1>样刊二〇一五</h1></section>"
        f"<section class=contents data-piece><h1>目录</h1>{lines}</section><main>{body}</main></body></html>"
    )


def photo(shade: int = 90) -> bytes:
    output = io.BytesIO()
    Image.linear_gradient("L").resize((600, 400)).point(lambda value: value * shade // 100).convert(
        "RGB"
    ).save(output, "JPEG")
    return output.getvalue()


@dataclass(frozen=True)
class Seen:
    """What a reader, a screen reader and a viewer find in a PDF."""

    texts: list  # of each page the text, the places of its runs
    outline: list
    links: list
    structure: list
    pictures: list[bytes]  # the pages as pixels


def look_at(pdf: bytes) -> Seen:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    texts, pictures = _texts_and_pixels(pdf)
    return Seen(texts, list(_outline(reader)), list(_links(reader)), list(_structure(reader)), pictures)


def _outline(reader, level=None, depth=0):
    for item in reader.outline if level is None else level:
        if isinstance(item, list):
            yield from _outline(reader, item, depth + 1)
        else:
            yield depth, item.title, reader.get_destination_page_number(item), round(float(item.top), 1)


def _links(reader):
    targets = reader.named_destinations
    for number, page in enumerate(reader.pages):
        for note in page.get("/Annots", []):
            note = note.get_object()
            rectangle = [round(float(edge), 1) for edge in note["/Rect"]]
            if "/Dest" in note:
                target = targets[str(note["/Dest"])]
                yield (
                    number,
                    rectangle,
                    reader.get_destination_page_number(target),
                    round(float(target.top), 1),
                )
            else:
                yield number, rectangle, str(note["/A"]["/URI"])


def _structure(reader):
    """(depth, role, alternative text, number of its page, marked contents) of every element, in reading order."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    stack = [(0, reader.root_object["/StructTreeRoot"]["/K"])]
    while stack:
        depth, node = stack.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            stack.extend((depth, child) for child in reversed(node))
        elif isinstance(node, dict) and "/S" in node:
            page = pages.get(node.raw_get("/Pg").idnum) if "/Pg" in node else None
            kids = node.get("/K", [])
            contents = [
                int(kid) for kid in (kids if isinstance(kids, list) else [kids]) if isinstance(kid, int)
            ]
            yield depth, str(node["/S"]), str(node.get("/Alt", "")), page, contents
            stack.append((depth + 1, kids))


def _texts_and_pixels(pdf: bytes) -> tuple[list, list[bytes]]:
    """Of each page the text with the places of its runs in points, and the picture."""
    document = pypdfium2.PdfDocument(pdf)
    texts, pictures = [], []
    try:
        for page in document:
            text = page.get_textpage()
            places = [tuple(round(edge, 2) for edge in text.get_rect(i)) for i in range(text.count_rects())]
            texts.append((text.get_text_range(), places))
            pictures.append(page.render(scale=1).to_pil().tobytes())
    finally:
        document.close()
    return texts, pictures
