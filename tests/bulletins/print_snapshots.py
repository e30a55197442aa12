"""Snapshots with everything that an issue can hold (docs/bulletin.md); all text is made up."""

import io
from functools import cache

from PIL import Image, ImageDraw

from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.render import html_to_pdf
from alliance.printing.render import find_static
from bulletins.printing import BULLETIN

LANDSCAPE, PORTRAIT, WIDE, COVER = "1", "9", "11", "10"
SIZES = {PORTRAIT: (600, 900), WIDE: (1200, 600), COVER: (1240, 1000)}

SENTENCES = [
    "项目组在半年内完成了三轮半工业试验，钒的回收率由七成提高到八成半，",
    "炉渣粘度在1370~1410 °C之间保持稳定；",
    "参加单位认为，下一步应当把V<sub>2</sub>O<sub>5</sub>产品的质量一致性放在首位。",
    "示例大学负责机理研究，示例钢铁公司负责现场试验，",
    "“三年分步走”的安排得到了与会代表的一致认可，",
    "有关数据将在明年第一季度汇总后通报各成员单位。",
]


def paragraph(start: int = 0, sentences: int = 6) -> str:
    return "<p>" + "".join(SENTENCES[(start + i) % len(SENTENCES)] for i in range(sentences)) + "</p>"


def html(text: str) -> dict:
    return {"type": "html", "html": text}


def picture(media: str = LANDSCAPE, caption: str = "图为试验现场", credit: str = "") -> dict:
    width, height = SIZES.get(media, (900, 600))
    size = {"width": width, "height": height, "sha256": media * 8}
    words = {"alt": caption or "照片", "caption": caption, "credit": credit}
    return {"media": int(media), "place": "large", "after": None, **size, **words}


def pictures(place: str, *each: dict) -> dict:
    return {"type": "pictures", "place": place, "pictures": [one | {"place": place} for one in each]}


def entry(anchor: str, headline: str, *blocks: dict, **fields) -> dict:
    base = {
        "anchor": anchor,
        "kind": "article",
        "source": None,
        "headline": headline,
        "toc_title": headline[:18],
    }
    rest = {"columns": 1, "new_page": False, "signature": "", "minutes": None, "figure": None}
    return {**base, **rest, "blocks": list(blocks), **fields}


def section(kind: str, title: str, *entries: dict, intro: str = "") -> dict:
    return {"kind": kind, "title": title, "intro": intro, "entries": list(entries)}


def table(rows: int) -> str:
    body = "".join(
        f"<tr><td>{n}</td><td>示例单位第{n}号</td><td>{n * 3}</td><td>已完成中试，正在编制报告</td></tr>"
        for n in range(1, rows + 1)
    )
    head = "<tr><th>序号</th><th>提出单位</th><th>项数</th><th>进展</th></tr>"
    return f"<table><caption>各单位项目进展</caption><thead>{head}</thead><tbody>{body}</tbody></table>"


QUOTE = "<blockquote><p>联盟的价值，在于把分散的试验变成共同的标准。</p></blockquote>"
MINUTES = {
    "title": "示例会议纪要",
    "preamble": [SENTENCES[0] * 2, SENTENCES[2]],
    "points": [
        {"number": number, "kind": "决定", "text": "".join(SENTENCES[number % 4 : number % 4 + 3])}
        for number in range(1, 9)
    ],
    "participants_heading": "参会人员：",
    "participants": "，".join(f"示例单位{n}甲{n}、乙{n}、丙{n}" for n in range(1, 13)) + "等。",
}
BAR = {
    "type": "bar",
    "labels": ["矿产综合利用研究所", "东北大学", "重庆大学", "未逐一列出"],
    "values": [6, 4, 2, 5],
    "unit": "项",
}
SHARE = {
    "type": "share",
    "labels": ["企业", "高校", "科研院所", "协会"],
    "values": [4, 10, 8, 1],
    "unit": "家",
}
COLUMNS = {
    "type": "columns",
    "labels": ["8月", "9月", "10月", "11月"],
    "values": [20, 100, 95, 120],
    "unit": "人",
}


def figure(chart: dict, title: str, headers: list[str], note: str = "") -> dict:
    rows = [[label, str(value)] for label, value in zip(chart["labels"], chart["values"], strict=True)]
    kind = {"bar": "proposals_by_unit", "share": "units_by_kind", "columns": "events"}[chart["type"]]
    return {"kind": kind, "title": title, "note": note, "chart": chart, "headers": headers, "rows": rows}


