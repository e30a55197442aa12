"""Members and the meeting of 2015 in the database, against the fact sheet: what is stated, and nothing that is not."""

from collections import Counter
from datetime import date

import pytest

from meetings.models import ActionItem, AgendaItem, HostingTurn, Meeting
from members.enums import UnitKind
from members.models import (
    Admission,
    AllianceProfile,
    MembershipCount,
    Occupancy,
    Office,
    Organisation,
    Person,
    Seat,
    Term,
    Unit,
    UnitName,
)
from projects.models import Nomination, NominationReview, Proposal

pytestmark = pytest.mark.usefixtures("demo_year")
MEETING = "第一届第四次理事会暨专家委员会工作会"


# ---------------------------------------------------------------- the alliance and its units
def test_alliance_has_its_names_and_no_invented_address():
    profile = AllianceProfile.objects.get()
    assert profile.name == "钒钛资源综合利用产业技术创新战略联盟"
    assert profile.english_name.startswith("The Strategic Alliance of The Vanadium and Titanium Resources")
    assert (profile.phones, profile.email, profile.address) == ("0812-3380515、3380629", "pzhdyj@126.com", "")


def test_sizes_are_those_reported_beside_the_named_units():
    assert list(MembershipCount.objects.values_list("value", "as_of")) == [
        (18, None),
        (24, date(2015, 5, 29)),
    ]
    assert Unit.objects.real().count() == 23


def test_units_are_four_ten_eight_one_by_kind():
    assert Counter(Unit.objects.real().values_list("kind", flat=True)) == {
        UnitKind.ENTERPRISE: 4,
        UnitKind.UNIVERSITY: 10,
        UnitKind.INSTITUTE: 8,
        UnitKind.ASSOCIATION: 1,
    }


def test_units_carry_how_well_membership_is_supported():
    assert Counter(Unit.objects.real().values_list("evidence", flat=True)) == {
        "stated": 14,
        "derived": 1,
        "listed": 8,
    }


def test_ranks_are_stated_for_one_unit_and_derived_for_four():
    ranks = Unit.objects.real().exclude(rank="").values_list("name", "rank", "rank_evidence")
    assert set(ranks) == {
        ("攀钢集团公司", "chair", "derived"),
        ("中科院过程工程研究所", "vice_chair", "stated"),
        ("龙蟒矿冶集团", "vice_chair", "derived"),
        ("山东东佳集团", "vice_chair", "derived"),
        ("重庆大学", "vice_chair", "derived"),
    }


def test_places_codes_and_joining_dates_stay_empty_where_not_stated():
    places = Unit.objects.real().exclude(place="").values_list("name", "place", "place_evidence")
    assert set(places) == {
        ("山东东佳集团", "山东", "derived"),
        ("四川省钒钛产业研究院", "四川", "derived"),
        ("四川省钒钛产业协会", "四川", "derived"),
        ("重庆大学", "重庆", "derived"),
        ("东北大学", "沈阳", "derived"),
    }
    assert not Unit.objects.real().exclude(uscc="").exists()
    joined = Unit.objects.real().exclude(joined_on=None).values_list("name", "joined_on")
    assert list(joined) == [("国家纳米科学中心", date(2015, 5, 29))]


def test_units_stand_in_the_order_of_the_printed_list():
    names = list(Unit.objects.real().values_list("name", flat=True))
    assert (names[0], names[19]) == ("龙蟒矿冶集团", "攀钢集团公司")
    assert names[20:] == ["山东东佳集团", "国家纳米科学中心", "北京科技大学"]


def test_other_printings_are_kept_with_their_unit():
    assert UnitName.objects.get(name="中南科技大学").unit.name == "中南大学"
    assert UnitName.objects.get(name="攀钢研究院").unit.name == "攀钢集团公司"
    assert set(Unit.objects.get(name="龙蟒矿冶集团").names.values_list("name", flat=True)) == {
        "龙蟒矿业",
        "龙蟒矿业公司",
        "龙蟒钛业",
        "绵竹龙蟒钛业公司",
    }


