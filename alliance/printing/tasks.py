"""The render task and the sweeper. Both only call `jobs`; exactly-once comes from the database."""

import errno
import logging

from billiard.exceptions import SoftTimeLimitExceeded
from celery import shared_task
from django.conf import settings

from alliance.core.database import db_now
from alliance.printing import jobs, registry, services
from alliance.printing.engine.errors import PrintError
from alliance.printing.enums import DocumentState
from alliance.printing.limits import memory_cap
from alliance.printing.models import RenderedDocument
from alliance.printing.previews import make_previews
from alliance.printing.render import render_snapshot

log = logging.getLogger(__name__)


TOO_SLOW = "排版超过 {seconds} 秒仍未完成，请减少内容后重试。"
TOO_BIG = "排版所需内存超出限制，请减少图片或表格后重试。"
DISK = "文件无法写入磁盘（空间不足或没有权限），请联系管理员处理后重试。"
DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}


@shared_task(name="printing.render")
def render(document_pk: int) -> None:
    """Render the document, unless another worker has it or it is done."""
    document = jobs.claim(document_pk)
    if document is None:
        return
    try:
        with jobs.heartbeat(document):
            finished = _render_and_finish(document)
    except PrintError as error:
        jobs.fail(document, error.message)
    except SoftTimeLimitExceeded:
        jobs.fail(document, TOO_SLOW.format(seconds=settings.PRINT_TIME_LIMIT))
    except MemoryError:
        jobs.fail(document, TOO_BIG)
    except Exception as error:  # a fault of ours or of the machine: try again, and say so when it stays
        log.exception("document %s failed", document_pk)
        on_disk = isinstance(error, OSError) and error.errno in DISK_ERRORS
        jobs.give_back(document, DISK if on_disk else jobs.GAVE_UP)
    else:
        if finished:
            announce(document_pk)


def _render_and_finish(document: RenderedDocument) -> bool:
    with memory_cap(settings.PRINT_MEMORY_LIMIT):
        result = render_snapshot(
            document, lambda percent, label: jobs.report_progress(document, percent, label)
        )
    return jobs.finish(document, content=result.content, pages=result.pages, seconds=result.seconds)


def announce(document_pk: int) -> None:
    """Make the previews and tell the owner, at least once; the owner's `on_finished` is idempotent."""
    document = RenderedDocument.objects.get(pk=document_pk)
    for step in (_keep_previews, jobs.remove_leftovers):
        try:
            step(document)
        except Exception:  # a missing preview must not hide a finished document
            log.exception("%s of document %s", step.__name__, document_pk)
    kind = registry.get_kind(document.kind)
    if kind.on_finished:
        kind.on_finished(document)
    RenderedDocument.objects.filter(pk=document_pk).update(announced_at=db_now())


def _keep_previews(document: RenderedDocument) -> None:
    document.previews = make_previews(document)
    document.save(update_fields=["previews"])


@shared_task(name="printing.sweep")
def sweep() -> None:
    """Beat's task: re-send lost documents, announce finished ones whose worker died before telling."""
    result = jobs.sweep(services.send)
    if any(result.values()):
        log.info("sweep: %s", result)
    due = db_now() - jobs.lease()
    silent = RenderedDocument.objects.filter(state=DocumentState.DONE, announced_at=None, finished_at__lt=due)
    for pk in silent.order_by("finished_at").values_list("pk", flat=True)[:100]:
        try:
            announce(pk)
        except Exception:  # one owner's fault must not silence the others
            log.exception("document %s not announced", pk)
