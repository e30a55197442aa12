"""Chinese lines fill the measure, and nothing else about them changes."""

import io
import itertools
import re
import subprocess
import sys
from html import unescape

import pdfplumber
import pytest
import weasyprint

from alliance.printing.engine import justify, pins
from alliance.printing.engine.spacing import (
    BETWEEN_HAN,
    HAN_WESTERN,
    UNREAD_GAP,
    WORD_SPACE,
    gap_after,
    share_out,
)
from tests.printing.engine_tools import (
    BODY_SIZE,
    CSS,
    LEFT,
    RIGHT,
    full_lines,
    lines_of,
    made_up_text,
    page,
    printed,
    raggedness,
)

TEXT = made_up_text()
PLAIN = unescape(re.sub(r"<[^>]+>", "", TEXT.replace("</p>", "\n"))).replace(" ", "")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(TEXT)


def line_text(line) -> str:
    return "".join(char["text"] for char in line)


def test_full_lines_of_mixed_text_end_at_the_right_edge(pdf):
    distances = raggedness(pdf)
    off = [(round(distance, 2), text) for distance, text in distances if abs(distance) > 0.5]
    print(f"{len(distances)} full lines, off by more than 0.5 pt:", *off, sep="\n")
    assert len(distances) > 250
    assert len(off) <= len(distances) * 0.01
    assert max(abs(distance) for distance, _ in distances) <= 1.5


def test_last_lines_of_paragraphs_are_not_stretched():
    line = lines_of(printed("<p>" + "短" * 20 + "</p>"))[0]
    gaps = [right["x0"] - left["x1"] for left, right in itertools.pairwise(line)]
    assert max(gaps) < 0.02
    assert line[-1]["x1"] < RIGHT - 5 * BODY_SIZE


def test_stock_weasyprint_leaves_the_same_text_ragged():
    script = (
        "import sys, weasyprint; html, css = sys.stdin.read().split('\\0')\n"
        "sys.stdout.buffer.write(weasyprint.HTML(string=html).write_pdf(stylesheets=[weasyprint.CSS(string=css)]))"
    )
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, input=f"{page(TEXT)}\0{CSS}".encode(), capture_output=True, check=True)
    distances = raggedness(run.stdout)
    ragged = [distance for distance, _ in distances if abs(distance) > 0.5]
    assert len(ragged) > len(distances) * 0.2


