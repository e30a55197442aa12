"""The agenda: times that add up, what does not fit, order, durations, papers by role."""

from datetime import time

import pytest
from django.contrib.auth.models import AnonymousUser

from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.files.serve import may_read
from meetings.agenda import agenda_of, clashes
from meetings.models import AgendaItem, Meeting
from meetings.services import agenda as services
from tests import factories as make
from tests.meetings.make_planning import DAY, held_before, item_of, paper_of, planned, sitting_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return planned()


@pytest.fixture
def staff():
    return make.staff()


def warnings_of(meeting) -> str:
    meeting = Meeting.objects.get(pk=meeting.pk)
    return "\n".join(clashes(meeting, agenda_of(meeting)))


def titles(meeting) -> list[str]:
    return list(meeting.items.order_by("order").values_list("title", flat=True))


# ---------------------------------------------------------------- by the clock
def test_each_item_begins_where_the_one_before_ends(meeting):
    sitting = sitting_of(meeting, starts="09:00", ends="10:15")
    for minutes in (20, 40, 15):
        item_of(sitting, minutes)
    one = agenda_of(meeting).sittings[0]

    assert [(row.starts, row.ends) for row in one.items] == [
        (time(9), time(9, 20)),
        (time(9, 20), time(10)),
        (time(10), time(10, 15)),
    ]
    assert (one.planned, one.available, one.over, one.left, one.ends) == (75, 75, 0, 0, time(10, 15))


def test_after_an_item_without_minutes_no_time_is_made_up(meeting):
    sitting = sitting_of(meeting)
    for minutes in (20, None, 15):
        item_of(sitting, minutes)
    rows = agenda_of(meeting).sittings[0].items

    assert [(row.starts, row.ends) for row in rows] == [
        (time(9), time(9, 20)),
        (time(9, 20), None),
        (None, None),
    ]
    assert "1 项议程未填时长" in warnings_of(meeting)


@pytest.mark.parametrize(("minutes", "over"), [(59, 0), (60, 0), (61, 1)])
def test_half_day_that_is_too_full_is_told_to_the_minute(meeting, minutes, over):
    item_of(sitting_of(meeting, starts="09:00", ends="10:00"), minutes)

    assert agenda_of(meeting).sittings[0].over == over
    assert (f"超出会议时间 {over} 分钟" in warnings_of(meeting)) == bool(over)


# ---------------------------------------------------------------- clashes
def test_person_at_two_places_at_once_is_told(meeting):
    person, chair = make.PersonFactory(name="甲某"), make.PersonFactory(name="乙某")
    for room in ("一厅", "二厅"):
        item_of(sitting_of(meeting, room=room, chair=chair), presenter=person)
    said = warnings_of(meeting)

    assert "主持人同为乙某" in said
    assert "甲某须同时到场" in said
    assert "会场同为" not in said


def test_one_after_the_other_is_no_clash(meeting):
    person = make.PersonFactory()
    item_of(sitting_of(meeting, starts="09:00", ends="10:00", room="一厅"), 60, presenter=person)
    item_of(sitting_of(meeting, starts="10:00", ends="11:00", room="一厅"), 60, presenter=person)

    assert warnings_of(meeting) == ""


def test_chair_who_reports_next_door_and_a_room_taken_twice_are_told(meeting):
    chair = make.PersonFactory(name="丙某")
    item_of(sitting_of(meeting, room="一厅", chair=chair))
    item_of(sitting_of(meeting, room="一厅"), presenter=chair)
    said = warnings_of(meeting)

    assert "会场同为“一厅”" in said
    assert "丙某须同时到场" in said


@pytest.mark.parametrize(("answer", "told"), [("excuse", True), ("delegate", True), ("attend", False)])
def test_presenter_who_does_not_come_is_told(meeting, answer, told):
    person = make.PersonFactory(name="丁某")
    item_of(sitting_of(meeting), presenter=person)
    named = {"delegate_name": "戊某"} if answer == "delegate" else {}
    make.ReplyFactory(meeting=meeting, person=person, answer=answer, **named)

    assert ("报告人丁某已答复" in warnings_of(meeting)) == told


def test_last_points_that_are_missing_or_not_first_are_told(meeting):
    held_before("open")
    sitting = sitting_of(meeting)
    item_of(sitting, kind="report", title="工作报告")
    assert "没有“上次会议议定事项落实情况”" in warnings_of(meeting)
    services.open_with_last_points(actor=None, meeting=meeting)
    assert titles(meeting) == ["上次会议议定事项落实情况", "工作报告"]
    first = meeting.items.get(kind="follow_up")
    assert first.sitting == sitting
    services.move_item(actor=None, meeting=meeting, item=first, up=False)
    assert "不在议程的最前面" in warnings_of(meeting)


def test_its_figures_are_brought_up_to_date_and_it_stands_once(meeting):
    before = held_before("open", "open")
    services.open_with_last_points(actor=None, meeting=meeting)
    action = before.resolutions.get().actions.first()
    type(action).objects.filter(pk=action.pk).update(state="done")
    item = services.open_with_last_points(actor=None, meeting=meeting)

    assert meeting.items.count() == 1
    assert item.note.endswith("已完成1项，办理中1项")


