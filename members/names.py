"""Chinese names and numbers: pinyin keys for searching and sorting on screens, ordinals in words."""

import unicodedata

import cn2an
from pypinyin import Style, lazy_pinyin

# Surnames that pypinyin reads by their commoner sound. Where families differ (薄, 柏, 乐), people set the override.
SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "任": "ren",
    "曾": "zeng",
    "翟": "zhai",
    "朴": "piao",
    "区": "ou",
    "查": "zha",
    "缪": "miao",
    "种": "chong",
    "员": "yun",
    "召": "shao",
    "洗": "xian",
    "繁": "po",
    "折": "she",
    "秘": "bi",
    "祭": "zhai",
    "阚": "kan",
}


def pinyin_key(name: str, *, surname_first: bool = False, limit: int = 100) -> str:
    """Lower-case pinyin without tones, syllables apart: `张懿` → `zhang yi`; at most `limit` characters."""
    name = unicodedata.normalize("NFKC", name).strip()
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    if surname_first and name[:1] in SURNAMES:
        syllables[0] = SURNAMES[name[0]]
    return " ".join(syllables).lower()[:limit]


def ordinal(number: int) -> str:
    """A cardinal in Chinese words, as 第…届 and 第…次 take it: 4 → 四, 12 → 十二."""
    return cn2an.an2cn(str(number), "low")
