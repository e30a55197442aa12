"""From mammoth's HTML to an article: its headline, its text, its pictures with their captions, who signs."""

import re
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree, html

from alliance.core.errors import BadFile
from alliance.printing.engine.inspect import MAX_COLSPAN, MAX_ITEMS, MAX_ROWS, MAX_ROWSPAN
from bulletins.enums import PicturePlace
from bulletins.word_in.losses import Losses

SPACES = " \t\r\n\u3000\u00a0"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MAX_HEADLINE, MAX_CAPTION, MAX_SHORT, MAX_SIGNATURE = 120, 120, 60, 60  # characters
CAPTION = re.compile(r"^(?:图|照片|图片)\s*[\d一二三四五六七八九十]*\s*[:：.、\s\u3000]?|^图为")
DATE = re.compile(r"^\d{4}\s*年|^[二〇○零一]{2,4}.{0,2}年|^\d{4}[-./]\d")
ENDS = ("。", "；", "！", "？", "：")


@dataclass
class Picture:
    """A picture in the text: its part in the archive, and after how many blocks of the text it stands."""

    part: str
    after: int
    alt: str = ""
    caption: str = ""
    place: str = PicturePlace.LARGE


@dataclass
class Parts:
    headline: str = ""
    signature: str = ""
    body: list = field(default_factory=list)  # elements
    pictures: list[Picture] = field(default_factory=list)


def take_apart(root, losses: Losses) -> Parts:
    """`root`: the `<div>` that `convert.to_html` returns; it is used up. Raises BadFile for tables beyond measure."""
    parts = Parts()
    for block in list(root):
        _refuse_excess(block)
    items = _items(list(root), losses)
    parts.headline = _take_headline(items, losses)
    parts.signature = _take_signature(items)
    _place(items, parts)
    _level(parts.body)
    for block in parts.body:
        _trim(block)
        block.attrib.pop("class", None)
    return parts


def text_of(element) -> str:
    """Its text in one line, without the white space and full-width spaces around it."""
    return re.sub(r"[ \t\r\n]+", " ", element.text_content()).strip(SPACES)


def markup(blocks: list) -> str:
    """The HTML of the blocks, one a line."""
    return "\n".join(html.tostring(block, encoding="unicode", with_tail=False) for block in blocks)


def _refuse_excess(block) -> None:
    rows, items = len(list(block.iter("tr"))), len(list(block.iter("li")))
    if rows > MAX_ROWS:
        raise BadFile(f"文档里有 {rows} 行的表格，最多 {MAX_ROWS} 行。请把它另作附件上传。")
    if items > MAX_ITEMS:
        raise BadFile(f"文档里有 {items} 项的列表，最多 {MAX_ITEMS} 项。")
    for cell in block.iter("td", "th"):
        for name, limit in (("colspan", MAX_COLSPAN), ("rowspan", MAX_ROWSPAN)):
            if int(cell.get(name, "1")) > limit:
                cell.set(name, str(limit))


# ---------------------------------------------------------------- text and pictures in order
def _items(blocks: list, losses: Losses) -> list:
    """Text blocks and `Picture`s in reading order; tables that only arrange pictures are dissolved."""
    items: list = []
    for block in blocks:
        if block.tag == "table":
            items += _from_table(block, losses)
        elif next(block.iter("img"), None) is None:
            items.append(block)
        else:
            items += _from_paragraph(block)
    return items


def _from_paragraph(block) -> list:
    """The pictures of a paragraph, and its text: as their caption where it is short, else before them."""
    pictures = [_picture(img) for img in list(block.iter("img"))]
    for img in list(block.iter("img")):
        img.drop_tree()
    text = text_of(block)
    if not text:
        return pictures
    if block.get("class") == "caption" or (block.tag == "p" and _is_caption_text(text)):
        pictures[-1].caption = text[:MAX_CAPTION]
        return pictures
    return [block, *pictures]


