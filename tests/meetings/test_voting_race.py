"""Votes at the same moment, on PostgreSQL: one for a seat however often it is sent, and the count agrees."""

import threading

import pytest
from django.db import connection

from alliance.core.errors import DomainError, WrongState
from meetings.enums import BallotState
from meetings.services import voting
from meetings.services.ballots import close_ballot
from meetings.services.voting import cast_vote
from tests.meetings.make_votes import come, entries, meeting_of, open_vote, seated, voting_rule

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis_url")]
VOTERS, REQUESTS = 50, 3


def prepared(number: int, **content):
    voting_rule()
    people = seated(number, logins=True)
    meeting = meeting_of()
    come(meeting, *people)
    return open_vote(meeting, **content), entries(meeting, people)


def at_once(acts) -> list:
    """What each of `acts` came to, started together: its result, or the error it raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act) -> None:
        try:
            gate.wait(timeout=60)
            results[place] = act()
        except Exception as error:  # told by the test, whatever it is
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results


def cast(ballot, user, entry, choice: str):
    return lambda: cast_vote(actor=user, ballot=ballot, roll=entry, choice=choice)


def every_request(ballot, voters) -> list:
    return [
        cast(ballot, user, entry, ("yes", "no", "abstain")[number % 3])
        for number, (user, entry) in enumerate(voters)
        for _ in range(REQUESTS)
    ]


@pytest.mark.parametrize("secret", [True, False])
def test_fifty_voters_three_requests_each_fifty_votes(secret):
    ballot, voters = prepared(VOTERS, secret=secret)
    results = at_once(every_request(ballot, voters))

    strange = [one for one in results if isinstance(one, Exception) and not isinstance(one, DomainError)]
    assert strange == []
    refused = sum(isinstance(one, DomainError) for one in results)
    assert refused == (
        VOTERS * (REQUESTS - 1) if secret else 0
    )  # the same vote by name again is taken for the first
    closed = close_ballot(actor=None, ballot=ballot)
    assert (closed.yes, closed.no, closed.abstain) == (17, 17, 16)
    assert ballot.ballot_seats.filter(voted=True).count() == VOTERS


def test_control_without_the_lock_the_count_is_wrong(monkeypatch):
    """The same run on a ballot that nobody locks: what the test above would say if the lock went missing."""
    ballot, voters = prepared(VOTERS, secret=True)
    monkeypatch.setattr(voting, "lock", lambda obj: type(obj).objects.get(pk=obj.pk))
    at_once(every_request(ballot, voters))

    assert ballot.secret_votes.count() != VOTERS


@pytest.mark.parametrize("secret", [True, False])
def test_votes_against_the_close_agree(secret):
    """Whatever came before the close counts, whatever came after is refused; nothing is in between."""
    ballot, voters = prepared(24, secret=secret)
    acts = [cast(ballot, user, entry, "yes") for user, entry in voters]
    acts.insert(12, lambda: close_ballot(actor=None, ballot=ballot))
    results = at_once(acts)

    late = sum(isinstance(one, WrongState) for one in results)
    assert [one for one in results if isinstance(one, Exception) and not isinstance(one, WrongState)] == []
    ballot.refresh_from_db()
    assert ballot.state == BallotState.CLOSED
    taken = len(voters) - late
    assert ballot.yes == ballot.ballot_seats.filter(voted=True).count() == taken
    rows = ballot.secret_votes.count() if secret else ballot.ballot_seats.filter(vote__isnull=False).count()
    assert rows == taken


def test_two_who_open_and_two_who_close_do_it_once():
    ballot, _ = prepared(3)
    results = at_once([lambda: close_ballot(actor=None, ballot=ballot)] * 2)

    assert sorted(isinstance(one, WrongState) for one in results) == [False, True]
