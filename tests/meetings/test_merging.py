"""Merging what records changed into what people edited: no edit is ever lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.merging import merge

BASE = "会议在成都召开。听取了年度报告。审议了工作计划。讨论了换届。"

clauses = st.text(alphabet="甲乙丙丁戊", min_size=1, max_size=4)
texts = st.lists(clauses, max_size=6).map(lambda rows: "".join(f"{row}。" for row in rows))


@pytest.mark.parametrize(
    ("edited", "compiled", "merged"),
    [
        (BASE, BASE.replace("成都", "重庆"), BASE.replace("成都", "重庆")),
        (BASE.replace("换届", "换届事项"), BASE, BASE.replace("换届", "换届事项")),
        (
            BASE.replace("讨论了换届", "讨论了换届事项"),
            BASE.replace("成都", "重庆"),
            BASE.replace("成都", "重庆").replace("讨论了换届", "讨论了换届事项"),
        ),
        (
            BASE + "会议要求抓紧落实。",
            BASE.replace("年度报告", "两个报告"),
            BASE.replace("年度报告", "两个报告") + "会议要求抓紧落实。",
        ),
        (
            BASE.replace("审议了工作计划。", ""),
            BASE.replace("成都", "重庆"),
            BASE.replace("成都", "重庆").replace("审议了工作计划。", ""),
        ),
    ],
)
def test_changes_of_different_clauses_both_stand(edited, compiled, merged):
    assert merge(BASE, edited, compiled) == merged


@pytest.mark.parametrize(
    ("edited", "compiled"),
    [
        (BASE.replace("成都", "重庆"), BASE.replace("成都", "西昌")),
        (BASE + "一、抓紧。", BASE + "二、落实。"),
        (BASE.replace("会议在成都召开。", ""), BASE.replace("成都", "西昌")),
    ],
)
def test_the_same_words_changed_twice_are_left_to_people(edited, compiled):
    assert merge(BASE, edited, compiled) is None


def test_the_same_change_twice_is_one_change():
    changed = BASE.replace("成都", "重庆")
    assert merge(BASE, changed, changed) == changed
    assert merge(BASE, changed + "末句。", changed) == changed + "末句。"


@given(texts, texts, texts)
def test_no_clause_that_somebody_wrote_is_lost(base, edited, compiled):
    merged = merge(base, edited, compiled)
    if merged is None:
        return
    written = set(edited.split("。")) - set(base.split("。"))
    assert written <= set(merged.split("。"))


@given(texts, texts)
def test_one_change_alone_is_that_change(base, other):
    assert merge(base, other, base) == other
    assert merge(base, base, other) == other
    assert merge(base, other, other) == other
