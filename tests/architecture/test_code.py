"""House rules that a reader can rely on in every file."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.services import ROOT

PACKAGES = ("alliance", "members", "meetings", "projects", "bulletins")
MAX_LINES = 300
ASSETS = (".py", ".html", ".css", ".js", ".svg")


def tracked(*suffixes: str, under: tuple[str, ...] = ()) -> list[Path]:
    """The files of the project (not what a tool left behind), as paths relative to its root."""
    folders = [ROOT / name for name in under] or [ROOT]
    found = (path for folder in folders for path in folder.rglob("*") if path.suffix in suffixes)
    return sorted(
        path.relative_to(ROOT)
        for path in found
        if not {".venv", "var", "__pycache__", ".git"} & set(path.parts)
    )


OURS = tracked(".py", under=(*PACKAGES, "tests", "scripts"))
SOURCE = [path for path in OURS if path.parts[0] in PACKAGES and "migrations" not in path.parts]


def identifiers(tree: ast.AST):
    """Every name that the code of `tree` introduces or uses."""
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name", "asname", "module"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value
        if isinstance(node, ast.Global | ast.Nonlocal):
            yield from node.names


@pytest.mark.parametrize("path", OURS, ids=str)
def test_identifiers_are_english(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    assert [name for name in identifiers(tree) if not name.isascii()] == []


def test_file_names_are_english():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    files = [name for name in listed if name] or [str(path) for path in tracked(*ASSETS)]

    assert [name for name in files if not name.isascii() or " " in name] == []


@pytest.mark.parametrize("path", [p for p in SOURCE if p.name == "__init__.py"], ids=str)
def test_package_init_is_empty(path):
    """`models/__init__.py` alone may gather names, because Django finds models only there; `admin/` registers."""
    text = (ROOT / path).read_text(encoding="utf-8")
    body = [node for node in ast.parse(text).body if not isinstance(node, ast.Expr)]

    if path.parent.name in ("models", "admin"):
        assert all(isinstance(node, ast.Import | ast.ImportFrom | ast.Assign) for node in body)
    else:
        assert text.strip() == ""


@pytest.mark.parametrize("path", SOURCE, ids=str)
def test_module_fits_one_reading(path):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize(
    "path", [p for p in SOURCE if p.name == "services.py" or p.parent.name == "services"], ids=str
)
def test_public_service_is_keyword_only_and_explained(path):
    """`verb_noun(*, actor, …)`: what a writing service is given stands at the call by name (design §3)."""
    functions = [
        node
        for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    for function in functions:
        assert ast.get_docstring(function) or len(function.body) == 1, f"{function.name} has no docstring"
        named = {argument.arg for argument in function.args.args}
        assert "actor" not in named, f"{function.name} takes its actor by position"


# ---------------------------------------------------------------- templates and pages
TEMPLATES = tracked(".html", under=("templates",))
PAGES = [path for path in TEMPLATES if "print" not in path.parts]


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_page_has_no_inline_script_and_loads_nothing_from_elsewhere(path):
    """The content security policy would block it; the users' networks reach no foreign CDN."""
    text = (ROOT / path).read_text(encoding="utf-8")

    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"<[^>]+\son[a-z]+\s*=", text) == []
    assert re.findall(r"(?:src|<link[^>]+href)=[\"'](?:https?:)?//", text) == []
    assert "javascript:" not in text


@pytest.mark.parametrize("path", tracked(".css", ".js", under=("static",)), ids=str)
def test_static_file_loads_nothing_from_elsewhere(path):
    text = (ROOT / path).read_text(encoding="utf-8")

    assert re.findall(r"(?:url\(|@import|fetch\(|import\()\s*[\"']?(?:https?:)?//", text) == []
