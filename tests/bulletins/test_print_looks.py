"""Designs, palettes and fonts: every choice prints, and is seen on the page."""

import re

import pytest

from alliance.printing.render import find_static
from bulletins.charts import PALETTES
from bulletins.enums import BulletinDesign, BulletinFonts, BulletinPalette
from bulletins.printing import stylesheets
from tests.bulletins.pages import Pages
from tests.bulletins.print_snapshots import (
    COVER_PICTURE,
    QUOTE,
    entry,
    html,
    paragraph,
    printed,
    section,
    snapshot,
    table,
)

OFFICIAL_RED = "#c8161d"
BODY = {"song": "Noto-Serif-CJK-SC", "kai": "LXGW-WenKai", "hei": "Noto-Sans-CJK-SC"}


def css(name: str) -> str:
    return find_static(f"bulletins/print/{name}.css").read_text(encoding="utf-8")


def token(palette: str, name: str) -> str:
    rule = re.search(rf"\.palette-{palette}\s*{{([^}}]*)}}", css("common"))[1]
    return re.search(rf"--{name}:\s*(#\w+)", rule)[1]


def short(**changes) -> Pages:
    """An issue of a few pages."""
    sections = [section("news", "工作动态", entry("e-1", "一则消息", html(paragraph(0, 12))))]
    return Pages(printed(snapshot(sections=sections, **changes)))


@pytest.mark.parametrize("palette", BulletinPalette.values)
@pytest.mark.parametrize("design", ["modern", "classic"])
def test_palette_colours_the_pages_of_a_booklet(design, palette):
    pages = short(design=design, palette=palette)

    assert token(palette, "deep") in pages.colours(1)
    foreign = {token(other, "deep") for other in BulletinPalette.values if other != palette}
    assert foreign & {colour for number in range(len(pages)) for colour in pages.colours(number)} == set()


@pytest.mark.parametrize("palette", BulletinPalette.values)
def test_charts_have_the_colours_of_the_palette(palette):
    assert PALETTES[palette] == (token(palette, "main"), token(palette, "accent"))


@pytest.mark.parametrize("fonts", BulletinFonts.values)
@pytest.mark.parametrize("design", ["modern", "classic", "sheet"])
def test_fonts_set_the_running_text(design, fonts):
    pages = short(design=design, fonts=fonts, number=1 if design == "sheet" else 0)
    last = pages.destinations()["e-1"]

    text = [char for char in pages.sheets[last].chars if char["text"] in "炉渣粘度"]
    assert {char["fontname"].partition("+")[2] for char in text} == {BODY[fonts]}


def test_sheet_is_red_whatever_the_palette():
    sections = [section("news", "工作动态", entry("e-1", "一则消息", html(QUOTE + table(3))))]
    pages = Pages(printed(snapshot(design="sheet", palette="teal", number=1, sections=sections)))

    teal = {token("teal", name) for name in ("deep", "main", "accent", "tint", "line")}
    assert OFFICIAL_RED in pages.colours(0)
    assert teal & pages.colours(0) == set()


@pytest.mark.parametrize("design", BulletinDesign.values)
def test_stylesheets_depend_on_the_design_alone(design):
    names = stylesheets(snapshot(design=design))

    assert names == ("bulletins/print/common.css", f"bulletins/print/{design}.css")
    assert [name for name in names if not find_static(name)] == []


@pytest.mark.parametrize("design", ["modern", "classic"])
def test_cover_without_photo_has_none(design):
    assert short(design=design).pictures(0) == []
    assert len(short(design=design, cover=COVER_PICTURE).pictures(0)) == 1


@pytest.mark.parametrize("design", ["modern", "classic"])
def test_corrected_edition_says_so_on_the_cover_and_on_a_page_of_its_own(design):
    note = ["第3页参会人数应为38人。", "第5页单位名称应为中南大学。"]
    pages = short(design=design, edition=2, correction_note=note, title="2016年工作简报（更正版）")

    assert "更正版" in pages.text(0)
    assert "工作简报（更正版）" not in pages.text(0)
    assert pages.where("更正说明") == [1]
    assert all(line in pages.text(1) for line in note)
    assert "目录" not in pages.text(1)
    assert "目录" in pages.text(2)


def test_no_style_asks_for_anything_but_our_own_files():
    names = ["common", *BulletinDesign.values]

    addresses = [url for name in names for url in re.findall(r"url\(([^)]*)\)", css(name))]
    assert set(addresses) == {"static:bulletins/print/lattice.svg"}
    assert [name for name in names if "@import" in css(name)] == []