def test_extracted_text_is_the_written_text_with_pdfplumber(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        # With the default tolerance, pdfplumber reads lowered digits as a line of their own.
        text = "\n".join(sheet.extract_text(y_tolerance=7) for sheet in document.pages)
    assert unfound_paragraphs(text) == []


def test_extracted_text_is_the_written_text_with_pdftotext(pdf, tmp_path):
    file = tmp_path / "sample.pdf"
    file.write_bytes(pdf)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    assert unfound_paragraphs(text) == []


def unfound_paragraphs(text: str) -> list[str]:
    """The paragraphs of the sample that ``text`` does not hold literally, line breaks aside."""
    paragraphs = unescape(re.sub(r"<(?!/p)[^>]+>", "", TEXT)).split("</p>")[:-1]
    return [paragraph for paragraph in paragraphs if not re.search(across_lines(paragraph), text)]


def across_lines(paragraph: str) -> str:
    return r"[\n\f]*".join(
        "[ \\n\\f]" if character == " " else re.escape(character) for character in paragraph
    )


def test_no_character_is_lost_or_added(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        found = sorted(
            char["text"] for sheet in document.pages for char in sheet.chars if char["text"].strip()
        )
    assert found == sorted(PLAIN.replace("\n", ""))


def test_western_words_and_numbers_are_not_spaced_inside(pdf):
    widened = []
    for line in full_lines(pdf):
        for left, right in itertools.pairwise(line):
            same_run = left["text"].isascii() and right["text"].isascii() and left["size"] == right["size"]
            if same_run and (left["text"] + right["text"]).isalnum() and right["x0"] - left["x1"] > 0.1:
                widened.append(line_text(line))
    assert widened == []


def test_gaps_between_chinese_characters_are_even_within_a_line(pdf):
    for line in full_lines(pdf):
        han = [char for char in line if "\u4e00" <= char["text"] <= "\u9fff"]
        neighbours = [(a, b) for a, b in itertools.pairwise(line) if a in han and b in han]
        gaps = [b["x0"] - a["x1"] for a, b in neighbours if a["fontname"] == b["fontname"]]
        tight = [gap for gap in gaps if gap < UNREAD_GAP * BODY_SIZE]
        assert max(tight, default=0) - min(tight, default=0) < 0.05
        assert max(gaps, default=0) < 0.3 * BODY_SIZE


def test_letter_spaced_text_ends_at_the_right_edge():
    pdf = printed("<p>" + "间隔较大的文字也要到边，" * 20 + "</p>", CSS + "p { letter-spacing: 1pt }")
    assert max(abs(distance) for distance, _ in raggedness(pdf)) < 0.5


def test_lines_ending_in_an_inline_element_end_at_the_right_edge():
    body = (
        "<p>"
        + "甲乙丙丁<strong>戊己</strong><em>庚辛</em> <a href='https://example.org'>壬癸。</a>" * 30
        + "</p>"
    )
    assert max(abs(distance) for distance, _ in raggedness(printed(body))) < 0.5


@pytest.mark.parametrize("extra", range(1, 4))
def test_no_single_character_is_left_for_the_last_line(extra):
    for length in range(34 * 3, 34 * 3 + 38):
        lines = lines_of(printed("<p>" + "字" * length + "。" * (extra % 2) + "</p>"))
        assert len(lines[-1]) > 1 + extra % 2
    assert lines[0][0]["x0"] == pytest.approx(LEFT + 2 * BODY_SIZE, abs=0.1)


def test_dashes_and_ellipses_stay_whole():
    pdf = printed("<p>" + "破折号——在行中，省略号……也在行中，都不拆开。" * 20 + "</p>")
    for line in full_lines(pdf):
        for left, right in itertools.pairwise(line):
            if left["text"] == right["text"] and left["text"] in "—…":
                assert right["x0"] - left["x1"] < 0.02


def test_gaps_between_scripts():
    assert gap_after("钒", "钛") == BETWEEN_HAN
    assert gap_after("钒", "，") == BETWEEN_HAN
    assert gap_after("年", "2") == gap_after("4", "年") == HAN_WESTERN
    assert gap_after(" ", "年") == WORD_SPACE
    assert gap_after("年", " ") is None
    assert gap_after("—", "—") is gap_after("a", "b") is gap_after("1", ".") is None


def test_shared_room_adds_up_and_word_spaces_take_the_surplus():
    kinds = [BETWEEN_HAN] * 10 + [HAN_WESTERN] * 2 + [WORD_SPACE, None]
    for extra in (0.5, 6, 20, 200):
        sizes = share_out(kinds, extra, 16)
        assert sum(sizes.get(kind, 0) for kind in kinds) == pytest.approx(extra)
    assert share_out(kinds, 20, 16)[BETWEEN_HAN] == pytest.approx(UNREAD_GAP * 16)
    assert share_out([None], 5, 16) == {}


def test_install_twice_changes_nothing():
    before = weasyprint.layout.inline.justify_line
    justify.install()
    assert weasyprint.layout.inline.justify_line is before is justify.justify_line


def test_another_version_of_weasyprint_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(weasyprint, "__version__", "71.3")
    with pytest.raises(pins.WeasyPrintChanged, match=r"70\.0.*71\.3"):
        pins.check_pins()


def test_changed_internals_of_weasyprint_are_refused_by_name(monkeypatch):
    monkeypatch.setattr(weasyprint.layout.inline, "text_align", lambda *arguments: 0)
    with pytest.raises(pins.WeasyPrintChanged, match=r"inline\.text_align"):
        pins.check_pins()
