"""The live page: the agenda is stepped, what is on is shown, and nothing is sent again that is shown already."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from meetings.enums import MeetingState
from meetings.live import meetings_to_follow, now_of
from meetings.models import Attendance, Meeting
from meetings.services.live import close_session, open_session, step_to
from tests import factories as make
from tests.meetings.make_live import ballot, room

pytestmark = pytest.mark.django_db
QUERIES = {"live": 14, "live_now": 12}


def now(there):
    return now_of(meetings_to_follow().get(pk=there.meeting.pk))


@pytest.fixture
def secretary():
    return make.UserFactory(is_staff=True)


def url(name: str, there) -> str:
    return reverse(f"meetings:{name}", args=[there.meeting.pk])


# ---------------------------------------------------------------- stepping
def test_a_convened_meeting_is_opened_once(secretary):
    there = room(state=MeetingState.CONVENED)
    opened = open_session(actor=secretary, meeting=there.meeting)
    acts = audit.entries_of(opened).count()
    again = open_session(actor=secretary, meeting=there.meeting)
    assert (again.state, audit.entries_of(opened).count()) == (MeetingState.IN_SESSION, acts)


def test_the_agenda_goes_forward_back_and_rests(secretary):
    there = room()
    first, second, third = there.items
    assert (now(there).current, now(there).following.item) == (None, first)

    step_to(actor=secretary, meeting=there.meeting, item=second)
    shown = now(there)
    assert [row.state for row in shown.rows] == ["done", "current", "todo"]
    assert (shown.current.item, shown.following.item, shown.before.item) == (second, third, first)
    assert timezone.now() - shown.since < timedelta(minutes=1)

    step_to(actor=secretary, meeting=there.meeting, item=None)
    assert (now(there).current, now(there).since) == (None, None)
    assert audit.entries_of(there.meeting).first().action == "meetings.meeting.step"


def test_the_item_that_is_on_keeps_its_time_and_the_record_its_version(secretary):
    there = room()
    began = timezone.now() - timedelta(minutes=7)
    Meeting.objects.filter(pk=there.meeting.pk).update(live_item=there.items[0], live_since=began)
    acts = audit.entries_of(there.meeting).count()

    step_to(actor=secretary, meeting=there.meeting, item=there.items[0])

    meeting = Meeting.objects.get(pk=there.meeting.pk)
    assert (meeting.live_since, meeting.version) == (began, there.meeting.version)
    assert audit.entries_of(meeting).count() == acts


@pytest.mark.parametrize("state", [s for s in MeetingState if s != MeetingState.IN_SESSION])
def test_only_a_meeting_in_session_has_a_current_item(state, secretary):
    there = room(state=state)
    with pytest.raises(WrongState):
        step_to(actor=secretary, meeting=there.meeting, item=there.items[0])
    Meeting.objects.filter(pk=there.meeting.pk).update(live_item=there.items[0], live_since=timezone.now())
    assert now(there).current is None


def test_an_item_of_another_meeting_is_refused(secretary):
    there, elsewhere = room(), room()
    with pytest.raises(DomainError, match="不属于本次会议"):
        step_to(actor=secretary, meeting=there.meeting, item=elsewhere.items[0])


@pytest.mark.parametrize("act", [open_session, close_session])
def test_only_the_secretariat_runs_a_meeting(act):
    there = room(state=MeetingState.CONVENED if act is open_session else MeetingState.IN_SESSION)
    with pytest.raises(NotAllowed):
        act(actor=there.people[0], meeting=there.meeting)
    with pytest.raises(NotAllowed):
        step_to(actor=there.people[0], meeting=there.meeting, item=None)


def test_a_meeting_closes_when_no_vote_is_open(secretary):
    there = room()
    step_to(actor=secretary, meeting=there.meeting, item=there.items[0])
    vote = ballot(there)
    with pytest.raises(WrongState, match="现场表决没有结束"):
        close_session(actor=secretary, meeting=there.meeting)
    type(vote).objects.filter(pk=vote.pk).update(state="annulled")

    held = close_session(actor=secretary, meeting=there.meeting)

    assert (held.state, held.live_item) == (MeetingState.HELD, None)
    assert close_session(actor=secretary, meeting=there.meeting).state == MeetingState.HELD


# ---------------------------------------------------------------- what is shown
def test_the_quorum_light_follows_who_is_present():
    there = room(seats=3, present=1)
    (light,) = now(there).lights
    assert (light.met, light.presence.missing) == (False, 1)
    user = there.people[1]
    Attendance.objects.create(meeting=there.meeting, person=user.person, unit=user.person.unit)
    assert now(there).lights[0].met is True


def test_an_open_vote_shows_how_many_voted_and_never_how():
    there = room(seats=4, present=4)
    ballot(there, voted=2, recused=1)
    shown = now(there).ballot
    assert (shown.voted, shown.entitled) == (2, 3)


def test_a_closed_vote_stays_while_its_item_is_on(secretary):
    there = room()
    ballot(there, state="closed", result="carried", yes=2, no=0, abstain=0)
    assert now(there).ballot is None
    step_to(actor=secretary, meeting=there.meeting, item=there.items[0])
    assert now(there).ballot.result == "carried"
    step_to(actor=secretary, meeting=there.meeting, item=there.items[1])
    assert now(there).ballot is None


# ---------------------------------------------------------------- the pages
def test_what_a_phone_shows_already_is_not_sent_again(client, secretary):
    there = room()
    client.force_login(there.people[0])
    page = client.get(url("live", there))
    tag = page.context["tag"]

    same = client.get(url("live_now", there), headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    weak = client.get(url("live_now", there), headers={"If-None-Match": f"W/{tag}"})  # nginx compressed it
    assert weak.status_code == 304

    step_to(actor=secretary, meeting=there.meeting, item=there.items[0])
    new = client.get(url("live_now", there), headers={"If-None-Match": tag})
    assert (new.status_code, new["Cache-Control"]) == (200, "private, no-cache")
    assert "第1项议题" in new.content.decode()
    assert "<html" not in new.content.decode()


def test_the_buttons_are_for_the_secretariat_alone(client, secretary):
    there = room()
    client.force_login(there.people[0])
    assert client.get(url("live_control", there)).status_code == 404
    assert 'name="act"' not in client.get(url("live_now", there) + "?control").content.decode()
    client.force_login(secretary)
    assert 'name="act"' in client.get(url("live_now", there) + "?control").content.decode()


def test_whoever_takes_no_part_finds_no_page(client):
    there = room()
    for stranger in (
        make.liaison_of(make.UnitFactory()),
        make.expert_of(make.UnitFactory()),
        make.UserFactory(),
    ):
        client.force_login(stranger)
        for name in ("live", "live_now", "live_control"):
            assert client.get(url(name, there)).status_code == 404


def test_a_guest_on_the_list_and_a_new_council_member_may_follow(client):
    there = room()
    guest = make.UserFactory()
    Attendance.objects.create(meeting=there.meeting, person=make.PersonFactory(user=guest), state="observer")
    for user in (guest, make.council_member_of(make.UnitFactory())):
        client.force_login(user)
        assert client.get(url("live", there)).status_code == 200


def test_the_secretary_opens_steps_and_closes_by_the_page(client, secretary):
    there = room(state=MeetingState.CONVENED)
    client.force_login(secretary)

    def post(act, query=""):
        assert client.post(url("live_control", there) + query, {"act": act}).status_code == 302
        there.meeting = Meeting.objects.get(pk=there.meeting.pk)
        return there.meeting

    assert post("open").state == MeetingState.IN_SESSION
    assert post(there.items[1].pk).live_item == there.items[1]
    assert post("break").live_item is None
    for nonsense in ("", "0", "x", "999999999999999999999"):
        assert post(nonsense).state == MeetingState.IN_SESSION
    assert post("", "?act=close").state == MeetingState.HELD


def test_the_way_to_vote_is_shown_to_whom_the_vote_asks(client, secretary):
    there = room(seats=2, present=2)
    vote = ballot(there)
    guest = make.UserFactory()
    Attendance.objects.create(meeting=there.meeting, person=make.PersonFactory(user=guest), state="observer")
    shown = {}
    for name, user in {"voter": there.people[0], "guest": guest, "secretary": secretary}.items():
        client.force_login(user)
        shown[name] = client.get(url("live_now", there) + "?control").content.decode()
    assert vote.get_absolute_url() in shown["voter"]
    assert vote.get_absolute_url() not in shown["guest"] + shown["secretary"]
    assert reverse("admin:meetings_ballot_run", args=[vote.pk]) in shown["secretary"]


def test_a_refusal_is_said_on_the_page(client, secretary):
    there = room()
    ballot(there)
    client.force_login(secretary)
    answer = client.post(url("live_control", there), {"act": "close"}, follow=True)
    assert "还有现场表决没有结束" in answer.content.decode()


def test_the_page_of_the_meeting_leads_whoever_may_follow_here(client):
    there = room()
    address = reverse("meetings:meeting", args=[there.meeting.pk])
    assert url("live", there) not in client.get(address).content.decode()
    client.force_login(there.people[0])
    assert url("live", there) in client.get(address).content.decode()


@pytest.mark.parametrize("size", [1, 4])
def test_a_page_asks_the_same_number_of_times_whatever_the_meeting_holds(
    client, django_assert_num_queries, size
):
    there = room(seats=size, present=size, items=size)
    step_to(actor=None, meeting=there.meeting, item=there.items[0])
    ballot(there, voted=size)
    client.force_login(there.people[0])
    for name in ("live", "live_now"):
        client.get(url(name, there))
        with django_assert_num_queries(QUERIES[name]):
            client.get(url(name, there))
