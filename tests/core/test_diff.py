"""What changed between two texts: pieces that a reader can follow, and nothing lost on either side."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.core.diff import Piece, diff_line, diff_texts

TEXT = st.text(alphabet="联盟理事会两一天，。12A\n", max_size=40)


def said(pieces: list[Piece]) -> str:
    """`[-两-][+一+]天`, to read at a glance."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("会期两天", "会期一天", "会期[-两-][+一+]天"),
        ("由副理事长单位承办", "由副理事长以上单位承办", "由副理事长[+以上+]单位承办"),
        ("经费120万元", "经费135.5万元", "经费[-120-][+135.5+]万元"),  # a number is one word
        ("占比5%", "占比10%", "占比[-5%-][+10%+]"),
        ("采用TiO薄膜", "采用TiAl薄膜", "采用[-TiO-][+TiAl+]薄膜"),
        ("甲乙丙丁", "子乙丑丁", "[-甲乙丙-][+子乙丑+]丁"),  # one character between two changes is no island
        ("", "新写的一段", "[+新写的一段+]"),
        ("删去的一段", "", "[-删去的一段-]"),
    ],
)
def test_line_shows_words_that_came_and_went(old, new, expected):
    assert said(diff_line(old, new)) == expected


def test_same_texts_have_no_difference():
    assert diff_texts("第一段\n第二段", "第一段\n第二段") == []


def test_paragraph_that_was_put_in_leaves_the_others_alone():
    found = diff_texts("第一段\n第三段", "第一段\n第二段新\n第三段")

    assert [said(paragraph) for paragraph in found] == ["第一段", "[+第二段新+]", "第三段"]


def test_paragraph_that_was_taken_out_stays_to_be_seen():
    assert [said(each) for each in diff_texts("甲甲\n乙乙", "甲甲")] == ["甲甲", "[-乙乙-]"]


@given(old=TEXT, new=TEXT)
@settings(max_examples=200, deadline=None)
def test_both_texts_can_be_read_back_from_the_pieces(old, new):
    pieces = [piece for paragraph in diff_texts(old, new) for piece in paragraph] or [Piece("same", new)]

    kept = "".join(piece.text for piece in pieces if piece.kind != "removed")
    was = "".join(piece.text for piece in pieces if piece.kind != "added")
    assert (kept.replace("\n", ""), was.replace("\n", "")) == (new.replace("\n", ""), old.replace("\n", ""))


def test_paragraph_of_a_book_is_not_compared_word_by_word():
    old, new = "甲乙丙丁" * 5_000, "子丑寅卯" * 5_000
    start = time.monotonic()

    found = diff_line(old, new)

    assert [piece.kind for piece in found] == ["removed", "added"]
    assert time.monotonic() - start < 1
