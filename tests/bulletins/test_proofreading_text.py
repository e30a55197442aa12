"""Proofreading of words: punctuation, doubled words, numbers and dates, names."""

from datetime import date

import pytest

from bulletins.models import Article
from bulletins.proofreading.facts import numbers_in
from bulletins.services.compiling import compile_bulletin
from tests.bulletins.proof_world import found, issue_of, messages, reworded
from tests.factories import (
    ArticleFactory,
    AttendanceFactory,
    EventFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- punctuation
@pytest.mark.parametrize(
    ("text", "rule", "quoted"),
    [
        ("会议开幕,代表到会。", "half-width", "会议开幕,代表到会。"),
        ("会议闭幕.随后参观。", "half-width", "会议闭幕.随后参观。"),
        ("会议开幕;", "half-width", "会议开幕;"),
        ("氧化钛(钛白)产品。", "half-width-brackets", "(钛白)"),
        ('提出"十三五"规划。', "straight-quotes", '"十三五"'),
        ("共征集到１７项。", "full-width-characters", "１７"),
        ("钢铁、、钒钛。", "doubled-marks", "、、"),
        ("会议结束。，随后参观。", "doubled-marks", "。，"),
        ("联盟 动态。", "spaces", "联盟 动态"),
    ],
)
def test_slips_of_punctuation_are_quoted(text, rule, quoted):
    (finding,) = found(issue_of(f"<p>{text}</p>"), rule)
    assert quoted in finding.message
    assert finding.message.startswith("《联盟动态》")
    assert (finding.severity, finding.place) == ("doubt", "body")


@pytest.mark.parametrize(
    "text",
    [
        "会议于2015年5月29日10:30开始，共3.5小时，费用1,200元。",
        "温度为 $1370 \\sim 1410^{\\circ}\\text{C}$（TiO_2 含量）。",
        "VO2, TiO2 and more. See http://example.com/a,b.",
        "用 Python 3.11 编写。“好！”他说。",
        "合金（TiAl）的研究。",
    ],
)
def test_what_is_right_is_left_alone(text):
    rules = {
        "half-width",
        "half-width-brackets",
        "straight-quotes",
        "doubled-marks",
        "spaces",
        "doubled-words",
    }
    bulletin = issue_of(f"<p>{text}</p>")
    assert [message for rule in rules for message in messages(bulletin, rule)] == []


def test_several_slips_of_one_kind_are_one_finding_with_their_number():
    (message,) = messages(issue_of("<p>" + "甲,乙。" * 5 + "</p>"), "half-width")
    assert message.endswith("等 5 处。")


def test_the_cells_of_a_table_are_not_words_with_a_space_between():
    body = "<table><tr><th>单位</th><th>项数</th></tr><tr><td>甲</td><td>乙</td></tr></table>"
    assert messages(issue_of(body), "spaces") == []


# ---------------------------------------------------------------- doubled words
@pytest.mark.parametrize(
    ("text", "quoted"),
    [("联盟的的工作。", "的的"), ("会议会议讨论了规划。", "会议会议"), ("召开了了会议。", "了了")],
)
def test_doubled_words_are_found(text, quoted):
    (message,) = messages(issue_of(f"<p>{text}</p>"), "doubled-words")
    assert quoted in message


def test_words_that_are_doubled_on_purpose_pass():
    bulletin = issue_of("<p>一步一步推进，逐个逐个落实，一个一个来。</p>")
    assert messages(bulletin, "doubled-words") == []


def test_a_contents_line_too_long_and_a_headline_with_a_mark():
    bulletin = issue_of("<p>文。</p>", headline="标题。", toc_title="很" * 31)
    assert "31 个字" in messages(bulletin, "contents-line-long")[0]
    assert "末尾有标点" in messages(bulletin, "headline-mark")[0]


# ---------------------------------------------------------------- numbers and dates
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2015年5月29日共17项", ["2015-05-29", "17"]),
        ("5月9日", ["05-09"]),
        ("1,200元，０５号，3.50%", ["1200", "5", "3.50"]),
        ("温度 $1370$ 度", []),
    ],
)
def test_numbers_in_one_normal_form(text, numbers):
    assert numbers_in(text) == numbers


def test_a_number_that_the_source_does_not_have_is_wrong():
    bulletin = issue_of("<p>2015年5月29日共征集17项，其中6项来自研究所。</p>")
    reworded(bulletin, "<p>5月29日共征集19项。</p>")
    (finding,) = found(bulletin, "numbers")
    assert (finding.severity, finding.place) == ("wrong", "body")
    assert finding.message == "《联盟动态》中的数字或日期与来源不符：“19”在来源记录里没有。"