def figures_section() -> dict:
    note = "另有5项未分单位统计。"
    bar = figure(BAR, "各单位项目建议", ["提出单位", "项数"], note)
    share = figure(SHARE, "成员单位构成", ["类别", "家数"])
    columns = figure(COLUMNS, "学术交流活动", ["月份", "人数"])
    return section(
        "figures",
        "数据一览",
        entry("fig-1", "各单位项目建议", kind="figure", figure=bar),
        entry("fig-2", "成员单位构成", kind="figure", figure=share),
        entry("fig-3", "学术交流活动", kind="figure", figure=columns),
        intro="一年的工作，用几组数字来看。",
    )


def sections() -> list[dict]:
    long_text = "".join(paragraph(i, 12) for i in range(8))
    pair = (picture(caption="图为会议现场"), picture(caption="与会专家合影", credit="示例单位供图"))
    mixed = (picture(PORTRAIT, "专家做报告"), picture(caption="图为展台"))
    photo_page = [picture(str(n), f"第{n}幅照片") for n in range(1, 6)]
    return [
        section(
            "news",
            "工作动态",
            entry("e-1", "示例会议在成都召开", html(paragraph(0, 9)), pictures("large", picture()), html(paragraph(2, 8))),
            entry("e-2", "两栏长文：半工业试验的进展与下一步安排", html(long_text + QUOTE + paragraph(3, 14)), pictures("half", *pair), html("<h2>二、安排</h2>" + paragraph(1, 20)), columns=2, new_page=True),
            entry("e-3", "照片两幅", html(paragraph(1)), pictures("half", *mixed)),
            intro="全年会议、征集与组织工作。",
        ),
        section(
            "research",
            "调研报告",
            entry("e-4", "项目进展情况调研", html("<h2>一、概况</h2>" + paragraph(0, 8) + QUOTE + table(70) + "<h2>二、建议</h2>" + paragraph(2, 8)), pictures("page", *photo_page), signature="（联盟秘书处）"),
            entry("e-5", "短讯一则", html(paragraph(4, 4))),
        ),
        figures_section(),
        section("minutes", "会议纪要", entry("e-6", "示例会议纪要", kind="minutes", minutes=MINUTES)),
    ]  # fmt: skip


def snapshot(**changes) -> dict:
    """A whole yearly issue; `changes` replace keys of the snapshot."""
    return {
        "title": "2016年工作简报", "file_name": "2016年工作简报.pdf", "year": 2016, "number": 0, "volume": None,
        "serial": None, "period": "yearly", "edition": 1, "correction_note": [], "design": "modern",
        "palette": "blue", "fonts": "song", "created": "2016-12-20", "modified": "2016-12-28",
        "alliance": {"name": "示例产业技术创新战略联盟", "english_name": "The Example Alliance of Industrial Technology"},
        "cover": None, "foreword": [], "foreword_signature": "", "sections": sections(),
        "greeting": ["值此新春佳节", "向各位同仁拜年"],
        "colophon": ["示例产业技术创新战略联盟秘书处编辑", "联系电话：010-00000000", "电子邮箱：bulletin@example.org"],
        "print_run": 300, "report_to": "", "copy_to": "", "approved_by": "示例甲",
    } | changes  # fmt: skip


def sheet(**changes) -> dict:
    """A periodic issue of a page or two."""
    news = section(
        "news",
        "工作动态",
        entry("s-1", "联络员会议在示例市召开", html(paragraph(0, 8))),
        entry("s-2", "第四批项目建议开始征集", html(paragraph(3, 7)), signature="（联盟秘书处）"),
    )
    notices = section("notices", "通知公告", entry("s-3", "关于报送年度总结的通知", html(paragraph(2, 6))))
    return snapshot(
        design="sheet", title="2016年第3期工作简报", number=3, serial=12, period="quarterly", greeting=[],
        sections=[news, notices], report_to="示例省科学技术厅", copy_to="各成员单位，专家委员会委员",
        print_run=120, modified="2016-09-30",
    ) | changes  # fmt: skip


COVER_PICTURE = {"media": int(COVER), "sha256": "c" * 8, "width": 1240, "height": 1000, "alt": "厂区全景", "credit": "示例单位供图"}  # fmt: skip


@cache
def photo(media: str) -> bytes:
    """A small picture with its number's colour, in the size that `picture` states."""
    size = SIZES.get(media, (900, 600))
    image = Image.new("RGB", size, (40 + 17 * int(media) % 160, 90, 140))
    ImageDraw.Draw(image).ellipse((40, 40, size[0] - 40, size[1] - 40), fill=(210, 220, 228))
    output = io.BytesIO()
    image.save(output, "JPEG", quality=70)
    return output.getvalue()


def printed(issue: dict) -> bytes:
    """The PDF of a snapshot, made as the kind of document `bulletin` makes it."""
    fetcher = Fetcher(static_root_finder=find_static, media=photo)
    return html_to_pdf(BULLETIN.html(issue), fetcher=fetcher, stylesheets=BULLETIN.styles(issue)).pdf
