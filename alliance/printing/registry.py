"""Kinds of documents. Upper floors register theirs in `AppConfig.ready()`."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string

ENGINE_VERSION = "1"  # count up when the engine's output changes for the same HTML


@dataclass(frozen=True)
class DocumentKind:
    """How one kind of document is made.

    `build(**subject)` reads the database once and returns the snapshot: JSON with at least `title` and
    `file_name`; pictures as `media:<StoredFile pk>` with their SHA-256 somewhere in it. `html` turns the snapshot
    alone into HTML. `on_finished(document)` is idempotent and runs after the document is done.
    """

    name: str
    build: Callable[..., dict]
    template: str = ""
    includes: tuple[str, ...] = ()
    stylesheets: tuple[str, ...] = ()
    on_finished: Callable | None = None
    make_html: Callable[[dict], str] | None = field(default=None)

    def html(self, snapshot: dict) -> str:
        if self.make_html:
            return self.make_html(snapshot)
        return render_to_string(self.template, snapshot)

    def styles(self) -> list[str]:
        """The texts of the stylesheets, in order."""
        return [_static_path(name).read_text(encoding="utf-8") for name in self.stylesheets]


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Make `kind` known under its name; registering a name again replaces it."""
    _kinds[kind.name] = kind


def get_kind(name: str) -> DocumentKind:
    """Raises KeyError for an unknown kind: a programming error, not a person's."""
    return _kinds[name]


@cache
def template_version(kind: DocumentKind) -> str:
    """Hash of everything that shapes the kind's page: templates, stylesheets, engine. Read once a process."""
    sources = [
        Path(get_template(name).origin.name).read_bytes() for name in (kind.template, *kind.includes) if name
    ]
    sources += [text.encode() for text in kind.styles()]
    return hashlib.sha256(b"\x00".join([ENGINE_VERSION.encode(), *sources])).hexdigest()


def _static_path(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(found)
