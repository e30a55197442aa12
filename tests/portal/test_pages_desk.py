"""The desk: roles, what there is to do, the own unit, notices."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core import registry
from alliance.core.registry import ToDo
from meetings.models import Reply
from members.enums import Body
from tests.factories import (
    AllianceProfileFactory,
    AttendanceFactory,
    MeetingBodyFactory,
    MeetingFactory,
    MinutesFactory,
    NominationFactory,
    NoticeFactory,
    OccupancyFactory,
    OrganisationFactory,
    PersonFactory,
    ProposalFactory,
    SolicitationFactory,
    UnitFactory,
    UserFactory,
    council_member_of,
    expert_of,
    liaison_of,
    staff,
)
from tests.projects.acts import leave_office

pytestmark = pytest.mark.django_db
DESK = reverse("portal:desk")


@pytest.fixture
def todos(monkeypatch):
    """The desk's to-dos come from this list alone."""
    given: list[ToDo] = []
    desk_todos = registry.Registry()
    desk_todos.register(lambda user: given)
    monkeypatch.setattr("alliance.portal.views.desk_todos", desk_todos)
    return given


def test_desk_asks_for_a_login_first(client):
    assert client.get(DESK).headers["Location"] == "/accounts/login/?next=/desk/"


def test_desk_names_roles_and_the_unit_once(client):
    unit = UnitFactory(name="重庆大学")
    client.force_login(liaison_of(unit))

    page = client.get(DESK)

    assert page.context["roles"] == ["联络员"]
    assert [card.unit for card in page.context["cards"]] == [unit]
    assert page.content.decode().count("重庆大学") == 1


@pytest.mark.parametrize(
    ("somebody", "roles"),
    [(staff, ["秘书处"]), (UserFactory, []), (lambda: council_member_of(UnitFactory()), ["理事"])],
)
def test_desk_follows_the_seats(client, somebody, roles):
    client.force_login(somebody())

    assert client.get(DESK).context["roles"] == roles


def test_desk_of_somebody_without_a_seat_says_so(client):
    AllianceProfileFactory(phones="0812-0000000")
    client.force_login(UserFactory())

    page = client.get(DESK).content.decode()

    assert "您目前没有任职，所以这里没有待办事项。" in page
    assert "电话：0812-0000000" in page
    assert "账号尚未与成员单位人员关联" in page


def test_desk_ends_with_the_last_seat(client):
    user = liaison_of(UnitFactory())
    client.force_login(user)
    assert "您目前没有任职" not in client.get(DESK).content.decode()

    leave_office(user, Body.LIAISON_MEETING)

    assert "您目前没有任职" in client.get(DESK).content.decode()


def test_desk_of_somebody_outside_the_units_shows_the_organisation(client):
    person = PersonFactory(user=UserFactory(), organisation=OrganisationFactory(name="省金属学会"))
    client.force_login(person.user)

    assert "省金属学会" in client.get(DESK).content.decode()


# ---------------------------------------------------------------- to-dos
def test_desk_puts_the_nearest_deadline_first(client, todos):
    now = timezone.now()
    todos += [
        ToDo("无期限", "/a/"),
        ToDo("下月", "/b/", due=now + timedelta(days=30)),
        ToDo("退回补正", "/c/", tone="wait"),
        ToDo("明天", "/d/", due=now + timedelta(days=1)),
        ToDo("昨天", "/e/", due=now - timedelta(days=1)),
    ]
    client.force_login(liaison_of(UnitFactory()))

    page = client.get(DESK)

    assert [todo.title for todo in page.context["todos"]] == ["昨天", "明天", "退回补正", "下月", "无期限"]
    assert page.context["summary"] == "您有 5 件事要办，最急的一件已逾期 1 天。"


