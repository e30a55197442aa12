"""A secret ballot leaves no path from a voter to a choice: rows, transactions, history, acts, drafts, logs, admin."""

import json
import logging

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import serializers
from django.db import connection
from django.urls import reverse

from alliance.core.admin.transfer import ExportMixin
from meetings.enums import VoteChoice
from meetings.models import BallotSeat, SecretVote
from meetings.services.ballots import close_ballot
from meetings.services.voting import cast_vote
from tests import factories as make
from tests.meetings.make_votes import come, entries, meeting_of, open_vote, seated, voting_rule

pytestmark = pytest.mark.django_db
CHOICES = [*VoteChoice.values, *VoteChoice.labels]


def secret_vote(number: int, **content):
    voting_rule()
    people = seated(number, logins=True)
    meeting = meeting_of()
    come(meeting, *people)
    return open_vote(meeting, secret=True, **content), entries(meeting, people)


def everything() -> dict[tuple, str]:
    """Every row of every table but the box, as text."""
    models = [model for model in apps.get_models(include_auto_created=True) if model is not SecretVote]
    return {
        (model._meta.label, row.pk): json.dumps(
            json.loads(serializers.serialize("json", [row]))[0]["fields"], ensure_ascii=False, sort_keys=True
        )
        for model in models
        for row in model._base_manager.all()
    }


def test_the_box_knows_the_ballot_and_the_choice_and_nothing_points_at_it():
    assert {field.name for field in SecretVote._meta.get_fields()} == {"id", "ballot", "choice"}
    names = {field.name for field in BallotSeat._meta.get_fields()}
    assert not any(name.rsplit("_")[-1] == "at" for name in names), "a time would order the seats"
    assert not hasattr(SecretVote, "history") and not hasattr(BallotSeat, "history")


def test_what_is_written_while_votes_come_in_names_no_choice(client):
    """Over the page, as people vote, with everything that the portal keeps about a request."""
    ballot, voters = secret_vote(3)
    before = everything()
    for (user, entry), choice in zip(voters, VoteChoice.values, strict=True):
        client.force_login(user)
        answer = client.post(
            reverse("meetings:ballot", args=[ballot.pk]),
            {"roll": entry.pk, "act": "vote", "choice": choice},
        )
        assert answer.status_code == 302
    after = everything()
    written = {key: text for key, text in after.items() if before.get(key) != text}
    assert any(label == "core.AuditEntry" for label, _ in written)
    for key, text in written.items():
        values = [str(value) for value in json.loads(text).values()]
        assert not any(choice in VoteChoice.values for choice in values), key
        assert not any(label in text for label in VoteChoice.labels), key
    assert sorted(SecretVote.objects.values_list("choice", flat=True)) == sorted(VoteChoice.values)


def test_neither_transaction_nor_place_of_a_row_tells_whose_it_is(transactional_db, redis_url):
    """PostgreSQL keeps the transaction (xmin) that wrote a row: with one for each vote it would join seat and vote."""
    ballot, voters = secret_vote(20)
    for number, (user, entry) in enumerate(voters):
        cast_vote(actor=user, ballot=ballot, roll=entry, choice="yes" if number < 10 else "no")
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, choice FROM meetings_secretvote ORDER BY ctid")
        rows = cursor.fetchall()
        cursor.execute("SELECT DISTINCT xmin::text FROM meetings_ballotseat WHERE voted")
        seats = cursor.fetchall()
    assert len({xmin for xmin, _ in rows}) == 1
    assert len(seats) == 20
    placed = [choice for _, choice in rows]
    assert placed not in (["yes"] * 10 + ["no"] * 10, ["no"] * 10 + ["yes"] * 10)
    assert list(SecretVote.objects.values_list("choice", flat=True)) != ["yes"] * 10 + ["no"] * 10


def test_keys_are_new_with_every_vote():
    ballot, voters = secret_vote(2)
    cast_vote(actor=voters[0][0], ballot=ballot, roll=voters[0][1], choice="yes")
    first = ballot.secret_votes.get().pk
    cast_vote(actor=voters[1][0], ballot=ballot, roll=voters[1][1], choice="yes")
    assert first not in set(ballot.secret_votes.values_list("pk", flat=True))


def test_a_vote_sent_after_the_login_has_ended_is_kept_nowhere(client):
    ballot, voters = secret_vote(1)
    client.force_login(voters[0][0])
    page = client.get(reverse("meetings:ballot", args=[ballot.pk])).content.decode()
    assert 'name="_page"' not in page and "data-autosave" not in page
    client.logout()
    answer = client.post(
        reverse("meetings:ballot", args=[ballot.pk]),
        {"roll": voters[0][1].pk, "act": "vote", "choice": "no"},
    )
    assert answer.status_code == 302
    assert dict(client.session) == {}


def test_logs_name_no_choice(client, caplog):
    ballot, voters = secret_vote(1)
    client.force_login(voters[0][0])
    address = reverse("meetings:ballot", args=[ballot.pk])
    with caplog.at_level(logging.DEBUG):
        client.post(address, {"roll": voters[0][1].pk, "act": "vote", "choice": "abstain"})
    others = [one for one in caplog.records if one.name != "django.db.backends"]  # silent without DEBUG
    assert not any("abstain" in one.getMessage() for one in others)


# ---------------------------------------------------------------- what staff see
def test_staff_see_who_has_voted_and_no_numbers_until_it_is_closed(client):
    ballot, voters = secret_vote(3)
    for user, entry in voters:
        cast_vote(actor=user, ballot=ballot, roll=entry, choice="no")
    client.force_login(make.staff())
    addresses = [
        reverse("admin:meetings_ballot_run", args=[ballot.pk]),
        reverse("admin:meetings_ballot_now", args=[ballot.pk]),
        reverse("admin:meetings_ballot_change", args=[ballot.pk]),
        reverse("admin:meetings_ballot_history", args=[ballot.pk]),
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert '"tally-no"' not in page and "如果现在结束" not in page, address
    box = reverse("admin:meetings_secretvote_changelist")
    assert not client.get(box).context["cl"].result_list
    close_ballot(actor=None, ballot=ballot)
    assert '"tally-no"' in client.get(addresses[0]).content.decode()
    assert len(client.get(box).context["cl"].result_list) == 3


def test_votes_are_not_exported():
    for model in (SecretVote, BallotSeat):
        registered = admin.site._registry.get(model)
        assert registered is None or not isinstance(registered, ExportMixin)


def test_members_see_no_numbers_before_the_end_and_no_names_after_it(client):
    ballot, voters = secret_vote(2)
    for user, entry in voters:
        cast_vote(actor=user, ballot=ballot, roll=entry, choice="yes")
    client.force_login(voters[0][0])
    address = reverse("meetings:ballot", args=[ballot.pk])
    page = client.get(address).content.decode()
    assert "票</span>" not in page and "ballot-named" not in page and "checked" not in page
    close_ballot(actor=None, ballot=ballot)
    page = client.get(address).content.decode()
    assert "同意 2 票" in page and "ballot-named" not in page
