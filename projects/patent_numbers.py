"""Chinese patent application numbers, ZC 0006-2003: recognised in every common spelling, kept in one normal form.

`ZL` + four-digit year + type + seven digits + `.` + check digit; before October 2003 two-digit year + type + five
digits + `.` + check digit. The check digit is the sum of the digits times 2…9, 2…5, modulo 11, with X for ten.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.enums import PatentKind

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
KIND_OF_TYPE = {
    "1": PatentKind.INVENTION,
    "2": PatentKind.UTILITY_MODEL,
    "3": PatentKind.DESIGN,
    "8": PatentKind.INVENTION,  # PCT, entered the national phase
    "9": PatentKind.UTILITY_MODEL,  # PCT
}
FIRST_YEAR = 1985  # the first day of the patent law was 1985-04-01
FORM_CHANGED = 2003  # both forms were given out in this year
EXAMPLE = "ZL201310699744.2"

IGNORED = re.compile(r"[\s.。・·_‐-―−\-]+")
PREFIX = re.compile(r"^(?:ZL|CN)+")
PUBLICATION = re.compile(r"^\d{7,9}[A-WYZ]\d?$", re.ASCII)
SHAPE = re.compile(r"^(\d{12}|\d{8})([\dX]?)$", re.ASCII)


def check_digit(body: str) -> str:
    """The check digit of the 12 or 8 digits before the dot."""
    remainder = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=False)) % 11
    return "X" if remainder == 10 else str(remainder)


def normalise(text: str) -> str:
    """The one normal form, e.g. `ZL201310699744.2` or `ZL95115608.X`.

    Accepts ZL, CN or neither, a missing dot, spaces, hyphens, full-width and lower-case letters. Raises ValidationError
    in Chinese, naming the check digit expected where that is what is wrong.
    """
    compact = PREFIX.sub("", IGNORED.sub("", unicodedata.normalize("NFKC", text or "").upper()))
    if not compact:
        raise ValidationError("请填写专利号。")
    if PUBLICATION.match(compact):
        raise ValidationError(f"这是公开（公告）号，请填写专利号（申请号），如 {EXAMPLE}。")
    shape = SHAPE.match(compact)
    if shape is None:
        raise ValidationError(
            f"专利号应为 12 位数字加 1 位校验位（2003 年 10 月以前为 8 位加 1 位），如 {EXAMPLE}。"
        )
    body, given = shape.groups()
    _check_body(body)
    expected = check_digit(body)
    if not given:
        raise ValidationError(f"缺少校验位：末位应为 {expected}，即 ZL{body}.{expected}。")
    if given != expected:
        raise ValidationError(f"专利号校验位不对：末位应为 {expected}，请核对各位数字。")
    return f"ZL{body}.{expected}"


def kind_of(number: str) -> PatentKind:
    """The kind of patent that the type digit of a number in normal form states."""
    return KIND_OF_TYPE[_type_digit(number.removeprefix("ZL").split(".")[0])]


def _type_digit(body: str) -> str:
    return body[4] if len(body) == 12 else body[2]


def _check_body(body: str) -> None:
    """Raise ValidationError when the year or the type digit cannot be."""
    if len(body) == 12:
        year, first, last = int(body[:4]), FORM_CHANGED, timezone.localdate().year
    else:
        year, first, last = int(body[:2]) + (1900 if int(body[:2]) >= 85 else 2000), FIRST_YEAR, FORM_CHANGED
    if not first <= year <= last:
        raise ValidationError(
            f"专利号中的年份“{year}”不对，{len(body)} 位专利号的年份应在 {first} 至 {last} 之间。"
        )
    if (digit := _type_digit(body)) not in KIND_OF_TYPE:
        position = "第 5 位" if len(body) == 12 else "第 3 位"
        raise ValidationError(
            f"专利号{position}“{digit}”不是专利种类：1 发明，2 实用新型，3 外观设计，8、9 为国际申请。"
        )