def test_desk_of_one_role_needs_no_headings_and_has_one_primary_button(client, todos):
    todos += [ToDo("甲", "/a/", role="联络员", action="去填报"), ToDo("乙", "/b/", role="联络员")]
    client.force_login(liaison_of(UnitFactory()))

    page = client.get(DESK)

    assert [group.role for group in page.context["groups"]] == [""]
    text = page.content.decode()
    assert text.count("btn-primary") == 1
    assert '去填报<span class="visually-hidden">：甲</span>' in text


def test_desk_tells_several_roles_apart_and_the_most_urgent_goes_first(client, todos):
    soon = timezone.now() + timedelta(days=2)
    todos += [
        ToDo("待受理", "/a/", role="秘书处"),
        ToDo("评审", "/b/", role="专家", due=soon),
        ToDo("又一项", "/c/", role="秘书处"),
        ToDo("两处都要", "/d/", role="专家、理事"),
        ToDo("承办", "/e/"),
    ]
    user = expert_of(UnitFactory())
    user.is_staff = True
    user.save()
    client.force_login(user)

    page = client.get(DESK)

    groups = [(group.role, [todo.title for todo in group.todos]) for group in page.context["groups"]]
    assert groups == [
        ("专家", ["评审", "两处都要"]),
        ("秘书处", ["待受理", "又一项"]),
        ("其他", ["承办"]),
    ]


def test_somebody_with_several_seats_sees_the_work_of_all_of_them_together(client):
    own, other = UnitFactory(name="甲大学"), UnitFactory(name="乙研究所")
    user = liaison_of(own)
    OccupancyFactory(seat__unit=other, seat__body=Body.LIAISON_MEETING, person=user.person)
    OccupancyFactory(seat__unit=own, seat__body=Body.EXPERT_COMMITTEE, person=user.person)
    batch = SolicitationFactory()
    ProposalFactory(unit=other, solicitation=batch, state="returned", title="乙的建议")
    NominationFactory(state="under_review", patent__title="提钒")
    client.force_login(user)

    page = client.get(DESK)

    groups = {group.role: [todo.title for todo in group.todos] for group in page.context["groups"]}
    assert page.context["roles"] == ["联络员", "专家"]
    assert groups == {"联络员": ["补正项目建议：乙的建议"], "专家": ["评审专利：提钒"]}
    assert [card.unit.name for card in page.context["cards"]] == ["甲大学", "乙研究所"]
    assert page.context["several_units"] is True


@pytest.mark.parametrize(
    ("somebody", "hint"),
    [
        (lambda: liaison_of(UnitFactory()), "有新的项目征集、会议通知"),
        (lambda: expert_of(UnitFactory()), "有专利送您评审时"),
        (lambda: council_member_of(UnitFactory()), "有会议通知需要您答复时"),
        (staff, "有单位提交项目建议"),
    ],
)
def test_desk_with_nothing_to_do_says_what_will_come(client, todos, somebody, hint):
    client.force_login(somebody())

    page = client.get(DESK).content.decode()

    assert "目前没有待办事项。" in page
    assert hint in page


# ---------------------------------------------------------------- the unit
def test_unit_shows_its_people_with_masked_phones(client):
    unit = UnitFactory()
    user = liaison_of(unit)
    colleague = PersonFactory(name="李四", unit=unit, phone="13812345678", post="总工程师")
    OccupancyFactory(seat__unit=unit, person=colleague)
    client.force_login(user)

    page = client.get(DESK).content.decode()

    assert "李四" in page
    assert "总工程师" in page
    assert "138****5678" in page
    assert "13812345678" not in page


def test_only_the_liaison_sees_what_the_unit_handed_in(client):
    unit = UnitFactory()
    ProposalFactory(unit=unit, title="本单位的建议", state="submitted")
    ProposalFactory(title="别家的建议", state="submitted")
    NominationFactory(patent__owner=unit, patent__title="本单位的专利")

    for somebody, sees in ((liaison_of(unit), True), (council_member_of(unit), False)):
        client.force_login(somebody)
        page = client.get(DESK).content.decode()
        assert ("本单位的建议" in page, "本单位的专利" in page, "别家的建议" in page) == (sees, sees, False)


