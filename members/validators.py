"""Unified Social Credit Code (统一社会信用代码), GB 32100-2015."""

from django.core.exceptions import ValidationError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # 31 characters: no I, O, S, V, Z


def uscc_check_character(body: str) -> str:
    """The 18th character for the first 17: weights 3^(i−1) mod 31, check = (31 − Σ mod 31) mod 31."""
    total = sum(ALPHABET.index(character) * pow(3, i, 31) for i, character in enumerate(body))
    return ALPHABET[(31 - total % 31) % 31]


def validate_uscc(value: str) -> None:
    """Raise ValidationError, naming the check character expected, unless `value` is a valid USCC.

    Own code because python-stdnum refuses valid codes that start with A, N or Y.
    """
    if len(value) != 18:
        raise ValidationError(f"统一社会信用代码应为 18 位，现为 {len(value)} 位。")
    if wrong := sorted(set(value) - set(ALPHABET)):
        raise ValidationError(
            f"统一社会信用代码不含字符“{'、'.join(wrong)}”（不使用 I、O、S、V、Z 和小写字母）。"
        )
    expected = uscc_check_character(value[:17])
    if value[17] != expected:
        raise ValidationError(f"统一社会信用代码校验位不对：末位应为 {expected}，请核对各位数字。")
