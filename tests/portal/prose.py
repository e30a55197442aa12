"""Finding sentences of the real documents in our own prose. Names and titles are facts and count as one character."""

import re
import tomllib
import unicodedata
from pathlib import Path

from tests.services import ROOT

DATA = ROOT / "alliance" / "portal" / "demo" / "data"
NAME = "\ue000"  # stands for any name
NAMED = frozenset(
    [
        "name",
        "other_names",
        "short_name",
        "short_names",
        "english_name",
        "printed",
        "affiliation_printed",
        "unit_printed",
        "post",
        "title",
        "honours",
        "theme",
        "venue",
        "visit",
        "programme",
        "email",
        "phones",
        "subject",
        "topic",
    ]
)
# Names and fixed terms that are no value of their own in the data.
TERMS = (
    "钒钛战略联盟",
    "攀西战略资源创新开发试验区",
    "产业技术创新战略联盟",
    "钢铁行业节能减排产业技术创新联盟",
    "微合金非调质钢学术委员会2015年工作会议",
    "中国金属学会微合金非调质钢2015年年会",
    "钒钛（国际）论坛",
    "攀枝花国家钒钛高新技术产业开发区",
    "钒钛资源综合利用国家重点实验室",
    "第三届钒产业先进技术交流会",
    "重大科技攻关项目",
    "中共中央、国务院",
    "新一代信息技术、遥感与导航",
    "节能环保、能源和生物",
)
TITLED = re.compile(r"[“《]([^”》]{4,60})[”》]")


def values(node, key: str = ""):
    """Every text in parsed TOML with the key it stands under."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from values(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, key)
    elif isinstance(node, str):
        yield key, node


def flat(text: str) -> str:
    """Without markup, white space and punctuation, in one width: what is left is what was said."""
    text = unicodedata.normalize("NFKC", re.sub(r"<[^>]*>", " ", text))
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN" or c == NAME)


def data_texts() -> list[tuple[str, str, str]]:
    """(file, key, text) of every text in the demo's data."""
    found = []
    for path in sorted(Path(DATA).rglob("*.toml")):
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [(path.name, key, text) for key, text in values(parsed)]
    return found


def names(texts) -> list[str]:
    """The names and titles in the data, flattened, the longest first."""
    stated = {line for _, key, text in texts if key in NAMED for line in text.splitlines()}
    stated |= {title for _, _, text in texts for title in TITLED.findall(text)}
    return sorted({flat(name) for name in (*stated, *TERMS) if len(flat(name)) > 1}, key=len, reverse=True)


def without_names(text: str, known: list[str]) -> str:
    return re.sub("|".join(map(re.escape, known)), NAME, flat(text))


def copied_runs(text: str, source: str, length: int) -> list[str]:
    """Runs of at least `length` characters of `text` that stand in `source`; both as `without_names` makes them."""
    runs, start = [], 0
    while start + length <= len(text):
        end = start + length
        if text[start:end] not in source:
            start += 1
            continue
        while end < len(text) and text[start : end + 1] in source:
            end += 1
        if 2 * (end - start - text.count(NAME, start, end)) >= length:  # a mere list of names is no sentence
            runs.append(text[start:end])
        start = end
    return runs
