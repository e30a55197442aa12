"""Numbers of ZC 0006-2003 in the spellings people use."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from projects.enums import PatentKind
from projects.patent_numbers import check_digit, kind_of, normalise


def refusal(text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        normalise(text)
    (message,) = refused.value.messages
    return message


@pytest.mark.parametrize(
    ("body", "digit"),
    [("201310699744", "2"), ("201710601862", "3"), ("97101765", "4"), ("95115608", "X")],
)
def test_check_digit_of_known_numbers(body, digit):
    assert check_digit(body) == digit


@pytest.mark.parametrize(
    "text",
    [
        "ZL201310699744.2",
        "zl 2013 1 0699744.2",
        "CN201310699744.2",
        "2013106997442",
        "ＺＬ２０１３１０６９９７４４．２",
        " ZL 201310699744。2\n",
        "ZL2013-1-0699744-2",
    ],
)
def test_normalise_takes_every_common_spelling(text):
    assert normalise(text) == "ZL201310699744.2"


@pytest.mark.parametrize("text", ["95115608.x", "zl95115608x", "ZL 95115608．Ｘ"])
def test_normalise_old_form_with_lower_case_x(text):
    assert normalise(text) == "ZL95115608.X"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ZL201310699744.3", "专利号校验位不对：末位应为 2，请核对各位数字。"),
        ("ZL95115608.5", "专利号校验位不对：末位应为 X，请核对各位数字。"),
        ("ZL201310699744", "缺少校验位：末位应为 2，即 ZL201310699744.2。"),
        ("97101765", "缺少校验位：末位应为 4，即 ZL97101765.4。"),
        ("CN103741234B", "这是公开（公告）号，请填写专利号（申请号），如 ZL201310699744.2。"),
        ("ZL20131069974X.2", "专利号应为 12 位数字加 1 位校验位（2003 年 10 月以前为 8 位加 1 位），如 ZL201310699744.2。"),
        ("2013", "专利号应为 12 位数字加 1 位校验位（2003 年 10 月以前为 8 位加 1 位），如 ZL201310699744.2。"),
        ("", "请填写专利号。"),
        ("ZL", "请填写专利号。"),
        ("2013406997446", "专利号第 5 位“4”不是专利种类：1 发明，2 实用新型，3 外观设计，8、9 为国际申请。"),
        ("974017654", "专利号第 3 位“4”不是专利种类：1 发明，2 实用新型，3 外观设计，8、9 为国际申请。"),
        ("ZL197010699744.2", f"专利号中的年份“1970”不对，12 位专利号的年份应在 2003 至 {timezone.localdate().year} 之间。"),
        ("ZL04115608.0", "专利号中的年份“2004”不对，8 位专利号的年份应在 1985 至 2003 之间。"),
    ],
)  # fmt: skip
def test_normalise_refuses_and_says_what_is_wrong(text, message):
    assert refusal(text) == message


@pytest.mark.parametrize(
    ("digit", "kind"),
    [
        ("1", PatentKind.INVENTION),
        ("2", PatentKind.UTILITY_MODEL),
        ("3", PatentKind.DESIGN),
        ("8", PatentKind.INVENTION),
        ("9", PatentKind.UTILITY_MODEL),
    ],
)
def test_kind_follows_from_the_type_digit(digit, kind):
    for body in (f"2013{digit}0699744", f"97{digit}01765"):
        assert kind_of(normalise(body + check_digit(body))) == kind


years = st.integers(2003, timezone.localdate().year).map(str)
bodies = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07d}",
    years,
    st.sampled_from("12389"),
    st.integers(0, 9999999),
)


@given(bodies)
def test_normalise_any_number_is_stable(body):
    normal = normalise(body + check_digit(body))
    assert normalise(normal) == normal == f"ZL{body}.{check_digit(body)}"


@given(bodies, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_never_passes(body, position, shift):
    """Weights 2…9 are no multiples of 11, so the check digit finds every single mistake."""
    wrong = body[:position] + str((int(body[position]) + shift) % 10) + body[position + 1 :]
    assert refusal(wrong + check_digit(body)) != ""


@given(st.text(max_size=40))
def test_normalise_any_text_is_a_number_or_a_refusal(text):
    try:
        normal = normalise(text)
    except ValidationError as refused:
        assert len(refused.messages) == 1
    else:
        assert normal.isascii() and normal.startswith("ZL")


def test_normalise_refuses_digits_of_other_scripts():
    assert refusal("٢٠١٣١٠٦٩٩٧٤٤٢").startswith("专利号应为 12 位数字")
