"""What records say in print, and what an issue is offered: everything of its time, nothing twice."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from alliance.core.transitions import run_transition
from bulletins.models import Bulletin
from bulletins.plain_text import content_text
from bulletins.proposals import propose
from bulletins.sources import read_source
from meetings.models import Award, EventCount, EventGuest, EventSeries, ResolutionEffect
from tests import factories as make

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def text_of(kind: str, source) -> list[str]:
    return content_text(read_source(kind, source, year=2015)["content"]).split("\n")


# ---------------------------------------------------------------- events
@pytest.fixture
def event():
    series = EventSeries.objects.create(
        name="钒产业交流会", every_years=2, next_year=2017, next_host=make.UnitFactory(name="重庆大学")
    )
    event = make.EventFactory(
        name="第三届钒产业先进技术交流会",
        series=series,
        edition=3,
        starts_on=date(2015, 9, 12),
        place="西昌",
        venue="某酒店",
        theme="高效利用",
        beside="参观实验室。\n年会",
    )
    unit, society = make.UnitFactory(name="甲大学"), make.OrganisationFactory(name="乙学会")
    make.EventOrganiserFactory(event=event, role="organiser", unit=None, organisation=society, order=2)
    make.EventOrganiserFactory(event=event, role="host", unit=unit, name_printed="甲大", order=1)
    EventCount.objects.create(event=event, kind="people", value=100, qualifier="余")
    EventCount.objects.create(event=event, kind="units", value=20, qualifier="近")
    for order, (kind, name, title) in enumerate(
        [
            ("welcome", "张懿", ""),
            ("talk", "高彦峰", "VO₂智能窗"),
            ("talk", "马前", ""),
            ("present", "陈勇", ""),
        ]
    ):
        make.TalkFactory(event=event, kind=kind, speaker__name=name, title=title, order=order)
    EventGuest.objects.create(event=event, name_printed="丙公司")
    Award.objects.create(event=event, name="优秀论文奖", awarded_by=society, winners=5)
    return event


def test_an_event_says_when_where_by_whom_how_large_and_what_comes_next(event):
    assert text_of("event", event) == [
        "2015年9月12日，第三届钒产业先进技术交流会在西昌某酒店举行，主题为“高效利用”。",
        "主办：甲大；承办：乙学会。",
        "据报道，参会100余人，参会单位近20家。",
        "张懿致欢迎辞，陈勇出席。",
        "高彦峰：VO₂智能窗",
        "马前（题目未载明）",
        "参会单位有丙公司等。",
        "同期活动：参观实验室；年会。",
        "会上颁奖：优秀论文奖由乙学会颁发，5人获奖。",
        "该系列会议每两年举办一届，下一届计划于2017年由重庆大学承办。",
    ]


def test_the_contents_line_of_an_edition_is_shorter_than_its_name(event):
    said = read_source("event", event, year=2015)
    assert (said["headline"], said["toc_title"]) == ("第三届钒产业先进技术交流会", "第三届钒产业交流会")


def test_of_an_event_only_what_is_stated_is_said():
    assert text_of("event", make.EventFactory(name="研讨会")) == ["2015年（具体日期未载明），研讨会举行。"]


# ---------------------------------------------------------------- other records
def test_a_point_of_the_minutes():
    meeting = make.MeetingFactory(name="理事会", starts_on=date(2015, 5, 29))
    point = make.ResolutionFactory(
        meeting=meeting, number=5, kind="approved", subject="入盟", text="同意入盟。", due_text="即日"
    )
    assert text_of("resolution", point) == [
        "2015年5月29日召开的理事会议定事项第五项（通过）。",
        "同意入盟。",
        "时限：即日。",
    ]


def test_a_solicitation_as_reported():
    batch = make.SolicitationFactory(
        name="第三批", programme="攀西专项", opens_at=None, deadline=None, total_reported=17
    )
    make.SolicitationTallyFactory(solicitation=batch, unit__name="东北大学", count=4)
    assert text_of("solicitation", batch) == [
        "本次征集面向“攀西专项”。征集起止时间未载明。",
        "据报道，共收到项目建议17项，其中13项未载明单位。",
        "单位 | 项数",
        "东北大学 | 4",
    ]


def test_a_solicitation_held_here_counts_what_was_handed_in():
    moment = datetime(2015, 6, 30, 23, 59, tzinfo=SHANGHAI)
    batch = make.SolicitationFactory(opens_at=None, deadline=moment)
    unit = make.UnitFactory(name="甲大学")
    for state in ("submitted", "accepted", "draft", "withdrawn"):
        make.ProposalFactory(solicitation=batch, unit=unit, state=state)
    make.ProposalFactory(solicitation=batch, unit=make.UnitFactory(is_example=True), state="submitted")
    assert text_of("solicitation", batch) == [
        "征集时间至2015年6月30日 23:59止。",
        "共收到项目建议2项。",
        "单位 | 项数",
        "甲大学 | 2",
    ]


def test_an_admission_with_representatives_told_as_derived():
    admission = make.AdmissionFactory(
        unit=make.UnitFactory(name="纳米中心", short_name="纳米"),
        council_member=make.PersonFactory(name="甲"),
        liaison=make.PersonFactory(name="乙"),
        representatives_evidence="derived",
    )
    assert text_of("admission", admission) == [
        "纳米中心自2015年5月29日起加入联盟，依据为理事会决定。",
        "该单位代表：甲任理事，乙任联络员（分工系按名单次序推定）。",
    ]
    said = read_source("admission", admission, year=2015)
    assert (said["headline"], said["toc_title"]) == ("纳米中心加入联盟", "纳米入盟")


def test_a_patent_of_the_pool():
    patent = make.PatentFactory(title="提钒方法", inventors="甲、乙", owner=make.UnitFactory(name="甲大学"))
    (line,) = text_of("nomination", make.NominationFactory(patent=patent, state="admitted"))
    assert line == (
        f"“提钒方法”经专家评审，同意进入联盟专利技术库：专利号{patent.number}，发明，专利权人甲大学，"
        "发明人甲、乙，法律状态为授权（有效）。"
    )


def test_words_of_records_are_escaped():
    body = read_source("event", make.EventFactory(name="<b>会</b>"), year=2015)["content"]["body"]
    assert "<b>" not in body and "&lt;b&gt;" in body


# ---------------------------------------------------------------- what is offered
def offered(bulletin: Bulletin) -> set[tuple]:
    return {(one.kind, str(one.source), one.printed) for one in propose(bulletin) if one.kind != "figure"}


def yearly() -> Bulletin:
    return make.BulletinFactory(year=2015)


def test_an_event_with_a_published_article_is_told_by_it():
    told, planned, alone = (make.EventFactory(name=name) for name in ("有报道", "只有草稿", "没有报道"))
    make.ArticleFactory(headline="报道").events.add(told)
    make.ArticleFactory(state="draft").events.add(planned)
    make.EventFactory(year=2014)
    make.EventFactory(is_example=True)
    assert alone.pk
    assert offered(yearly()) == {
        ("article", "报道", True),
        ("event", "有报道", False),
        ("event", "只有草稿", True),
        ("event", "没有报道", True),
    }


def test_points_are_told_by_signed_minutes_and_wait_for_those_in_draft():
    for name, state in (("已签发", "signed"), ("起草中", "draft"), ("无纪要", None)):
        meeting = make.MeetingFactory(name=name)
        make.ResolutionFactory(meeting=meeting, number=1, subject=name)
        if state:
            make.MinutesFactory(meeting=meeting, title=f"{name}纪要", state=state)
    make.ResolutionFactory(meeting=make.MeetingFactory(state="planned"))
    make.ResolutionFactory(meeting=make.MeetingFactory(is_example=True))
    assert offered(yearly()) == {
        ("minutes", "已签发纪要", True),
        ("resolution", "1. 已签发", False),
        ("resolution", "1. 无纪要", True),
    }


def test_an_admission_is_told_by_the_minutes_that_decided_it():
    point = make.ResolutionFactory()
    make.MinutesFactory(meeting=point.meeting, title="纪要", state="signed")
    decided = make.AdmissionFactory(unit__name="甲")
    ResolutionEffect.objects.create(resolution=point, admission=decided)
    make.AdmissionFactory(unit__name="乙")
    make.AdmissionFactory(unit__name="示例丙", unit__is_example=True)
    make.AdmissionFactory(unit__name="丁", admitted_on=date(2014, 1, 1))
    told = {one for one in offered(yearly()) if one[0] == "admission"}
    assert told == {("admission", "甲 入盟", False), ("admission", "乙 入盟", True)}


def test_a_batch_is_told_by_its_article_and_a_prepared_one_is_none():
    told = make.SolicitationFactory(name="有报道", year=2015)
    make.ArticleFactory(headline="报道", solicitation=told)
    make.SolicitationFactory(name="无报道", year=2015)
    make.SolicitationFactory(year=2015, state="draft")
    make.SolicitationFactory(year=2015, is_example=True)
    batches = {one for one in offered(yearly()) if one[0] == "solicitation"}
    assert batches == {("solicitation", "有报道", False), ("solicitation", "无报道", True)}


def test_a_patent_stands_in_the_issue_of_the_year_in_which_it_was_admitted():
    nomination = make.NominationFactory(state="under_review")
    make.NominationReviewFactory(nomination=nomination)
    run_transition(actor=None, obj=nomination, name="admit")
    make.NominationFactory(state="under_review")
    year = timezone.localdate().year
    assert {one[0] for one in offered(make.BulletinFactory(year=year))} == {"nomination"}
    assert offered(yearly()) == set()


def test_a_periodic_issue_tells_of_its_days_and_has_no_figures():
    march = make.BulletinFactory(
        year=2015, number=1, period="monthly", starts_on=date(2015, 3, 1), ends_on=date(2015, 3, 31)
    )
    for day in (date(2015, 2, 28), date(2015, 3, 1), date(2015, 3, 31), date(2015, 4, 1)):
        make.ArticleFactory(headline=f"稿{day:%m%d}", happened_on=day)
        make.EventFactory(name=f"活动{day:%m%d}", starts_on=day)
        make.MinutesFactory(
            meeting=make.MeetingFactory(starts_on=day), title=f"纪要{day:%m%d}", state="signed"
        )
        make.AdmissionFactory(unit__name=f"单位{day:%m%d}", admitted_on=day)
    published = datetime(2015, 3, 31, 23, 30, tzinfo=SHANGHAI)
    make.ArticleFactory(headline="未载明日期", published_at=published)
    make.ArticleFactory(headline="四月发布", published_at=datetime(2015, 4, 1, 0, 30, tzinfo=SHANGHAI))
    names = {one[1] for one in offered(march)}
    assert names == {
        *(
            "稿0301",
            "稿0331",
            "活动0301",
            "活动0331",
            "纪要0301",
            "纪要0331",
            "单位0301 入盟",
            "单位0331 入盟",
        ),
        "未载明日期",
    }
    assert [one for one in propose(march) if one.kind == "figure"] == []
