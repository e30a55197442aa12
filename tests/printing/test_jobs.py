"""The life of a render, step by step, on the database alone."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from alliance.core.database import db_now
from alliance.core.errors import DomainError
from alliance.printing import jobs, tasks
from alliance.printing.engine import fonts
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.registry import get_kind
from alliance.printing.services import content_digest, request_document
from tests.printing import latch_kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path, redis_url):
    settings.MEDIA_ROOT = tmp_path


def make(**fields) -> RenderedDocument:
    snapshot = latch_kind.build(title="样刊")
    row = {"kind": latch_kind.NAME, "digest": uuid.uuid4().hex * 2, "title": "样刊", "file_name": "样刊.pdf"}
    return RenderedDocument.objects.create(**{**row, "snapshot": snapshot, **fields})


def ago(**age):
    return db_now() - timedelta(**age)


def stale(settings, **fields) -> RenderedDocument:
    return make(sent_at=ago(seconds=settings.PRINT_LEASE_SECONDS + 1), **fields)


def side_by_side(function, *, threads: int) -> list:
    """Run `function` in several threads at once, each on a database connection of its own."""
    barrier, results = threading.Barrier(threads), []

    def run():
        barrier.wait(10)
        try:
            results.append(function())
        finally:
            connection.close()

    started = [threading.Thread(target=run) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(30)
    return results


# ---------------------------------------------------------------- claiming
@pytest.mark.django_db(transaction=True)
def test_one_of_many_workers_claims_a_document():
    document = make()

    claimed = side_by_side(lambda: jobs.claim(document.pk), threads=8)

    assert sum(found is not None for found in claimed) == 1
    assert RenderedDocument.objects.get().attempts == 1


@pytest.mark.parametrize("state", [DocumentState.FAILED, DocumentState.DONE])
def test_finished_document_is_not_claimed(state):
    document = make(state=state, file="documents/x.pdf")

    assert jobs.claim(document.pk) is None


def test_document_under_a_lease_is_claimed_when_that_has_run_out():
    document = make()
    first = jobs.claim(document.pk)
    assert jobs.claim(document.pk) is None

    RenderedDocument.objects.update(lease_until=ago(seconds=1))
    second = jobs.claim(document.pk)

    assert second.lease_token != first.lease_token
    assert second.attempts == 2
    jobs.report_progress(first, 50, "迟到")
    assert RenderedDocument.objects.get().progress_label == "准备"


def test_document_is_not_claimed_more_often_than_allowed(settings):
    document = make(attempts=settings.PRINT_MAX_ATTEMPTS)

    assert jobs.claim(document.pk) is None


# ---------------------------------------------------------------- finishing
def finished(document, pdf=b"%PDF-1.7 x") -> bool:
    return jobs.finish(document, content=pdf, pages=1, seconds=0.1)


def files(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_late_worker_takes_its_own_file_away(tmp_path):
    document = make()
    late = jobs.claim(document.pk)
    RenderedDocument.objects.update(lease_until=ago(seconds=1))
    winner = jobs.claim(document.pk)

    assert (finished(winner), finished(late, b"%PDF-1.7 late")) == (True, False)

    row = RenderedDocument.objects.get()
    assert files(tmp_path) == [row.file.name]
    assert (tmp_path / row.file.name).read_bytes() == b"%PDF-1.7 x"


def test_late_failure_does_not_spoil_what_another_finished():
    document = make()
    late = jobs.claim(document.pk)
    RenderedDocument.objects.update(lease_until=ago(seconds=1))
    assert finished(jobs.claim(document.pk))

    jobs.fail(late, "迟到的错误")
    jobs.give_back(late)

    row = RenderedDocument.objects.get()
    assert (row.state, row.error) == (DocumentState.DONE, "")


def test_files_of_killed_attempts_go_when_the_document_is_finished(tmp_path):
    document = make()
    killed = jobs.claim(document.pk)
    killed.file.storage.save(jobs.own_file(killed), ContentFile(b"%PDF- half"))
    RenderedDocument.objects.update(lease_until=ago(seconds=1))
    winner = jobs.claim(document.pk)
    assert finished(winner)
    assert len(files(tmp_path)) == 2

    tasks.announce(document.pk)

    assert files(tmp_path) == [winner.file.name]


# ---------------------------------------------------------------- sweeping
@pytest.mark.django_db(transaction=True)
def test_many_sweepers_send_each_document_once(settings):
    queued = [stale(settings).pk for _ in range(10)]
    dead = [make(state=DocumentState.RENDERING, lease_until=ago(seconds=1)).pk for _ in range(10)]
    make(sent_at=db_now())
    make(state=DocumentState.RENDERING, lease_until=db_now() + timedelta(seconds=60))
    sent = []

    side_by_side(lambda: jobs.sweep(sent.append), threads=6)

    assert sorted(sent) == sorted(queued + dead)


def test_sweeper_gives_up_what_was_tried_often_enough(settings):
    stale(settings, attempts=settings.PRINT_MAX_ATTEMPTS)
    make(state=DocumentState.RENDERING, lease_until=ago(seconds=1), attempts=settings.PRINT_MAX_ATTEMPTS)
    sent = []

    assert jobs.sweep(sent.append) == {"sent": 0, "given_up": 2}

    assert sent == []
    rows = RenderedDocument.objects.values_list("state", "error")
    assert list(rows) == [(DocumentState.FAILED, jobs.GAVE_UP)] * 2


def test_sweeper_announces_every_finished_document_though_one_owner_fails(settings, tmp_path):
    done = {"state": DocumentState.DONE, "finished_at": ago(seconds=settings.PRINT_LEASE_SECONDS + 1)}
    unknown = make(kind="no-such-kind", file="documents/a.pdf", **done)
    known = make(file="documents/b.pdf", **done)

    tasks.sweep()

    unknown.refresh_from_db()
    known.refresh_from_db()
    assert unknown.announced_at is None
    assert known.announced_at is not None


# ---------------------------------------------------------------- asking
def ask(title: str = "样刊") -> RenderedDocument:
    return request_document(actor=None, kind=latch_kind.NAME, title=title)


def test_same_content_is_one_row_and_other_content_another():
    assert ask().pk == ask().pk
    assert ask("另一期").pk != ask().pk


@pytest.mark.django_db(transaction=True)
def test_same_content_asked_for_at_once_is_one_row():
    side_by_side(ask, threads=6)

    assert RenderedDocument.objects.count() == 1


def test_failed_document_is_tried_anew_when_asked_for_again(settings):
    document = ask()
    claimed = jobs.claim(document.pk)
    jobs.fail(claimed, "缺图")
    again = ask()

    assert again.pk == document.pk
    assert (again.state, again.attempts, again.error) == (DocumentState.QUEUED, 0, "")


def test_finished_document_is_returned_as_it_is_unless_its_file_is_gone(tmp_path):
    document = ask()
    assert finished(jobs.claim(document.pk))
    assert ask().state == DocumentState.DONE

    (tmp_path / RenderedDocument.objects.get().file.name).unlink()
    assert ask().state == DocumentState.QUEUED


def test_digest_depends_on_the_snapshot_alone_for_one_template_and_one_set_of_fonts():
    kind = get_kind(latch_kind.NAME)
    snapshot = latch_kind.build(title="甲")

    assert content_digest(kind, dict(reversed(snapshot.items()))) == content_digest(kind, snapshot)
    assert content_digest(kind, {**snapshot, "title": "乙"}) != content_digest(kind, snapshot)


def test_font_missing_where_it_is_asked_for_is_a_chinese_refusal(tmp_path, monkeypatch):
    config = tmp_path / "fonts.conf"
    config.write_text("<fontconfig></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    fonts.font_fingerprint.cache_clear()
    try:
        with pytest.raises(DomainError) as refused:
            ask()
    finally:
        monkeypatch.undo()
        fonts.font_fingerprint.cache_clear()

    assert (
        refused.value.message == "缺少字体“Noto Serif CJK SC”，请安装 Debian 软件包 fonts-noto-cjk 后重试。"
    )
    assert RenderedDocument.objects.count() == 0
