"""Snapshots of issues for Word out (docs/bulletin.md), with pictures that need no database."""

from functools import cache

from tests.factories import picture_bytes

TEXT = (
    "<p>3月20日，联盟在攀枝花召开理事会，讨论V<sub>2</sub>O<sub>5</sub>与10<sup>3</sup>级试验，<strong>重点</strong>突出，"
    '温度<i>T</i>升高，形成<em>一致意见</em>，见<a href="https://example.com/">示例网站</a>。</p>'
)
TABLE = (
    "<table><caption>表1 各单位情况</caption><thead><tr><th>单位</th><th colspan='2'>产量</th></tr></thead><tbody>"
    "<tr><td rowspan='2'>甲</td><td>1</td><td>吨</td></tr><tr><td>2</td><td>千克</td></tr></tbody></table>"
)
LISTS = "<ul><li>资源<ul><li>选矿</li></ul></li><li>冶炼</li></ul><ol><li>报到</li><li>讨论</li></ol><ol><li>另起</li></ol>"
COLOURS = ("#8fb0d0", "#c9b27a", "#7aa88f")
SIZE = (1800, 1200)


@cache
def media(key: str) -> bytes:
    """The bytes of the picture `key`, as `read_media` gives them."""
    return picture_bytes(size=SIZE, colour=COLOURS[int(key) % len(COLOURS)])


def picture(key: int, caption: str = "", place: str = "large", **more) -> dict:
    known = {"media": key, "sha256": "0" * 64, "width": SIZE[0], "height": SIZE[1], "after": None}
    return {
        **known,
        "alt": f"{caption or '无题'}的照片",
        "credit": "",
        "caption": caption,
        "place": place,
        **more,
    }


def pictures(*given: dict) -> dict:
    return {"type": "pictures", "place": given[0]["place"], "pictures": list(given)}


def html(source: str) -> dict:
    return {"type": "html", "html": source}


def entry(headline: str, *blocks: dict, **more) -> dict:
    plain = {"kind": "article", "source": None, "toc_title": headline, "columns": 1, "new_page": False}
    rest = {"signature": "", "minutes": None, "figure": None}
    return {
        "anchor": f"entry-{headline}",
        "headline": headline,
        "blocks": list(blocks),
        **plain,
        **rest,
        **more,
    }


def section(title: str, *entries: dict, intro: str = "") -> dict:
    return {"kind": "news", "title": title, "intro": intro, "entries": list(entries)}


FIGURE = {
    "kind": "units_by_kind",
    "title": "成员单位按类型",
    "note": "截至年底。",
    "chart": {"type": "bar", "labels": ["企业", "高校"], "values": [10, 8], "unit": "家"},
    "headers": ["类型", "数量"],
    "rows": [["企业", "10"], ["高校", "8"]],
}
MINUTES = {
    "title": "理事会会议纪要",
    "preamble": ["3月20日，理事会召开会议。"],
    "points": [
        {"number": 1, "kind": "决定", "text": "同意示例单位加入联盟，生产VO<sub>2</sub>。"},
        {"number": 2, "kind": "任务", "text": "各单位按时报送材料。"},
    ],
    "participants_heading": "参会人员：",
    "participants": "示例单位甲某、乙某，另一单位丙某等。",
}


def issue(**more) -> dict:
    """A yearly issue with one of everything."""
    made = {
        "title": "2015年工作简报",
        "file_name": "2015年工作简报.pdf",
        "year": 2015,
        "number": 0,
        "volume": None,
        "serial": None,
        "period": "yearly",
        "edition": 1,
        "correction_note": [],
        "design": "modern",
        "palette": "blue",
        "fonts": "song",
        "created": "2016-01-05",
        "modified": "2016-01-20",
        "alliance": {"name": "示例联盟", "english_name": "Example Alliance"},
        "cover": picture(1, alt="封面上的矿山"),
        "foreword": ["过去一年，大家齐心协力。"],
        "foreword_signature": "秘书处",
        "sections": [
            section(
                "工作动态",
                entry(
                    "联盟召开第一届第四次理事会",
                    html(TEXT + "<h2>一、概况</h2>" + LISTS + "<h3>（一）数据</h3>" + TABLE),
                    pictures(picture(2, "图为会场", credit="秘书处供图")),
                    html("<blockquote><p>创新是第一动力。</p></blockquote>" + TEXT),
                    toc_title="理事会召开",
                    signature="（示例秘书处）",
                ),
                entry(
                    "参观车间",
                    html(TEXT),
                    pictures(picture(3, "车间一", "half"), picture(4, "车间二", "half")),
                ),
                entry("两栏短讯", html(TEXT * 2), columns=2),
                intro="全年要事。",
            ),
            section("数据一览", entry("成员单位构成", figure=FIGURE, kind="figure")),
            section("会议纪要", entry("理事会会议纪要", minutes=MINUTES, kind="minutes")),
        ],
        "greeting": ["新春快乐！"],
        "colophon": ["示例联盟秘书处编辑", "联系电话：0812-0000000"],
        "print_run": 300,
        "report_to": "示例厅",
        "copy_to": "各成员单位",
        "approved_by": "张三",
    }
    return {**made, **more}


def sheet(**more) -> dict:
    """A red-headed sheet with two entries."""
    entries = (entry("示例单位来访", html(TEXT)), entry("征集启动", html(TEXT), toc_title="征集"))
    made = {"title": "工作简报", "design": "sheet", "number": 2, "serial": 15, "cover": None, "greeting": []}
    return issue(**{**made, "foreword": [], "sections": [section("工作动态", *entries)], **more})
