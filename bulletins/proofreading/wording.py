"""Words: doubled ones, and lines that are too long for where they stand."""

import re
from collections.abc import Iterator

from bulletins.proofreading.finding import WRONG, Finding, rule
from bulletins.proofreading.proof import Proof, about, quotes

SINGLE = re.compile(r"([的了在和是与及将被把从由])\1")
WORD = re.compile(r"([\u3400-\u9fff]{2,4})\1")
# Said twice on purpose: 一步一步, 讨论讨论 and the like are rare in print, these are not.
ON_PURPOSE = re.compile(r"^(一.一.|.个.个|逐.逐.|很多很多|千千|万万|方方|世世|代代)")
LONGEST_CONTENTS_LINE = 30  # characters that stand on one line of the contents beside the page number


@rule
def doubled(proof: Proof) -> Iterator[Finding]:
    for entry in proof.entries:
        for each in proof.texts[entry.pk]:
            found = [*SINGLE.finditer(each.text), *WORD.finditer(each.text)]
            found = sorted((m for m in found if not ON_PURPOSE.match(m[0])), key=lambda match: match.start())
            if found:
                told = quotes(each.text, found)
                detail = " ".join(match[0] for match in found)
                yield about(
                    entry, "doubled-words", f"有重复的字词：{told}。", place=each.place, detail=detail
                )


@rule
def titles(proof: Proof) -> Iterator[Finding]:
    for entry in proof.entries:
        if len(entry.toc_title) > LONGEST_CONTENTS_LINE:
            message = f"的目录标题有 {len(entry.toc_title)} 个字，目录里一行排不下（{LONGEST_CONTENTS_LINE} 字以内为宜）。"
            yield about(entry, "contents-line-long", message, place="toc_title", detail=entry.toc_title)
        if entry.headline.endswith(("。", "，", "；", "、", "：")):
            yield about(entry, "headline-mark", "的标题末尾有标点。", place="headline", detail=entry.headline)


@rule
def nothing_to_print(proof: Proof) -> Iterator[Finding]:
    for entry in proof.entries:
        content = entry.content
        shown = [picture for picture in entry.pictures.all() if not picture.dropped]
        has_text = any(text.place == "body" for text in proof.texts[entry.pk])
        if not (has_text or shown or content.get("minutes") or content.get("figure")):
            message = "没有正文，也没有图片。"
            yield about(entry, "entry-empty", message, severity=WRONG, place="body", detail="empty")
