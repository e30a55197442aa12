"""Fixtures for real processes around a test: Celery workers, beat, a Redis of one's own (a pytest plugin)."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from tests.services import ROOT, RedisServer, stop, tied_to_parent, wait_until

START_SECONDS = 60
CONCURRENCY = 1


# ---------------------------------------------------------------- the process tree
def children(pid: int) -> list[int]:
    """The child processes of `pid`, read from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


class Daemon:
    """A long-running command in a session of its own, with its output in a log file."""

    def __init__(self, command: list[str], *, env: dict[str, str], log: Path, ready: str) -> None:
        self.log = log
        self._ready, self._name = ready, command[3:6]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=tied_to_parent(signal.SIGTERM),
            )

    def wait_until_ready(self) -> "Daemon":
        wait_until(self._is_ready, seconds=START_SECONDS, what=f"{self._name} being ready")
        return self

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            pytest.fail(f"process ended with {self.process.returncode}:\n{self.output()}")
        return self._ready in self.output()

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    @property
    def pid(self) -> int:
        return self.process.pid

    def children(self) -> list[int]:
        return children(self.pid)

    def kill_child(self) -> None:
        """kill -9 the pool children, as the kernel does when memory runs out; the worker starts new ones."""
        for pid in self.children():
            os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """kill -9 the process with all its children, as when the machine goes down."""
        if self.process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
            self.process.wait()

    def terminate(self, seconds: float = 10) -> None:
        """SIGTERM, as a deployment does; after `seconds` for good."""
        try:
            stop(self.process, signal.SIGTERM, seconds)
        finally:
            with_group = children(self.pid)
            for pid in with_group:
                os.kill(pid, signal.SIGKILL)


# ---------------------------------------------------------------- environment
def process_environment(**overrides: str) -> dict[str, str]:
    """The environment of a process that works on the database, queue and files of the running test."""
    from django.conf import settings
    from django.db import connection

    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "alliance.settings",
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": os.environ[
            "ALLIANCE_TEST_DATA"
        ],  # a killed worker leaves temporary folders; they go with the run
        **{name: str(value) for name, value in overrides.items()},
    }


@pytest.fixture
def process_env(transactional_db) -> Callable[..., dict[str, str]]:
    """`process_env(PRINT_LEASE_SECONDS=3)`: environment for a subprocess on this test's database."""
    return process_environment


# ---------------------------------------------------------------- Redis
@pytest.fixture(scope="session")
def pg_url() -> str:
    """Address of the run's PostgreSQL (the database of the test itself is in `settings.DATABASES`)."""
    return os.environ["DATABASE_URL"]


@pytest.fixture
def redis_url() -> str:
    """Address of this test process's Redis database, emptied before the test."""
    url = os.environ["REDIS_URL"]
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    return url


@pytest.fixture
def own_redis(tmp_path):
    """Factory of Redis servers that the test may kill, flush and start again."""
    servers: list[RedisServer] = []

    def start() -> RedisServer:
        folder = tmp_path / f"redis-{len(servers)}"
        folder.mkdir()
        servers.append(RedisServer(folder).start())
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@contextmanager
def broker_at(url: str, settings):
    """Let this process send its tasks to, and keep its cache in, the Redis at `url`."""
    from alliance.celery import app

    before, cache = app.conf.broker_url, settings.CACHES
    _send_to(app, url)
    settings.REDIS_URL = url
    settings.CACHES = {**cache, "default": {**cache["default"], "LOCATION": url}}
    try:
        yield
    finally:
        _send_to(app, before)


def _send_to(app, url: str) -> None:
    """Celery keeps connection and producer pools; both are thrown away."""
    from kombu import pools

    app.conf.broker_url = app.conf.broker_read_url = app.conf.broker_write_url = url
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture
def use_broker(settings):
    """`use_broker(server.url)`: until the end of the test this process sends its tasks there."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda url: stack.enter_context(broker_at(url, settings))


# ---------------------------------------------------------------- Celery
@pytest.fixture
def start_daemon(tmp_path):
    """Factory of daemons that are stopped with the test; their logs are shown when it fails.

    With `wait=False` they start side by side, and the test calls `wait_until_ready()` on each.
    """
    daemons: list[Daemon] = []

    def start(command: list[str], *, env: dict[str, str], ready: str, wait: bool = True) -> Daemon:
        log = tmp_path / f"daemon-{len(daemons)}.log"
        daemons.append(Daemon(command, env=env, log=log, ready=ready))
        return daemons[-1].wait_until_ready() if wait else daemons[-1]

    yield start
    for daemon in daemons:
        daemon.terminate()
        print(f"--- {daemon.log.name}\n{daemon.output()[-4000:]}")


@pytest.fixture
def live_worker(start_daemon, redis_url, process_env):
    """Factory: `live_worker(include="tests.printing.latch", PRINT_LEASE_SECONDS=3)` starts a Celery worker.

    It works on this test's database (hence `transaction=True`), Redis database and data folder. `include`
    names modules that it imports after Django is set up; capitals are environment variables.
    """

    def start(
        *, include: str = "", concurrency: int = CONCURRENCY, wait: bool = True, **overrides: str
    ) -> Daemon:
        command = [sys.executable, "-m", "celery", "--app", "alliance.celery", "worker"]
        command += [
            "--loglevel",
            "INFO",
            "--concurrency",
            str(concurrency),
            "--without-gossip",
            "--without-mingle",
        ]
        command += ["--hostname", f"test-{os.urandom(4).hex()}@%h"]
        command += ["--include", include] if include else []
        return start_daemon(command, env=process_env(**overrides), ready=" ready.", wait=wait)

    return start


@pytest.fixture
def live_beat(start_daemon, redis_url, process_env, tmp_path):
    """Factory: `live_beat(PRINT_SWEEP_SECONDS=1)` starts a Celery beat with a schedule file of its own."""

    def start(*, wait: bool = True, **overrides: str) -> Daemon:
        schedule = str(tmp_path / f"beat-{os.urandom(4).hex()}")
        command = [sys.executable, "-m", "celery", "--app", "alliance.celery", "beat", "--loglevel", "INFO"]
        command += ["--schedule", schedule, "--pidfile", ""]
        return start_daemon(command, env=process_env(**overrides), ready="beat: Starting...", wait=wait)

    return start