def test_a_date_that_the_source_does_not_have_is_wrong():
    bulletin = issue_of("<p>2015年5月29日开会，9月12日再开。</p>")
    reworded(bulletin, "<p>2015年6月29日开会，2015年9月12日再开。</p>")
    assert messages(bulletin, "numbers") == [
        "《联盟动态》中的数字或日期与来源不符：“2015年6月29日”在来源记录里没有。"
    ]


def test_what_an_abridgement_leaves_out_is_no_finding():
    bulletin = issue_of("<p>2015年5月29日共征集17项，其中6项来自研究所。</p>")
    reworded(bulletin, "<p>5月共征集17项。</p>")
    assert found(bulletin, "numbers") == []


def test_a_source_that_changed_afterwards_makes_the_old_number_wrong():
    bulletin = issue_of("<p>共17项。</p>")
    Article.objects.update(body="<p>共18项。</p>")
    assert "“17”" in messages(bulletin, "numbers")[0]


@pytest.mark.parametrize(("day", "count"), [(date(2015, 5, 29), 0), (date(2015, 5, 28), 1)])
def test_the_day_of_the_meeting_that_an_article_tells_of(day, count):
    meeting = MeetingFactory(name="理事会", starts_on=day)
    bulletin = issue_of("<p>2015年5月29日，理事会召开。</p>", meeting=meeting)
    told = messages(bulletin, "linked-day")
    assert len(told) == count
    assert all("会议“理事会”登记的是2015年5月28日" in message for message in told)


def test_the_day_of_an_event_that_an_article_tells_of():
    article = ArticleFactory(year=2015, body="<p>2015年8月21日研讨。</p>")
    article.events.add(EventFactory(name="研讨会", starts_on=date(2015, 8, 20)))
    (message,) = messages(compile_bulletin(actor=None, year=2015), "linked-day")
    assert "活动“研讨会”登记的是2015年8月20日" in message


# ---------------------------------------------------------------- names
@pytest.fixture
def people():
    for name in ("张懿", "聂广军", "陈勇", "任宏轩"):
        PersonFactory(name=name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("专家委员会主任张仪主持会议。", "张仪"),
        ("会议由秘书长聂广君主持。", "聂广君"),
        ("出席会议的有刘强教授、陈勇总经理。", "刘强"),
    ],
)
def test_a_name_with_a_post_that_nobody_bears(people, text, name):
    (finding,) = found(issue_of(f"<p>{text}</p>"), "name")
    assert f"“{name}”" in finding.message
    assert finding.severity == "doubt"


def test_a_name_that_is_close_to_a_known_one_is_suggested(people):
    assert messages(issue_of("<p>会上，秘书长聂广君，作了报告。</p>"), "name") == [
        "《联盟动态》中的人名“聂广君”在人员库里没有，是否为“聂广军”？"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "专家委员会主任张懿主持，常务副理事长陈勇出席，张懿院士作了报告。",
        "会议由副理事长单位和理事长单位轮流承办，选举任常务副理事长。",
        "教授和研究员，院长、所长参加，主任会议同期召开。",
        "国家杰出青年、高级工程师、博士，全体专家教授。",
        "攀钢集团研究院院长作报告，秘书长于5月宣布。",
    ],
)
def test_known_names_and_plain_words_are_left_alone(people, text):
    assert messages(issue_of(f"<p>{text}</p>"), "name") == []


def test_participants_are_people_on_record():
    meeting = MeetingFactory(starts_on=date(2015, 5, 29), list_is_open=True)
    for order, (unit, name) in enumerate([("甲集团", "张三"), ("甲集团", "李四"), ("乙大学", "王五")]):
        AttendanceFactory(meeting=meeting, unit_printed=unit, person__name=name, order=order)
    MinutesFactory(meeting=meeting, title="纪要", state="signed")
    bulletin = issue_of("<p>文。</p>")
    assert messages(bulletin, "name") == []
    entry = bulletin.sections.get(kind="minutes").entries.get(kind="minutes")
    entry.content["minutes"]["participants"] = "甲集团张三、李肆，乙大学王武等。"
    entry.save()
    assert [message.split("“")[1].split("”")[0] for message in messages(bulletin, "name")] == [
        "李肆",
        "学王武",
    ]


def test_nothing_is_said_of_names_while_nobody_is_on_record():
    assert messages(issue_of("<p>秘书长张三主持。</p>"), "name") == []
