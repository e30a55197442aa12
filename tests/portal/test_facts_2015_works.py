"""Solicitation, rating, events and the issue of 2015 in the database, against the fact sheet."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from bulletins.models import ActivityRating, Article, ArticlePicture, Bulletin, BulletinEntry, ReportedFigure
from meetings.models import Award, Event, EventGuest, EventOrganiser, EventSeries, Talk
from projects.models import Solicitation

pytestmark = pytest.mark.usefixtures("demo_year")


def event(name: str) -> Event:
    return Event.objects.get(name__contains=name)


def counts(name: str) -> list[str]:
    return [str(count) for count in event(name).counts.all()]


def titled_talks(name: str) -> list[tuple[str, str]]:
    talks = event(name).talks.filter(kind="talk").select_related("speaker")
    return [(str(talk.speaker or ""), talk.title) for talk in talks]


# ---------------------------------------------------------------- solicitation and rating
def test_third_panxi_batch_leaves_five_of_seventeen_unattributed():
    batch = Solicitation.objects.real().get()
    assert (batch.batch, batch.year, batch.state, batch.total_reported) == (3, 2015, "closed", 17)
    assert {tally.unit.name: tally.count for tally in batch.tallies.all()} == {
        "东北大学": 4,
        "重庆大学": 2,
        "中国地质科学院矿产综合利用研究所": 6,
    }
    assert batch.unattributed == 5
    assert (batch.opens_at, batch.deadline) == (None, None)


def test_rating_has_the_band_but_no_points():
    rating = ActivityRating.objects.get()
    assert (rating.year, rating.published_year, rating.alliances) == (2014, 2015, 116)
    assert (rating.band, rating.points) == ("high", None)
    assert (rating.batch, rating.batch_alliances, rating.batch_high, rating.batch_high_percent) == (
        3,
        40,
        6,
        15,
    )
    bands = rating.bands.values_list("band", "points_from", "points_to", "count", "percent")
    assert list(bands) == [
        ("high", 86, None, 36, 31),
        ("fairly_high", 75, 85, 37, 32),
        ("average", 65, 74, None, None),
        ("low", None, 64, None, None),
    ]


# ---------------------------------------------------------------- events
def test_events_are_five_in_print_order():
    names = list(Event.objects.real().values_list("name", flat=True))
    assert names == [
        "第三届钒产业先进技术交流会",
        "第二届钒钛微合金化高强钢开发与应用技术交流会",
        "改善高钛型高炉渣性能专题技术研讨会",
        "2015攀枝花钒钛资源综合利用院士行暨钒钛（国际）论坛",
        "第四届金属间化合物学术研讨会",
    ]
    dates = list(Event.objects.real().values_list("starts_on", flat=True))
    assert dates == [date(2015, 9, 12), date(2015, 9, 29), date(2015, 8, 21), date(2015, 11, 28), None]


def test_co_located_event_has_days_but_no_date_or_place():
    held_beside = event("金属间化合物")
    assert (held_beside.parent, held_beside.days, held_beside.place) == (event("论坛"), 2, "")


def test_event_counts_keep_their_qualifiers():
    assert counts("高炉渣") == ["参会人数 20余"]
    assert counts("钒产业") == ["参会人数 100余", "报告 10余"]
    assert counts("高强钢") == ["参会人数 近100", "参会单位 20余", "报告 16"]
    assert counts("论坛") == []
    assert counts("金属间化合物") == ["参会人数 120余", "特邀报告 14", "专题报告 25", "墙报 12"]


def test_organisers_are_by_role_members_or_not():
    rows = EventOrganiser.objects.filter(event__is_example=False).values_list(
        "event__print_order", "role", "unit__name", "organisation__name"
    )
    by_event = Counter((order, role) for order, role, _, _ in rows)
    assert by_event == {
        (10, "host"): 2,
        (10, "organiser"): 3,
        (20, "host"): 2,
        (20, "organiser"): 3,
        (30, "host"): 2,
        (40, "organiser"): 3,
    }
    units = {(order, unit) for order, _, unit, _ in rows if unit}
    assert units == {(10, "重庆大学"), (10, "攀钢集团公司"), (20, "东北大学")}


def test_talks_have_titles_and_speakers_only_where_stated():
    assert titled_talks("高炉渣") == [
        ("", "攀钢高钛型高炉渣存在的问题及近年的研究工作"),
        ("白晨光", "钒钛磁铁矿高炉冶炼泡沫化现象及调控方法"),
        ("姜涛", "含钛熔渣流变特性及表征方法研究"),
    ]
    assert titled_talks("钒产业") == [
        ("高彦峰", "VO₂智能窗"),
        ("郑诗礼", "钒化工固废资源化利用技术"),
        ("彭穗", "钒在储能领域技术应用"),
        ("李鸿义", "钒在超级电容器中的应用研究"),
    ]
    assert titled_talks("高强钢") == []
    assert titled_talks("论坛") == [
        ("干勇", "新时期钛资源利用发展战略研究"),
        ("翁宇庆", "近年来钒钛资源应用进展和在冶金及钢铁材料中的研发简况"),
        ("张大德", "攀钢打造全生态钛产业链的实践与展望"),
        ("马前", ""),
        ("朱鸿民", ""),
    ]
    assert titled_talks("金属间化合物") == [
        ("张国庆", "TiAl合金雾化制粉与粉末成形技术"),
        ("陈玉勇", "TiAl合金精密热成形研究进展"),
        ("郭建亭", "第一原理对L1₂结构金属间化合物环境脆性的研究"),
        ("林均品", "高温TiAl合金973项目的研究进展"),
    ]
    plaque = Talk.objects.get(speaker__name="曹健林")
    assert (plaque.kind, plaque.note) == ("present", "为攀枝花国家钒钛高新技术产业开发区授牌")


def test_audience_award_and_series_are_as_printed():
    assert Counter(EventGuest.objects.values_list("event__print_order", flat=True)) == {
        10: 8,
        20: 9,
        40: 11,
        50: 14,
    }
    award = Award.objects.get(event__is_example=False)
    assert (award.name, award.winners, award.awarded_by.name) == (
        "第二届含钒钢优秀论文奖",
        5,
        "中国钢铁工业协会钒业分会",
    )
    series = EventSeries.objects.get(name__contains="高强钢")
    assert (series.every_years, series.next_year, series.next_host.name) == (2, 2017, "重庆大学")


# ---------------------------------------------------------------- articles and the issue
def test_articles_are_three_four_one_by_section_all_published():
    rows = Article.objects.of_year(2015).order_by("print_order").values_list("category", "state")
    assert list(rows) == [("news", "published")] * 3 + [("exchange", "published")] * 4 + [
        ("research", "published")
    ]
    forum = Article.objects.get(print_order=70)
    assert set(forum.events.all()) == {event("论坛"), event("金属间化合物")}


def test_articles_of_2016_tell_of_plans_and_of_nothing_that_happened():
    articles = Article.objects.of_year(2016)
    assert articles.count() == 4
    assert set(articles.values_list("state", "happened_on", "is_example")) == {("published", None, False)}
    assert not ArticlePicture.objects.filter(article__in=articles).exists()


def test_issue_has_nine_entries_whose_contents_lines_differ_in_seven_and_the_figures():
    bulletin = Bulletin.objects.get(year=2015)
    assert (bulletin.state, bulletin.title) == ("issued", "2015年工作简报")
    assert "春节" in bulletin.greeting
    printed = BulletinEntry.objects.printed_in(bulletin)
    assert Counter(printed.values_list("section__title", flat=True)) == {
        "工作动态": 3,
        "学术交流": 4,
        "调研报告": 1,
        "数据一览": 4,
        "会议纪要": 1,
    }
    entries = [entry for entry in printed if entry.kind != "figure"]
    assert sum(entry.headline != entry.toc_title for entry in entries) == 7
    assert all(len(entry.toc_title) <= len(entry.headline) for entry in entries)


def test_what_another_entry_tells_is_proposed_and_not_printed():
    dropped = BulletinEntry.objects.filter(section__bulletin__year=2015, dropped=True)
    assert Counter(dropped.values_list("kind", flat=True)) == {
        "event": 5,
        "solicitation": 1,
        "admission": 1,
        "resolution": 8,
    }


def test_figures_of_the_issue_are_the_facts():
    figures = {entry.figure: entry.content["figure"] for entry in BulletinEntry.objects.filter(kind="figure")}
    units, proposals = figures["units_by_kind"], figures["proposals_by_unit"]
    assert dict(zip(units["chart"]["labels"], units["chart"]["values"], strict=True)) == {
        "企业": 4,
        "高校": 10,
        "科研院所": 8,
        "协会·中介": 1,
    }
    assert "24家" in units["note"]
    assert proposals["chart"]["values"] == [6, 4, 2, 5]
    assert proposals["rows"][-2:] == [["未载明单位", "5", "29.4%"], ["合计", "17", "100%"]]
    assert figures["attendance"]["rows"][-1] == ["合计", "20", "38"]
    assert "到会单位18家、到会40余人" in figures["attendance"]["note"]
    assert [row[-1] for row in figures["events"]["rows"]] == ["20余", "100余", "近100", "未载明", "120余"]
    assert "pool" not in figures


def test_pictures_carry_the_eight_printed_captions():
    captions = ArticlePicture.objects.order_by("article__print_order", "order").values_list(
        "caption", flat=True
    )
    assert list(captions) == [
        "图为陈勇主持下午的理事会工作会",
        "图为张懿院士主持上午的专家委员会工作会",
        "图为2014年度116家参评联盟的活跃度等级分布",
        "第三届钒产业先进技术交流会代表合影",
        "图为第二届含钒钢优秀论文奖颁奖",
        "专家研讨改善高钛型高炉渣性能的技术途径",
        "翁宇庆院士做报告",
        "林均品教授做报告",
    ]
    assert set(ArticlePicture.objects.values_list("credit", flat=True)) == {"示意图，非现场照片"}


def test_report_keeps_ninety_five_beside_ninety_one():
    fields = ReportedFigure.objects.filter(label="联盟数").values_list("value", flat=True)
    assert (list(fields), sum(fields)) == ([14, 21, 26, 34], 95)
    total = ReportedFigure.objects.get(label="联盟总数")
    assert (total.value, total.note) == (91, "四个领域相加为95家，与此不符，照原文保留")
    shares = ReportedFigure.objects.filter(subject="半导体照明联盟", unit="%").values_list("value", flat=True)
    assert sum(shares) == Decimal(100)
    report = Article.objects.get(category="research")
    assert report.signature == "（钒钛联盟秘书处）"
    assert report.happened_on is None
