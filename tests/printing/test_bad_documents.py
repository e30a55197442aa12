"""Documents that fail, kill, hang or eat their worker: failed in Chinese, and the queue goes on (fault 4, 10)."""

import resource

import pytest

from alliance.printing.enums import DocumentState
from alliance.printing.jobs import GAVE_UP
from alliance.printing.models import RenderedDocument
from alliance.printing.tasks import DISK, TOO_BIG, TOO_SLOW, render
from tests.printing.conftest import RENDER_SECONDS, RESCUE_SECONDS

pytestmark = [pytest.mark.workers, pytest.mark.django_db(transaction=True)]

TIME_LIMIT = 3  # seconds: well above what a small document takes
MAX_ATTEMPTS = 2


def outcome(document: RenderedDocument) -> tuple:
    return document.state, document.attempts, document.error


def test_poison_documents_fail_and_the_next_one_is_printed(press, monkeypatch):
    # The limits travel with the message, so the sending process needs them as well as the worker.
    limits = {"soft_time_limit": TIME_LIMIT, "time_limit": TIME_LIMIT + 15}
    monkeypatch.setattr(render, "_exec_options", {**render._get_exec_options(), **limits})
    (worker,) = press.start(PRINT_TIME_LIMIT=TIME_LIMIT, PRINT_MAX_ATTEMPTS=MAX_ATTEMPTS)
    acts = ["raise", "die", "never end", "take all memory", "print"]
    documents = [press.order(title=act, act=act) for act in acts]
    documents.append(press.order(title="bad body", body="<p><img src='http://169.254.169.254/x'></p>"))

    finished = press.wait_until_finished(
        *documents, seconds=TIME_LIMIT + MAX_ATTEMPTS * RESCUE_SECONDS + RENDER_SECONDS
    )

    assert [outcome(document) for document in finished] == [
        (DocumentState.FAILED, MAX_ATTEMPTS, GAVE_UP),
        (DocumentState.FAILED, MAX_ATTEMPTS, GAVE_UP),
        (DocumentState.FAILED, 1, TOO_SLOW.format(seconds=TIME_LIMIT)),
        (DocumentState.FAILED, 1, TOO_BIG),
        (DocumentState.DONE, 1, ""),
        (
            DocumentState.FAILED,
            1,
            "正文引用了不允许的地址“http://169.254.169.254/x”：只能使用本站上传的图片。",
        ),
    ]
    assert press.files() == [finished[4].file.name]
    assert worker.process.poll() is None

    again = press.order(title="再来一份")
    assert [row.state for row in press.wait_until_finished(again)] == [DocumentState.DONE]


def test_full_disk_leaves_no_half_file_and_the_job_goes_on_when_there_is_room(press):
    """A limit on the size of files stands for the full disk: the same error from the same call, without root."""
    (worker,) = press.start(PRINT_MAX_ATTEMPTS=1)
    (child,) = worker.children()
    before = resource.prlimit(child, resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))

    (document,) = press.wait_until_finished(press.order())
    assert outcome(document) == (DocumentState.FAILED, 1, DISK)
    assert (press.files(), document.file.name) == ([], "")

    resource.prlimit(child, resource.RLIMIT_FSIZE, before)
    (document,) = press.wait_until_finished(press.order())
    assert outcome(document) == (DocumentState.DONE, 1, "")
    assert press.files() == [document.file.name]


def test_queue_adds_little_and_a_warm_worker_is_quick(press):
    """From commit to the start of the render; the best of five, since the machine has other work too."""
    press.start()
    press.wait_until_finished(press.order(title="第1期"))
    waits = []
    for n in range(5):
        (row,) = press.wait_until_finished(press.order(title=f"第{n + 2}期"))
        waits.append((row.started_at - row.sent_at).total_seconds())

    assert min(waits) < 0.1
