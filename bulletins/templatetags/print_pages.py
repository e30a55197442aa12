"""Template vocabulary of the printed pages: everything is computed from the snapshot alone."""

import re
from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from bulletins import headlines
from bulletins.charts import BESIDE_TABLE, FULL_WIDTH, chart_svg

register = template.Library()

TYPE_WIDTH = 156  # mm between the margins
GUTTER = 4  # mm between two pictures
PHOTO_PAGE = 239  # mm of the page between the margins
CAPTION = 12  # mm below a row of pictures, one line
TALLEST_ROW = 104  # mm
TALLEST_ON_PHOTO_PAGE = 90  # mm: three rows fit the page
ROWS_BESIDE_CHART = 12
NUMBER = re.compile(r"^[约近]?[\d.,]+[%余多]?$|^[—–-]$|^未载明$")


@register.simple_tag
def chart(figure: dict, palette: str) -> SafeString:
    """The chart of a figure, as wide as the table beside it lets it be."""
    width = BESIDE_TABLE if is_beside(figure) else FULL_WIDTH
    drawn = chart_svg(figure["chart"], palette=palette, title=figure.get("title", ""), width=width)
    return mark_safe(drawn)  # noqa: S308 - drawn by us, labels escaped


@register.filter
def is_beside(figure: dict) -> bool:
    """Whether the table stands beside the chart: short and narrow ones do."""
    return len(figure.get("rows", [])) <= ROWS_BESIDE_CHART and len(figure.get("headers", [])) <= 3


@register.filter
def table_of(figure: dict) -> dict:
    """The figure's table: `{"headers", "rows"}` of cells `{"text", "is_number"}`; a column of numbers is flush right."""
    rows = figure.get("rows", [])
    numbers = [
        bool(rows) and all(NUMBER.match(row[place]) for row in rows if place < len(row) and row[place])
        for place in range(len(figure.get("headers", [])))
    ]
    return {
        "headers": _cells(figure.get("headers", []), numbers),
        "rows": [_cells(row, numbers) for row in rows],
    }


def _cells(texts: list[str], numbers: list[bool]) -> list[dict]:
    return [
        {"text": text, "is_number": is_number}
        for text, is_number in zip(texts, [*numbers, *[False] * len(texts)], strict=False)
    ]


@register.filter
def bare_title(title: str, year: int) -> str:
    """The name of the issue without the year in front: 2015年工作简报 is 工作简报."""
    bare = re.sub(rf"^{year}\s*年度?", "", _without_number(title)).strip()
    return bare or title


@register.filter
def on_date(day: str) -> str:
    """An ISO date as people write it: 2016年3月31日; anything else as it stands."""
    try:
        return f"{(found := date.fromisoformat(day)).year}年{found.month}月{found.day}日"
    except (TypeError, ValueError):
        return day or ""


@register.filter
def rows_of(pictures: list[dict], tallest: int = TALLEST_ROW) -> list[dict]:
    """Pictures in rows of one height: `{"height": mm, "pictures": [{…, "quarters"}]}`, two to a row.

    A picture's width is in proportion to its form, in quarters, so that hardly anything is cut off: people stand at
    the edges of a group photo.
    """
    rows = [_row(pictures[start : start + 2], tallest) for start in range(0, len(pictures), 2)]
    if len(pictures) % 2 and len(pictures) > 1:  # the one that is left over leads, across the page
        rows = [
            _row(pictures[:1], tallest),
            *(_row(pictures[i : i + 2], tallest) for i in range(1, len(pictures), 2)),
        ]
    return rows


@register.filter
def photo_pages(pictures: list[dict]) -> list[list[dict]]:
    """The rows of a page of photos, as many to a page as fit."""
    pages, used = [], 0
    for row in rows_of(pictures, TALLEST_ON_PHOTO_PAGE):
        tall = row["height"] + CAPTION
        if not pages or used + tall > PHOTO_PAGE:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += tall
    return pages


@register.filter
def last_text(blocks: list[dict]) -> int:
    """Index of the last block of text, behind which the signature stands; -1 without any."""
    return max((number for number, block in enumerate(blocks) if block["type"] == "html"), default=-1)


@register.filter
def is_tall(picture: dict) -> bool:
    """Whether a picture is higher than wide: across the page it would fill the page."""
    return picture["height"] > picture["width"]


@register.filter
def measure(text: str, most: int) -> int:
    """How wide a headline of several lines is set, in em."""
    return headlines.measure(text, most)


@register.filter
def phrases(text: str, most: int) -> SafeString:
    """A headline that breaks at the joints of its sense only."""
    return mark_safe(headlines.set_headline(text, most))  # noqa: S308 - escaped there


def _row(pictures: list[dict], tallest: int) -> dict:
    shaped = [picture | {"quarters": _quarters(picture)} for picture in pictures]
    quarters = sum(picture["quarters"] for picture in shaped)
    height = (TYPE_WIDTH - GUTTER * (len(shaped) - 1)) * 4 / quarters
    return {"height": min(round(height), tallest), "pictures": shaped}


def _quarters(picture: dict) -> int:
    """Width over height in quarters, from 3:4 upright to 2:1 across."""
    if not picture.get("width") or not picture.get("height"):
        return 6
    return min(max(round(4 * picture["width"] / picture["height"]), 3), 8)


def _without_number(title: str) -> str:
    return re.sub(r"[（(]?(总?第\s*\d+\s*[期号])[）)]?|（更正版）", "", title).strip("　 ·—-")
