"""One pass over a document before layout: refuse what would kill or blemish the render, name the article.

Sanitised HTML can still take a renderer down (a million columns, hundreds of nested blocks), a picture of a
few kilobytes can fill the memory, and a character without a glyph would be printed as a box. Each is found
here in time linear to the size of the document; the article is the nearest ancestor's ``data-article``.
"""

import io
import re
import warnings
from collections import Counter
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from .drawings import DRAWN, is_drawing
from .errors import FALLBACK_ARTICLE, MissingGlyphs, ResourceMissing, ResourceRefused, TooComplex
from .fonts import missing_characters

# Limits per document.
MAX_BYTES = 8_000_000
MAX_TAGS = 200_000
MAX_DEPTH = 60  # WeasyPrint recurses several frames per level
# Limits per article.
MAX_ELEMENTS = 20_000
MAX_ROWS = 1_500
MAX_ITEMS = 2_000
MAX_IMAGES = 200
# Limits per element.
MAX_COLSPAN = 100
MAX_ROWSPAN = 500
MAX_ORDINAL = 100_000
MAX_TEXT = 50_000  # characters of one run of text: lines are cut off its front one by one
MAX_PIXELS = 50_000_000  # of one picture, as its header states them

_COUNTED = {"li": (MAX_ITEMS, "列表项"), "tr": (MAX_ROWS, "表格行"), "img": (MAX_IMAGES, "图片")}
_NUMBERS = {
    "colspan": (MAX_COLSPAN, "单元格跨列"),
    "rowspan": (MAX_ROWSPAN, "单元格跨行"),
    "span": (MAX_COLSPAN, "表格列"),
    "start": (MAX_ORDINAL, "列表起始编号"),
    "value": (MAX_ORDINAL, "列表编号"),
}
# Elements that load or run something, or change how addresses are read.
_FORBIDDEN = frozenset(
    re.findall(
        r"\w+",
        "applet audio base embed form frame frameset iframe input link object picture script source svg "
        "track video",
    )
)
_UNPRINTED = frozenset({"head", "style", "title", "script"})
_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
# Parsing takes time quadratic to the depth, so the depth is estimated before it, from the tags that must be
# closed. Within a drawing, and only there, a slash at its end closes a tag.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[^<>]*?(/?)>|)|\bdata-article\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
)
_UNNESTED = frozenset(
    re.findall(
        r"\w+",
        "area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead tbody "
        "tfoot colgroup caption option optgroup rp rt html head body",
    )
)
_ARTICLE_MARK = re.compile(r"""\bdata-article\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Not within a colour (#123456).
_HUGE_NUMBER = re.compile(r"(?:^|[^#\w])\d*(?:\d{5}|\d[eE]\+?\d)")


class _Node(NamedTuple):
    element: object
    depth: int
    article: str


def check_size(source: str) -> None:
    """Refuse a document too large or too deep to be parsed; raises :class:`TooComplex`.

    Named is the article with most markup, or the one in which the depth is exceeded.
    """
    if len(source) > MAX_BYTES or len(source.encode("utf-8", "replace")) > MAX_BYTES:
        raise TooComplex(f"内容超过 {MAX_BYTES // 1_000_000} MB", article=_heaviest(source, len))
    tags = source.count("<")
    if tags > MAX_TAGS:
        raise TooComplex(f"标记多达 {tags} 个", article=_heaviest(source, lambda part: part.count("<")))
    _check_nesting(source)


def _check_nesting(source: str) -> None:
    open_tags: Counter = Counter()
    depth, article, drawing = 0, "", False
    for match in _TAG.finditer(source):
        closing, name = match.group(1), (match.group(2) or "").lower()
        drawing = (drawing or name == "svg") and (not name or name in DRAWN)  # anything else ends a drawing
        if not name:
            article = match.group(4) or match.group(5) or article
        elif name in _UNNESTED or (drawing and match.group(3)):
            continue
        elif not closing:
            open_tags[name] += 1
            depth += 1
            if depth > MAX_DEPTH:
                raise TooComplex(f"嵌套超过 {MAX_DEPTH} 层", article=article)
        elif open_tags[name]:  # a closing tag without an opening one closes nothing
            open_tags[name] -= 1
            depth -= 1


def _heaviest(source: str, weigh) -> str:
    """The article whose piece of ``source`` weighs most; markup is split at the marks, not parsed."""
    marks = list(_ARTICLE_MARK.finditer(source))
    ends = [mark.start() for mark in marks[1:]] + [len(source)]
    pieces = [(weigh(source[mark.end() : end]), mark) for mark, end in zip(marks, ends, strict=True)]
    if not pieces:
        return ""
    mark = max(pieces, key=lambda piece: piece[0])[1]
    return mark.group(1) or mark.group(2) or ""


def inspect(root, fetcher) -> None:
    """Check the document below ``root`` (an ElementTree element) and load its pictures through ``fetcher``.

    Raises :class:`TooComplex`, :class:`ResourceRefused`, :class:`ResourceMissing` or :class:`MissingGlyphs`.
    Nothing is fetched before all clamps have held.
    """
    counts: dict[str, Counter] = {}
    letters: dict[str, dict[str, None]] = {}
    pictures: list[tuple[str, str]] = []
    for node in _walk(root):
        _check_complexity(node, counts.setdefault(node.article, Counter()))
        _check_addresses(node, fetcher)
        if node.element.tag == "img" and (node.element.get("src") or "").strip():
            pictures.append((node.element.get("src").strip(), node.article))
        _collect_letters(node, letters)
    for article, used in letters.items():
        if missing := missing_characters("".join(used)):
            raise MissingGlyphs(missing, article=_shown(article))
    for url, article in dict.fromkeys(pictures):
        check_picture(url, fetcher, article=_shown(article))


def _walk(root):
    """All elements in document order, without recursion: the depth is what is being checked."""
    stack = [_Node(root, 1, FALLBACK_ARTICLE)]
    while stack:
        node = stack.pop()
        yield node
        children = [child for child in node.element if isinstance(child.tag, str)]
        for child in reversed(children):
            stack.append(_Node(child, node.depth + 1, child.get("data-article") or node.article))


def _shown(article: str) -> str:
    return "" if article == FALLBACK_ARTICLE else article


def _check_complexity(node: _Node, count: Counter) -> None:
    article, tag = _shown(node.article), node.element.tag
    if node.depth > MAX_DEPTH:
        raise TooComplex(f"嵌套超过 {MAX_DEPTH} 层", article=article)
    count["*"] += 1
    if count["*"] > MAX_ELEMENTS:
        raise TooComplex(f"元素超过 {MAX_ELEMENTS} 个", article=article)
    if tag in _COUNTED:
        limit, label = _COUNTED[tag]
        count[tag] += 1
        if count[tag] > limit:
            raise TooComplex(f"{label}超过 {limit} 个", article=article)
    for name, value in node.element.attrib.items():
        _check_attribute(name, value, article)


def _check_attribute(name: str, value: str, article: str) -> None:
    if name in _NUMBERS:
        limit, label = _NUMBERS[name]
        digits = re.sub(r"\D", "", value)[:12]
        if digits and int(digits) > limit:
            raise TooComplex(f"{label} {digits} 超过上限 {limit}", article=article)
    elif name == "style" and _HUGE_NUMBER.search(value):
        raise TooComplex("样式中的数值过大", article=article)


def _check_addresses(node: _Node, fetcher) -> None:
    """Refuse elements that load something of their own, and links that are not plain links."""
    element, article = node.element, _shown(node.article)
    tag = element.tag.rpartition("}")[2]
    address = (element.get("href") or element.get("src") or element.get("data") or "").strip()
    styled = tag == "style" and node.article != FALLBACK_ARTICLE
    forbidden = tag in _FORBIDDEN and not (tag == "svg" and is_drawing(element))
    if forbidden or styled or "attachment" in (element.get("rel") or "").lower().split():
        raise fetcher.refuse(address or f"<{tag}>", article=article, reason="不能嵌入或引用外部内容")
    scheme = _SCHEME.match(re.sub(r"[\s\x00-\x20]", "", address))
    if tag in {"a", "area"} and scheme and scheme.group(1).lower() not in _LINK_SCHEMES:
        raise fetcher.refuse(address, article=article, reason="链接只能是网页、邮箱或电话")
    if "url(" in (element.get("style") or "").lower():
        raise fetcher.refuse(element.get("style"), article=article, reason="样式中不能引用文件")


def _collect_letters(node: _Node, letters: dict[str, dict[str, None]]) -> None:
    """Note the characters that will be printed, under the article they belong to, in order of first use."""
    if node.element.tag in _UNPRINTED:
        return
    used = letters.setdefault(node.article, {})
    pieces = [node.element.text] if isinstance(node.element.tag, str) else []
    pieces += [child.tail for child in node.element]
    for text in filter(None, pieces):
        if len(text) > MAX_TEXT:
            raise TooComplex(f"一段文字超过 {MAX_TEXT} 字", article=_shown(node.article))
        used.update(dict.fromkeys(text))


def check_picture(url: str, fetcher, *, article: str = "") -> None:
    """Load ``url`` and look at its header only: its format and the memory it will take when it is decoded."""
    try:
        body = fetcher.read(url)
    except (ResourceRefused, ResourceMissing) as error:
        raise type(error)(url, article=article) from error
    if url.startswith("static:") and url.lower().endswith(".svg"):
        return  # drawn by the house itself; what it refers to goes through the fetcher as well
    width, height = _size(body, url, article)
    if width * height > MAX_PIXELS:
        raise TooComplex(
            f"图片“{url}”为 {width}×{height} 像素，超过 {MAX_PIXELS // 10_000} 万像素", article=article
        )


def _size(body: bytes, url: str, article: str) -> tuple[int, int]:
    try:
        # Only the header is read: Pillow decodes on the first access to the pixels. It warns of large
        # pictures, but the limit here is lower than Pillow's.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=_FORMATS) as picture:
                return picture.size
    except Image.DecompressionBombError as error:
        raise TooComplex(f"图片“{url}”的像素过多", article=article) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        reason = "不是可用的图片，只支持 JPEG、PNG、GIF 和 WebP"
        raise ResourceRefused(url, article=article, reason=reason) from error