# ---------------------------------------------------------------- meetings
def test_meetings_are_those_of_the_own_bodies(client):
    today = timezone.localdate()
    for name, body, days in (
        ("理事会", Body.COUNCIL, 9),
        ("专家会", Body.EXPERT_COMMITTEE, 5),
        ("理事会二", Body.COUNCIL, None),
        ("理事会旧", Body.COUNCIL, -1),
    ):
        day = None if days is None else today + timedelta(days=days)
        MeetingBodyFactory(meeting__name=name, meeting__state="convened", meeting__starts_on=day, body=body)

    seen = {}
    for somebody in (council_member_of(UnitFactory()), expert_of(UnitFactory()), staff()):
        client.force_login(somebody)
        page = client.get(DESK)
        seen[page.context["roles"][0]] = [one.meeting.name for one in page.context["meetings"]["ahead"]]

    assert seen == {
        "理事": ["理事会", "理事会二"],
        "专家": ["专家会"],
        "秘书处": ["专家会", "理事会", "理事会二"],
    }


def test_meetings_of_another_term_and_of_examples_are_not_one_s_own(client):
    ahead = {"meeting__state": "convened", "meeting__starts_on": timezone.localdate()}
    MeetingBodyFactory(meeting__name="下一届", term__number=2, **ahead)
    MeetingBodyFactory(meeting__name="示例", meeting__is_example=True, **ahead)
    client.force_login(council_member_of(UnitFactory()))

    assert client.get(DESK).context["meetings"]["ahead"] == []


def test_meeting_says_whether_the_reply_is_given(client):
    unit = UnitFactory()
    member, liaison = council_member_of(unit), liaison_of(unit)
    meeting = MeetingBodyFactory(meeting__state="convened", meeting__starts_on=timezone.localdate()).meeting
    pages = {}
    for name in ("before", "after"):
        for user in (member, liaison):
            client.force_login(user)
            text = client.get(DESK).content.decode()
            pages[name, user.pk] = [
                mark for mark in ("待答复", "我已答复：参加", "本单位已答复") if mark in text
            ]
        if name == "before":
            MeetingBodyFactory(meeting=meeting, body=Body.LIAISON_MEETING)
            Reply.objects.create(
                meeting=meeting,
                person=member.person,
                unit=unit,
                answer="attend",
                via="desk",
                answered_at=timezone.now(),
            )

    assert pages["before", member.pk] == ["待答复"]
    assert pages["after", member.pk] == ["我已答复：参加"]
    assert pages["after", liaison.pk] == ["待答复"]


def test_past_meetings_say_whether_there_are_minutes(client):
    user = council_member_of(UnitFactory())
    signed = MinutesFactory(meeting__name="旧会", meeting__starts_on=date(2014, 5, 1), state="signed").meeting
    MeetingBodyFactory(meeting=signed)
    attended = MeetingFactory(name="列席的会", starts_on=date(2015, 5, 1))
    AttendanceFactory(meeting=attended, person=user.person)
    MeetingFactory(name="别人的会")
    client.force_login(user)

    past = client.get(DESK).context["meetings"]["past"]

    assert [(meeting.name, signed) for meeting, signed in past] == [("列席的会", False), ("旧会", True)]


# ---------------------------------------------------------------- notices
def test_desk_shows_only_the_own_unread_notices(client):
    user = liaison_of(UnitFactory())
    NoticeFactory(recipient=user, title="给我的")
    NoticeFactory(recipient=user, title="读过的", read_at=timezone.now())
    NoticeFactory(title="给别人的")
    client.force_login(user)

    page = client.get(DESK)

    assert [notice.title for notice in page.context["unread"]] == ["给我的"]
    assert "读过的" not in page.content.decode()
