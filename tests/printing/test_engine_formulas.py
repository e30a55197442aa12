"""Formulas in plain text become escaped HTML; nothing raises."""

import re
import time
from html import unescape

import pytest

from alliance.printing.engine.formulas import set_formulas


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"$1370 \sim 1410^{\circ}\text{C}$", "1370～1410°C"),
        (r"温度$1370 \sim 1410^\circ \mathrm{C}$时", "温度1370～1410°C时"),
        (r"$6 \sim 8$万吨", "6～8万吨"),
        ("含TiO_2的渣", "含TiO<sub>2</sub>的渣"),
        ("V_2O_5（片）", "V<sub>2</sub>O<sub>5</sub>（片）"),
        ("$V_2O_5$", "V<sub>2</sub>O<sub>5</sub>"),
        ("Fe_2(SO_4)_3", "Fe<sub>2</sub>(SO<sub>4</sub>)<sub>3</sub>"),
        ("SO_4^{2-}", "SO<sub>4</sub><sup>2−</sup>"),
        ("VO₂薄膜", "VO<sub>2</sub>薄膜"),
        ("10⁻³ m²", "10<sup>−3</sup> m<sup>2</sup>"),
        (r"$\eta=f(\text{TiC}、T、D、t)$", "<i>η</i>=<i>f</i>(TiC、<i>T</i>、<i>D</i>、<i>t</i>)"),
        (r"$x_{10}^2 \geq \frac{1}{2}$", "<i>x</i><sub>10</sub><sup>2</sup>≥1/2"),
        (r"$10^{-3}$", "10<sup>−3</sup>"),
        (r"$95\%$", "95%"),
        (r"$\eta = f(\mathrm{TiC}, T)$", "<i>η</i>=<i>f</i>(TiC,<i>T</i>)"),
        (r"$a \times b \ge \alpha$", "<i>a</i>×<i>b</i>≥<i>α</i>"),
        ("VO2和TiO2、V2O5薄膜", "VO<sub>2</sub>和TiO<sub>2</sub>、V<sub>2</sub>O<sub>5</sub>薄膜"),
        ("Fe2(SO4)3与TiCl4", "Fe<sub>2</sub>(SO<sub>4</sub>)<sub>3</sub>与TiCl<sub>4</sub>"),
        ("SO4^2-，NH3", "SO<sub>4</sub><sup>2−</sup>，NH<sub>3</sub>"),
        ("CaSO4·2H2O", "CaSO<sub>4</sub>·2H<sub>2</sub>O"),
        ("VO_2(M)相", "VO<sub>2</sub>(M)相"),
        ("20 m3，5m^2，3 g/cm3", "20 m<sup>3</sup>，5m<sup>2</sup>，3 g/cm<sup>3</sup>"),
        ("10^-3，2×10^{5}", "10<sup>−3</sup>，2×10<sup>5</sup>"),
    ],
)
def test_formula_is_set(text, html):
    assert set_formulas(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "单价$100和$200",
        "只有一个$号",
        "file_2 和 A_1x",
        "snake_case_name",
        "_",
        "^",
        "$",
        "$$",
        "",
        "CaO_",
        "x_{10}",
        "A4纸、B2B、O2O、PM2.5、H1N1、C60、ISO9001、ISO14、NO1",
        "G20、5G、12V2节、VO2max、M2.5、COD",
        "1370~1410 °C",
    ],
)
def test_text_without_a_formula_stays_as_it_is(text):
    assert set_formulas(text) == text


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a & b", '"引号"', "$<b>x</b>$", "TiO_2<i>", r"$\<$"]
)
def test_markup_is_escaped(text):
    html = set_formulas(text)
    assert re.findall(r"<(?!/?(?:sub|sup|i)>)", html) == []
    assert "<b>" not in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    "text",
    [
        r"$\foo{x}_$",
        r"$\frac{1}$",
        "$}{$",
        "$^^__$",
        r"$\mathrm{$",
        "$" + "{" * 250 + "x$",
        r"$\left( \bar{x} \right)$",
    ],
)
def test_unknown_tex_is_printed_not_raised(text):
    assert "x" not in text or "x" in unescape(set_formulas(text))


@pytest.mark.parametrize("text", ["A", "$", "(", "A_1", "Fe", "A_1(", "$a", "$" + "{" * 250, "_^"])
def test_long_hostile_text_takes_no_time(text):
    start = time.perf_counter()
    set_formulas((text * 20_000)[:100_000] + "!")
    assert time.perf_counter() - start < 20  # quadratic work would take minutes
