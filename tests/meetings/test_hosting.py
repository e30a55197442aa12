"""承办确认: the unit's answer as a service and on its pages, at the desk and over a link."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.behalf import OnBehalf
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry
from alliance.core.transitions import available_moves, run_transition
from alliance.notices.models import Notice
from meetings.models import HostingTurn
from meetings.services.hosting import answer_hosting
from meetings.services.links import end_links
from meetings.todos import of_hosts, of_staff
from tests import factories as make
from tests.meetings.asked import hosting_link

pytestmark = pytest.mark.django_db
DECLINE = {"answer": "decline", "reason": "当年另有安排"}


@pytest.fixture
def turn():
    return make.HostingTurnFactory(year=2027, answer_by=timezone.now() + timedelta(days=3))


@pytest.fixture
def liaison(turn):
    return make.liaison_of(turn.unit)


# ---------------------------------------------------------------- the service
@pytest.mark.parametrize("seat", [make.liaison_of, make.council_member_of])
def test_liaison_and_council_member_answer_for_the_unit(turn, seat):
    user, staff = seat(turn.unit), make.staff()
    assert answer_hosting(actor=user, turn=turn, accept=True).state == "accepted"
    assert Notice.objects.get(recipient=staff).title == f"{turn.unit}同意承办：2027年会议"
    assert AuditEntry.objects.get().actor == user


def test_declining_needs_its_reason_which_is_kept_and_told(turn, liaison):
    staff = make.staff()
    with pytest.raises(DomainError, match="请填写不能承办的理由") as refused:
        answer_hosting(actor=liaison, turn=turn, accept=False, reason="  ")
    assert refused.value.field == "reason"
    declined = answer_hosting(actor=liaison, turn=turn, accept=False, reason=" 当年另有安排 ")
    assert (declined.state, declined.decline_reason, declined.reason) == ("declined", "当年另有安排", "")
    notice = Notice.objects.get(recipient=staff)
    assert (notice.title, notice.body) == (f"{turn.unit}表示不能承办：2027年会议", "理由：当年另有安排")


def test_same_answer_again_changes_nothing_and_another_is_refused(turn, liaison):
    answer_hosting(actor=liaison, turn=turn, accept=True)
    assert answer_hosting(actor=liaison, turn=turn, accept=True).state == "accepted"
    assert AuditEntry.objects.count() == 1
    with pytest.raises(WrongState, match="当前状态为“已确认”"):
        answer_hosting(actor=liaison, turn=turn, accept=False, reason="改主意")


@pytest.mark.parametrize("stranger", [make.liaison_of, make.council_member_of, make.expert_of])
def test_others_do_not_answer(turn, stranger):
    foreign = stranger(turn.unit if stranger is make.expert_of else make.UnitFactory())
    with pytest.raises(NotAllowed):
        answer_hosting(actor=foreign, turn=turn, accept=True)
    with pytest.raises(NotAllowed):
        answer_hosting(actor=None, turn=turn, accept=True, by_link=foreign.person)
    turn.refresh_from_db()
    assert turn.state == "proposed"


@pytest.mark.parametrize("state", ["hosted", "yielded", "declined"])
def test_nothing_is_accepted_from_another_state(state):
    turn = make.HostingTurnFactory(state=state)
    with pytest.raises(WrongState):
        answer_hosting(actor=make.liaison_of(turn.unit), turn=turn, accept=True)


def test_staff_record_a_units_answer(turn, liaison):
    behalf = OnBehalf(
        person_name=liaison.person.name,
        unit=turn.unit,
        channel="phone",
        received_on=timezone.localdate(),
    )
    saved = answer_hosting(actor=make.staff(), turn=turn, accept=False, reason="缺会场", behalf=behalf)
    assert saved.state == "declined"
    assert AuditEntry.objects.get().behalf.person_name == liaison.person.name


def test_staff_ask_again_or_give_the_turn_to_another(turn, liaison):
    staff = make.staff()
    answer_hosting(actor=liaison, turn=turn, accept=False, reason="缺会场")
    turn = HostingTurn.objects.get()
    assert [move.name for move in available_moves(turn, staff) if not move.on_desk] == ["ask_again"]
    turn.yielded_to = make.UnitFactory()
    turn.save()
    assert run_transition(actor=staff, obj=turn, name="hand_over").state == "yielded"
    other = make.HostingTurnFactory(state="declined", decline_reason="缺会场")
    again = run_transition(actor=staff, obj=other, name="ask_again", reason="时间有变")
    assert (again.state, again.decline_reason) == ("proposed", "")


# ---------------------------------------------------------------- the page at the desk
def test_desk_page_answers_and_tells(client, turn, liaison):
    client.force_login(liaison)
    page = reverse("meetings:hosting", args=[turn.pk])
    assert "承办确认" in client.get(page).content.decode()
    refused = client.post(page, {"answer": "decline", "reason": ""})
    assert refused.context["form"].errors == {"reason": ["请填写不能承办的理由。"]}
    answer = client.post(page, DECLINE, follow=True)
    assert "已答复：不能承办。秘书处已收到通知。" in answer.content.decode()
    assert "已经答复。如需更改，请与秘书处联系。" in answer.content.decode()
    turn.refresh_from_db()
    assert (turn.state, turn.decline_reason) == ("declined", "当年另有安排")


def test_turn_of_another_unit_is_not_there(client, turn):
    client.force_login(make.liaison_of(make.UnitFactory()))
    page = reverse("meetings:hosting", args=[turn.pk])
    assert client.get(page).status_code == 404
    assert client.post(page, {"answer": "accept"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_todos_of_a_host_take_the_same_queries(django_assert_num_queries, liaison, turn, rows):
    make.HostingTurnFactory.create_batch(rows - 1, unit=turn.unit)
    with django_assert_num_queries(3):  # two bodies, turns
        todos = list(of_hosts(liaison))
    assert len(todos) == rows
    assert (todos[0].title, todos[0].due) == ("确认是否承办：2027年会议", turn.answer_by)


def test_todo_is_gone_once_answered_and_staff_see_who_is_awaited(turn, liaison):
    staff = make.staff()
    assert [todo.title for todo in of_staff(staff)] == [f"等待承办确认：{turn}"]
    answer_hosting(actor=liaison, turn=turn, accept=True)
    assert list(of_hosts(liaison)) == []
    assert list(of_staff(staff)) == []
    assert list(of_hosts(staff)) == []


# ---------------------------------------------------------------- over a link
def test_link_answers_without_login(client, turn, liaison):
    link = hosting_link(turn, liaison.person)
    assert client.get(link).status_code == 200
    assert client.post(link, {"answer": "accept"}).status_code == 302
    turn.refresh_from_db()
    assert turn.state == "accepted"
    assert AuditEntry.objects.get().done_by == f"{liaison.person}（个人链接）"
    assert client.cookies == {}
    assert "已经答复" in client.get(link).content.decode()


def test_opening_the_link_changes_nothing(client, turn, liaison):
    link = hosting_link(turn, liaison.person)
    assert [client.get(link).status_code, client.head(link).status_code] == [200, 200]
    assert client.put(link).status_code == 405
    turn.refresh_from_db()
    assert (turn.state, AuditEntry.objects.count()) == ("proposed", 0)


def test_link_ends_with_the_seat_with_its_series_and_in_time(client, turn, liaison):
    link = hosting_link(turn, liaison.person)
    assert client.get(hosting_link(turn, liaison.person, timedelta(0))).status_code == 410
    end_links(actor=make.staff(), obj=turn)
    assert client.get(link).status_code == 410
    turn.refresh_from_db()
    link = hosting_link(turn, liaison.person)
    assert client.get(link).status_code == 200
    liaison.person.occupancies.update(ended=True)
    for answer in (client.get(link), client.post(link, {"answer": "accept"})):
        assert answer.status_code == 410
        assert "您目前不能代表该单位办理" in answer.content.decode()
    turn.refresh_from_db()
    assert turn.state == "proposed"
