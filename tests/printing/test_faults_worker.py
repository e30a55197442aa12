"""Workers that die, hang or come twice: exactly one finished document (issue 2, faults 1-4)."""

import os
import signal
from hashlib import sha256

import pytest
from django.db import connection

from alliance.notices.enums import DeliveryState
from alliance.notices.models import Delivery, Notice
from alliance.notices.tasks import deliver
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.tasks import render
from tests.printing.conftest import LEASE_SECONDS, RESCUE_SECONDS, done_tasks
from tests.services import wait_until

pytestmark = [pytest.mark.workers, pytest.mark.django_db(transaction=True)]


def only_document(press) -> RenderedDocument:
    """The one row and the one file of the test; the file is the one that the row promises."""
    document = RenderedDocument.objects.get()
    assert press.files() == [document.file.name]
    assert sha256((press.folder / "media" / document.file.name).read_bytes()).hexdigest() == document.sha256
    return document


def test_document_whose_render_process_is_killed(press):
    (worker,) = press.start()
    document = press.order(act="wait")
    victims = press.wait_until_entered()

    worker.kill_child()
    press.open_latch()
    press.wait_until_finished(document, seconds=RESCUE_SECONDS)

    document = only_document(press)
    assert (document.state, document.attempts, document.progress) == (DocumentState.DONE, 2, 100)
    assert len(press.entered()) == 2
    assert victims < press.entered()


def test_document_whose_whole_worker_is_killed(press):
    (worker,) = press.start()
    document = press.order(act="wait")
    press.wait_until_entered()

    worker.kill()
    press.start(beats=0)
    press.open_latch()
    press.wait_until_finished(document, seconds=RESCUE_SECONDS)

    document = only_document(press)
    assert (document.state, document.attempts) == (DocumentState.DONE, 2)


def drop_connections() -> None:
    """What a restart of the database or a firewall does to everybody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_same_message_twice_to_two_workers(press):
    """While the first is at work its heartbeat keeps the lease, and a dropped database connection costs nothing."""
    workers = press.start(workers=2)
    document = press.order(act="wait")
    render.apply_async(args=[document.pk])
    press.wait_until_entered()
    first_lease = RenderedDocument.objects.get().lease_until
    wait_until(lambda: done_tasks(*workers) == 1, seconds=RESCUE_SECONDS, what="the second message's end")
    wait_until(
        lambda: (RenderedDocument.objects.get().lease_until - first_lease).total_seconds() > LEASE_SECONDS,
        seconds=RESCUE_SECONDS,
        what="a lease renewed beyond its first length",
    )
    drop_connections()

    press.open_latch()
    press.wait_until_finished(document)
    delivery = Delivery.objects.get()
    deliver.apply_async(args=[delivery.pk])
    deliver.apply_async(args=[delivery.pk])
    wait_until(
        lambda: done_tasks(*workers, task="notices.deliver") == 3,
        seconds=RESCUE_SECONDS,
        what="three messages",
    )

    document = only_document(press)
    assert (document.state, document.attempts, len(press.entered())) == (DocumentState.DONE, 1, 1)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert len(press.mails()) == 1
    assert f"To: {press.user.email}" in press.mails()[0]


def test_process_that_comes_back_after_its_lease(press):
    """It was stopped, its heartbeat with it; another has taken over. It must not overwrite what that one made."""
    (late,) = press.start()
    document = press.order(act="wait")
    (sleeper,) = press.wait_until_entered()

    os.kill(sleeper, signal.SIGSTOP)
    try:
        (other,) = press.start(beats=0)
        press.wait_until_entered(2)
        press.open_latch()
        press.wait_until_finished(document, seconds=RESCUE_SECONDS)
        made = only_document(press)
    finally:
        os.kill(sleeper, signal.SIGCONT)
    wait_until(lambda: done_tasks(late) >= 1, seconds=RESCUE_SECONDS, what="the late process's end")

    assert done_tasks(other) >= 1
    kept = only_document(press)
    assert (kept.state, kept.attempts) == (DocumentState.DONE, 2)
    assert (kept.sha256, kept.lease_token, kept.finished_at) == (
        made.sha256,
        made.lease_token,
        made.finished_at,
    )
    assert Notice.objects.count() == 1
