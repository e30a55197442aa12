"""`make lint`: every check of the code that needs no database, all of them run, one verdict."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]

CHECKS = {
    "ruff check": [BIN / "ruff", "check", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "."],
    "import-linter": [BIN / "lint-imports", "--no-cache"],
    "djlint": [BIN / "djlint", "--check", "--lint", "templates"],
    "django check": [*MANAGE, "check", "--fail-level", "WARNING"],
    "missing migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
}


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="alliance-lint-") as data:
        # A data folder of its own: the checks must not see, or leave anything in, the one of a running demo.
        env = {**os.environ, "ALLIANCE_DATA_DIR": data}
        for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
            env.pop(name, None)
        for name, command in CHECKS.items():
            done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
            print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    if failed:
        print(f"lint failed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
