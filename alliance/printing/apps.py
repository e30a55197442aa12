"""Floor ½: documents from snapshots."""

import logging

from django.apps import AppConfig

log = logging.getLogger(__name__)


class PrintingConfig(AppConfig):
    name = "alliance.printing"
    verbose_name = "文件生成"

    def ready(self) -> None:
        from celery.signals import worker_process_init
        from django.core.checks import register

        from alliance.core.registry import file_keepers
        from alliance.printing import checks, media

        file_keepers.register(media.named_in_snapshots)
        register(checks.fonts_are_installed)
        worker_process_init.connect(prepare_worker, weak=False)


def prepare_worker(**kwargs) -> None:
    """Warm the engine, so that a worker's first document is as fast as its second."""
    from alliance.printing.engine.errors import PrintError
    from alliance.printing.engine.render import warm

    try:
        warm()
    except PrintError as error:  # a missing font: the worker runs and says so for each document
        log.error("%s", error.message)
