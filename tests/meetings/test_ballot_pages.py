"""表决 at the desk and in the admin: what people see, what they are told, what staff do from there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.core.registry import desk_todos, related_links, reminders
from alliance.notices.models import Notice
from meetings.enums import BallotState
from meetings.models import Ballot, VotingRule
from meetings.services.ballots import close_ballot
from meetings.services.voting import cast_vote, request_discussion
from tests import factories as make
from tests.meetings.make_votes import come, entry_of, meeting_of, open_vote, seated, voting_rule
from tests.meetings.test_voting import recorded
from tests.projects.behalf import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_post():
    """A vote by correspondence and the three people of its seats."""
    voting_rule()
    people = seated(3, logins=True)
    return open_vote(meeting_of(in_session=False), days=1), people


@pytest.fixture
def staff_client(client):
    client.force_login(make.staff())
    return client


def post(client, ballot, person, act="vote", **data):
    client.force_login(person.user)
    given = {"roll": entry_of(ballot.meeting, person).pk, "act": act, **data}
    return client.post(reverse("meetings:ballot", args=[ballot.pk]), given, follow=True)


def vote(ballot, person, choice="yes"):
    return cast_vote(actor=person.user, ballot=ballot, roll=entry_of(ballot.meeting, person), choice=choice)


# ---------------------------------------------------------------- at the desk
def test_a_live_vote_waits_for_who_is_there_and_not_for_the_absent():
    voting_rule()
    there, absent, delegate = seated(3, logins=True)
    meeting = meeting_of()
    come(meeting, there)
    come(meeting, delegate, stands_for=absent)
    open_vote(meeting)
    asked = {
        person: [each.title for each in desk_todos.collect(person.user)]
        for person in (there, absent, delegate)
    }
    waiting = ["请表决：审议年度工作报告"]
    assert asked == {there: waiting, absent: [], delegate: waiting}


def test_liaison_hears_of_a_vote_on_paper_without_a_link_to_a_page_of_voters(by_post):
    ballot, people = by_post
    liaison = make.liaison_of(people[0].unit)
    recorded(ballot, people[0])
    assert Notice.objects.get(recipient=liaison, kind="behalf.recorded").url == ""


def test_a_vote_is_cast_on_the_page_and_shown_as_cast(client, by_post):
    ballot, people = by_post
    answer = post(client, ballot, people[0], choice="no").content.decode()
    assert "已收到您的表决" in answer and "该席位已表决" in answer and "投出这一票" not in answer
    assert ballot.ballot_seats.get(voted=True).vote.choice == "no"


def test_a_form_without_a_choice_says_so_at_the_paper(client, by_post):
    ballot, people = by_post
    assert "请选择同意、反对或弃权" in post(client, ballot, people[0]).content.decode()


@pytest.mark.parametrize("act", ["recuse", "discuss"])
def test_a_refused_reason_is_still_there(client, by_post, act):
    ballot, people = by_post
    page = post(client, ballot, people[0], act, reason="很长的理由" * 70).content.decode()
    assert "不能超过" in page and "很长的理由很长的理由" in page
    assert "已" in post(client, ballot, people[0], act, reason="理由充分").content.decode()
    seat = ballot.ballot_seats.get(roll=entry_of(ballot.meeting, people[0]))
    assert (seat.recusal_reason or seat.discussion_reason) == "理由充分"


def test_anothers_seat_and_an_unknown_act_are_not_there(client, by_post):
    ballot, people = by_post
    client.force_login(people[0].user)
    address = reverse("meetings:ballot", args=[ballot.pk])
    own, other = (entry_of(ballot.meeting, person).pk for person in people[:2])
    assert client.post(address, {"roll": other, "act": "vote", "choice": "yes"}).status_code == 404
    assert client.post(address, {"roll": own, "act": "close"}).status_code == 404
    assert client.post(address, {"roll": "x", "act": "vote"}).status_code == 404


def test_a_draft_is_nobodys_business(client):
    voting_rule()
    person = seated(1, logins=True)[0]
    meeting = meeting_of()
    draft = Ballot.objects.create(meeting=meeting, body="council", question="以后")
    client.force_login(person.user)
    assert client.get(reverse("meetings:ballot", args=[draft.pk])).status_code == 404


def test_the_result_by_name_is_shown_to_whoever_voted(client, by_post):
    ballot, people = by_post
    for person, choice in zip(people, ("yes", "yes", "no"), strict=True):
        vote(ballot, person, choice)
    close_ballot(actor=None, ballot=ballot)
    client.force_login(people[0].user)
    page = client.get(reverse("meetings:ballot", args=[ballot.pk])).content.decode()
    assert "同意 2 票、反对 1 票、弃权 0 票，通过" in page and people[2].name in page


def test_the_page_asks_the_same_number_of_times(client):
    voting_rule()
    numbers = []
    for number in (2, 6):
        people = seated(number, logins=True)
        meeting = meeting_of()
        come(meeting, *people)
        ballot = open_vote(meeting)
        client.force_login(people[0].user)
        address = reverse("meetings:ballot", args=[ballot.pk])
        client.get(address)  # content types and the like are asked once in a process
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


# ---------------------------------------------------------------- told
def test_voters_are_told_asked_and_reminded_until_they_have_voted(by_post):
    ballot, people = by_post
    told = Notice.objects.filter(kind="ballot.opened").values_list("recipient", flat=True)
    assert set(told) == {person.user.pk for person in people}
    todo = next(one for one in desk_todos.collect(people[0].user) if one.kind == "表决")
    assert (todo.url, todo.due) == (ballot.get_absolute_url(), ballot.closes_at)
    assert len([one for one in reminders.collect() if one.key.startswith("ballot-")]) == 3
    vote(ballot, people[0])
    assert not [one for one in desk_todos.collect(people[0].user) if one.kind == "表决"]
    assert len([one for one in reminders.collect() if one.key.startswith("ballot-")]) == 2


def test_result_and_annulment_are_told(by_post):
    ballot, people = by_post
    for person in people:
        vote(ballot, person)
    close_ballot(actor=None, ballot=ballot)
    assert Notice.objects.filter(kind="ballot.closed", body__contains="同意 3 票").count() == 3


def test_a_live_vote_sends_no_notices_and_asks_a_delegate():
    voting_rule()
    person = seated(1)[0]
    meeting = meeting_of()
    delegate = make.PersonFactory(user=make.UserFactory())
    come(meeting, delegate, stands_for=person)
    ballot = open_vote(meeting)
    assert not Notice.objects.filter(kind__startswith="ballot.").exists()
    assert [one.url for one in desk_todos.collect(delegate.user) if one.kind == "表决"] == [
        ballot.get_absolute_url()
    ]


def test_the_secretariat_sees_a_wish_for_discussion_and_a_time_that_is_over(by_post):
    ballot, people = by_post
    entry = entry_of(ballot.meeting, people[0])
    request_discussion(actor=people[0].user, ballot=ballot, roll=entry, reason="重大")
    Ballot.objects.filter(pk=ballot.pk).update(closes_at="2015-05-29T12:00:00+08:00")
    titles = [one.title for one in desk_todos.collect(make.staff()) if one.kind == "表决"]
    assert titles == [f"1 席要求开会讨论：{ballot}", f"表决已截止，请结束并计票：{ballot}"]


def test_the_meetings_page_leads_voters_to_their_votes(by_post):
    ballot, people = by_post
    groups = related_links.collect(ballot.meeting, people[0].user)
    assert ballot.get_absolute_url() in [link.url for group in groups for link in group.links]
    others = related_links.collect(ballot.meeting, make.UserFactory())
    assert "本人参加的表决" not in [group.title for group in others]


# ---------------------------------------------------------------- in the admin
def test_staff_prepare_open_watch_and_close(staff_client):
    voting_rule()
    people = seated(2, logins=True)
    meeting = meeting_of()
    come(meeting, *people)
    form = {"meeting": meeting.pk, "body": "council", "question": "审议章程"}
    staff_client.post(reverse("admin:meetings_ballot_add"), form)
    ballot = Ballot.objects.get()
    staff_client.post(reverse("admin:meetings_ballot_move", args=[ballot.pk, "open"]))
    now = reverse("admin:meetings_ballot_now", args=[ballot.pk])
    first = staff_client.get(now)
    assert staff_client.get(now, headers={"if-none-match": first["ETag"]}).status_code == 304
    vote(ballot, people[0])
    assert staff_client.get(now, headers={"if-none-match": first["ETag"]}).status_code == 200
    staff_client.post(reverse("admin:meetings_ballot_move", args=[ballot.pk, "close"]))
    ballot.refresh_from_db()
    assert (ballot.state, ballot.result, ballot.yes) == (BallotState.CLOSED, "rejected", 1)
    page = staff_client.get(reverse("admin:meetings_ballot_run", args=[ballot.pk])).content.decode()
    assert "应到 2 席，实到 2 席；同意 1 票" in page


def test_a_body_that_does_not_meet_is_refused_at_the_form(staff_client):
    meeting = meeting_of()
    form = {"meeting": meeting.pk, "body": "expert_committee", "question": "审议章程"}
    answer = staff_client.post(reverse("admin:meetings_ballot_add"), form)
    assert "没有召开专家委员会" in answer.content.decode() and not Ballot.objects.exists()


def test_staff_enter_a_recusal_and_take_it_back(staff_client, by_post):
    ballot, people = by_post
    address = reverse("admin:meetings_ballot_seat", args=[ballot.pk])
    given = {"roll": entry_of(ballot.meeting, people[0]).pk, "reason": "关联单位"}
    refused = staff_client.post(address, {**given, "act": "recuse", "reason": " "})
    assert "请填写回避理由" in refused.content.decode()
    assert "请选择席位" in staff_client.post(address, {"act": "recuse", "roll": "x"}).content.decode()
    staff_client.post(address, {**given, "act": "recuse"})
    assert ballot.ballot_seats.filter(recused=True).count() == 1
    staff_client.post(address, {**given, "act": "end-recusal"})
    assert not ballot.ballot_seats.filter(recused=True).exists()


def test_a_paper_vote_is_recorded_on_its_page(staff_client, by_post):
    ballot, people = by_post
    address = reverse("admin:behalf_act", args=["vote", ballot.pk])
    form = {
        "choice": "yes",
        "behalf_unit": people[0].unit.pk,
        "behalf_person_name": people[0].name,
        "behalf_channel": "paper",
        "behalf_received_on": ballot.opened_at.date().isoformat(),
        "behalf_paper": SimpleUploadedFile("表决票.pdf", PDF),
    }
    staff_client.post(address, form)
    assert ballot.ballot_seats.get(voted=True).voter == people[0]


def test_the_roll_is_brought_up_to_date_from_its_page(staff_client):
    voting_rule()
    seated(1)
    meeting = meeting_of(in_session=False)
    seated(1)
    page = reverse("admin:meetings_meeting_roll", args=[meeting.pk])
    assert "请更新名册" in staff_client.get(page).content.decode()
    done = staff_client.post(reverse("admin:meetings_meeting_refresh", args=[meeting.pk]), follow=True)
    assert "新增 1 席" in done.content.decode() and "请更新名册" not in done.content.decode()
    assert "出席席位不少于全体席位的三分之二" in done.content.decode()


def test_a_rule_that_cannot_be_reached_is_refused_in_chinese(staff_client):
    form = {
        "body": "council", "valid_from": "2016-01-01", "basis": "章程", "majority_of": "present",
        "quorum_numerator": 2, "quorum_denominator": 3, "delegations_each": 1,
        "majority_numerator": 2, "majority_denominator": 2, "majority_strict": "on",
    }  # fmt: skip
    answer = staff_client.post(reverse("admin:meetings_votingrule_add"), form)
    assert "不可能超过全体" in answer.content.decode() and not VotingRule.objects.exists()
