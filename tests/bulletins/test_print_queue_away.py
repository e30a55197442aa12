"""Staff press 生成 PDF while the queue is away: an answer at once, and the job waits in the database."""

import time

import pytest
from django.urls import reverse

from alliance.core import queue
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from bulletins.services.compiling import compile_bulletin
from tests.factories import ArticleFactory, staff
from tests.services import free_port

ANSWER_SECONDS = 2


@pytest.mark.django_db(transaction=True)
def test_print_button_answers_at_once_while_redis_is_stopped(client, use_broker, monkeypatch):
    monkeypatch.setattr(queue, "_away_until", 0.0)
    ArticleFactory(year=2015)
    bulletin = compile_bulletin(actor=None, year=2015)
    client.force_login(staff())
    use_broker(f"redis://127.0.0.1:{free_port()}/0")

    start = time.monotonic()
    response = client.post(reverse("admin:bulletins_bulletin_print", args=[bulletin.pk]))
    seconds = time.monotonic() - start

    assert response.status_code == 302
    assert seconds < ANSWER_SECONDS
    document = RenderedDocument.objects.get()
    assert (document.state, document.sent_at is not None) == (DocumentState.QUEUED, True)
    bulletin.refresh_from_db()
    assert bulletin.requested_document == document
    page = client.get(response["Location"].partition("#")[0])
    assert page.status_code == 200
    assert "排队中" in page.content.decode()
