"""Charts: what they show, and that they stay legible."""

import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from bulletins.charts import PALETTES, chart_png, chart_svg, chart_text
from tests.bulletins.print_snapshots import BAR, COLUMNS, SHARE

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {"bar": BAR, "columns": COLUMNS, "share": SHARE}


def drawn(chart: dict, **options) -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(chart, palette=options.pop("palette", "blue"), **options))


def words(svg) -> list[str]:
    return [element.text for element in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_chart_shows_every_label_and_value(chart):
    text = "".join(words(drawn(chart)))
    for label, value in zip(chart["labels"], chart["values"], strict=True):
        assert label in text
        assert f"{value}{chart['unit']}" in text


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("width", [240, 352, 590])
def test_everything_is_within_the_drawing(chart, width):
    svg = drawn(chart, width=width)
    tall = float(svg.get("height"))
    for text in svg.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= width
        assert 0 <= float(text.get("y")) <= tall
    for box in svg.iter(f"{SVG}rect"):
        assert float(box.get("x")) + float(box.get("width")) <= width + 0.1
        assert float(box.get("y")) + float(box.get("height")) <= tall + 0.1


def test_bars_are_as_long_as_their_values():
    lengths = [float(box.get("width")) for box in drawn(BAR).iter(f"{SVG}rect")]
    assert [round(length / lengths[0] * 6, 1) for length in lengths] == BAR["values"]


def test_columns_too_narrow_for_their_labels_become_bars():
    many = {
        "type": "columns",
        "labels": [f"示例单位{n}" for n in range(30)],
        "values": list(range(30)),
        "unit": "",
    }
    xs = {box.get("x") for box in drawn(many).iter(f"{SVG}rect")}
    assert len(xs) == 1


def test_a_single_share_is_a_whole_ring():
    (ring,) = drawn({"type": "share", "labels": ["企业"], "values": [4], "unit": "家"}).iter(f"{SVG}path")
    assert " 0 1 1 " in ring.get("d")


@pytest.mark.parametrize("kind", ["bar", "columns", "share"])
@pytest.mark.parametrize("rows", [([], []), (["甲"], [0]), (["甲", "乙"], [0, 0])])
def test_chart_without_numbers_says_so(kind, rows):
    labels, values = rows
    svg = drawn({"type": kind, "labels": labels, "values": values, "unit": ""})
    assert words(svg) == ["暂无数据"]


def test_title_tells_the_numbers_to_who_cannot_see_them():
    svg = drawn(SHARE, title="成员单位构成")
    assert svg.get("role") == "img"
    assert svg[0].tag == f"{SVG}title"
    assert svg[0].text == "构成图“成员单位构成”：企业4家，高校10家，科研院所8家，协会1家。"
    assert chart_text(SHARE) == "构成图：企业4家，高校10家，科研院所8家，协会1家。"


def test_labels_are_escaped():
    odd = {"type": "bar", "labels": ['<script>"&'], "values": [1], "unit": "<b>"}
    assert '<script>"&' in "".join(words(drawn(odd)))


def test_text_takes_the_colour_around_it_and_shapes_those_of_the_palette():
    for palette, (main, accent) in PALETTES.items():
        svg = chart_svg(SHARE, palette=palette)
        assert set(re.findall(r'<text[^>]* fill="([^"]+)"', svg)) == {"currentColor"}
        assert {main, accent} <= set(re.findall(r'fill="(#\w+)"', svg))


@pytest.mark.parametrize("colour", sorted({main for main, _ in PALETTES.values()}))
def test_bars_stand_out_on_white_and_in_the_dark(colour):
    """WCAG 1.4.11 asks for 3 : 1 between a shape and its ground."""
    own = luminance(colour)
    assert 1.05 / (own + 0.05) >= 3
    assert (own + 0.05) / (luminance("#10161d") + 0.05) >= 2


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        (part / 12.92) if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_png_has_the_width_asked_for_and_shows_the_palette(chart):
    with Image.open(io.BytesIO(chart_png(chart, palette="teal", width_px=800, title="图"))) as picture:
        assert picture.width == 800
        main = tuple(int(PALETTES["teal"][0][i : i + 2], 16) for i in (1, 3, 5))
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1_000_000)}
    assert any(max(abs(a - b) for a, b in zip(main, colour, strict=True)) < 4 for colour in colours)
    assert (255, 255, 255) in colours