def _picture(img, place: str = PicturePlace.LARGE) -> Picture:
    part = img.get("src", "").removeprefix("part:")
    return Picture(part, 0, alt=(img.get("alt") or "").strip()[:200], place=place)


def _from_table(table, losses: Losses) -> list:
    cells = list(table.iter("td", "th"))
    images = list(table.iter("img"))
    if images:
        if all(_has_pictures(cell) or len(text_of(cell)) <= MAX_CAPTION for cell in cells) and _arranges(
            table
        ):
            return _side_by_side(table)
        if _holds_data(cells):
            return _pictures_behind(table, images, losses)
        losses.count("layout_tables")
        return [one for cell in cells for one in _cell_items(cell, losses)]
    if len(cells) == 1:
        losses.count("layout_tables")
        return _cell_items(cells[0], losses)
    _dress_table(table)
    return [table] if text_of(table) else []


def _holds_data(cells: list) -> bool:
    """More text than pictures: a table, not a way to place things."""
    texts = [cell for cell in cells if text_of(cell) and not _has_pictures(cell)]
    return len(texts) >= 4 and len(texts) > len(cells) / 2


def _pictures_behind(table, images: list, losses: Losses) -> list:
    losses.count("pictures_in_tables", len(images))
    pictures = [_picture(img) for img in images]
    for img in images:
        img.drop_tree()
    _dress_table(table)
    return [table, *pictures]


def _cell_items(cell, losses: Losses) -> list:
    return _items([deepcopy(child) for child in cell if isinstance(child.tag, str)], losses)


def _has_pictures(cell) -> bool:
    return next(cell.iter("img"), None) is not None


def _arranges(table) -> bool:
    """At least half of what stands in it has a picture: the rest are captions."""
    filled = [cell for cell in table.iter("td", "th") if text_of(cell) or _has_pictures(cell)]
    return 2 * sum(map(_has_pictures, filled)) >= len(filled)


def _side_by_side(table) -> list[Picture]:
    """Pictures of a row stand side by side; their captions are in their cell or below it in the next row."""
    found: list[Picture] = []
    above: dict[int, list[Picture]] = {}
    for row in table.iter("tr"):
        here: dict[int, list[Picture]] = {}
        for column, cell in enumerate(row.iter("td", "th")):
            pictures = [_picture(img, PicturePlace.HALF) for img in cell.iter("img")]
            caption = text_of(cell)[:MAX_CAPTION]
            for one in (pictures or above.get(column, []))[-1:] if caption else ():
                one.caption = one.caption or caption
            if pictures:
                here[column] = pictures
        in_row = [one for pictures in here.values() for one in pictures]
        for one in in_row if len(in_row) == 1 else ():
            one.place = PicturePlace.LARGE
        found += in_row
        above = here
    return found


def _dress_table(table) -> None:
    """A cell with one paragraph needs none; a first row all in bold is the head."""
    for cell in table.iter("td", "th"):
        paragraphs = list(cell)
        for one in paragraphs:
            one.attrib.pop("class", None)
        if len(paragraphs) == 1 and paragraphs[0].tag == "p":
            paragraphs[0].drop_tag()
    rows = list(table.iter("tr"))
    if table.find("thead") is None and len(rows) > 1 and all(_is_bold(cell) for cell in rows[0]):
        body = rows[0].getparent()
        head = etree.Element("thead")
        body.remove(rows[0])
        head.append(rows[0])
        table.insert(0, head)
    for cell in table.iterfind("thead//td"):
        cell.tag = "th"
    for cell in table.iter("th"):
        etree.strip_tags(cell, "strong")


def _is_bold(cell) -> bool:
    strong = "".join(one.text_content() for one in cell.iter("strong")).strip()
    return bool(strong) and strong == cell.text_content().strip()


