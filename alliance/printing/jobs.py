"""The life of a render: claim, work under a lease, finish. Every step is one conditional UPDATE.

So a killed worker, an empty Redis or a message delivered twice ends in exactly one finished document.
"""

import hashlib
import io
import logging
import threading
import uuid
from contextlib import contextmanager
from datetime import timedelta
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.models import F, Q

from alliance.core.database import db_now
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument, document_path

log = logging.getLogger(__name__)

GAVE_UP = "多次尝试均未完成，已停止。请检查内容是否过于复杂，或联系管理员查看日志。"


def lease() -> timedelta:
    return timedelta(seconds=settings.PRINT_LEASE_SECONDS)


def claim(document_pk: int) -> RenderedDocument | None:
    """Take the document for this process, or None when it is done, given up, or held by another."""
    now = db_now()
    token = uuid.uuid4()
    free = Q(state=DocumentState.QUEUED) | Q(state=DocumentState.RENDERING, lease_until__lt=now)
    claimed = RenderedDocument.objects.filter(
        free, pk=document_pk, attempts__lt=settings.PRINT_MAX_ATTEMPTS
    ).update(
        state=DocumentState.RENDERING,
        lease_token=token,
        lease_until=now + lease(),
        attempts=F("attempts") + 1,
        started_at=now,
        progress=0,
        progress_label="准备",
    )
    # By token: a process that slept here beyond its lease must not wake up as the next holder.
    return RenderedDocument.objects.filter(pk=document_pk, lease_token=token).first() if claimed else None


def held(document: RenderedDocument):
    """The row, only while this process still holds it.

    Seconds may have gone by since the last query, in which the server dropped the connection: it is looked at first.
    """
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    return RenderedDocument.objects.filter(
        pk=document.pk, state=DocumentState.RENDERING, lease_token=document.lease_token
    )


def report_progress(document: RenderedDocument, percent: int, label: str) -> None:
    """Written in autocommit, so that the progress bar moves during the render, which it is not worth failing for."""
    try:
        held(document).update(progress=percent, progress_label=label)
    except DatabaseTrouble as error:
        log.warning("progress of document %s not written: %s", document.pk, error)


@contextmanager
def heartbeat(document: RenderedDocument):
    """Renew the lease three times per lease while the block runs: a short lease then suffices for a long render.

    A database that is away for a moment costs a beat, not the lease.
    """
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.PRINT_LEASE_SECONDS / 3):
                try:
                    held(document).update(lease_until=db_now() + lease())
                except DatabaseTrouble as error:
                    log.warning("lease of document %s not renewed: %s", document.pk, error)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def finish(
    document: RenderedDocument, *, content: bytes | BinaryIO, pages: int | None, seconds: float
) -> bool:
    """Keep the file, then commit the row. False when the lease was lost meanwhile: then our file goes again."""
    document.file.name = own_file(document)
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        document.file.storage.save(document.file.name, File(file))
    except OSError:  # a full disk leaves half a file
        discard_file(document)
        raise
    done = held(document).update(
        state=DocumentState.DONE,
        file=document.file.name,
        pages=pages,
        size=size,
        sha256=sha256,
        seconds=seconds,
        previews=0,
        progress=100,
        progress_label="完成",
        error="",
        finished_at=db_now(),
        announced_at=None,
    )
    if not done:
        discard_file(document)
    return bool(done)


def own_file(document: RenderedDocument) -> str:
    """Storage name of this attempt's file; the lease token in it makes it nobody else's."""
    return document_path(document, document.file_name)


def discard_file(document: RenderedDocument) -> None:
    """Remove what this attempt wrote. Only for an attempt that is known not to have finished."""
    document.file.storage.delete(own_file(document))


def remove_leftovers(document: RenderedDocument) -> None:
    """Remove the files of attempts that were killed before their row was written. Only for a finished document."""
    storage = document.file.storage
    folder, _, name = document.file.name.rpartition("/")
    kept = name.removesuffix(document.extension)
    for other in storage.listdir(folder)[1]:
        if other.startswith(f"{document.digest[:16]}-") and not other.startswith(kept):
            storage.delete(f"{folder}/{other}")


def fail(document: RenderedDocument, message: str) -> None:
    """A failure that trying again would not mend."""
    if held(document).update(
        state=DocumentState.FAILED, error=message, progress_label="", finished_at=db_now()
    ):
        discard_file(document)


def give_back(document: RenderedDocument, message: str = GAVE_UP) -> None:
    """A failure that may be passing: back to the queue, or failed with `message` when the attempts are used up."""
    if document.attempts >= settings.PRINT_MAX_ATTEMPTS:
        fail(document, message)
    elif held(document).update(
        state=DocumentState.QUEUED, sent_at=db_now(), progress=0, progress_label="等待重试"
    ):
        discard_file(document)


def sweep(send) -> dict[str, int]:
    """Re-send what was lost and give up what keeps failing. Idempotent: two beats send a document once.

    Anything queued is sent again a lease after its last sending, anything rendering once its lease has run out.
    """
    now = db_now()
    stale = Q(state=DocumentState.QUEUED, sent_at__lt=now - lease()) | Q(
        state=DocumentState.QUEUED, sent_at=None
    )
    dead = Q(state=DocumentState.RENDERING, lease_until__lt=now)
    used_up = Q(attempts__gte=settings.PRINT_MAX_ATTEMPTS)
    given_up = RenderedDocument.objects.filter(stale | dead, used_up).update(
        state=DocumentState.FAILED, error=GAVE_UP, progress_label="", finished_at=now
    )
    sent = 0
    oldest = RenderedDocument.objects.filter(stale | dead).order_by("requested_at", "pk")
    for pk in oldest.values_list("pk", flat=True)[:100]:
        row = RenderedDocument.objects.filter(pk=pk)
        # The lease_until or sent_at that made the row stale moves on, so only one of two sweepers sends it.
        if row.filter(stale).update(sent_at=now) or row.filter(dead).update(
            state=DocumentState.QUEUED, sent_at=now, progress=0, progress_label="等待重试"
        ):
            send(pk)
            sent += 1
    return {"sent": sent, "given_up": given_up}
