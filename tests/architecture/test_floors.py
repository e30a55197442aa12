"""The floors of docs/architecture.md hold, for imports and for what imports do not show."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.services import ROOT

FLOORS = {
    "core": 0,
    "printing": 1,
    "notices": 1,
    "members": 2,
    "meetings": 3,
    "projects": 4,
    "bulletins": 5,
    "portal": 6,
}
FOUNDATIONS = {"auth", "contenttypes"}  # Django's own, below floor 0
PACKAGES = ["alliance", "members", "meetings", "projects", "bulletins"]
OUR_MODELS = [
    model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in FLOORS
]


def relations(model) -> list:
    """The columns and many-to-many tables of a model that point to another."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in fields if field.is_relation]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_to_the_same_app_or_a_lower_floor(model):
    here = model._meta.app_label
    upward = [
        f"{field.name} → {field.related_model._meta.label}"
        for field in relations(model)
        if not points_down(here, field.related_model._meta.app_label)
    ]

    assert upward == []


def points_down(here: str, there: str) -> bool:
    return there == here or there in FOUNDATIONS or FLOORS[there] < FLOORS[here]


def test_neighbours_on_a_floor_do_not_point_to_each_other():
    assert points_down("printing", "notices") is False
    assert points_down("members", "meetings") is False
    assert points_down("meetings", "members") is True


def test_every_app_of_ours_has_a_floor():
    ours = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES}

    assert ours - {"admin"} == set(FLOORS)


# ---------------------------------------------------------------- imports
def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_keep_to_the_floors():
    done = lint_imports(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("members/names.py", "import bulletins.models"),
        ("alliance/core/audit.py", "from members.models import Unit"),
        ("alliance/notices/services.py", "import alliance.printing.services"),
        ("meetings/querysets.py", "from projects import rules"),
        ("alliance/printing/engine/pins.py", "import django"),
        ("bulletins/services.py", "from bulletins import forms, views"),
        ("alliance/celery.py", "import alliance.core.models"),
    ],
)
def test_import_against_the_floors_is_found(tmp_path, module, line):
    """The contracts bite: a planted import breaks them."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ("forms", "views"):
        (tmp_path / "bulletins" / f"{name}.py").touch()
    with (tmp_path / module).open("a") as source:
        source.write(f"\n{line}\n")

    done = lint_imports(tmp_path)

    assert done.returncode == 1
    assert "BROKEN" in done.stdout


# ---------------------------------------------------------------- migrations
@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
