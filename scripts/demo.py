"""`make demo`: the whole portal on one machine, from this checkout, until Ctrl-C.

Everything is real but small: SQLite, a Redis-compatible server from a wheel, a Celery worker and beat, gunicorn.
The state is in `var/` (or ALLIANCE_DATA_DIR) and stays; a second run starts on it in seconds. What people read
here is Chinese.
"""

import argparse
import ctypes
import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from scripts.programs import SOCKET_PATH_MAX, STOP_SECONDS, supervisor_config
from scripts.steps import ROOT, DemoError, capture, environment, prepare, run_steps, tail

YEAR = "2015"
READY_SECONDS = 90
PR_SET_PDEATHSIG = 1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(text: str) -> None:
    print(text, flush=True)


# ---------------------------------------------------------------- what must hold before anything starts
@contextmanager
def sole_use_of(data: Path, port: int):
    """Hold the lock of the data folder: two demos must not write to one database. The kernel drops it with us."""
    path = data / "run" / "demo.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        (data / "log").mkdir(exist_ok=True)
        (data / "redis").mkdir(mode=0o700, exist_ok=True)
        lock = path.open("a+")
    except PermissionError as error:
        raise DemoError(
            f"无权写入 {error.filename}：它属于另一个用户。请换用户，或用 ALLIANCE_DATA_DIR 另指定数据目录。"
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise DemoError(f"这个数据目录上已有一个演示在运行（{lock.read().strip()}）：{data}") from None
        lock.truncate(0)
        lock.write(f"http://localhost:{port}，进程 {os.getpid()}")
        lock.flush()
        yield
        lock.truncate(0)


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoError(
                f"端口 {port} 不能使用（{error.strerror}）。请换一个：make demo PORT={port + 1}"
            ) from None


# ---------------------------------------------------------------- running
def broker_socket(data: Path, stack: ExitStack) -> Path:
    """Where the broker listens. Its address is left where every other process of this data folder looks."""
    path = data / "run" / "redis.sock"
    if len(os.fsencode(path)) > SOCKET_PATH_MAX:
        folder = tempfile.mkdtemp(prefix="alliance-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        path = Path(folder) / "redis.sock"
    address = data / "run" / "redis.url"
    address.write_text(f"unix://{path}\n")
    stack.callback(address.unlink, missing_ok=True)
    return path


@contextmanager
def supervised(config: str, data: Path, env: dict[str, str]):
    """Run supervisord with all programs; afterwards nothing of it is left, whatever happened."""
    path = data / "run" / "supervisord.conf"
    path.write_text(config)
    libc = ctypes.CDLL(None)
    process = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "--configuration", str(path)],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that Ctrl-C reaches us alone, and we end the rest in order
        preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
    )
    try:
        yield process
    finally:
        with suppress(subprocess.TimeoutExpired):
            process.terminate()
            process.wait(STOP_SECONDS + 10)
        for pid in session_members(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def session_members(session: int) -> list[int]:
    """The processes of a session, read from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            state, _parent, _group, its_session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(its_session) == session and state != "Z":
                found.append(int(stat.parent.name))
    return found


def wait_until_ready(process: subprocess.Popen, data: Path, port: int) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise DemoError(f"进程管理器意外结束。\n{tail(data / 'log' / 'supervisord.log')}")
        if is_ready(port):
            return
        time.sleep(0.2)
    logs = "\n".join(f"[{path.name}]\n{tail(path)}" for path in sorted((data / "log").glob("*.log")))
    raise DemoError(f"服务在 {READY_SECONDS} 秒内没有就绪。\n{logs}")


def is_ready(port: int) -> bool:
    """Whether /readyz answers 200; asked directly, whatever proxy the shell has set."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException), closing(connection):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    return False


def serve(port: int, data: Path, started: float) -> None:
    """Prepare, start, print the issue, tell where everything is, and stay until a signal or a failure."""
    env = environment(data, port)
    with ExitStack() as stack:
        stack.enter_context(sole_use_of(data, port))
        check_port(port)
        socket_path = broker_socket(data, stack)
        say("· 准备数据库和静态文件")
        prepare(data, env)
        say("· 启动服务，载入示例年度")
        config = supervisor_config(root=ROOT, data=data, socket=socket_path, port=port)
        process = stack.enter_context(supervised(config, data, env))
        run_steps(("load_demo",), ("demo_accounts",), env=env, logs=data / "log")
        wait_until_ready(process, data, port)
        say(f"· 排印 {YEAR} 年工作简报")
        printed = capture("render_bulletin", YEAR, env=env)
        say(f"\n{printed}\n\n{(data / 'log' / 'demo_accounts.log').read_text()}")
        say(f"演示已就绪（用时 {time.time() - started:.0f} 秒）：http://localhost:{port}")
        say(f"工作简报 PDF：http://localhost:{port}/bulletins/{YEAR}/pdf/")
        say("数据保存在 " + str(data) + "；按 Ctrl-C 结束。")
        process.wait()
        raise DemoError(f"进程管理器意外结束。\n{tail(data / 'log' / 'supervisord.log')}")


class Stopped(BaseException):
    """A signal asked us to end; not an error, so nothing but `main` may catch it."""


def stop_on_signals() -> None:
    """The first signal unwinds the stack; later ones must not disturb the unwinding."""

    def handler(number: int, frame: object) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for each in SIGNALS:
        signal.signal(each, handler)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--started", type=float, default=time.time(), help="when the command began (Unix time)"
    )
    options = parser.parse_args()
    data = Path(os.environ.get("ALLIANCE_DATA_DIR") or ROOT / "var").resolve()
    stop_on_signals()
    try:
        serve(options.port, data, options.started)
    except Stopped:
        with suppress(OSError):  # the terminal may be gone
            say("\n已结束，数据保留。")
        return 0
    except DemoError as error:
        print(f"错误：{error}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
