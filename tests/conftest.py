"""What every test can use. Servers, processes and browsers are in the plugins beside this file."""

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.services import ROOT

# Files with tests that start many processes, some of them against the clock: never two at a time.
SERIAL = re.compile(r"\bmark\.(workers|embedded)\b")
SERIAL_SCOPE = "processes"
# Files whose tests drive a browser, which needs a core of its own: side by side with one that needs none.
BROWSER = re.compile(r"\bmark\.browser\b")
# A file whose tests take minutes: each of them goes to whatever process is free.
SPREAD = re.compile(r"\bmark\.spread\b")


@cache
def scope_of(file: str) -> str:
    """Tests of one scope run one after another in one xdist process: a file, or all files with processes."""
    return SERIAL_SCOPE if SERIAL.search(text_of(file)) else file


@cache
def text_of(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def in_browser(scope: str) -> bool:
    return scope != SERIAL_SCOPE and bool(BROWSER.search(text_of(scope.partition("::")[0])))


def first_is_free(workqueue) -> bool:
    """Whether the next scope may wait; the longest one, which is first, may not."""
    return next(iter(workqueue), None) != SERIAL_SCOPE


def pytest_xdist_make_scheduler(config, log):
    """Hand out whole files, so that what a module sets up is set up once.

    xdist's own way, `--dist loadgroup`, writes its groups where pytest since 9.2 no longer reads them.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return nodeid if SPREAD.search(text_of(file)) else scope_of(file)

        def _assign_work_unit(self, node) -> None:
            """One browser at a time as long as there is something else: two slow each other down past their waits."""
            last = [
                next(reversed(work)) for each, work in self.assigned_work.items() if each is not node and work
            ]
            wanted = not any(map(in_browser, last))
            fitting = (scope for scope in self.workqueue if in_browser(scope) == wanted)
            if first_is_free(self.workqueue) and (scope := next(fitting, None)):
                self.workqueue.move_to_end(scope, last=False)
            super()._assign_work_unit(node)

    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    """Under xdist the longest scope goes first, or the run would end with one process waiting for it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: scope_of(item.nodeid.partition("::")[0]) != SERIAL_SCOPE)


@pytest.fixture(scope="session")
def seeds_folder() -> Path:
    """The folder with the real documents, which are never copied into the project."""
    folder = Path(os.environ.get("ALLIANCE_SEEDS", ROOT.parent / "shared" / "seeds"))
    if not folder.is_dir():
        pytest.skip(f"no seeds: {folder} is absent (set ALLIANCE_SEEDS)")
    return folder


@pytest.fixture(scope="session")
def seed_text(seeds_folder) -> Callable[[str], str]:
    """`seed_text("000")`: the text of the seed whose file name starts so."""

    def read(prefix: str) -> str:
        found = sorted(seeds_folder.glob(f"{prefix}*.txt"))
        if not found:
            pytest.skip(f"no seed {prefix}* in {seeds_folder}")
        return found[0].read_text(encoding="utf-8")

    return read
