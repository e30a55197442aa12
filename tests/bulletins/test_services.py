"""Compiling the yearly issue."""

from datetime import date

import pytest

from alliance.core.errors import DomainError, NotAllowed
from alliance.core.models import AuditEntry
from alliance.core.transitions import run_transition
from bulletins.models import Bulletin, BulletinEntry
from bulletins.services.compiling import compile_bulletin
from tests.factories import ArticleFactory, MeetingFactory, MinutesFactory, UserFactory, staff

pytestmark = pytest.mark.django_db


def published(**fields):
    return ArticleFactory(year=2015, state="published", **fields)


def headlines(bulletin: Bulletin) -> list[tuple[str, str]]:
    entries = BulletinEntry.objects.filter(section__bulletin=bulletin).order_by("section__order", "order")
    return [(entry.section.kind, entry.headline) for entry in entries.select_related("section")]


def test_compile_fills_the_four_sections_in_order():
    published(category="research", headline="报告")
    published(category="exchange", headline="交流")
    published(category="news", headline="动态乙", print_order=20)
    published(category="news", headline="动态甲", print_order=10)
    meeting = MeetingFactory(starts_on=date(2015, 5, 29))
    MinutesFactory(meeting=meeting, title="纪要", state="signed")

    bulletin = compile_bulletin(actor=staff(), year=2015)

    assert headlines(bulletin) == [
        ("news", "动态甲"),
        ("news", "动态乙"),
        ("exchange", "交流"),
        ("research", "报告"),
        ("minutes", "纪要"),
    ]


def test_compile_leaves_out_drafts_examples_other_years_and_unsigned_minutes():
    published(category="news", headline="刊登")
    ArticleFactory(year=2015, state="draft")
    published(is_example=True)
    ArticleFactory(year=2014, state="published")
    MinutesFactory(meeting=MeetingFactory(starts_on=date(2015, 3, 1)), state="draft")

    bulletin = compile_bulletin(actor=staff(), year=2015)

    assert headlines(bulletin) == [("news", "刊登")]


def test_compile_again_adds_what_is_new_and_keeps_every_edit():
    published(category="news", headline="甲", print_order=10)
    published(category="news", headline="乙", print_order=20)
    bulletin = compile_bulletin(actor=None, year=2015)
    entries = BulletinEntry.objects.filter(section__bulletin=bulletin)
    entries.filter(headline="甲").update(headline="改过的甲", order=90)
    entries.filter(headline="乙").update(dropped=True)
    published(category="news", headline="丙", print_order=5)

    compile_bulletin(actor=None, year=2015)

    rows = list(entries.order_by("order").values_list("headline", "dropped"))
    assert rows == [("乙", True), ("改过的甲", False), ("丙", False)]


def test_compile_uses_the_shorter_contents_line_where_there_is_one():
    published(category="news", headline="很长的标题", toc_title="短标题")
    published(category="news", headline="只有标题", toc_title="", print_order=2000)

    bulletin = compile_bulletin(actor=None, year=2015)

    titles = BulletinEntry.objects.filter(section__bulletin=bulletin).order_by("order")
    assert list(titles.values_list("toc_title", flat=True)) == ["短标题", "只有标题"]


@pytest.mark.parametrize("year", [1999, 2099])
def test_compile_refuses_a_year_out_of_range(year):
    with pytest.raises(DomainError, match="不在可用范围内"):
        compile_bulletin(actor=None, year=year)


def test_compile_refuses_a_year_without_records_and_leaves_nothing():
    with pytest.raises(DomainError, match="还没有已发布的稿件"):
        compile_bulletin(actor=None, year=2014)
    assert Bulletin.objects.count() == 0


def test_compile_refuses_an_issued_bulletin():
    published(category="news")
    bulletin = compile_bulletin(actor=None, year=2015)
    for name in ("send_to_proof", "approve", "issue"):
        bulletin = run_transition(actor=None, obj=bulletin, name=name)
    with pytest.raises(DomainError, match="已印发，内容不能再改。需要修改请制作更正版。"):
        compile_bulletin(actor=None, year=2015)


def test_compile_is_the_secretariats():
    published(category="news")
    with pytest.raises(NotAllowed):
        compile_bulletin(actor=UserFactory(), year=2015)
    assert Bulletin.objects.count() == 0


def test_compile_is_recorded_with_its_actor():
    published(category="news")
    secretary = staff()
    bulletin = compile_bulletin(actor=secretary, year=2015)
    entry = AuditEntry.objects.get(action="bulletins.compile")
    assert (entry.actor, entry.object_id, entry.data) == (secretary, bulletin.pk, {"added": 1})
