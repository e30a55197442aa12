"""The steps that bring the demo's data folder up to date: commands of manage.py, quiet unless they fail."""

import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG_TAIL = 25
# What a shell may have set for another installation, and what would make this one something else than the demo.
FOREIGN = {
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_URL"),
    *("DEBUG", "PLAIN_STATIC", "DJANGO_SETTINGS_MODULE"),
}


class DemoError(Exception):
    """Something the user has to know, in Chinese."""


def environment(data: Path, port: int) -> dict[str, str]:
    """The embedded default (settings.py), whatever the calling shell has set."""
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return env | {
        "ALLIANCE_DEMO": "1",
        "ALLIANCE_DATA_DIR": str(data),
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def manage(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


def run_steps(*steps: tuple[str, ...], env: dict[str, str], logs: Path) -> None:
    """Run commands of manage.py side by side; the output of one that fails is in the DemoError."""
    running = []
    try:
        for words in steps:
            log = logs / f"{words[0]}.log"
            with log.open("wb") as output:
                process = subprocess.Popen(
                    manage(*words), cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
                )
            running.append((words, process, log))
        for words, process, log in running:
            if process.wait():
                raise DemoError(f"这一步失败了：{' '.join(words)}\n{tail(log)}")
    finally:
        for _words, process, _log in running:
            process.kill()
            process.wait()


def capture(*words: str, env: dict[str, str]) -> str:
    """What a command of manage.py prints."""
    done = subprocess.run(manage(*words), cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DemoError(f"这一步失败了：{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout.rstrip()


def prepare(data: Path, env: dict[str, str]) -> None:
    """Migrate, and collect the static files unless nothing that goes into them has changed."""
    stamp = data / "run" / "static.stamp"
    wanted = static_fingerprint()
    steps = [("migrate", "--noinput", "--verbosity", "0")]
    if not stamp.exists() or stamp.read_text() != wanted:
        stamp.unlink(missing_ok=True)
        steps.append(("collectstatic", "--noinput"))
    run_steps(*steps, env=env, logs=data / "log")
    stamp.write_text(wanted)


def static_fingerprint() -> str:
    digest = hashlib.sha256()
    for name in ("requirements.txt", "alliance/settings.py", "alliance/core/staticfiles.py"):
        digest.update((ROOT / name).read_bytes())
    folders = [ROOT / "static", *ROOT.glob("[!.v]*/static"), *ROOT.glob("alliance/*/static")]
    for path in sorted(file for folder in folders for file in folder.rglob("*")):
        stat = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def tail(path: Path) -> str:
    """The last lines of a log, or nothing."""
    with suppress(OSError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-LOG_TAIL:])
    return ""