# ---------------------------------------------------------------- writing
def test_items_move_within_a_half_day_and_over_its_edge(meeting, staff):
    morning, afternoon = sitting_of(meeting), sitting_of(meeting, "afternoon", "14:00", "17:00")
    for sitting, title in ((morning, "一"), (morning, "二"), (afternoon, "三")):
        item_of(sitting, title=title)
    second = meeting.items.get(title="二")

    services.move_item(actor=staff, meeting=meeting, item=second, up=True)
    assert titles(meeting) == ["二", "一", "三"]
    for _ in range(2):
        services.move_item(actor=staff, meeting=meeting, item=second, up=False)
    assert AgendaItem.objects.get(title="二").sitting == afternoon
    assert titles(meeting) == ["一", "二", "三"]
    services.move_item(actor=staff, meeting=meeting, item=meeting.items.get(title="一"), up=True)
    assert titles(meeting) == ["一", "二", "三"]


def test_half_days_stand_by_day_and_time_whenever_they_are_added(meeting, staff):
    given = {"date": DAY, "body": "council", "title": ""}
    for part, starts in (("afternoon", time(14)), ("morning", time(10)), ("morning", time(8))):
        services.save_sitting(
            actor=staff, meeting=meeting, sitting=None, content={**given, "part": part, "starts_at": starts}
        )
    assert [one.starts_at.hour for one in meeting.sittings.order_by("order")] == [8, 10, 14]


def test_removing_a_half_day_keeps_its_items(meeting, staff):
    item = item_of(sitting_of(meeting))
    services.remove_sitting(actor=staff, meeting=meeting, sitting=item.sitting)

    item.refresh_from_db()
    assert item.sitting is None


@pytest.mark.parametrize("minutes", [0, 601])
def test_minutes_out_of_bounds_are_refused(meeting, staff, minutes):
    item = item_of(sitting_of(meeting))
    with pytest.raises(DomainError, match="1 至 600 分钟"):
        services.set_durations(actor=staff, meeting=meeting, minutes={item.pk: minutes})


def test_two_people_do_not_overwrite_each_other(meeting, staff):
    item = item_of(sitting_of(meeting))
    services.set_durations(actor=staff, meeting=meeting, minutes={item.pk: 45}, version=meeting.version)
    with pytest.raises(StaleVersion):
        services.set_durations(actor=staff, meeting=meeting, minutes={item.pk: 15}, version=meeting.version)
    item.refresh_from_db()
    assert item.minutes_planned == 45


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_agenda_of_a_meeting_that_is_over_stays(state, staff):
    meeting = planned(state=state)
    item = item_of(sitting_of(meeting))
    with pytest.raises(WrongState, match="议程不能再改"):
        services.set_durations(actor=staff, meeting=meeting, minutes={item.pk: 45})


def test_only_staff_write_it_and_foreign_rows_are_refused(meeting, staff):
    foreign = sitting_of(planned())
    with pytest.raises(NotAllowed):
        services.save_item(actor=make.UserFactory(), meeting=meeting, item=None, content={"title": "议题"})
    for name, value in (("sitting", foreign), ("presenter", make.PersonFactory(is_example=True))):
        content = {"kind": "report", "title": "议题", name: value}
        with pytest.raises(DomainError) as refused:
            services.save_item(actor=staff, meeting=meeting, item=None, content=content)
        assert refused.value.field == name


# ---------------------------------------------------------------- papers
READERS = {
    "public": {"visitor", "stranger", "liaison", "council"},
    "members": {"liaison", "council"},
    "council": {"council"},
    "staff": set(),
}


@pytest.mark.parametrize("access", READERS)
@pytest.mark.parametrize("state", ["planned", "convened", "held", "cancelled"])
def test_papers_are_read_by_their_access_from_the_notice_on(access, state):
    unit = make.UnitFactory()
    stored = paper_of(item_of(sitting_of(planned(state=state))), access=access).stored
    people = {
        "visitor": AnonymousUser(),
        "stranger": make.UserFactory(),
        "liaison": make.liaison_of(unit),
        "council": make.council_member_of(unit),
    }
    readers = {name for name, user in people.items() if may_read(user, stored)}

    assert readers == (READERS[access] if state in ("convened", "held") else set())
    assert may_read(make.staff(), stored)


def test_example_papers_are_for_people_who_are_logged_in():
    meeting = planned(state="convened", is_example=True)
    stored = paper_of(item_of(sitting_of(meeting)), access="public").stored

    assert not may_read(AnonymousUser(), stored)
    assert may_read(make.UserFactory(), stored)


def test_same_paper_sent_twice_stands_once(meeting, staff):
    item, stored = item_of(sitting_of(meeting)), make.stored_picture(actor=staff)
    given = {"actor": staff, "item": item, "title": "方案", "stored": stored, "access": "members"}
    first, again = services.add_paper(**given), services.add_paper(**given)

    assert first.pk == again.pk
    services.remove_paper(actor=staff, paper=first)
    assert not item.papers.exists()
