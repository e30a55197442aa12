"""The short pass on the embedded default: `make demo` itself, on SQLite, in a folder and on a port of its own."""

import http.client
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from scripts import demo, steps
from tests.services import ROOT, free_port, wait_until

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(400)]

FIRST_START_SECONDS = 150
SECOND_START_SECONDS = 60  # 20 on a quiet machine; the other half of the suite runs beside it
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
PDF_PATH = "/bulletins/2015/pdf/"


class Demo:
    """One `python -m scripts.demo`, started and stopped as a person does it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.log = data / "demo.out"

    def start(self, seconds: float) -> float:
        """Start and wait until everything is announced; returns the seconds it took."""
        env = {name: os.environ[name] for name in INHERITED if name in os.environ}
        began = time.monotonic()
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scripts.demo", "--port", str(self.port)],
                cwd=ROOT,
                env=env | {"ALLIANCE_DATA_DIR": str(self.data)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_until(self.announced, seconds=seconds, what="the demo announcing itself")
        return time.monotonic() - began

    def announced(self) -> bool:
        assert self.process.poll() is None, self.output()
        return "Ctrl-C" in self.output()

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def programs(self) -> list[int]:
        pidfile = self.data / "run" / "supervisord.pid"
        return demo.session_members(int(pidfile.read_text())) if pidfile.exists() else []

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def get(self, path: str, **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def run(self, *command: str) -> subprocess.CompletedProcess:
        env = steps.environment(self.data, self.port)
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    def count(self, table: str) -> int:
        with sqlite3.connect(f"file:{self.data / 'db.sqlite3'}?mode=ro", uri=True) as database:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    instance = Demo(tmp_path_factory.mktemp("demo"))
    try:
        instance.start(FIRST_START_SECONDS)
        yield instance
    finally:
        if instance.process.poll() is None:
            instance.interrupt()


def test_everything_a_visitor_needs_is_announced(running):
    text = running.output()
    assert f"http://localhost:{running.port}" in text
    assert "联络员" in text
    path = Path(re.search(r"文件：(\S+\.pdf)", text)[1])
    assert path.is_file()
    assert running.data in path.parents


def test_every_part_is_ready(running):
    state = json.load(running.get("/readyz"))
    assert state.pop("status") == "ok"
    assert all(state.values())


def test_issue_is_downloaded(running):
    whole = running.get(PDF_PATH)
    body = whole.read()
    assert whole.headers["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(body)).pages) >= 12
    part = running.get(PDF_PATH, Range="bytes=0-99")
    assert (part.status, part.read()) == (206, body[:100])


def test_acts_on_sqlite(running):
    done = running.run("-m", "tests.embedded.acts")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "vendor": "sqlite",
        "proposal": {"state": "submitted", "proposals": 1},
        "bulletin": {"state": "done", "error": "", "attempts": 1, "file_is_the_row's": True},
    }


def test_command_of_another_terminal_reaches_the_worker(running):
    env = {name: os.environ[name] for name in INHERITED if name in os.environ}
    command = [sys.executable, "manage.py", "render_bulletin", "2015"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env | {"ALLIANCE_DATA_DIR": str(running.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "页数" in done.stdout


def test_second_run_keeps_the_data_and_leaves_nothing_running(running):
    tables = ("projects_proposal", "members_unit", "meetings_event", "bulletins_article", "core_user")
    before = {table: running.count(table) for table in tables}
    programs = running.programs()
    assert len(programs) >= 6
    assert running.interrupt() == 0
    assert not [pid for pid in programs if Path(f"/proc/{pid}").exists()]
    assert running.start(SECOND_START_SECONDS) < SECOND_START_SECONDS
    assert {table: running.count(table) for table in tables} == before
