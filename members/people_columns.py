"""Which column of a secretariat's list means what, told by its header; and where the header stands."""

import re
import unicodedata

# Field → its label and what people write above such a column. Texts of several columns with one of JOINED are joined.
FIELDS = {
    "number": ("编号", ("人员编号",)),
    "name": ("姓名", ("名字", "姓名/名称", "人员姓名", "专家姓名", "代表姓名", "联系人", "联络员", "参会人员", "name")),
    "pinyin_override": ("拼音更正", ()),
    "gender": ("性别", ()),
    "unit": ("单位", ("工作单位", "所在单位", "单位名称", "成员单位", "所属单位", "任职单位", "现工作单位", "现单位",
                     "单位全称", "工作单位名称", "所在单位名称", "推荐单位", "其他机构")),
    "affiliation_printed": ("单位（印刷写法）", ()),
    "post": ("职务", ("现任职务", "行政职务", "职位", "职务/职称", "职务职称", "职务或职称", "单位职务", "岗位", "现职务")),
    "title": ("职称", ("技术职称", "专业技术职务", "专业技术职称", "职称/技术职务", "现职称")),
    "honours": ("荣誉", ("荣誉称号", "称号", "人才称号", "学术荣誉", "主要荣誉", "获奖情况", "人才计划")),
    "academician": ("院士", ("是否院士",)),
    "expertise": ("专长", ("研究方向", "专业", "专业领域", "研究领域", "擅长领域", "从事专业", "专业特长", "技术专长",
                         "专业方向", "研究专长", "技术领域", "从事领域")),
    "phone": ("电话", ("手机", "手机号", "手机号码", "联系电话", "移动电话", "联系方式", "办公电话", "座机", "电话号码",
                     "固定电话", "手机/电话", "电话/手机", "tel", "phone", "mobile")),
    "email": ("电子邮箱", ("邮箱", "电子邮件", "e-mail", "email", "mail", "邮箱地址", "电邮", "邮件", "电子信箱", "e-mail地址")),
    "note": ("备注", ("说明", "其他说明")),
}  # fmt: skip
JOINED = ("phone", "honours", "expertise", "note")
LOOKED_AT = 20  # rows in which the header is looked for
INSIDE = re.compile(r"\(.*?\)|\[.*?\]|[*:\s]")


def label_of(field: str) -> str:
    return FIELDS[field][0]


def _known() -> dict[str, str]:
    found = {}
    for name, (label, others) in FIELDS.items():
        found |= {_plain(text): name for text in (label, *others)}
    return found


def _plain(header: str) -> str:
    """In half-width letters, lower case, without blanks."""
    return re.sub(r"[\s*:]", "", unicodedata.normalize("NFKC", header)).lower()


KNOWN = _known()


def field_of(header: str) -> str:
    """The field that a header names, e.g. 手机号码（必填） → phone; empty for headers nobody knows (序号)."""
    plain = _plain(header)
    return KNOWN.get(plain) or KNOWN.get(INSIDE.sub("", plain)) or ""


def recognise(headers: list[str]) -> dict[str, str]:
    """Column (from 0, as text) → field. Of two columns with one meaning the first counts, unless both can be joined."""
    found: dict[str, str] = {}
    for place, header in enumerate(headers):
        name = field_of(header)
        if name and (name in JOINED or name not in found.values()):
            found[str(place)] = name
    return found


def find_header(rows: list[tuple[int, list[str]]]) -> int | None:
    """The line of the header: the one that names the most fields, a person's name among them. None when there is none."""
    best, line_of_best = 1, None
    for line, texts in rows[:LOOKED_AT]:
        fields = set(recognise(texts).values())
        if len(fields) > best and "name" in fields:
            best, line_of_best = len(fields), line
    if line_of_best is None:
        return next((line for line, texts in rows[:LOOKED_AT] if "name" in recognise(texts).values()), None)
    return line_of_best
