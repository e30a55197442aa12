"""Punctuation: in Chinese text it is full-width (GB/T 15834), and not set twice."""

import re
from collections.abc import Iterator

from bulletins.proofreading.finding import Finding, rule
from bulletins.proofreading.proof import Proof, about, quotes

HAN = r"[\u3400-\u9fff]"
# Behind a Chinese character, and before one, a closing mark, or the end of the paragraph.
HALF_WIDTH = re.compile(rf"(?<={HAN})[,;:!?](?={HAN}|[”’）》\s]|$)|(?<={HAN})\.(?={HAN}|$)", re.MULTILINE)
BRACKETS = re.compile(rf"(?<={HAN})\(|\((?={HAN})|(?<={HAN})\)|\)(?={HAN})")
QUOTES = re.compile(rf"(?<={HAN})\"|\"(?={HAN})")
FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ％]+")
DOUBLED = re.compile(r"、、|，，|。。|；；|：：|，。|。，|、，|，、|、。|。、|；。|：。")
SPACES = re.compile(rf"(?<={HAN})[ \u3000]+(?={HAN})")
SIGNED = {"signature"}  # 某　某 in a signature is set with a space on purpose

CHECKS = (
    ("half-width", HALF_WIDTH, "中文里用了半角标点"),
    ("half-width-brackets", BRACKETS, "中文里用了半角括号"),
    ("straight-quotes", QUOTES, "中文里用了英文引号"),
    ("full-width-characters", FULL_WIDTH, "数字或字母是全角"),
    ("doubled-marks", DOUBLED, "标点连用"),
    ("spaces", SPACES, "汉字之间有空格"),
)


@rule
def punctuation(proof: Proof) -> Iterator[Finding]:
    """One finding for each kind of slip in each text of an entry."""
    for entry in proof.entries:
        for each in proof.texts[entry.pk]:
            for name, pattern, words in CHECKS:
                found = list(pattern.finditer(each.text))
                if found and not (name == "spaces" and each.place in SIGNED):
                    told = quotes(each.text, found)
                    detail = " ".join(f"{match.start()}{match[0]}" for match in found)
                    yield about(entry, name, f"{words}：{told}。", place=each.place, detail=detail)
