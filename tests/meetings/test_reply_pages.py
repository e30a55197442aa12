"""参会回执 on its pages: at the desk, over a personal link, and in the secretariat's list."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from alliance.core.models import AuditEntry
from alliance.core.personal_links import read_link
from alliance.core.registry import desk_todos
from alliance.core.transitions import run_transition
from meetings.invitations import invitation_of
from meetings.member_links import REPLY, reply_path
from meetings.models import Meeting, Reply
from meetings.todos import of_invited, of_staff, reminders
from members.enums import Body
from tests import factories as make
from tests.meetings.asked import ATTEND, DELEGATE, EXCUSE, convened, hosting_link, reply_link, set_reply_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="甲公司")


@pytest.fixture
def member(unit):
    return make.council_member_of(unit)


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


@pytest.fixture
def meeting():
    return convened("council", starts_on=timezone.localdate() + timedelta(days=9), name="第五次理事会")


def page_of(meeting, person) -> str:
    return reverse("meetings:reply", args=[meeting.pk, person.pk])


# ---------------------------------------------------------------- at the desk
def test_who_is_asked_replies_and_sees_the_reply(client, member, meeting):
    client.force_login(member)
    listed = client.get(reverse("meetings:replies", args=[meeting.pk]))
    assert (listed.status_code, listed["Location"]) == (302, page_of(meeting, member.person))
    answer = client.post(page_of(meeting, member.person), {**ATTEND, "opened_version": "0"}, follow=True)
    text = answer.content.decode()
    assert f"回执已提交：{member.person}，参加。" in text
    assert f"{member.person}的答复：参加" in text
    assert Reply.objects.get().via == "desk"


def test_liaison_sees_the_people_of_the_unit_and_answers_for_one(client, liaison, unit):
    first, second = make.council_member_of(unit), make.expert_of(unit)
    make.council_member_of(make.UnitFactory())
    meeting = convened("council", "expert_committee")
    client.force_login(liaison)
    listed = client.get(reverse("meetings:replies", args=[meeting.pk]))
    assert {one.person for one in listed.context["invitations"]} == {first.person, second.person}
    client.post(page_of(meeting, second.person), {**EXCUSE, "opened_version": "0"})
    assert list(Reply.objects.values_list("person", "answer", "via")) == [
        (second.person.pk, "excuse", "desk")
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_person_and_three(
    client, django_assert_num_queries, liaison, unit, rows
):
    bodies = (Body.COUNCIL, Body.EXPERT_COMMITTEE, Body.SECRETARIAT)
    meeting = convened(Body.LIAISON_MEETING, *bodies)
    for body in bodies[:rows]:
        make.OccupancyFactory(seat=make.SeatFactory(unit=unit, body=body))
    client.force_login(liaison)
    address = reverse("meetings:replies", args=[meeting.pk])
    client.get(address)
    with django_assert_num_queries(16):
        listed = client.get(address)
    assert len(listed.context["invitations"]) == rows + 1


def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(client, member, meeting):
    client.force_login(member)
    typed = {**DELEGATE, "delegate_name": " ", "note": "住两晚", "opened_version": "0"}
    answer = client.post(page_of(meeting, member.person), typed)
    form = answer.context["form"]
    assert form.errors == {"delegate_name": ["请填写代为参会者姓名。"]}
    assert form["note"].value() == "住两晚"
    strange = client.post(page_of(meeting, member.person), {"answer": "x", "opened_version": "x" * 50})
    assert sorted(strange.context["form"].errors) == ["answer", "opened_version"]
    huge = client.post(page_of(meeting, member.person), {**ATTEND, "opened_version": "9" * 30})
    assert huge.status_code == 200
    assert Reply.objects.count() == 0


def test_reply_that_came_meanwhile_is_shown_and_sending_again_stands(client, member, liaison, meeting):
    client.force_login(member)
    client.post(page_of(meeting, member.person), {**EXCUSE, "opened_version": "0"})
    stale = client.post(page_of(meeting, member.person), {**ATTEND, "opened_version": "0"})
    text = stale.content.decode()
    assert "这份回执已被他人修改。请核对后再提交。" in text
    assert f"{member.person}的答复：请假" in text
    version = stale.context["form"]["opened_version"].value()
    client.post(page_of(meeting, member.person), {**ATTEND, "opened_version": version})
    assert Reply.objects.get().answer == "attend"


def test_others_have_no_such_page(client, member, meeting):
    planned = make.MeetingBodyFactory(meeting__state="planned").meeting
    for user, person, about in (
        (make.council_member_of(make.UnitFactory()), member.person, meeting),
        (make.liaison_of(make.UnitFactory()), member.person, meeting),
        (make.staff(), member.person, meeting),
        (member, member.person, planned),
        (member, make.PersonFactory(), meeting),
    ):
        client.force_login(user)
        assert client.get(page_of(about, person)).status_code == 404
        assert client.post(page_of(about, person), ATTEND).status_code == 404
    assert Reply.objects.count() == 0


def test_after_the_deadline_the_page_says_so_and_keeps_what_was_typed(client, member, meeting):
    client.force_login(member)
    set_reply_by(meeting, -60)
    shown = client.get(page_of(meeting, member.person)).content.decode()
    assert "如需更改请联系秘书处" in shown
    assert "提交回执" not in shown
    late = client.post(page_of(meeting, member.person), {**ATTEND, "opened_version": "0"})
    assert late.context["form"]["phone"].value() == "13900000000"
    assert "截止，如需更改请联系秘书处" in late.content.decode()


# ---------------------------------------------------------------- over a link
def test_link_replies_without_login_and_sets_no_cookie(client, member, meeting):
    link = reply_link(meeting, member.person)
    page = client.get(link)
    assert "邀请您出席以下会议" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store, private"
    answer = client.post(link, {**ATTEND, "opened_version": "0"})
    assert (answer.status_code, answer["Location"]) == (302, link)
    assert "的答复：参加" in client.get(link).content.decode()
    changed = client.post(link, {**DELEGATE, "opened_version": "1"})
    assert changed.status_code == 302
    reply = Reply.objects.get()
    assert (reply.answer, reply.via, reply.version) == ("delegate", "link", 2)
    assert [entry.done_by for entry in AuditEntry.objects.all()] == [f"{member.person}（个人链接）"] * 2
    assert client.cookies == {}


def test_opening_the_link_changes_nothing(client, member, meeting):
    link = reply_link(meeting, member.person)
    query = "?answer=attend&opened_version=0"
    assert [client.get(link + query).status_code, client.head(link).status_code] == [200, 200]
    for method in (client.put, client.delete, client.patch, client.options):
        assert method(link).status_code == 405
    assert (Reply.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_link_does_not_tell_the_phone_number_that_the_alliance_knows(client, member, meeting):
    member.person.phone = "13812345678"
    member.person.save()
    assert "13812345678" not in client.get(reply_link(meeting, member.person)).content.decode()
    client.force_login(member)
    assert "13812345678" in client.get(page_of(meeting, member.person)).content.decode()


def test_link_is_the_persons_own_whoever_is_logged_in(client, member, meeting):
    client.force_login(make.council_member_of(make.UnitFactory()))
    client.post(reply_link(meeting, member.person), {**ATTEND, "opened_version": "0"})
    reply = Reply.objects.get()
    assert (reply.person, AuditEntry.objects.get().actor) == (member.person, None)


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_is_over_with_its_time_its_seat_its_series_and_its_meeting(client, member, meeting, method):
    def answers(link) -> tuple[int, str]:
        answer = getattr(client, method)(link, ATTEND if method == "post" else {})
        return answer.status_code, answer.context["refused"].message

    link = reply_link(meeting, member.person)
    assert answers(reply_link(meeting, member.person, timedelta(0))) == (
        410,
        "链接已过期，请向秘书处索取新链接。",
    )
    member.person.occupancies.update(ended=True)
    assert answers(link) == (410, "您目前不在本次会议的邀请范围内。如有疑问，请与秘书处联系。")
    member.person.occupancies.update(ended=False)
    run_transition(actor=None, obj=meeting, name="cancel", reason="改期")
    assert answers(link) == (410, "“第五次理事会”已取消，不需要答复。")
    Meeting.objects.filter(pk=meeting.pk).update(link_series=1)
    assert answers(link) == (410, "链接已失效，请向秘书处索取新链接。")
    assert Reply.objects.count() == 0


def test_link_of_another_purpose_opens_nothing(client, member):
    turn = make.HostingTurnFactory(unit=member.person.unit)
    meeting = convened("council")
    foreign = hosting_link(turn, member.person).replace("/h/", "/r/")
    assert client.get(foreign).status_code == 404
    assert client.get(reply_link(meeting, member.person).replace("/r/", "/h/")).status_code == 404


@pytest.mark.parametrize(("days_ahead", "days_left"), [(0, 3), (9, 10), (900, 60)])
def test_link_lasts_until_the_meeting_is_over_within_bounds(member, days_ahead, days_left):
    meeting = convened("council", starts_on=timezone.localdate() + timedelta(days=days_ahead))
    path = reply_path(invitation_of(meeting, member.person))
    left = read_link(REPLY, path.rstrip("/").rpartition("/")[2]).expires_at - timezone.now()
    assert timedelta(days=days_left - 1) < left <= timedelta(days=days_left)


# ---------------------------------------------------------------- to-dos
def test_todo_of_who_is_asked_until_it_is_answered(client, member, liaison, meeting):
    set_reply_by(meeting, 3600)
    for user, note in ((member, ""), (liaison, f"未回复：{member.person}")):
        (todo,) = of_invited(user)
        assert (todo.title, todo.note, todo.due) == ("填写参会回执：第五次理事会", note, meeting.reply_by)
        client.force_login(user)
        assert client.get(todo.url, follow=True).status_code == 200
    (reminder,) = reminders()
    assert (reminder.recipients, reminder.due) == ((member,), meeting.reply_by)
    make.ReplyFactory(meeting=meeting, person=member.person, unit=member.person.unit)
    assert (list(of_invited(member)), list(of_invited(liaison)), list(reminders())) == ([], [], [])


def test_no_todo_after_the_deadline_but_staff_are_told_to_call(member, meeting):
    set_reply_by(meeting, -60)
    assert list(of_invited(member)) == []
    (todo,) = of_staff(make.staff())
    assert (todo.title, todo.due, todo.note) == (
        "1 人尚未回复：第五次理事会",
        None,
        "回执已截止，请电话确认",
    )
    assert list(reminders()) == []


def test_provider_asks_nothing_for_a_visitor():
    assert desk_todos.collect(AnonymousUser()) == []


# ---------------------------------------------------------------- the secretariat's list
@pytest.fixture
def staff_client(client):
    client.force_login(make.staff(display_name="秘书甲"))
    return client


def list_of(meeting) -> str:
    return reverse("admin:meetings_meeting_replies", args=[meeting.pk])


def test_staff_see_counts_answers_and_links_that_work(staff_client, meeting):
    people = [make.council_member_of(make.UnitFactory()).person for _ in range(3)]
    make.ReplyFactory(meeting=meeting, person=people[0], answer="attend")
    make.ReplyFactory(meeting=meeting, person=people[1], answer="delegate", delegate_name="钱二")
    page = staff_client.get(list_of(meeting))
    counts = {count["label"]: count["number"] for count in page.context["counts"]}
    assert counts == {"全部": 3, "参加": 1, "请假": 0, "委派他人": 1, "未回复": 1}
    links = {one.person: link for one, link in page.context["rows"]}
    assert set(links) == set(people)
    assert "钱二" in page.content.decode()
    path = links[people[2]].removeprefix(settings.SITE_URL)
    staff_client.logout()
    assert staff_client.post(path, {**EXCUSE, "opened_version": "0"}).status_code == 302
    assert Reply.objects.get(person=people[2]).via == "link"


@pytest.mark.parametrize(("answer", "number"), [("attend", 1), ("none", 1), ("excuse", 0), ("nonsense", 0)])
def test_list_is_narrowed_by_the_answer(staff_client, meeting, answer, number):
    first, _ = [make.council_member_of(make.UnitFactory()).person for _ in range(2)]
    make.ReplyFactory(meeting=meeting, person=first)
    page = staff_client.get(list_of(meeting), {"answer": answer})
    assert (page.status_code, len(page.context["rows"])) == (200, number)


@pytest.mark.parametrize("rows", [1, 3])
def test_staff_list_takes_the_same_queries_for_one_row_and_three(
    staff_client, django_assert_num_queries, meeting, rows
):
    for _ in range(rows):
        make.ReplyFactory(meeting=meeting, person=make.council_member_of(make.UnitFactory()).person)
    staff_client.get(list_of(meeting))
    with django_assert_num_queries(9):
        page = staff_client.get(list_of(meeting))
    assert len(page.context["rows"]) == rows


def test_staff_end_all_links_and_see_new_ones(staff_client, member, meeting):
    old = reply_link(meeting, member.person)
    address = reverse("admin:meetings_meeting_end_links", args=[meeting.pk])
    assert staff_client.get(address).status_code == 405
    answer = staff_client.post(address, follow=True)
    assert "已作废此前发出的全部个人链接" in answer.content.decode()
    ((_, new),) = answer.context["rows"]
    staff_client.logout()
    assert staff_client.get(old).status_code == 410
    assert staff_client.get(new.removeprefix(settings.SITE_URL)).status_code == 200


def test_whoever_may_not_change_meetings_gets_no_links(client, member, meeting):
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(list_of(meeting)).status_code == 403
    assert client.post(reverse("admin:meetings_meeting_end_links", args=[meeting.pk])).status_code == 403


def test_links_are_offered_only_while_replies_are_asked_for(staff_client, member):
    held = make.MeetingBodyFactory(meeting__state="held").meeting
    page = staff_client.get(list_of(held)).content.decode()
    assert "复制链接" not in page
    assert "会议已经召开，不能再答复。" in page
