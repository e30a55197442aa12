"""The snapshot of an issue."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bulletins.documents import build_bulletin, print_body, split_after
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


def test_split_after_cuts_behind_the_second_paragraph():
    assert split_after("<p>一</p><p>二</p><p>三</p>", 2) == ("<p>一</p><p>二</p>", "<p>三</p>")


def test_split_after_leaves_a_short_text_whole():
    assert split_after("<p>一</p>", 2) == ("<p>一</p>", "")


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


def make_issue(articles: int) -> None:
    AllianceProfileFactory.reset_sequence()
    for _ in range(articles):
        article = ArticleFactory(year=2015, state="published", category="news")
        ArticlePictureFactory(article=article)
        meeting = MeetingFactory(starts_on=date(2015, 5, 1))
        ResolutionFactory(meeting=meeting, number=1)
        AttendanceFactory(meeting=meeting)
        MinutesFactory(meeting=meeting, state="signed")
    compile_bulletin(actor=None, year=2015)


def count_queries() -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        build_bulletin(year=2015)
    return len(queries)


def test_snapshot_takes_the_same_queries_for_one_and_three_articles():
    make_issue(1)
    assert count_queries() == 10
    make_issue(2)
    assert count_queries() == 10


def test_snapshot_changes_with_the_picture():
    make_issue(1)
    picture = build_bulletin(year=2015)["sections"][0]["entries"][0]["pictures"][0]
    assert set(picture) == {"media", "sha256", "width", "height", "caption", "alt", "credit"}
    assert len(picture["sha256"]) == 64
