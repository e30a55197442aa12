"""Chinese punctuation, gaps between scripts and the ends of lines, read back from the PDF (clreq)."""

import io
import itertools
import re
import subprocess

import pdfplumber
import pytest

from alliance.printing.engine.squeeze import CLOSING_WIDE, gap_between, own_gaps, western_quotes
from tests.printing.engine_tools import BODY_SIZE, CSS, LEFT, RIGHT, lines_of, printed

EM = BODY_SIZE
SENTENCES = (
    "会上，《钒钛磁铁矿综合利用》、《高钛型高炉渣》等报告（共12篇）引起讨论：“炉渣的黏度如何变化？”，与会者认为：“应补充试验”。"
    "他说：“这是‘十二五’以来的重要进展！”（见《年报》，第12页）。"
)


def characters(body: str, css: str = CSS) -> list[dict]:
    """All visible characters from left to right, line by line."""
    return [char for line in lines_of(printed(body, css)) for char in line]


def step(first: dict, second: dict) -> float:
    """From one character's origin to the next one's, in em."""
    return (second["x0"] - first["x0"]) / EM


@pytest.mark.parametrize(
    "pair", ["」，", "。”", "》、", "）。", "，“", "》《", "：《", "（《", "“《", "？”", "‘“"]
)
@pytest.mark.parametrize("family", ["Noto Serif CJK SC", "Noto Sans CJK SC"])
def test_two_marks_take_one_and_a_half_squares(pair, family):
    found = characters(f"<p>前{pair}后的字</p>", CSS + f"p {{ font-family: {family} }}")
    assert [char["text"] for char in found] == [*"前", *pair, *"后的字"]
    before, first, second, after = found[:4]
    assert step(before, first) == pytest.approx(1, abs=0.003)
    assert step(first, second) == pytest.approx(0.5, abs=0.003)
    assert step(second, after) == pytest.approx(1, abs=0.003)


def test_kai_squeezes_its_square_marks_and_leaves_its_narrow_quotation_marks():
    found = characters("<p>前》，后“甲”乙</p>", CSS + "p { font-family: LXGW WenKai }")
    steps = [step(first, second) for first, second in itertools.pairwise(found)]
    assert steps[1] == pytest.approx(0.5, abs=0.003)
    assert steps[3] == pytest.approx(1 + 1 / 6, abs=0.01)  # room before “, none after it
    assert steps[4] == pytest.approx(0.35, abs=0.02)


def test_marks_in_different_boxes_are_squeezed_as_well():
    found = characters("<p>前<strong>《甲》</strong>，“<strong>乙</strong>”。后的字</p>")
    texts = "".join(char["text"] for char in found)
    steps = {texts[i : i + 2]: step(found[i], found[i + 1]) for i in range(len(found) - 1)}
    for pair in ("》，", "，“", "”。"):
        assert steps[pair] == pytest.approx(0.5, abs=0.003)


@pytest.fixture(scope="module")
def sample() -> bytes:
    return printed(f"<p>{SENTENCES * 12}</p>" * 4)


def test_marks_at_the_ends_of_lines_lose_their_blank_half(sample):
    lines = lines_of(sample)
    opening = [line for line in lines if line[0]["text"] in "“《（"]
    closing = [
        line for line in lines[:-1] if line[-1]["text"] in CLOSING_WIDE and line[-1]["x1"] > RIGHT - EM
    ]
    assert len(opening) > 3
    assert len(closing) > 10
    for line in opening:
        assert min(abs(line[0]["x0"] + EM / 2 - left) for left in (LEFT, LEFT + 2 * EM)) < 0.1
    for line in closing:
        assert line[-1]["x1"] - EM / 2 == pytest.approx(RIGHT, abs=0.5)


def test_no_closing_mark_begins_a_line_and_no_opening_one_ends_it(sample):
    for line in lines_of(sample):
        assert line[0]["text"] not in CLOSING_WIDE
        assert line[-1]["text"] not in "（《“‘"


