"""`make test`: the whole suite in one pytest run, so that its last line speaks for everything.

Arguments go to pytest: `make test ARGS="-k bulletin"`. Files are spread over the cores; those whose tests start
processes of their own stay together (tests/conftest.py).
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTEFACTS = ROOT / "var" / "test-artifacts"
MAX_PROCESSES = 4
# Whatever a developer's shell points at is never touched.
FOREIGN = {"DATABASE_URL", "REDIS_URL", "ALLIANCE_TEST_PG", "ALLIANCE_TEST_REDIS", "DJANGO_SETTINGS_MODULE"}


def main() -> int:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    processes = min(MAX_PROCESSES, max(2, os.cpu_count() or 1))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"-n{processes}",
        "--dist=loadscope",
        "--no-loadscope-reorder",
        "--durations=15",
    ]
    command += [f"--junitxml={ARTEFACTS / 'junit.xml'}", *sys.argv[1:]]
    os.chdir(ROOT)
    return subprocess.call(command, env=env)


if __name__ == "__main__":
    sys.exit(main())
