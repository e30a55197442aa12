"""The snapshot of an issue."""

from datetime import date

import pytest

from bulletins.documents import article_snapshot, compose_bulletin, print_body
from bulletins.models import Bulletin
from bulletins.page_layout import blocks_of
from bulletins.services.compiling import compile_bulletin
from meetings.documents import minutes_context
from tests.factories import (
    AllianceProfileFactory,
    ArticleFactory,
    ArticlePictureFactory,
    AttendanceFactory,
    MeetingFactory,
    MinutesFactory,
    ResolutionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ("<p>VO₂ 与 TiO_2</p>", "<p>VO<sub>2</sub> 与 TiO<sub>2</sub></p>"),
        ("<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
        ("<p>甲<script>alert(1)</script></p>", "<p>甲</p>"),
        ("<p>未闭合<strong>粗", "<p>未闭合<strong>粗</strong></p>"),
        ('<img src="http://169.254.169.254/x">', '<img src="http://169.254.169.254/x">'),
    ],
)
def test_print_body_sets_formulas_and_keeps_what_the_engine_must_judge(html, printed):
    assert print_body(html) == printed


def picture(name: str, place: str = "large", after=None) -> dict:
    return {"media": name, "place": place, "after": after}


def shape(blocks: list[dict]) -> list:
    """HTML as it is, pictures as (place, names)."""
    return [
        block["html"]
        if block["type"] == "html"
        else (block["place"], [one["media"] for one in block["pictures"]])
        for block in blocks
    ]


TEXT = "<p>一</p><ul><li>二<ul><li>内</li></ul></li></ul><p>三</p>"


def test_the_first_large_picture_stands_behind_the_second_block_and_the_others_at_the_end():
    assert shape(blocks_of(TEXT, [picture("甲"), picture("乙"), picture("丙", "half")])) == [
        "<p>一</p>\n<ul><li>二<ul><li>内</li></ul></li></ul>",
        ("large", ["甲"]),
        "<p>三</p>",
        ("large", ["乙"]),
        ("half", ["丙"]),
    ]


def test_a_picture_stands_behind_the_block_that_it_names():
    assert shape(blocks_of(TEXT, [picture("甲", after=0), picture("乙", after=99)])) == [
        ("large", ["甲"]),
        "<p>一</p>\n<ul><li>二<ul><li>内</li></ul></li></ul>\n<p>三</p>",
        ("large", ["乙"]),
    ]


def test_pictures_stand_side_by_side_in_pairs_and_on_one_page_of_photos():
    halves = [picture(name, "half") for name in "甲乙丙"]
    assert shape(blocks_of("<p>一</p>", halves))[1:] == [("half", ["甲", "乙"]), ("half", ["丙"])]
    page = [picture(name, "page") for name in "甲乙丙"]
    assert shape(blocks_of("", page)) == [("page", ["甲", "乙", "丙"])]


def test_minutes_end_in_the_run_in_list_by_unit():
    meeting = MeetingFactory(list_is_open=True)
    for order, (unit, name) in enumerate([("甲集团", "张三"), ("甲集团", "李四"), ("乙大学", "王五")]):
        AttendanceFactory(meeting=meeting, unit_printed=unit, person__name=name, order=order)
    AttendanceFactory(meeting=meeting, unit_printed="丙所", person__name="赵六", state="excused", order=9)
    context = minutes_context(MinutesFactory(meeting=meeting))
    assert (
        context["participants_heading"] + context["participants"]
        == "参会人员：甲集团张三、李四，乙大学王五等。"
    )


def make_issue(articles: int) -> Bulletin:
    AllianceProfileFactory.reset_sequence()
    for _ in range(articles):
        article = ArticleFactory(year=2015, state="published", category="news")
        ArticlePictureFactory(article=article)
        meeting = MeetingFactory(starts_on=date(2015, 5, 1))
        ResolutionFactory(meeting=meeting, number=1)
        AttendanceFactory(meeting=meeting)
        MinutesFactory(meeting=meeting, state="signed")
    return compile_bulletin(actor=None, year=2015)


# profile, sections, entries, pictures, their files
@pytest.mark.parametrize("count", [1, 4])
def test_snapshot_takes_the_same_queries_for_few_and_many_entries(count, django_assert_num_queries):
    bulletin = make_issue(count)
    with django_assert_num_queries(5):
        snapshot = compose_bulletin(bulletin)
    assert len(snapshot["sections"][0]["entries"]) == count


def test_snapshot_names_the_content_of_a_picture():
    snapshot = compose_bulletin(make_issue(1))
    (block,) = [one for one in snapshot["sections"][0]["entries"][0]["blocks"] if one["type"] == "pictures"]
    (shown,) = block["pictures"]
    names = {"media", "sha256", "width", "height", "caption", "alt", "credit", "place", "after"}
    assert set(shown) == names
    assert len(shown["sha256"]) == 64


# ---------------------------------------------------------------- one article
def test_an_article_alone_is_an_issue_of_one_entry():
    AllianceProfileFactory()
    article = ArticleFactory(category="exchange", body="<p>VO_2</p>", signature="甲")
    ArticlePictureFactory(article=article, caption="会场")

    snapshot = article_snapshot(article)

    assert set(snapshot) == set(compose_bulletin(make_issue(1)))
    assert (snapshot["title"], snapshot["cover"], snapshot["foreword"]) == (article.headline, None, [])
    (section,) = snapshot["sections"]
    (entry,) = section["entries"]
    assert (section["title"], entry["source"], entry["signature"]) == ("学术交流", article.pk, "甲")
    assert entry["blocks"][0]["html"] == "<p>VO<sub>2</sub></p>"
    assert entry["blocks"][1]["pictures"][0]["caption"] == "会场"


def test_an_article_that_was_never_saved_can_be_shown():
    article = ArticleFactory.build(headline="未保存", body="<p>正文</p>")

    (section,) = article_snapshot(article)["sections"]

    assert section["entries"][0]["headline"] == "未保存"
