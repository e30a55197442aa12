"""`manage.py render_bulletin 2015`: ask for the PDF, wait for the worker, print where it lies."""

import time

from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from alliance.core.errors import DomainError
from alliance.core.health import worker_seen
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from bulletins.models import Bulletin
from bulletins.models.bulletin import YEARLY_NUMBER
from bulletins.services.renditions import print_bulletin

WORKER_WAIT = 10  # seconds until a missing worker is an error
POLL = 0.1  # seconds


class Command(BaseCommand):
    help = "生成某年度工作简报的 PDF，并等待完成。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="年度，如 2015")
        parser.add_argument("--timeout", type=int, default=300, help="最长等待秒数，默认 300")

    def handle(self, *, year: int, timeout: int, **options):
        bulletin = Bulletin.objects.filter(year=year, number=YEARLY_NUMBER).order_by("-edition").first()
        if bulletin is None:
            raise CommandError(f"没有 {year} 年的工作简报，请先在管理后台汇编。")
        started = time.monotonic()
        self._need_worker(started)
        try:
            document = print_bulletin(actor=None, bulletin=bulletin)
        except DomainError as error:
            raise CommandError(error.message) from error
        document = self._wait(document, started + timeout)
        if document.state == DocumentState.FAILED:
            raise CommandError(f"生成失败：{document.error}")
        self.stdout.write(f"文件：{document.file.path}")
        self.stdout.write(f"页数：{document.pages}")
        self.stdout.write(f"用时：{time.monotonic() - started:.1f} 秒（排版 {document.seconds:.1f} 秒）")

    def _need_worker(self, started: float) -> None:
        while not _worker_answers():
            if time.monotonic() - started > WORKER_WAIT:
                raise CommandError("10 秒内没有找到后台任务进程。请先运行 make demo，或启动 celery worker。")
            time.sleep(POLL)

    def _wait(self, document: RenderedDocument, deadline: float) -> RenderedDocument:
        shown = ""
        while not document.is_finished:
            if time.monotonic() > deadline:
                raise CommandError("等待超时，任务仍在队列中，稍后可在管理后台查看。")
            line = f"{document.get_state_display()} {document.progress}% {document.progress_label}".strip()
            if line != shown:
                self.stdout.write(shown := line)
            time.sleep(POLL)
            document = RenderedDocument.objects.defer("snapshot").get(pk=document.pk)
        return document


def _worker_answers() -> bool:
    """False also while the broker is away: the command waits for both."""
    try:
        return worker_seen()
    except (OSError, OperationalError, RedisError):
        return False
