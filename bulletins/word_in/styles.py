"""What the paragraph styles of Word, WPS and LibreOffice mean: a heading, a caption, a quotation."""

import re
from dataclasses import dataclass

from bulletins.word_in.names import is_on, value, w

HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
CAPTIONS = {
    *("caption", "题注", "图题", "表题", "图注", "图名", "图片说明", "照片说明"),
    *("illustration", "figure", "drawing", "table caption", "图表", "插图"),  # LibreOffice
}
QUOTES = {
    "quote",
    "intense quote",
    "引用",
    "明显引用",
    "强烈引用",
    "quotations",
    "block text",
    "文本块",
    "引文",
}
TITLES = {"title", "标题", "文档标题", "文章标题", "大标题"}
CONTENTS = re.compile(r"(?:toc|目录|contents|index)\b.*|目录.*|toc heading")
STRONG, EMPHASIS = {"strong", "要点"}, {"emphasis", "强调"}  # whatever they look like
MAX_STEPS = 20  # of a chain of styles, each based on the next


@dataclass(frozen=True)
class Style:
    """`role`: title, h1…h9, caption, quote, contents or "" for plain text. Switches are None where not said."""

    role: str = ""
    align: str = ""
    bold: bool | None = None
    italic: bool | None = None
    raised: str = ""  # superscript, subscript
    size: int | None = None  # half points
    numbering: str = ""  # numId
    level: str = "0"


PLAIN = Style()


def read_styles(root) -> dict[str, Style]:
    """Style id → what it means, with what it inherits. `root` is `w:styles` or None."""
    if root is None:
        return {}
    elements = {one.get(w("styleId"), ""): one for one in root.iterfind(w("style"))}
    return {key: _resolve(key, elements) for key in elements}


def default_paragraph(root) -> str:
    """The id of the style of paragraphs that name none."""
    for one in root.iterfind(w("style")) if root is not None else ():
        if one.get(w("type")) == "paragraph" and one.get(w("default")) in ("1", "true", "on"):
            return one.get(w("styleId"), "")
    return ""


def _resolve(key: str, elements: dict) -> Style:
    """The nearest style of the chain that says something wins."""
    found: dict = {}
    for _ in range(MAX_STEPS):
        element = elements.get(key)
        if element is None:
            break
        for name, said in _own(element).items():
            if said not in (None, ""):
                found.setdefault(name, said)
        key = value(element, "basedOn", "")
    return Style(**found)


def _own(element) -> dict:
    paragraph, run = element.find(w("pPr")), element.find(w("rPr"))
    numbered = paragraph.find(w("numPr")) if paragraph is not None else None
    name = value(element, "name", "")
    return {
        "role": role_of(name, value(paragraph, "outlineLvl")),
        "align": value(paragraph, "jc"),
        "bold": True if name.lower() in STRONG else is_on(run, "b"),
        "italic": True if name.lower() in EMPHASIS else is_on(run, "i"),
        "raised": value(run, "vertAlign"),
        "size": number(value(run, "sz")),
        "numbering": value(numbered, "numId"),
        "level": value(numbered, "ilvl"),
    }


def role_of(name: str, outline: str | None = None) -> str:
    """By the name of a style, in English or Chinese, else by its outline level (0 is the highest)."""
    name = " ".join(name.lower().split())
    if heading := HEADING.fullmatch(name):
        return f"h{heading[1]}"
    for role, names in (("title", TITLES), ("caption", CAPTIONS), ("quote", QUOTES)):
        if name in names:
            return role
    if CONTENTS.fullmatch(name):
        return "contents"
    return f"h{int(outline) + 1}" if outline and outline.isdecimal() and int(outline) < 9 else ""


def number(text: str | None) -> int | None:
    """A whole number as it stands in an attribute, None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else None
