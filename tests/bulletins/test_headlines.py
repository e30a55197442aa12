"""Where headlines break."""

import re

import pytest

from bulletins.headlines import measure, phrases, set_headline, width

MEETING = "钒钛联盟第一届第四次理事会暨专家委员会工作会在成都召开"


@pytest.mark.parametrize(
    "text", [MEETING, "一二", "", "《规划》发布，各单位表示支持", "2016 Annual Report 在线"]
)
def test_phrases_joined_are_the_text(text):
    assert "".join(phrases(text)) == text


def test_headline_breaks_between_phrases_and_not_within_a_word():
    assert phrases(MEETING) == ["钒钛联盟第一届第四次理事会暨", "专家委员会工作会", "在成都召开"]


def test_no_phrase_begins_with_closing_punctuation():
    pieces = phrases("“三年分步走”的安排，获得（一致）认可：与会代表《建议》通过。")
    assert [piece for piece in pieces if piece[0] in "，。：”）》"] == []


def test_a_longer_first_line_is_taken_for_the_sense():
    kept = set_headline("第三批攀西试验区重大科技攻关项目征集到17项建议", 22)
    assert '<span class="phrase">第三批攀西试验区重大科技攻关项目</span>' in kept


@pytest.mark.parametrize("most", [15, 18, 22])
def test_lines_of_a_headline_are_about_equal(most):
    assert measure(MEETING, most) <= most
    assert measure(MEETING, most) >= width(MEETING) / 2


def test_short_headline_has_the_whole_measure():
    assert measure("短讯一则", 22) == 22


def test_no_phrase_is_wider_than_the_line_it_must_fit():
    text = "第三批攀西试验区重大科技攻关项目征集到17项建议，在成都"
    room = measure(text, 22)
    kept = re.findall(r'<span class="phrase">(.*?)</span>', set_headline(text, 22))
    assert [piece for piece in kept if width(piece) > room] == []
    assert kept


def test_headline_is_escaped():
    assert set_headline("<b>甲</b>&乙", 22).count("<b>") == 0
