"""Running a script on the embedded default, SQLite, in a process of its own (a pytest plugin)."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services import ROOT


def _python(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            "PATH": os.defpath,
            "DJANGO_SETTINGS_MODULE": "alliance.settings",
            "ALLIANCE_DATA_DIR": str(folder),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def migrated_folder(tmp_path_factory) -> Path:
    """A data folder whose database has every table and no row; half a minute, so once."""
    folder = tmp_path_factory.mktemp("sqlite")
    _python(folder, "-m", "django", "migrate", "--verbosity=0")
    return folder


@pytest.fixture
def on_sqlite(migrated_folder, tmp_path) -> Callable[[str], dict]:
    """`on_sqlite(script)`: what the script prints last, read as JSON. Its database is a copy of its own."""
    folder = tmp_path / "data"
    shutil.copytree(migrated_folder, folder)

    def run(script: str) -> dict:
        return json.loads(_python(folder, "-c", script).splitlines()[-1])

    return run