# ---------------------------------------------------------------- headline, signature
def _take_headline(items: list, losses: Losses) -> str:
    """The title of the document: its style, else a first heading, else a first line that stands out."""
    blocks = [one for one in items[:8] if not isinstance(one, Picture) and text_of(one)]
    chosen = next((one for one in blocks if one.get("class") == "title"), None)
    if chosen is None and blocks:
        first = blocks[0]
        if first.tag in HEADINGS or first.get("class") in ("loud", "centre"):
            chosen = first
        elif first.tag == "p" and len(text_of(first)) <= MAX_SHORT and not text_of(first).endswith(ENDS):
            chosen = first
            losses.say("文档没有用标题样式，已把第一行作为标题，请核对。")
        else:
            chosen = next((one for one in blocks if one.tag == "h1"), None)
    if chosen is None or len(text_of(chosen)) > MAX_HEADLINE:
        losses.say("没有找到标题，请在编辑页填写。")
        return ""
    items.remove(chosen)
    return text_of(chosen)


def _take_signature(items: list) -> str:
    """Who signs, and when: the short lines on the right at the end."""
    lines: list[str] = []
    while items and len(lines) < 2 and _is_signature(items[-1]):
        lines.insert(0, text_of(items.pop()))
    # 「单位」 before 「日期」, whichever way round they stood
    lines.sort(key=lambda line: bool(DATE.match(line)))
    return "　".join(lines)[:MAX_SIGNATURE]


def _is_signature(item) -> bool:
    if isinstance(item, Picture) or item.get("class") != "right":
        return False
    return 0 < len(text_of(item)) <= MAX_SIGNATURE // 2


# ---------------------------------------------------------------- captions, places
def _place(items: list, parts: Parts) -> None:
    """Sort into text and pictures; a caption follows its pictures or, where a style says so, goes before."""
    waiting: list[Picture] = []  # pictures since the last text, whose captions may follow
    before = None  # a caption that may belong to the picture after it
    for item in items:
        if isinstance(item, Picture):
            if before is not None:
                item.caption, before = item.caption or text_of(before)[:MAX_CAPTION], None
            item.after = len(parts.body)
            parts.pictures.append(item)
            waiting.append(item)
            continue
        if waiting and not waiting[-1].caption and item.tag == "p" and _may_be_caption(item):
            waiting[-1].caption = text_of(item)[:MAX_CAPTION]
            continue
        waiting = []
        parts.body += [before] if before is not None else []
        before = item if _is_styled_caption(item) else None
        if before is None and text_of(item):
            parts.body.append(item)
    parts.body += [before] if before is not None else []


def _is_styled_caption(item) -> bool:
    """Of a picture; the one of a table stays above it as text."""
    return item.get("class") == "caption" and bool(CAPTION.match(text_of(item)))


def _may_be_caption(item) -> bool:
    text = text_of(item)
    if item.get("class") == "caption":
        return not text.startswith("表")
    is_short = len(text) <= MAX_SHORT and not text.endswith("：")
    return (is_short and item.get("class") in ("centre", "loud")) or _is_caption_text(text)


def _is_caption_text(text: str) -> bool:
    return len(text) <= MAX_SHORT and bool(CAPTION.match(text)) and not text.endswith(("：", "；"))


def _level(body: list) -> None:
    """Headings start at the second level, the first being the headline's, and there are three of them."""
    found = sorted({block.tag for block in body if block.tag in HEADINGS})
    levels = {tag: f"h{min(2 + step, 4)}" for step, tag in enumerate(found)}
    for block in body:
        block.tag = levels.get(block.tag, block.tag)


def _trim(block) -> None:
    """Indents made of spaces: the page makes its own."""
    if block.tag not in ("table", "ul", "ol"):
        first = block[0] if block.tag == "blockquote" and len(block) else block
        if first.text:
            first.text = first.text.lstrip(SPACES)
        elif len(first) and first[0].tag in ("strong", "em") and first[0].text:
            first[0].text = first[0].text.lstrip(SPACES)
