"""The layouts that this process keeps from one document to the next (`engine.pieces`)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from alliance.printing.engine.pieces import KeptLayouts

LAYOUTS = KeptLayouts()
_in_use = threading.Lock()


@contextmanager
def kept_layouts() -> Iterator[KeptLayouts | None]:
    """The kept layouts, or None while another thread works with them. After a failure nothing is kept.

    A worker forks processes with one thread each, so there it is always the layouts; a server that renders in its
    threads lays out as a whole what comes at the same time.
    """
    if not _in_use.acquire(blocking=False):
        yield None
        return
    try:
        yield LAYOUTS
    except (
        BaseException
    ):  # a time or memory limit as well: what was being laid out must not weigh on the next
        LAYOUTS.forget()
        raise
    finally:
        _in_use.release()
