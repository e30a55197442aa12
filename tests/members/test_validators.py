"""Unified Social Credit Codes (GB 32100-2015)."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from members.validators import ALPHABET, uscc_check_character, validate_uscc

VALID = [
    "91110000600037341L",  # the example in the documentation of python-stdnum
    "A1110000MA000000XA",  # its classes A, N and Y are unknown there
    "N2510400MF123456P4",
    "Y1510000MA6B2C3D49",
]


def message(value: str) -> str:
    with pytest.raises(ValidationError) as refused:
        validate_uscc(value)
    return refused.value.message


@pytest.mark.parametrize("code", VALID)
def test_valid_code_passes(code):
    assert validate_uscc(code) is None


def test_check_character_of_a_worked_example():
    """GB 32100: weights 3^(i−1) mod 31 are 1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28."""
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    body = "12510000450718249"
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))

    assert uscc_check_character(body) == ALPHABET[31 - total % 31] == "5"


@pytest.mark.parametrize("code", VALID)
def test_wrong_check_character_names_the_expected_one(code):
    wrong = code[:17] + ("0" if code[17] != "0" else "1")

    assert message(wrong) == f"统一社会信用代码校验位不对：末位应为 {code[17]}，请核对各位数字。"


@given(code=st.sampled_from(VALID), place=st.integers(0, 16), character=st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(code, place, character):
    changed = code[:place] + character + code[place + 1 :]

    if changed != code:
        assert "校验位不对" in message(changed)


@given(code=st.sampled_from(VALID), place=st.integers(0, 15))
def test_two_neighbours_exchanged_are_noticed(code, place):
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    if changed != code:
        assert "校验位不对" in message(changed)


@pytest.mark.parametrize(("code", "length"), [("", 0), ("9111000060003734", 16), ("91110000600037341L1", 19)])
def test_wrong_length_is_named(code, length):
    assert message(code) == f"统一社会信用代码应为 18 位，现为 {length} 位。"


@pytest.mark.parametrize(
    ("character", "shown"), [("I", "I"), ("O", "O"), ("a", "a"), ("９", "９"), (" ", " "), ("钛", "钛")]
)
def test_character_outside_the_alphabet_is_named(character, shown):
    assert f"不含字符“{shown}”" in message("9" + character + "1110000600037341"[:16])


@given(body=st.text(alphabet=ALPHABET, min_size=17, max_size=17))
def test_every_body_has_exactly_one_check_character(body):
    fitting = []
    for character in ALPHABET:
        try:
            validate_uscc(body + character)
        except ValidationError:
            continue
        fitting.append(character)

    assert fitting == [uscc_check_character(body)]