def test_a_line_may_end_before_an_opening_quotation_mark():
    lines = lines_of(printed("<p>" + "字" * 29 + "。“甲”“乙”两单位（攀钢、川大）各有人来参加了会议。</p>"))
    assert [char["text"] for char in lines[1]][:2] == ["“", "乙"] or lines[1][0]["text"] == "“"
    gaps = [b["x0"] - a["x1"] for a, b in itertools.pairwise(lines[0]) if a["text"] == b["text"] == "字"]
    assert max(gaps) < 0.1 * EM


@pytest.mark.parametrize("text", ["年2015年", "第12页", "用TiC含", "达98.6%以", "与α相"])
@pytest.mark.parametrize("place", ["p", "td", "h3", "li"])
def test_a_sliver_stands_between_chinese_and_western_text(text, place):
    wrapped = f"<table><tr><td>{text}</td></tr></table>" if place == "td" else f"<{place}>{text}</{place}>"
    css = (
        CSS + "td, h3, li, p { font: 12pt 'Noto Serif CJK SC'; text-align: left; text-indent: 0; padding: 0 }"
    )
    lines = lines_of(printed(wrapped, css))
    assert len(lines) == 1  # the cell, as wide as its text, is wide enough for the slivers
    found = [char for char in lines[0] if char["text"] in text]
    for first, second in itertools.pairwise(found):
        scripts = (first["text"] > "\u2e7f", second["text"] > "\u2e7f")
        gap = (second["x0"] - first["x1"]) / EM
        assert gap == pytest.approx(1 / 6 if scripts[0] != scripts[1] else 0, abs=0.01)


def test_slivers_grow_to_a_quarter_em_and_are_no_spaces(tmp_path):
    body = "<p>" + "会议于2015年10月13日在攀枝花召开，TiO2含量为12.5%以上；" * 30 + "</p>"
    pdf = printed(body)
    for line in lines_of(pdf)[:-1]:
        for first, second in itertools.pairwise(line):
            if (first["text"] > "\u2e7f") != (second["text"] > "\u2e7f") and second[
                "text"
            ] not in CLOSING_WIDE:
                assert (second["x0"] - first["x1"]) / EM < 0.26
    assert " " not in text_by_poppler(pdf, tmp_path)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert " " not in document.pages[0].extract_text()


def test_extracted_text_of_squeezed_lines_is_the_written_text(sample, tmp_path):
    text = re.sub(r"\s", "", text_by_poppler(sample, tmp_path))
    assert text == SENTENCES * 48
    with pdfplumber.open(io.BytesIO(sample)) as document:
        found = "".join(page.extract_text() for page in document.pages)
    assert found.replace("\n", "") == SENTENCES * 48


def text_by_poppler(pdf: bytes, folder) -> str:
    file = folder / "text.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout


def test_quotation_marks_belong_to_their_script():
    chinese = characters("<p>他说“你好”的</p>")
    widths = {char["text"]: char["width"] for char in chinese}
    assert widths["“"] == widths["”"] == pytest.approx(EM)
    western = characters("<p>China’s “Panxi” area</p>")
    assert all(char["width"] < 0.5 * EM for char in western if char["text"] in "“”’")


def test_gaps_of_text_without_a_page():
    assert own_gaps("（《甲》）。") == {0: -500, 3: -500, 4: -500}
    assert own_gaps("年2015年") == {0: 166, 4: 166}
    assert own_gaps("甲，乙") == own_gaps("3 年") == own_gaps("甲(1)") == {}
    assert gap_between("》", "，") == -500
    assert gap_between("年", "2") == gap_between("%", "以") == 166
    assert western_quotes("don’t “go” 说“好”") == [3, 6, 9]


def test_a_heading_stays_with_its_text():
    css = CSS + "@page { size: 100mm 100mm; margin: 10mm } p { orphans: 2; widows: 2 }"
    filler = "<p>一行</p>"
    for lines in range(8, 13):
        pdf = printed(filler * lines + "<h2>小标题</h2><p>" + "正文" * 40 + "</p>", css)
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            pages = [page.extract_text() for page in document.pages]
        assert not any(text.endswith("小标题") for text in pages)
