"""What saves time changes nothing: the same document as WeasyPrint's own functions make it."""

import zlib
from collections import OrderedDict

import pydyf
import pytest
from weasyprint.css import ComputedStyle
from weasyprint.formatting_structure.boxes import Box
from weasyprint.images import SVGImage
from weasyprint.layout import percent
from weasyprint.pdf.fonts import Font
from weasyprint.svg import SVG
from weasyprint.text import line_break

from alliance.printing.engine import (
    pieces,
    savings,
    savings_fonts,
    savings_styles,
    savings_svg,
    savings_text,
)
from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.options import PrintOptions
from alliance.printing.engine.pieces import KeptLayouts
from alliance.printing.engine.pins import WeasyPrintChanged
from alliance.printing.engine.render import html_to_pdf
from tests.printing.engine_tools import CSS, nothing_stored, printed
from tests.printing.pieces_tools import STYLE, entries, issue, look_at, photo

ORNAMENT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="80" height="40">
<g opacity=".5"><path d="M0 0L40 20M0 20L40 0" stroke="#c33" fill="none"/><rect width="10" height="10" fill="#36c"/></g>
<text x="20" y="15" text-anchor="middle" font-family="Noto Sans CJK SC" font-size="6">图样</text></svg>"""
GRADIENT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="80" height="40">
<linearGradient id="g"><stop offset="0" stop-color="#c33"/><stop offset="1" stop-color="#36c"/></linearGradient>
<rect width="40" height="20" fill="url(#g)"/></svg>"""
STYLES = """
h1 { border-bottom: 2pt solid #c33; padding: calc(2mm + 1%); margin-inline-start: 5%; color: var(--ink, #036) }
.box { border-inline-start: 1mm solid; border-top-style: dashed; float: left; width: 40%; padding-block: 1mm }
.sunk { position: absolute; top: 10mm; right: 10mm; text-decoration: underline; font-feature-settings: "halt" }
.wide { letter-spacing: .2em; line-height: calc(1em + 4pt); font-variant-numeric: oldstyle-nums }
"""
SAMPLE = (
    "<h1>标题 2015</h1><p class=box>左栏，“引文”。</p><p class=sunk>角注</p><p class=wide>疏排 98.5%</p>"
    "<p><strong>粗</strong>正文<sub>2</sub>，" + "记录与比较。" * 30 + f"</p><p>{ORNAMENT}</p>"
)


@pytest.fixture
def stock(monkeypatch):
    """A call that puts WeasyPrint's own functions back for the rest of the test."""

    def put_back():
        monkeypatch.setattr(ComputedStyle, "__missing__", savings_styles._stock_missing)
        monkeypatch.setattr(Box, "is_in_normal_flow", savings_styles._stock_in_normal_flow)
        monkeypatch.setattr(percent, "resolve_one_percentage", savings_styles._stock_resolve_one)
        monkeypatch.setattr(line_break.Layout, "setup", savings_text._stock_setup)
        monkeypatch.setattr(line_break, "_font_style_cache_key", savings_text._stock_cache_key)
        monkeypatch.setattr(SVGImage, "draw", savings_svg._stock_draw)
        monkeypatch.setattr(Font, "subset", savings_fonts._stock_subset)
        monkeypatch.setattr(pydyf, "zlib", zlib)

    return put_back


@pytest.fixture
def drawn(monkeypatch):
    """The drawings that are really drawn, none being kept from before."""
    calls, draw = [], SVG.draw
    monkeypatch.setattr(savings_svg, "_kept", OrderedDict())
    monkeypatch.setattr(SVG, "draw", lambda self, *rest: (calls.append(self), draw(self, *rest)))
    return calls


@pytest.fixture
def subsets(monkeypatch):
    """The subsets that are really made, none being kept from before."""
    calls, make = [], savings_fonts._stock_subset
    monkeypatch.setattr(savings_fonts, "_subsets", OrderedDict())
    monkeypatch.setattr(savings_fonts, "_deflated", {})
    monkeypatch.setattr(savings_fonts, "_stock_subset", lambda *rest: (calls.append(rest), make(*rest)))
    return calls


def seen(body: str, **options):
    return look_at(printed(body, CSS + STYLES, **options))


