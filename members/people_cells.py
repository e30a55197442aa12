"""What stands in a cell of a list of people, read as people write it. ValueError says in Chinese what is wrong."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

GENDERS = {"男": "m", "女": "f", "m": "m", "f": "f"}
YES, NO = ("是", "√", "有", "院士", "yes"), ("否", "×", "无", "不是", "no", "/", "-")
MOBILE = re.compile(r"1\d{10}")
NUMBER = re.compile(r"[+\d][\d\s\-()+转]*")
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!")
CHINESE = re.compile(r"[\u2e80-\u9fff\U00020000-\U0003ffff]")
FEW_DIGITS, MOBILE_DIGITS = 5, 11
LONGEST_NUMBER = 15


def read_cell(field: str, text: str):
    """The value of `field` that a cell stands for; "" for an empty one."""
    if text.upper() in ERRORS:
        raise ValueError(f"“{text}”是表格的计算错误，请直接填写内容。")
    if text.startswith("="):
        raise ValueError("这一格是公式，表格里没有存下结果，请直接填写内容。")
    reader = READERS.get(field, _plain_text)
    return reader(text) if text else ""


def _plain_text(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _name(text: str) -> str:
    """Without the blanks that line up names of two characters: 王　五 → 王五."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = re.sub(r"\s+", "" if CHINESE.search(text) else " ", text)
    if re.search(r"[、,;/]", text):
        raise ValueError("一格只能填写一个人的姓名。")
    if re.search(r"[\d:@#]", text):
        raise ValueError(f"“{text[:20]}”不是姓名。这一行如不是人员，请在“处理”中选“跳过”。")
    return text


def _gender(text: str) -> str:
    found = GENDERS.get(text.strip().lower().removesuffix("性"))
    if found is None:
        raise ValueError(f"“{text[:20]}”应填“男”或“女”。")
    return found


def _yes_or_no(text: str) -> bool:
    plain = text.strip().lower()
    if plain in NO:
        return False
    if plain in YES or plain.endswith("院士"):
        return True
    raise ValueError(f"“{text[:20]}”应填“是”或“否”。")


def _phone(text: str) -> str:
    """Numbers in half-width digits, several apart by 、."""
    numbers = [part.strip() for part in re.split(r"[、，,；;/\n]", unicodedata.normalize("NFKC", text))]
    return "、".join(_number(each) for each in numbers if each)


def _number(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if not NUMBER.fullmatch(text) or len(digits) < FEW_DIGITS:
        raise ValueError(f"“{text[:20]}”不是电话号码。")
    is_mobile = text == digits and text.startswith("1") and len(digits) >= MOBILE_DIGITS - 1
    if is_mobile and not MOBILE.fullmatch(digits):
        raise ValueError(f"手机号码应为 11 位，现为 {len(digits)} 位。")
    return text


def _email(text: str) -> str:
    if "*" in text:
        raise ValueError("邮箱是隐去一部分的，不能导入。")
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).removeprefix("mailto:")
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(f"“{text[:40]}”不是邮箱地址。") from None
    return text


def _expertise(text: str) -> str:
    """Several apart by 、, as they are searched and shown."""
    return "、".join(part.strip() for part in re.split(r"[、，,；;\n]", text) if part.strip())


def _register_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER):
        raise ValueError(f"“{text[:20]}”不是编号。新增的人员请把编号留空。")
    return int(text)


READERS = {
    "name": _name,
    "gender": _gender,
    "academician": _yes_or_no,
    "phone": _phone,
    "email": _email,
    "expertise": _expertise,
    "number": _register_number,
}


def says_academician(*texts: str) -> bool:
    """A title or honour that ends in 院士: 中国工程院院士, not 院士工作站主任."""
    parts = (part.strip() for text in texts for part in re.split(r"[、，,；;\s]", text))
    return any(part.endswith("院士") for part in parts)
