"""A queue that is away or forgets, a web process that dies: nothing asked for is lost (issue 2, faults 5-7, 12)."""

import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from tests.printing.conftest import LEASE_SECONDS, RESCUE_SECONDS, SWEEP_SECONDS
from tests.services import ROOT, wait_until

pytestmark = [pytest.mark.workers, pytest.mark.django_db(transaction=True)]

ANSWER_SECONDS = 2  # within which a person gets an answer while the queue is away
RECONNECT_SECONDS = 10  # Celery waits 2, 4, 6 … s between its tries to reach the broker


def answered(press, **subject) -> tuple[RenderedDocument, float]:
    start = time.monotonic()
    document = press.order(**subject)
    return document, time.monotonic() - start


def sent_messages(worker) -> int:
    return sum(
        "Task printing.render[" in line and " received" in line for line in worker.output().splitlines()
    )


def test_document_asked_for_while_redis_is_stopped(press, own_redis, use_broker):
    server = own_redis()
    use_broker(server.url)
    (worker,) = press.start(REDIS_URL=server.url)

    server.kill()
    documents, seconds = zip(*(answered(press, title=f"第{n}期") for n in range(3)), strict=True)
    assert max(seconds) < ANSWER_SECONDS
    assert [document.state for document in documents] == [DocumentState.QUEUED] * 3

    server.start()
    finished = press.wait_until_finished(*documents, seconds=RECONNECT_SECONDS + RESCUE_SECONDS)
    assert [(row.state, row.attempts) for row in finished] == [(DocumentState.DONE, 1)] * 3
    assert len(press.files()) == 3
    assert worker.process.poll() is None


def test_document_asked_for_while_redis_hangs(press, own_redis, use_broker):
    """It accepts connections and says nothing; the first act waits a moment, those after it do not."""
    server = own_redis()
    use_broker(server.url)
    server.process.send_signal(signal.SIGSTOP)
    try:
        _, first = answered(press, title="甲")
        _, second = answered(press, title="乙")
    finally:
        server.process.send_signal(signal.SIGCONT)

    assert first < ANSWER_SECONDS
    assert second < 0.5
    assert RenderedDocument.objects.filter(state=DocumentState.QUEUED).count() == 2


def test_document_asked_for_while_the_host_of_redis_is_unreachable(press, use_broker):
    """Nobody answers the connection: a port with its backlog full, as a firewall that drops packets."""
    with ExitStack() as stack:
        closed = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(closed.getsockname())
        use_broker(f"redis://127.0.0.1:{closed.getsockname()[1]}/0")
        _, seconds = answered(press)

    assert seconds < ANSWER_SECONDS
    assert RenderedDocument.objects.get().state == DocumentState.QUEUED


def test_queue_emptied_with_documents_in_it(press, own_redis, use_broker):
    server = own_redis()
    use_broker(server.url)
    (worker,) = press.start(REDIS_URL=server.url)
    documents = [press.order(title="第0期", act="wait")]
    press.wait_until_entered()
    documents += [press.order(title=f"第{n}期") for n in range(1, 5)]

    server.flush()
    press.open_latch()
    finished = press.wait_until_finished(*documents)

    assert [(row.state, row.attempts) for row in finished] == [(DocumentState.DONE, 1)] * 5
    assert press.files() == sorted(row.file.name for row in finished)
    assert worker.process.poll() is None


DIES_ON_SENDING = """
import os, signal
import django
django.setup()
from alliance.printing import services
from tests.printing import latch_kind
services.send = lambda pk: os.kill(os.getpid(), signal.SIGKILL)
services.request_document(actor=None, kind=latch_kind.NAME, title="无人送出")
"""


def test_web_process_killed_between_commit_and_send_with_two_beats(press, process_env):
    """The sweepers of both beats find it, and only one of them sends it."""
    environment = process_env(**press.environment)
    died = subprocess.run([sys.executable, "-c", DIES_ON_SENDING], env=environment, cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL
    document = RenderedDocument.objects.get()
    assert (document.state, document.attempts) == (DocumentState.QUEUED, 0)

    (worker,) = press.start(beats=2)
    (finished,) = press.wait_until_finished(document)
    swept = worker.output().count("Task printing.sweep[")
    wait_until(
        lambda: worker.output().count("Task printing.sweep[") >= swept + 8,
        seconds=LEASE_SECONDS + 8 * SWEEP_SECONDS + RESCUE_SECONDS,
        what="two more rounds of both beats",
    )

    assert (finished.state, finished.attempts) == (DocumentState.DONE, 1)
    assert sent_messages(worker) == 1
    assert len(press.files()) == 1
