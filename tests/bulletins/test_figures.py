"""The figures chapter: counted from the records, with their denominators and what they do not say."""

from datetime import date

import pytest

from bulletins.enums import FigureKind
from bulletins.figures import figure_of
from meetings.models import EventCount
from members.models import MembershipCount
from tests import factories as make

pytestmark = pytest.mark.django_db


def pairs(figure: dict) -> list[tuple]:
    return list(zip(figure["chart"]["labels"], figure["chart"]["values"], strict=True))


@pytest.mark.parametrize("kind", FigureKind)
def test_a_year_without_data_has_no_figure(kind):
    make.UnitFactory(is_example=True)
    make.EventFactory()  # nobody said how many came
    make.MeetingFactory()  # no list of participants
    make.SolicitationFactory(year=2015, total_reported=17)  # nobody said from whom
    make.NominationFactory(state="declined")
    make.NominationFactory(state="admitted", is_example=True)
    if kind == FigureKind.UNITS_BY_KIND:
        make.UnitFactory._meta.model.objects.update(is_example=True)
    assert figure_of(kind, 2015) is None


def test_every_figure_has_the_shape_of_the_snapshot():
    make.SolicitationTallyFactory(solicitation=make.SolicitationFactory(year=2015))
    make.AttendanceFactory()
    EventCount.objects.create(event=make.EventFactory(), kind="people", value=20)
    make.NominationFactory(state="admitted")
    for kind in FigureKind:
        figure = figure_of(kind, 2015)
        assert set(figure) == {"kind", "title", "note", "chart", "headers", "rows"}
        assert set(figure["chart"]) == {"type", "labels", "values", "unit"}
        assert figure["chart"]["type"] in ("bar", "columns", "share")
        assert len(figure["chart"]["labels"]) == len(figure["chart"]["values"])
        assert {len(row) for row in figure["rows"]} == {len(figure["headers"])}
        assert all(isinstance(cell, str) for row in figure["rows"] for cell in row)


def test_units_at_the_end_of_the_year():
    make.UnitFactory(kind="enterprise")
    make.UnitFactory(kind="university", joined_on=date(2015, 12, 31))
    make.UnitFactory(kind="university", left_on=date(2015, 12, 31))
    make.UnitFactory(kind="university", joined_on=date(2016, 1, 1))
    make.UnitFactory(kind="university", left_on=date(2015, 12, 30))
    make.UnitFactory(kind="institute", is_example=True)
    MembershipCount.objects.create(label="此前", as_of=date(2015, 5, 29), value=24)
    MembershipCount.objects.create(label="后来", as_of=date(2016, 5, 29), value=30)
    figure = figure_of("units_by_kind", 2015)
    assert pairs(figure) == [("企业", 1), ("高校", 2)]
    assert figure["rows"] == [["企业", "1", "33.3%"], ["高校", "2", "66.7%"], ["合计", "3", "100%"]]
    assert "共3家，占比以此为分母" in figure["note"]
    assert figure["note"].endswith("另据记载，截至2015年5月29日成员单位为24家，未具名的没有计入。")


def test_proposals_as_reported_leave_the_unattributed_ones_in_sight():
    batch = make.SolicitationFactory(year=2015, total_reported=17)
    for name, count in (("东北大学", 4), ("矿产所", 6)):
        make.SolicitationTallyFactory(solicitation=batch, unit__name=name, count=count)
    figure = figure_of("proposals_by_unit", 2015)
    assert pairs(figure) == [("矿产所", 6), ("东北大学", 4), ("未载明单位", 7)]
    assert figure["rows"][-1] == ["合计", "17", "100%"]
    assert figure["note"] == "据报道，共17项，占比以此为分母。其中7项未载明单位，不能归到任何一家。"


def test_proposals_handed_in_here():
    unit = make.UnitFactory(name="甲大学")
    batch = make.SolicitationFactory(year=2015)
    for state in ("submitted", "rejected", "draft"):
        make.ProposalFactory(solicitation=batch, unit=unit, state=state)
    figure = figure_of("proposals_by_unit", 2015)
    assert pairs(figure) == [("甲大学", 2)]
    assert "草稿和撤回的不计" in figure["note"]


def attend(meeting, kind: str, **fields) -> None:
    make.AttendanceFactory(meeting=meeting, unit=make.UnitFactory(kind=kind), **fields)


def test_attendance_of_one_meeting_is_by_kind_of_unit_beside_what_was_reported():
    meeting = make.MeetingFactory(
        name="理事会", units_reported=18, people_reported=40, people_qualifier="余", list_is_open=True
    )
    attend(meeting, "university")
    attend(meeting, "university")
    attend(meeting, "enterprise")
    attend(meeting, "enterprise", state="excused")
    attend(meeting, "enterprise", state="observer")
    attend(meeting, "enterprise", on_list=False)
    figure = figure_of("attendance", 2015)
    assert figure["title"] == "理事会出席情况"
    assert figure["rows"] == [["企业", "1", "1"], ["高校", "2", "2"], ["合计", "3", "3"]]
    assert "据报道到会单位18家、到会40余人，与名单并存。名单以“等”结尾，未列全。" in figure["note"]


def test_attendance_of_several_meetings_is_by_meeting():
    for month, people in ((3, 1), (9, 2)):
        meeting = make.MeetingFactory(name=f"{month}月会", starts_on=date(2015, month, 1))
        for _ in range(people):
            attend(meeting, "university")
    make.AttendanceFactory(meeting=make.MeetingFactory(is_example=True))
    make.AttendanceFactory(meeting=make.MeetingFactory(state="convened"))
    figure = figure_of("attendance", 2015)
    assert pairs(figure) == [("3月1日", 1), ("9月1日", 2)]
    assert figure["rows"][1] == ["2015年9月1日", "9月会", "2", "2"]


def test_events_keep_their_qualifiers_and_say_who_is_missing():
    for name, value, qualifier in (("甲会", 20, "余"), ("乙会", 100, "近")):
        event = make.EventFactory(name=name, starts_on=date(2015, 8, value % 19 + 1), place="成都")
        EventCount.objects.create(event=event, kind="people", value=value, qualifier=qualifier)
    make.EventFactory(name="丙会")
    make.EventFactory(is_example=True)
    figure = figure_of("events", 2015)
    assert pairs(figure) == [("甲会", 20), ("乙会", 100)]
    assert figure["rows"] == [
        ["甲会", "8月2日", "成都", "20余"],
        ["乙会", "8月6日", "成都", "近100"],
        ["丙会", "未载明", "未载明", "未载明"],
    ]
    assert figure["note"].endswith("1项活动未载明人数，图中没有。")


def test_the_pool_counts_what_was_admitted():
    make.NominationFactory(state="admitted", patent__kind="invention")
    make.NominationFactory(state="admitted", patent__kind="utility_model")
    make.NominationFactory(state="submitted")
    figure = figure_of("pool", 2015)
    assert pairs(figure) == [("发明", 1), ("实用新型", 1)]
