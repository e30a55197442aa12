"""Material and measuring tools for the tests of the print engine; all text here is made up."""

import io
import itertools
import random
import re
from html import escape

import pdfplumber

from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.render import html_to_pdf
from alliance.printing.engine.squeeze import CLOSING_WIDE

MM = 72 / 25.4
LEFT, RIGHT, BODY_SIZE = 28 * MM, (210 - 26) * MM, 12.0

CSS = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm }
html { font: 12pt/1.75 "Noto Serif CJK SC"; hyphens: manual }
body, p { margin: 0 }
p { text-indent: 2em; text-align: justify; widows: 2; orphans: 2 }
strong { font-family: "Noto Sans CJK SC"; font-weight: 700 }
sub, sup { font-size: 65%; line-height: 0 }
sub { vertical-align: -0.2em }
sup { vertical-align: 0.35em }
h1 { font: 16pt "Noto Sans CJK SC"; break-after: avoid }
h2 { font: 14pt "LXGW WenKai"; break-after: avoid }
"""

_WORDS = re.findall(
    r"\w+",
    "河岸 图书馆 观测站 温度计 记录员 清晨 样品 仪器 冬季 试验 曲线 炉渣 报告 学生 校园 讨论 进展 方法 数据 会议",
)
_VERBS = ["整理", "比较", "记录", "讨论", "测定", "观察", "完善", "推迟", "补充", "核对"]
_WESTERN = ["WeasyPrint", "2014", "3.5", "pH", "HPLC", "1370~1410 °C", "TiC", "No. 12", "A4", "kWh", "98.6%"]
_INLINE = [
    "<strong>{}</strong>",
    '<a href="https://example.org/">{}</a>',
    "<em>{}</em>",
    "V<sub>2</sub>O<sub>5</sub>{}",
    "{}<sup>[3]</sup>",
    "“{}”",
    "《{}》",
    "（{}）",
]


def made_up_paragraph(dice: random.Random, clauses: int) -> str:
    """A paragraph as HTML: Chinese clauses with Western words, numbers, marks and inline elements."""
    parts = []
    for index in range(clauses):
        words = dice.choices(_WORDS, k=dice.randint(1, 3))
        if dice.random() < 0.4:
            words.insert(dice.randrange(len(words) + 1), escape(dice.choice(_WESTERN)))
        if dice.random() < 0.4:
            words[0] = dice.choice(_INLINE).format(words[0])
        parts.append(
            "".join(words)
            + dice.choice(_VERBS)
            + ("。" if index == clauses - 1 else dice.choice("，，，；、："))
        )
    return f"<p>{''.join(parts)}</p>"


def made_up_text(paragraphs: int = 60, seed: int = 7) -> str:
    """Paragraphs of two to a dozen lines, the same for the same seed."""
    dice = random.Random(seed)
    return "".join(made_up_paragraph(dice, dice.randint(8, 40)) for _ in range(paragraphs))


def page(body: str, head: str = "<title>样张</title>") -> str:
    return f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def nothing_stored(pictures: dict[str, bytes] | None = None) -> Fetcher:
    """A fetcher whose media are ``pictures`` and which has no static files."""
    return Fetcher(lambda path: None, (pictures or {}).__getitem__)


def printed(body: str, css: str = CSS, **options) -> bytes:
    options.setdefault("fetcher", nothing_stored())
    return html_to_pdf(page(body), stylesheets=[css], **options).pdf


def lines_of(pdf: bytes, size: float = BODY_SIZE) -> list[list[dict]]:
    """The printed lines, top to bottom, each a list of pdfplumber characters from left to right.

    Raised and lowered characters are put with the line whose baseline is nearest, headers and folios with none;
    `size` is the text's, in points.
    """
    lines = []
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for sheet in document.pages:
            visible = [char for char in sheet.chars if char["text"].strip()]
            baselines = {round(char["matrix"][5], 1) for char in visible if char["size"] >= size - 0.5}
            rows = {baseline: [] for baseline in sorted(baselines, reverse=True)}
            for char in visible:
                nearest = min(rows, key=lambda baseline: abs(baseline - char["matrix"][5]), default=None)
                if nearest is not None and abs(nearest - char["matrix"][5]) < 0.6 * size:
                    rows[nearest].append(char)
            lines += [sorted(row, key=lambda char: char["x0"]) for row in rows.values()]
    return lines


def full_lines(pdf: bytes, left: float = LEFT, size: float = BODY_SIZE) -> list[list[dict]]:
    """The lines of running text that another line of the same paragraph follows (it is not indented)."""
    lines = lines_of(pdf, size)
    pairs = itertools.pairwise(lines)
    return [line for line, following in pairs if abs(following[0]["x0"] - left) < size]


def raggedness(
    pdf: bytes, left: float = LEFT, right: float = RIGHT, size: float = BODY_SIZE
) -> list[tuple[float, str]]:
    """(distance of the last character from the right edge in points, text) of every full line.

    The blank half of a closing mark hangs beyond the edge.
    """
    lines = full_lines(pdf, left, size)
    return [(right_edge(line[-1]) - right, "".join(char["text"] for char in line)) for line in lines]


def right_edge(char: dict) -> float:
    return char["x1"] - (char["size"] / 2 if char["text"] in CLOSING_WIDE else 0)
