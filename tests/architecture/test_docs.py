"""The documents for developers say what the code does."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.services import ROOT

LABELS = {"core", "printing", "notices", "members", "meetings", "projects", "bulletins", "portal"}
DOCS = ROOT / "docs"
READERS = {"str", "bool", "int", "float", "list", "url", "db_url", "json"}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def read_variables() -> set[str]:
    """The names that `alliance/environment.py` asks the environment for."""
    tree = ast.parse((ROOT / "alliance" / "environment.py").read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
    }


def documented_variables() -> set[str]:
    """The first cells of the README's table of variables."""
    return set(
        re.findall(r"^\| `([A-Z][A-Z0-9_]+)` ", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    )


def test_every_environment_variable_stands_in_the_readme():
    assert read_variables() - documented_variables() == set()


def test_readme_names_no_variable_that_nothing_reads():
    assert documented_variables() - read_variables() == set()


def test_variables_are_read_in_one_place():
    """Settings come through `environment.py`; elsewhere only a test process or a script looks at the environment."""
    readers = [
        f"{path.relative_to(ROOT)} {name}"
        for package in ("alliance", "members", "meetings", "projects", "bulletins")
        for path in (ROOT / package).rglob("*.py")
        for name in re.findall(
            r"os\.(?:environ\.get\(|environ\[|getenv\()([^,\])]+)", path.read_text(encoding="utf-8")
        )
        if name != '"FONTCONFIG_FILE"'  # fontconfig's own variable, which the engine only has to notice
    ]

    assert readers == []


# ---------------------------------------------------------------- glossary
GLOSSARY = DOCS / "glossary.md"
MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in LABELS and not model.__name__.startswith("Historical")
]


@pytest.fixture(scope="module")
def glossary() -> str:
    return GLOSSARY.read_text(encoding="utf-8")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_model_stands_in_the_glossary_in_both_languages(glossary, model):
    rows = [line for line in glossary.splitlines() if line.startswith("|") and f"`{model.__name__}`" in line]

    assert any(str(model._meta.verbose_name) in row for row in rows)


def test_every_term_of_the_glossary_is_in_the_file_it_names(glossary):
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| `([\w/]+\.py)` \|", glossary, re.M)

    assert len(rows) == len(re.findall(r"^\| `", glossary, re.M))
    lost = [(term, path) for term, path in rows if not (ROOT / path).exists() or term not in read(path)]
    assert lost == []


# ---------------------------------------------------------------- links
@pytest.mark.parametrize(
    "path",
    sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]),
    ids=lambda path: path.name,
)
def test_links_between_documents_lead_somewhere(path: Path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [link for link in links if not link.startswith(("http://", "https://", "mailto:"))]

    assert [link for link in local if not (path.parent / link).exists()] == []


def test_floors_of_the_document_are_those_of_the_linter():
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    linted = re.search(
        r"^layers = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M | re.S
    )
    modules = re.findall(r"[\w.]+", " ".join(re.findall(r'"([^"]+)"', linted[1])))

    assert [module for module in modules if f"`{module}`" not in text] == []
