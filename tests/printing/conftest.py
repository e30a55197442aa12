"""The printing press of the fault tests: a folder of its own, short leases, and bounds made from them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from alliance.printing.services import request_document
from tests.factories import UserFactory
from tests.printing import latch_kind
from tests.processes import Daemon
from tests.services import wait_until

LEASE_SECONDS = 2
SWEEP_SECONDS = 0.5
RENDER_SECONDS = 20  # for one small document by a worker that starts cold on a busy machine
RESCUE_SECONDS = LEASE_SECONDS + SWEEP_SECONDS + RENDER_SECONDS  # from a worker's death to the document


@pytest.fixture(autouse=True)
def broker_is_back(monkeypatch):
    """A test that took the broker away must not make the next one believe that it still is."""
    monkeypatch.setattr("alliance.core.queue._away_until", 0.0)


class Press:
    """What a fault test needs: ask for documents, start workers and beats, watch rows and files."""

    def __init__(self, folder: Path, live_worker, live_beat) -> None:
        self.folder = folder
        self.latch = folder / "latch"
        self.latch.mkdir()
        self.user = UserFactory()
        self.environment = {
            "ALLIANCE_DATA_DIR": folder,
            "PRINT_LEASE_SECONDS": LEASE_SECONDS,
            "PRINT_SWEEP_SECONDS": SWEEP_SECONDS,
        }
        self._worker, self._beat = live_worker, live_beat
        self._daemons: list[Daemon] = []

    # ------------------------------------------------------------ processes
    def start(self, *, workers: int = 1, beats: int = 1, **environment) -> list[Daemon]:
        """Start workers and beats side by side, wait until all are ready and return the workers."""
        environment = {**self.environment, **environment, "wait": False}
        working = [self._worker(include=latch_kind.__name__, **environment) for _ in range(workers)]
        started = [*working, *(self._beat(**environment) for _ in range(beats))]
        self._daemons += started
        for daemon in started:
            daemon.wait_until_ready()
        return working

    def kill_all(self) -> None:
        """There is nothing to save, so nobody waits for an orderly end."""
        for daemon in self._daemons:
            daemon.kill()

    # ------------------------------------------------------------ documents
    def order(self, title: str = "样刊", **subject) -> RenderedDocument:
        """Ask for a document, as a view does."""
        subject = {"title": title, "latch": str(self.latch), **subject}
        return request_document(actor=self.user, kind=latch_kind.NAME, **subject)

    def wait_until_entered(self, count: int = 1) -> set[int]:
        """Wait until `count` processes have been at the latch, i.e. mid-render; return their ids."""
        wait_until(
            lambda: len(self.entered()) >= count, seconds=RESCUE_SECONDS, what=f"{count} renders mid-way"
        )
        return self.entered()

    def entered(self) -> set[int]:
        return {int(mark.name.partition("-")[2]) for mark in self.latch.glob("entered-*")}

    def open_latch(self) -> None:
        (self.latch / latch_kind.OPEN).touch()

    def wait_until_finished(self, *documents, seconds: float = RESCUE_SECONDS) -> list[RenderedDocument]:
        """Wait until all are done or failed and whoever asked was told; return the rows in the same order."""
        rows = RenderedDocument.objects.in_bulk

        def settled():
            return all(
                row.state == DocumentState.FAILED or row.announced_at
                for row in rows([document.pk for document in documents]).values()
            )

        wait_until(settled, seconds=seconds, what="the documents' end")
        found = rows([document.pk for document in documents])
        return [found[document.pk] for document in documents]

    # ------------------------------------------------------------ what is left behind
    def files(self) -> list[str]:
        """Names of all PDFs in the media folder, relative to it."""
        media = self.folder / "media"
        return sorted(str(path.relative_to(media)) for path in media.rglob("*.pdf"))

    def mails(self) -> list[str]:
        """The letters in the mail folder, one text each."""
        texts = [path.read_text() for path in (self.folder / "mail").iterdir()]
        return [letter for text in texts for letter in text.split("\n" + "-" * 79) if letter.strip()]


@pytest.fixture
def press(transactional_db, live_worker, live_beat, tmp_path, settings) -> Iterator[Press]:
    folder = tmp_path / "data"
    for name in ("media", "mail"):
        (folder / name).mkdir(parents=True)
    settings.MEDIA_ROOT = folder / "media"
    settings.PRINT_LEASE_SECONDS = LEASE_SECONDS
    settings.PRINT_SWEEP_SECONDS = SWEEP_SECONDS
    press = Press(folder, live_worker, live_beat)
    yield press
    press.kill_all()


def done_tasks(*workers, task: str = "printing.render") -> int:
    """How many messages of `task` the workers have dealt with, from their logs."""
    return sum(
        line.count(f"Task {task}[")
        for worker in workers
        for line in worker.output().splitlines()
        if " succeeded in " in line
    )