def test_bodies_outside_the_alliance_are_no_units():
    outside = set(Organisation.objects.values_list("name", flat=True))
    assert {
        "钒钛资源综合利用国家重点实验室",
        "四川省科技厅",
        "皇家墨尔本理工大学",
        "中科院成都有机所",
    } < outside
    assert not outside & set(Unit.objects.values_list("name", flat=True))
    assert Organisation.objects.get(kind="alliance").name == AllianceProfile.objects.get().name


# ---------------------------------------------------------------- people and their functions
def test_people_are_fifty_nine_seven_of_them_external():
    people = Person.objects.real()
    assert people.count() == 59
    assert people.filter(unit__isnull=False).count() == 52
    outside = people.filter(unit__isnull=True).values_list("name", "organisation__name")
    assert dict(outside) == {
        "干勇": None,
        "翁宇庆": None,
        "曹健林": "科技部",
        "马前": "皇家墨尔本理工大学",
        "张国庆": "北京航空材料研究院",
        "陈玉勇": "哈尔滨工业大学",
        "郭建亭": "中科院金属研究所",
    }


def test_exactly_eight_functions_and_no_other_real_seat():
    offices = set(Office.objects.values_list("person__name", "kind"))
    assert offices == {
        ("张大德", "chair"),
        ("陈勇", "executive_vice_chair"),
        ("齐涛", "vice_chair"),
        ("唐历", "secretary_general"),
        ("张懿", "expert_chair"),
    }
    real = Occupancy.objects.filter(person__is_example=False)
    assert set(
        real.values_list("person__name", "seat__body", "seat__unit__name", "starts_on", "evidence")
    ) == {
        ("聂广军", "council", "国家纳米科学中心", date(2015, 5, 29), "derived"),
        ("朴玲玉", "expert_committee", "国家纳米科学中心", date(2015, 5, 29), "derived"),
        ("任宏轩", "liaison_meeting", "国家纳米科学中心", date(2015, 5, 29), "derived"),
    }
    assert Seat.objects.filter(unit__is_example=False).count() == 3
    assert Office.objects.count() + real.count() == 8


def test_since_when_an_office_is_held_is_not_stated():
    assert set(Office.objects.values_list("starts_on", "ends_on", "ended")) == {(None, None, False)}
    assert list(Term.objects.values_list("number", "years", "starts_on", "ends_on")) == [
        (1, 5, None, None),
        (2, 5, None, None),
    ]


def test_no_real_person_acts_in_the_portal():
    assert not Person.objects.real().exclude(user=None).exists()
    assert not NominationReview.objects.exists()
    assert not Proposal.objects.filter(unit__is_example=False).exists()
    assert not Nomination.objects.filter(unit__is_example=False).exists()


def test_titles_and_gender_are_as_printed():
    zhang = Person.objects.get(name="张懿")
    assert (zhang.gender, zhang.honours, zhang.unit.short_name) == ("f", "中国工程院院士", "过程所")
    assert not Person.objects.exclude(name="张懿").exclude(gender="").exists()
    tang = Person.objects.get(name="唐历")
    assert (tang.post, tang.affiliation_printed) == ("院长", "攀钢集团研究院")
    gao = Person.objects.get(name="高彦峰")
    assert (gao.title, gao.honours) == ("教授、博士生导师", "国家杰青")


# ---------------------------------------------------------------- the meeting of 2015-05-29
def test_meeting_has_reported_attendance_beside_the_list():
    meeting = Meeting.objects.get(name=MEETING)
    assert (meeting.state, meeting.starts_on, meeting.place) == ("held", date(2015, 5, 29), "成都")
    assert meeting.host.name == "龙蟒矿冶集团"
    assert (meeting.units_reported, meeting.people_reported, meeting.people_qualifier) == (18, 40, "余")
    assert meeting.list_is_open
    listed = meeting.attendances.filter(on_list=True)
    assert listed.count() == 38
    per_unit = Counter(listed.values_list("unit_printed", flat=True))
    assert len(per_unit) == 20
    assert sorted(per_unit.values(), reverse=True) == [8, 5, 3, 2, 2, 2, 2, 2, *[1] * 12]
    assert per_unit["中南科技大学"] == 1
    assert set(listed.values_list("capacity", flat=True)) == {""}


