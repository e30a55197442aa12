"""A liaison hands in while the queue is away: an answer at once, and nothing is lost."""

import time

import pytest
from django.urls import reverse

from alliance.core import queue
from alliance.notices.enums import DeliveryState
from alliance.notices.models import Notice
from projects.enums import ProposalState
from tests.factories import ProposalFactory, liaison_of, staff
from tests.services import free_port

ANSWER_SECONDS = 2


@pytest.mark.django_db(transaction=True)
def test_submit_answers_at_once_while_redis_is_stopped(client, use_broker, monkeypatch):
    monkeypatch.setattr(queue, "_away_until", 0.0)
    secretary = staff()
    proposal = ProposalFactory()
    client.force_login(liaison_of(proposal.unit))
    use_broker(f"redis://127.0.0.1:{free_port()}/0")

    start = time.monotonic()
    response = client.post(reverse("projects:proposal_submit", args=[proposal.pk]))
    seconds = time.monotonic() - start

    assert response.status_code == 302
    assert seconds < ANSWER_SECONDS
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED
    notice = Notice.objects.get(recipient=secretary)
    assert notice.mail.state == DeliveryState.PENDING
