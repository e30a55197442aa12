"""A kind of document for tests, which waits, dies or misbehaves while it is being rendered.

Imported by the test and, through Celery's `--include`, by the worker. What a document does is in its snapshot:
`act` names one of `ACTS`, `latch` is a folder that test and worker share.
"""

import os
import signal
import time
from html import escape
from pathlib import Path

from django.conf import settings

from alliance.notices.services import notify
from alliance.printing.registry import DocumentKind, register

NAME = "test-latch"
OPEN = "open"
PATIENCE = 60  # seconds that a forgotten latch holds a worker


def wait_at_latch(snapshot: dict) -> None:
    """Leave a mark that this process is mid-render, then stay until the test opens the latch."""
    folder = Path(snapshot["latch"])
    (folder / f"entered-{os.getpid()}").touch()
    end = time.monotonic() + PATIENCE
    while not (folder / OPEN).exists() and time.monotonic() < end:
        time.sleep(0.02)


def raise_error(snapshot: dict) -> None:
    raise LookupError("a fault of ours")


def die(snapshot: dict) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def never_end(snapshot: dict) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        sum(range(1000))


def take_all_memory(snapshot: dict) -> None:
    """One piece beyond the cap is refused before any of it is touched, so it takes no time on a busy machine."""
    bytearray(settings.PRINT_MEMORY_LIMIT + (1 << 30))


ACTS = {
    "print": lambda snapshot: None,
    "wait": wait_at_latch,
    "raise": raise_error,
    "die": die,
    "never end": never_end,
    "take all memory": take_all_memory,
}


def build(*, title: str, act: str = "print", latch: str = "", body: str = "<p>正文。</p>") -> dict:
    return {"title": title, "file_name": f"{title}.pdf", "act": act, "latch": latch, "body": body}


def make_html(snapshot: dict) -> str:
    ACTS[snapshot["act"]](snapshot)
    title = escape(snapshot["title"])
    return f"<html lang=zh-CN><title>{title}</title><body><h1>{title}</h1>{snapshot['body']}</body></html>"


def tell(document) -> None:
    notify(recipients=[document.requested_by], key=f"test-{document.pk}", title=f"{document.title}已生成")


register(DocumentKind(name=NAME, build=build, make_html=make_html, on_finished=tell))