def test_participants_list_begins_with_the_host_and_ends_with_the_chair_unit():
    names = list(Meeting.objects.get(name=MEETING).attendances.values_list("person__name", flat=True))
    assert names[:3] == ["张玺", "姚恒平", "陈厚生"]
    assert names[-2:] == ["杜剑桥", "董雅君"]
    assert "张大德" not in names


def test_meeting_is_the_fourth_session_of_both_bodies_in_the_first_term():
    meeting = Meeting.objects.get(name=MEETING)
    assert set(meeting.bodies.values_list("body", "term__number", "session")) == {
        ("council", 1, 4),
        ("expert_committee", 1, 4),
    }


def test_sittings_and_agenda_are_as_reported():
    meeting = Meeting.objects.get(name=MEETING)
    assert list(meeting.sittings.values_list("part", "body", "chair__name")) == [
        ("morning", "expert_committee", "张懿"),
        ("afternoon", "council", "陈勇"),
    ]
    reports = meeting.items.filter(kind="report").values_list("title", "presenter__name", "presenter_body")
    assert list(reports) == [
        ("2011至2015年联盟技术创新工作执行情况", None, "secretariat"),
        ("攀钢2014年钒钛技术创新工作情况", None, "secretariat"),
        ("硫酸法钛白循环经济模式评价", "姚恒平", ""),
        ("钒钛磁铁矿高效利用短流程技术", "齐涛", ""),
        ("2014年联盟工作报告", "唐历", ""),
    ]
    welcome = AgendaItem.objects.get(kind="speech", meeting__is_example=False)
    assert (welcome.presenter.name, welcome.sitting) == ("张玺", None)


def test_resolutions_are_eight_in_their_kinds():
    meeting = Meeting.objects.get(name=MEETING)
    assert list(meeting.resolutions.values_list("number", "kind")) == [
        (1, "suggestion"),
        (2, "approved_in_principle"),
        (3, "task"),
        (4, "task"),
        (5, "approved"),
        (6, "decision"),
        (7, "decision"),
        (8, "agreed"),
    ]
    assert list(meeting.resolutions.filter(carries_task=True).values_list("number", flat=True)) == [6]


def test_tasks_name_who_and_leave_the_rest_empty():
    tasks = ActionItem.objects.filter(resolution__meeting__name=MEETING)
    per_point = Counter(tasks.values_list("resolution__number", flat=True))
    assert per_point == {2: 3, 3: 2, 4: 3, 6: 3, 7: 1}
    assert set(tasks.values_list("due_on", flat=True)) == {None}
    assert tasks.get(office="secretary_general").task == "召集联络员会议讨论章程修改稿"


def test_admission_is_traceable_both_ways():
    admission = Admission.objects.get()
    assert (admission.unit.name, admission.admitted_on) == ("国家纳米科学中心", date(2015, 5, 29))
    people = (admission.council_member.name, admission.expert.name, admission.liaison.name)
    assert people == ("聂广军", "朴玲玉", "任宏轩")
    assert admission.representatives_evidence == "derived"
    assert admission.effect.resolution.number == 5
    assert admission.effect.resolution.effects.get().admission == admission


def test_hosting_ledger_gives_no_reason_and_confirms_nothing():
    turns = HostingTurn.objects.filter(unit__is_example=False).order_by("year", "pk")
    assert list(turns.values_list("year", "unit__name", "state", "yielded_to__name", "reason")) == [
        (2015, "龙蟒矿冶集团", "hosted", None, ""),
        (2016, "山东东佳集团", "yielded", "重庆大学", ""),
        (2016, "重庆大学", "proposed", None, ""),
    ]
    assert set(turns.filter(year=2016).values_list("basis__number", flat=True)) == {7}


def test_meeting_of_2016_is_planned_without_a_day():
    planned = Meeting.objects.real().get(state="planned")
    assert (planned.place, planned.host.name, planned.starts_on) == ("重庆", "重庆大学", None)
    assert planned.date_note == "计划2016年5月"
    assert set(planned.bodies.values_list("term__number", "session")) == {(2, 1)}


def test_minutes_are_signed():
    minutes = Meeting.objects.get(name=MEETING).minutes
    assert (minutes.state, minutes.title) == ("signed", "第一届第四次理事会暨专家委员会工作会会议纪要")
