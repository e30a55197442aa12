"""The real issue of 2015, read from the seeds folder into the portal's sections. Nothing of it is kept here.

The anchors below are the printed headlines' first words: they tell where one article ends and the next begins.
"""

from dataclasses import dataclass, field

SECTIONS = {"工作动态": "news", "学术交流": "exchange", "调研报告": "research"}
STARTS = [
    ("news", "联盟召开首届四次理事"),
    ("news", "组织征集第三批攀西"),
    ("news", "钒钛联盟在全国"),
    ("exchange", "2015 第三届钒产业"),
    ("exchange", "第二届钒钛微合金化"),
    ("exchange", "钒钛联盟举办改善"),
    ("exchange", "联合主办 2015"),
    ("research", "钒钛联盟探索建立"),
    ("minutes", "第一届第四次理事"),
]
CAPTIONS = 30  # a line this short that does not end a sentence is a caption or a continued headline


@dataclass
class SeedArticle:
    """One printed article: its section, headline, and paragraphs in order."""

    kind: str
    headline: str
    paragraphs: list[str] = field(default_factory=list)


def read_issue(text: str) -> list[SeedArticle]:
    """The nine articles of the issue in print order. Lines cut by a page break are joined again."""
    lines = [line.strip() for line in text.splitlines()]
    body = lines[_body_start(lines) :]
    articles: list[SeedArticle] = []
    waiting = list(STARTS)
    joins = False
    for line in body:
        if waiting and line.startswith(waiting[0][1]):
            articles.append(SeedArticle(waiting.pop(0)[0], line))
            joins = False
        elif line.startswith("恭祝"):
            break
        elif line and articles and line != "会议纪要":
            joins = _add(articles[-1].paragraphs, line, joins)
    return articles


def _body_start(lines: list[str]) -> int:
    """The first headline's second appearance: before it stand cover and contents."""
    return next(i for i, line in enumerate(lines) if line.startswith(STARTS[0][1]))


def _add(paragraphs: list[str], line: str, joins: bool) -> bool:
    """Append `line`, or join it to a paragraph that a page break cut; tell whether this one was cut too."""
    if joins:
        paragraphs[-1] += line
    else:
        paragraphs.append(line)
    return len(paragraphs[-1]) > CAPTIONS and paragraphs[-1][-1] not in "。：；！？)）”"
