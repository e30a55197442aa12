"""Asking for a document."""

import hashlib
import json

from django.db import transaction

from alliance.core import audit
from alliance.core.database import db_now
from alliance.core.errors import DomainError
from alliance.core.queue import wake
from alliance.printing import registry
from alliance.printing.engine.errors import FontMissing
from alliance.printing.engine.fonts import font_fingerprint
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument


def request_document(*, actor, kind: str, **subject) -> RenderedDocument:
    """Build the snapshot now and make sure that exactly one document of it exists or is on its way.

    The same content asked for twice is the same row. A failed one is tried anew, a finished one whose file is
    still there is returned as it is. Raises whatever the kind's `build` raises (a DomainError in Chinese), and
    DomainError when a font is missing here.
    """
    document_kind = registry.get_kind(kind)
    snapshot = document_kind.build(**subject)
    try:
        digest = content_digest(document_kind, snapshot)
    except FontMissing as error:
        raise DomainError(error.message) from error
    with transaction.atomic():
        document, created = RenderedDocument.objects.get_or_create(
            digest=digest,
            defaults={
                "kind": kind,
                "snapshot": snapshot,
                "title": snapshot["title"],
                "file_name": document_kind.file_name(snapshot),
                "requested_by": actor,
            },
        )
        document = RenderedDocument.objects.select_for_update().get(pk=document.pk)
        if not created:
            _revive(document, actor)
        if document.state == DocumentState.QUEUED:
            document.sent_at = db_now()
            document.save(update_fields=["sent_at"])
            transaction.on_commit(lambda: send(document.pk))
        audit.record(actor=actor, obj=document, action="printing.request", label="生成文件")
    if document.state == DocumentState.DONE and document_kind.on_finished:
        document_kind.on_finished(document)
    return document


def content_digest(kind: registry.DocumentKind, snapshot: dict) -> str:
    """SHA-256 over what decides the document's look: the same digest is the same document."""
    canonical = json.dumps(
        [kind.name, snapshot, registry.template_version(kind, snapshot), font_fingerprint()],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def send(document_pk: int) -> None:
    """Wake a worker. A queue that is down loses nothing: the row stays queued and the sweeper sends again."""
    from alliance.printing.tasks import render

    wake(render, document_pk)


def _revive(document: RenderedDocument, actor) -> None:
    """A failed document, or a finished one whose file is gone, goes back to the queue."""
    lost = document.state == DocumentState.DONE and not document.file.storage.exists(document.file.name)
    if document.state != DocumentState.FAILED and not lost:
        return
    document.state = DocumentState.QUEUED
    document.attempts = 0
    document.error = document.progress_label = ""
    document.progress = 0
    document.announced_at = None
    document.requested_by = actor
    document.save()
