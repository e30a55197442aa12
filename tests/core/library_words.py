"""The texts that unfold and django-import-export hand to translation, read from their own files.

From templates by Django's `templatize`, from Python by its syntax tree, from scripts by a pattern.
"""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation.template import templatize

# Parts of the libraries that the portal does not install.
UNUSED = ("guardian", "constance", "location_field", "inlines", "money", "test_ext", "management")
CALLED = re.compile(r"gettext\(u?(['\"])((?:(?!\1)[^\\]|\\.)*)\1(?:, u?(['\"])((?:(?!\3)[^\\]|\\.)*)\3)?")
SCRIPTED = re.compile(
    r"\bn?gettext\(\s*(['\"])((?:(?!\1)[^\\]|\\.)*)\1(?:,\s*(['\"])((?:(?!\3)[^\\]|\\.)*)\3)?"
)
NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def texts_of(library: str, *endings: str) -> set[tuple[str, ...]]:
    """`(singular,)` or `(singular, plural)` of every text in an installed library's files with these endings."""
    root = Path(find_spec(library).origin).parent
    files = [path for path in sorted(root.rglob("*")) if path.suffix in endings]
    used = [path for path in files if not set(UNUSED) & set(path.relative_to(root).parts)]
    return {text for path in used for text in _texts_in(path)}


def _texts_in(path: Path) -> Iterator[tuple[str, ...]]:
    if path.suffix == ".html":
        yield from _called(CALLED, templatize(path.read_text()))
    elif path.suffix == ".py":
        yield from _spoken(ast.parse(path.read_text()))
    elif path.suffix == ".js" and "vendor" not in path.parts and path.stat().st_size < 40_000:
        yield from _called(SCRIPTED, path.read_text())


def _called(pattern: re.Pattern, source: str) -> Iterator[tuple[str, ...]]:
    for match in pattern.finditer(source):
        yield tuple(ast.literal_eval(f'"""{text}"""') for text in (match[2], match[4]) if text)


def _spoken(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in NAMES:
            texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
            if texts and all(isinstance(text, str) for text in texts):
                yield tuple(texts)
