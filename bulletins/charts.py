"""The charts of the figures chapter, drawn as SVG in the colours of the issue.

One drawing serves paper and screen: its text has the colour of what surrounds it (`currentColor`), the bars have
mid-tones that stand out on white and on a dark ground. The palettes are those of `static/bulletins/print/common.css`.
"""

import io
import math
from collections.abc import Iterator
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2

from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.render import html_to_pdf

#: Main colour and accent of each palette, as `--main` and `--accent` in common.css.
PALETTES = {
    "blue": ("#1f5a96", "#c08a2e"),
    "teal": ("#14777b", "#c77b3b"),
    "bronze": ("#8c5f22", "#2f7580"),
    "grey": ("#55616e", "#b0443a"),
    "red": ("#b3261e", "#8a6d3b"),
}
INK = "#1c2630"
SANS = "Noto Sans CJK SC"
KINDS = {"bar": "条形图", "columns": "柱形图", "share": "构成图"}
FULL_WIDTH, BESIDE_TABLE = 590, 352  # CSS pixels: the type area of 156 mm, and what a table leaves of it
SIZE = 11.5  # CSS pixels of all text: 8.6 pt
LINE = 15.0
LEGEND = 230.0
NARROW_COLUMN = 34.0  # below it the labels of columns do not fit side by side


def chart_svg(chart: dict, *, palette: str, title: str = "", width: int = BESIDE_TABLE) -> str:
    """An `<svg>` element for `chart` (docs/bulletin.md, a figure's `chart`), `width` CSS pixels wide at print size.

    Its `<title>` says the numbers, so that who cannot see it misses nothing. Columns too narrow for their labels
    are drawn as bars. Raises KeyError for an unknown kind of chart.
    """
    draw = {"bar": _bars, "columns": _columns, "share": _share}[chart["type"]]
    colours = PALETTES.get(palette, PALETTES["blue"])
    rows = [(str(label), float(value)) for label, value in zip(chart["labels"], chart["values"], strict=True)]
    rows = [(label, max(value, 0.0)) for label, value in rows]
    unit = chart.get("unit", "")
    if any(value for _, value in rows):
        body, height = draw(rows, unit, colours, float(width))
    else:
        body, height = [_text(0, LINE, "暂无数据")], 2 * LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="{width}" height="{height:g}" '
        f'viewBox="0 0 {width} {height:g}" color="{INK}" font-family="{SANS}" font-size="{SIZE}">'
        f"<title>{escape(chart_text(chart, title=title))}</title>{''.join(body)}</svg>"
    )


def chart_text(chart: dict, *, title: str = "") -> str:
    """What the chart shows, in one sentence."""
    unit = chart.get("unit", "")
    pairs = zip(chart["labels"], chart["values"], strict=True)
    told = "，".join(f"{label}{_number(float(value))}{unit}" for label, value in pairs)
    return f"{KINDS[chart['type']]}“{title}”：{told}。" if title else f"{KINDS[chart['type']]}：{told}。"


