"""A vote that was taken before its point was written is joined with it afterwards."""

import pytest
from django.urls import reverse

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import run_transition
from meetings.models import Meeting
from meetings.services.adoption import adopt_resolution
from meetings.services.ballots import close_ballot, link_point, prepare_ballot
from meetings.services.voting import cast_vote
from tests import factories as make
from tests.meetings.make_minutes import consulting
from tests.meetings.make_votes import come, entry_of, meeting_of, open_vote, seated, voting_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def voted():
    """A vote carried by all three seats, without a point."""
    voting_rule()
    people = seated(3)
    meeting = meeting_of()
    come(meeting, *people)
    ballot = open_vote(meeting)
    for person in people:
        cast_vote(actor=None, ballot=ballot, roll=entry_of(meeting, person), choice="yes")
    return close_ballot(actor=None, ballot=ballot)


def point_of(meeting: Meeting, **fields):
    return make.ResolutionFactory(meeting=meeting, **fields)


def test_point_by_rule_comes_into_effect_once_its_vote_is_joined(voted):
    point = point_of(voted.meeting, by_count=True)
    day = voted.meeting.starts_on
    with pytest.raises(DomainError):
        adopt_resolution(actor=None, resolution=point, adopted_on=day)

    link_point(actor=make.staff(), ballot=voted, resolution=point)

    assert adopt_resolution(actor=None, resolution=point, adopted_on=day).adopted_on == day


def test_one_vote_has_one_point_and_one_point_one_vote(voted):
    first, second = point_of(voted.meeting, number=1), point_of(voted.meeting, number=2)
    link_point(actor=None, ballot=voted, resolution=first)
    link_point(actor=None, ballot=voted, resolution=first)
    with pytest.raises(WrongState, match="已关联议定事项"):
        link_point(actor=None, ballot=voted, resolution=second)
    voted.refresh_from_db()
    assert voted.resolution == first


def test_what_cannot_be_its_point_is_refused(voted):
    for point in (make.ResolutionFactory(), point_of(voted.meeting, adopted_on=voted.meeting.starts_on)):
        with pytest.raises(DomainError) as refused:
            link_point(actor=None, ballot=voted, resolution=point)
        assert refused.value.field == "resolution"


def test_a_draft_has_its_own_form():
    voting_rule()
    meeting = meeting_of()
    draft = prepare_ballot(actor=None, meeting=meeting, body="council", question="是否同意")
    with pytest.raises(WrongState, match="准备中"):
        link_point(actor=None, ballot=draft, resolution=point_of(meeting))


def test_nothing_is_joined_while_units_read_the_minutes(voted):
    point = point_of(voted.meeting)
    meeting = run_transition(actor=None, obj=voted.meeting, name="mark_held")
    consulting(meeting)
    with pytest.raises(WrongState, match="征求意见"):
        link_point(actor=None, ballot=voted, resolution=point)


def test_only_the_secretariat_joins_them(voted):
    with pytest.raises(NotAllowed):
        link_point(actor=make.UserFactory(), ballot=voted, resolution=point_of(voted.meeting))


def test_page_joins_them_and_says_why_not(admin_client, voted):
    point = point_of(voted.meeting)
    run = reverse("admin:meetings_ballot_run", args=[voted.pk])
    address = reverse("admin:meetings_ballot_point", args=[voted.pk])
    assert "关联议定事项" in admin_client.get(run).content.decode()
    assert "请选择议定事项。" in admin_client.post(address, {"point": "x"}).content.decode()

    assert admin_client.post(address, {"point": point.pk}).status_code == 302

    voted.refresh_from_db()
    assert voted.resolution == point
    assert address not in admin_client.get(run).content.decode()