def whole_issue():
    fetcher = nothing_stored({"1": photo()})
    return look_at(html_to_pdf(issue(entries()), fetcher=fetcher, stylesheets=[STYLE]).pdf)


def test_the_same_file_without_the_savings(stock):
    ours = seen(SAMPLE), whole_issue()
    stock()
    assert seen(SAMPLE) == ours[0]
    assert whole_issue() == ours[1]


def test_a_drawing_is_drawn_once_and_looks_the_same_everywhere(drawn, stock):
    body = (
        f"<p>{ORNAMENT}</p><p style='color: red'>红{ORNAMENT}</p><p style='break-before: page'>{ORNAMENT}</p>"
    )
    ours = seen(body)
    assert len(drawn) == 1
    assert seen(body) == ours
    assert len(drawn) == 1
    assert seen(body, options=PrintOptions(marks=True)) != ours
    assert len(drawn) == 2  # on a sheet of another size
    stock()
    assert seen(body) == ours


def test_a_drawing_that_stands_in_the_coordinates_of_the_page_is_drawn_again(drawn, stock, tmp_path):
    (tmp_path / "gradient.svg").write_text(GRADIENT)
    fetcher = Fetcher(lambda name: tmp_path / name, {}.__getitem__)
    body = 2 * '<p><img src="static:gradient.svg" alt="渐变"></p>'
    ours = seen(body, fetcher=fetcher)
    assert drawn
    assert not savings_svg._kept
    stock()
    assert seen(body, fetcher=fetcher) == ours


def test_drawings_are_kept_within_bounds(drawn, monkeypatch):
    monkeypatch.setattr(savings_svg, "KEPT", 2)
    for size in (6, 7, 8, 9):
        seen(ORNAMENT.replace('font-size="6"', f'font-size="{size}"'))
    assert len(savings_svg._kept) == 2
    monkeypatch.setattr(savings_svg, "LARGEST", 10)
    seen(f"<p>{ORNAMENT.replace('#36c', '#000')}</p>")
    assert len(savings_svg._kept) == 2


def test_a_subset_is_made_once_for_the_same_characters(subsets):
    first = printed("<p>同样的字</p>")
    assert len(subsets) == 1
    assert printed("<p>字的样同</p>") != first
    assert len(subsets) == 1
    assert "别" in look_at(printed("<p>别的字</p>")).texts[0][0]
    assert len(subsets) == 2


def test_subsets_are_kept_within_bounds(subsets, monkeypatch):
    monkeypatch.setattr(savings_fonts, "KEPT_BYTES", 1)
    printed("<p>同样的字</p>")
    assert not savings_fonts._subsets
    assert not savings_fonts._deflated


def test_a_large_subset_is_deflated_once(subsets, monkeypatch):
    monkeypatch.setattr(savings_fonts, "_DEFLATED_FROM", 1)
    pdfs = [printed("<p>同样的字</p>") for _ in range(2)]
    assert pdfs[0] == pdfs[1]
    kept = list(savings_fonts._deflated.items())
    assert len(kept) == 1
    assert zlib.decompress(kept[0][1]) == kept[0][0]


def test_references_to_pages_follow_the_pages():
    pdf = pydyf.PDF()
    for number in range(3):
        pdf.add_page(pydyf.Dictionary())
        assert pdf.page_references == tuple(f"{3 + page} 0 R".encode() for page in range(number + 1))


def test_what_layout_leaves_behind_is_collected_now_and_then(monkeypatch):
    collected = []
    monkeypatch.setattr(pieces.gc, "collect", lambda: collected.append(1))
    monkeypatch.setattr(pieces, "COLLECT_AFTER", 10)
    layouts = KeptLayouts()
    for number in range(4):
        html = issue(entries()).replace("样刊", f"样刊{number}")
        html_to_pdf(html, fetcher=nothing_stored({"1": photo()}), stylesheets=[STYLE], layouts=layouts)
    assert len(collected) == 1  # the first time; after that only the cover and the contents


def test_another_weasyprint_is_refused(monkeypatch):
    monkeypatch.setattr(savings, "PINNED_SOURCES", {"weasyprint.css:ComputedStyle": "0" * 16})
    with pytest.raises(WeasyPrintChanged, match=r"weasyprint\.css:ComputedStyle"):
        savings.install()