def chart_png(chart: dict, *, palette: str, width_px: int, title: str = "") -> bytes:
    """The same drawing as a PNG on white, `width_px` pixels wide, for what cannot show SVG (Word)."""
    svg = chart_svg(chart, palette=palette, title=title, width=FULL_WIDTH)
    height = svg.split('height="', 1)[1].split('"', 1)[0]
    page = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><title>{escape(title or "图表")}</title></head>'
        f'<body><img src="static:chart.svg" alt="{escape(title or "图表")}"></body></html>'
    )
    css = f"@page {{ size: {FULL_WIDTH}px {height}px; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}"
    with TemporaryDirectory() as folder:
        drawing = Path(folder) / "chart.svg"
        drawing.write_text(svg, encoding="utf-8")
        fetcher = Fetcher(static_root_finder=lambda name: drawing, media=lambda name: b"")
        pdf = html_to_pdf(page, fetcher=fetcher, stylesheets=[css]).pdf
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[0]
        picture = sheet.render(scale=width_px / sheet.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    output = io.BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()


# ---------------------------------------------------------------- kinds
def _bars(rows, unit, colours, width) -> tuple[list[str], float]:
    """Horizontal bars: labels flush right before a common edge, values at the bars' ends."""
    column = min(max(_width(label) for label, _ in rows), width * 0.42)
    wrapped = [_wrap(label, column) for label, _ in rows]
    left = max(_width(line) for lines in wrapped for line in lines) + 10
    room = width - left - max(_width(_number(value) + unit) for _, value in rows) - 10
    most = max(value for _, value in rows)
    body, y = [], 2.0
    for (_, value), lines in zip(rows, wrapped, strict=True):
        tall = max(24.0, LINE * len(lines) + 6)
        middle = y + tall / 2
        for number, line in enumerate(lines):
            offset = (number - (len(lines) - 1) / 2) * LINE
            body.append(_text(left - 10, middle + offset + SIZE * 0.36, line, anchor="end"))
        length = room * value / most
        body.append(_rect(left, middle - 7, max(length, 1), 14, colours[0]))
        body.append(_text(left + length + 7, middle + SIZE * 0.36, _number(value) + unit, bold=True))
        y += tall
    body.append(_line(left, 0, left, y + 2))
    return body, math.ceil(y + 4)


def _columns(rows, unit, colours, width) -> tuple[list[str], float]:
    """Upright columns on a base line, values above, labels below."""
    step = width / len(rows)
    if step < NARROW_COLUMN:
        return _bars(rows, unit, colours, width)
    wrapped = [_wrap(label, step - 6) for label, _ in rows]
    if max(len(lines) for lines in wrapped) > 3:
        return _bars(rows, unit, colours, width)
    room, top = min(width * 0.42, 190.0), LINE + 8
    base, most = top + room, max(value for _, value in rows)
    thick = min(step * 0.56, 46.0)
    body = []
    for number, ((_, value), lines) in enumerate(zip(rows, wrapped, strict=True)):
        middle, tall = step * (number + 0.5), room * value / most
        body.append(_rect(middle - thick / 2, base - tall, thick, max(tall, 1), colours[0]))
        body.append(_text(middle, base - tall - 7, _number(value) + unit, anchor="middle", bold=True))
        body += [
            _text(middle, base + (place + 1) * LINE + 3, line, anchor="middle")
            for place, line in enumerate(lines)
        ]
    body.append(_line(0, base, width, base))
    return body, math.ceil(base + max(len(lines) for lines in wrapped) * LINE + 8)


def _share(rows, unit, colours, width) -> tuple[list[str], float]:
    """A ring with the total in its middle; beside it each part with its number and its share."""
    total = sum(value for _, value in rows)
    ring = min(width * 0.42, 168.0)
    height = max(ring + 8, len(rows) * 24.0 + 8)
    centre_x, centre_y = ring / 2 + 2, height / 2
    shades = _shades(colours, len(rows))
    angles = list(_angles([value / total for _, value in rows]))
    body = [
        _slice(centre_x, centre_y, ring / 2, ring * 0.29, start, end, shade)
        for (start, end), shade in zip(angles, shades, strict=True)
        if end > start
    ]
    body.append(_text(centre_x, centre_y + 5, _number(total) + unit, anchor="middle", bold=True, size=17))
    left, y = ring + 26, (height - len(rows) * 24) / 2
    right = min(width - 2, left + LEGEND)
    for (label, value), shade in zip(rows, shades, strict=True):
        body.append(_rect(left, y + 6, 12, 12, shade))
        name = _wrap(label, right - left - 20 - 84)[0]
        body.append(_text(left + 20, y + 12 + SIZE * 0.36, name))
        share = f"{_number(value)}{unit}　{round(100 * value / total)}%"
        body.append(_text(right, y + 12 + SIZE * 0.36, share, anchor="end", bold=True))
        y += 24
    return body, math.ceil(height)


# ---------------------------------------------------------------- parts
def _shades(colours: tuple[str, str], count: int) -> list[str]:
    """Main colour and accent in turn, the next round lighter, so that neighbours differ in hue and in tone."""
    return [_lighter(colours[number % 2], (number // 2) * 0.3) for number in range(count)]


def _lighter(colour: str, share: float) -> str:
    share = min(share, 0.75)
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in parts)


def _angles(shares: list[float]) -> Iterator[tuple[float, float]]:
    """(start, end) in radians of each share, clockwise from the top, a hair apart."""
    gap = 0.025 if sum(share > 0 for share in shares) > 1 else 0.0
    start = 0.0
    for share in shares:
        end = start + share * math.tau
        yield (start + gap / 2, max(end - gap / 2, start + gap / 2)) if share else (start, start)
        start = end


def _slice(x, y, outer, inner, start, end, colour) -> str:
    end = min(end, start + math.tau - 0.001)  # an arc that ends where it starts is not drawn
    big = int(end - start > math.pi)
    a, b = _point(x, y, outer, start), _point(x, y, outer, end)
    c, d = _point(x, y, inner, end), _point(x, y, inner, start)
    path = f"M{a} A{outer:.2f} {outer:.2f} 0 {big} 1 {b} L{c} A{inner:.2f} {inner:.2f} 0 {big} 0 {d} Z"
    return f'<path d="{path}" fill="{colour}"/>'


def _point(x, y, radius, angle) -> str:
    return f"{x + radius * math.sin(angle):.2f} {y - radius * math.cos(angle):.2f}"


def _text(x, y, text, *, anchor="start", bold=False, size=None) -> str:
    more = (' font-weight="bold"' if bold else "") + (f' font-size="{size}"' if size else "")
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor"{more}>{escape(text)}</text>'


def _rect(x, y, width, height, colour) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _line(x1, y1, x2, y2) -> str:
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {place} stroke="#8b97a3" stroke-width="1"/>'


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def _width(text: str) -> float:
    """About how wide the text is, in pixels: a Chinese character is square, a Western one little more than half."""
    return sum(SIZE if ord(character) > 0x2000 else SIZE * 0.58 for character in text)


def _wrap(text: str, room: float) -> list[str]:
    """The text in lines of about equal length that fit `room`."""
    count = max(1, math.ceil(_width(text) / max(room, SIZE * 2)))
    length = math.ceil(len(text) / count)
    return [text[start : start + length] for start in range(0, len(text), length)] or [""]
