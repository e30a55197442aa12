"""A ceiling on what one render may take, so that a document cannot take the machine."""

import resource
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def memory_cap(extra: int):
    """Let the process add at most `extra` bytes of address space while the block runs; more is a MemoryError.

    Counted from what it has now: a process that has rendered for weeks keeps the same headroom. Not for processes
    with several renders at once.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _address_space() + extra
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    """Bytes, from /proc."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
