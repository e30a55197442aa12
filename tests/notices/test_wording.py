"""Filling what staff write: values once, no code, clear refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.notices import kinds, wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到{对象}", "收到提钛"),
        ("收到 ｛ 对象 ｝", "收到 提钛"),
        ("收到\n理由：{理由}\n完", "收到\n完"),
        ("{对象}（{理由}）", "提钛（）"),
        ("", ""),
    ],
)
def test_placeholders_are_filled_and_empty_lines_left_out(text, expected):
    assert wording.fill(text, {"对象": "提钛", "理由": ""}) == expected


def test_value_that_looks_like_a_placeholder_stays_as_it_is():
    assert wording.fill("{对象}", {"对象": "{单位}", "单位": "秘密"}) == "{单位}"


@pytest.mark.parametrize(
    "text", ["{0.__class__}", "{对象.__init__.__globals__}", "{对象!r}", "{对象:>9999999}"]
)
def test_format_tricks_are_unknown_placeholders(text):
    assert "这个变量" in wording.problem_with(text, ["对象"])


@pytest.mark.parametrize("text", ["{对象", "对象}", "{{对象}", "{对象}{"])
def test_lonely_brace_is_refused(text):
    assert wording.problem_with(text, ["对象"]) != ""


def test_refusal_names_what_can_be_used():
    assert (
        wording.problem_with("{标题}", ["对象", "单位"]) == "没有“{标题}”这个变量。可用的变量：{对象}{单位}。"
    )


@given(st.text(max_size=80), st.text(max_size=20))
def test_no_text_breaks_the_filling(text, value):
    wording.problem_with(text, ["对象"])
    assert isinstance(wording.fill(text, {"对象": value}), str)


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.name)
def test_every_kind_reads_well_with_its_samples(kind):
    for text in (kind.title, kind.body, kind.group_text):
        filled = wording.fill(text, {**kind.variables, kinds.LINK: "http://localhost/s/abcdef/"})
        assert not wording.BRACES.search(filled)
    assert wording.fill(kind.title, kind.variables) != ""


def test_kind_with_a_wrong_template_cannot_be_registered():
    with pytest.raises(ValueError, match="这个变量"):
        kinds.register(kinds.NoticeKind("test.wrong", "错", "测试", title="{没有}"))
    assert kinds.find("test.wrong") is None
