"""Meetings: the list, and the page with programme, people and decisions."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.enums import MeetingState
from meetings.models import ActionItem, HostingTurn, Minutes, ResolutionEffect
from tests.factories import (
    AdmissionFactory,
    AgendaItemFactory,
    ArticleFactory,
    AttendanceFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
    ResolutionFactory,
    SittingFactory,
    UnitFactory,
    UserFactory,
    staff,
)

pytestmark = pytest.mark.django_db
MEETINGS = reverse("meetings:meetings")


def names(response) -> list[str]:
    return [row.record.name for row in response.context["table"].rows]


# profile, number of rows, rows with their hosts
@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    for _ in range(count):
        MeetingFactory(host=UnitFactory())

    with django_assert_num_queries(3):
        page = client.get(MEETINGS)

    assert len(names(page)) == count


def test_list_puts_what_is_ahead_first_and_leaves_examples_out(client):
    MeetingFactory(name="第三次", starts_on=date(2014, 5, 1))
    MeetingFactory(name="第四次", starts_on=date(2015, 5, 29))
    MeetingFactory(name="第五次", starts_on=None, state=MeetingState.PLANNED, date_note="计划2016年5月")
    MeetingFactory(name="示例会", is_example=True)

    page = client.get(MEETINGS)

    assert names(page) == ["第五次", "第四次", "第三次"]
    assert "计划2016年5月" in page.content.decode()


@pytest.fixture
def meeting():
    """A meeting held, with everything that its page shows; its minutes are signed."""
    meeting = MeetingFactory(units_reported=18, people_reported=40, people_qualifier="余", list_is_open=True)
    MinutesFactory(meeting=meeting, preamble="第一段。\n\n第二段。")
    return meeting


def sign(meeting) -> None:
    """As if signed: from then on its points and its list stand still, so that rows come first."""
    Minutes.objects.filter(meeting=meeting).update(state="signed")


def text_of(client, meeting) -> str:
    return client.get(meeting.get_absolute_url()).content.decode()


def test_page_keeps_the_reported_numbers_beside_the_list(client, meeting):
    unit = UnitFactory(name="龙蟒矿冶集团")
    for name in ("张玺", "姚恒平"):
        AttendanceFactory(meeting=meeting, unit=unit, person__name=name)
    AttendanceFactory(meeting=meeting, unit=unit, person__name="不在名单", on_list=False)

    page = client.get(meeting.get_absolute_url())

    listed = page.context["listed"]
    assert [(unit, [person.name for person in people]) for unit, people in listed["units"]] == [
        ("龙蟒矿冶集团", ["张玺", "姚恒平"])
    ]
    text = page.content.decode()
    assert "18家" in text
    assert "40余人" in text
    assert "姚恒平等" in text
    assert "不在名单" not in text


def test_list_of_people_follows_the_printed_order_and_spelling(client, meeting):
    unit = UnitFactory(name="中南大学")
    AttendanceFactory(meeting=meeting, unit=UnitFactory(name="攀钢集团公司"), order=2)
    AttendanceFactory(meeting=meeting, unit=unit, unit_printed="中南科技大学", order=1)

    listed = client.get(meeting.get_absolute_url()).context["listed"]["units"]

    assert [unit for unit, _ in listed] == ["中南科技大学", "攀钢集团公司"]


def test_programme_groups_items_by_sitting_and_keeps_the_unplaced_apart(client, meeting):
    sitting = SittingFactory(meeting=meeting, chair=PersonFactory(name="张懿"))
    AgendaItemFactory(meeting=meeting, sitting=sitting, title="工作报告", presenter_body="secretariat")
    AgendaItemFactory(meeting=meeting, title="欢迎辞", kind="speech")

    page = client.get(meeting.get_absolute_url())

    (shown, items) = page.context["sittings"][0]
    assert (shown, [item.title for item in items]) == (sitting, ["工作报告"])
    assert [item.title for item in page.context["unplaced"]] == ["欢迎辞"]
    assert "所属时段未载明" in page.content.decode()


def test_resolution_shows_kind_tasks_and_what_came_of_it(client, meeting):
    point = ResolutionFactory(meeting=meeting, kind="approved", subject="接纳新单位")
    ActionItem.objects.create(resolution=point, task="办理手续", body="secretariat")
    admission = AdmissionFactory(unit__name="国家纳米科学中心")
    ResolutionEffect.objects.create(resolution=point, admission=admission)
    HostingTurn.objects.create(
        year=2016,
        unit=UnitFactory(name="山东东佳集团"),
        state="yielded",
        yielded_to=UnitFactory(name="重庆大学"),
        basis=point,
    )

    sign(meeting)
    text = text_of(client, meeting)

    assert "接纳新单位" in text
    assert "通过" in text
    assert "办理手续" in text
    assert admission.unit.get_absolute_url() in text
    assert "山东东佳集团改由重庆大学承办" in text


@pytest.mark.parametrize("state", ["draft", None])
def test_decisions_are_the_secretariats_until_the_minutes_are_signed(client, state):
    meeting = MeetingFactory()
    ResolutionFactory(meeting=meeting, subject="尚未公布的事项")
    if state:
        MinutesFactory(meeting=meeting, state=state, preamble="尚未公布的引言。")

    public = text_of(client, meeting)
    client.force_login(staff())
    internal = text_of(client, meeting)

    assert "尚未公布" not in public
    assert "会议纪要尚未签发" in public
    assert "尚未公布的事项" in internal


def test_page_leads_to_the_published_articles_about_it(client, meeting):
    ArticleFactory(meeting=meeting, headline="会议在成都召开")
    ArticleFactory(meeting=meeting, headline="还没写完", state="draft")

    (group,) = client.get(meeting.get_absolute_url()).context["related"]

    assert (group.title, [link.title for link in group.links]) == ("相关报道", ["会议在成都召开"])


# 1 meeting with host and minutes, 4 sittings and bodies, items, resolutions with actions, effects, hosting turns, papers …
@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_times(client, django_assert_num_queries, meeting, count):
    for number in range(1, count + 1):
        sitting = SittingFactory(meeting=meeting, chair=PersonFactory())
        AgendaItemFactory(meeting=meeting, sitting=sitting, presenter=PersonFactory())
        AttendanceFactory(meeting=meeting)
        point = ResolutionFactory(meeting=meeting, number=number)
        ActionItem.objects.create(resolution=point, task="任务", unit=UnitFactory())
        ResolutionEffect.objects.create(resolution=point, admission=AdmissionFactory())
        HostingTurn.objects.create(
            year=2016,
            unit=UnitFactory(),
            state="yielded",
            yielded_to=UnitFactory(),
            basis=point,
            meeting=meeting,
        )
    sign(meeting)

    with django_assert_num_queries(23):
        client.get(meeting.get_absolute_url())


def test_example_meeting_exists_only_for_people_who_are_logged_in(client):
    meeting = MeetingFactory(is_example=True)

    anonymous = client.get(meeting.get_absolute_url()).status_code
    client.force_login(UserFactory())

    assert (anonymous, client.get(meeting.get_absolute_url()).status_code) == (404, 200)
