"""Kinds of documents. Upper floors register theirs in `AppConfig.ready()`."""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import get_template, render_to_string

from alliance.printing.engine.options import READING_COPY, PrintOptions

ENGINE_VERSION = "2"  # count up when the engine's output changes for the same HTML

#: What a document may be, by the ending of its name.
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class MadeFile(NamedTuple):
    """A finished file that did not come from HTML; `pages` is None where the reader's program decides."""

    content: bytes
    pages: int | None = None


@dataclass(frozen=True)
class DocumentKind:
    """How one kind of document is made.

    `build(**subject)` reads the database once and returns the snapshot: JSON with at least `title` and
    `file_name`; pictures as `media:<StoredFile pk>` with their SHA-256 somewhere in it. From the snapshot alone
    `html` makes HTML, or `make_file(snapshot, progress)` the whole file. `on_finished(document)` is idempotent and
    runs after the document is done.

    `stylesheets` are static names, or a function of the snapshot that gives them; `css(snapshot)` gives further
    CSS texts, which come first. `options` say what the PDF is for. `note` is put into the file's name, as in
    简报（印刷版）.pdf. What else shapes the result is named so that a change of it makes a new document: `includes`
    (templates, or folders of them ending in "/"), `sources` (dotted modules or packages), `version`.
    """

    name: str
    build: Callable[..., dict]
    template: str = ""
    includes: tuple[str, ...] = ()
    stylesheets: tuple[str, ...] | Callable[[dict], tuple[str, ...]] = ()
    css: Callable[[dict], list[str]] | None = None
    options: PrintOptions = READING_COPY
    on_finished: Callable | None = None
    make_html: Callable[[dict], str] | None = None
    make_file: Callable[[dict, Callable[[int, str], None]], MadeFile] | None = None
    extension: str = ".pdf"
    note: str = ""
    sources: tuple[str, ...] = ()
    version: str = ""

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.extension]

    def html(self, snapshot: dict) -> str:
        if self.make_html:
            return self.make_html(snapshot)
        return render_to_string(self.template, snapshot)

    def styles(self, snapshot: dict) -> list[str]:
        """The texts of the stylesheets for this snapshot, in order."""
        names = self.stylesheets(snapshot) if callable(self.stylesheets) else self.stylesheets
        texts = list(self.css(snapshot)) if self.css else []
        return [*texts, *(_static_path(name).read_text(encoding="utf-8") for name in names)]

    def file_name(self, snapshot: dict) -> str:
        """The name of the file for people, with the kind's note and ending."""
        stem = snapshot["file_name"].removesuffix(".pdf")
        return f"{stem}{self.note}{self.extension}"


_kinds: dict[str, DocumentKind] = {}


def register(*kinds: DocumentKind) -> None:
    """Make the kinds known under their names; registering a name again replaces it."""
    for kind in kinds:
        _kinds[kind.name] = kind


def get_kind(name: str) -> DocumentKind:
    """Raises KeyError for an unknown kind: a programming error, not a person's."""
    return _kinds[name]


def template_version(kind: DocumentKind, snapshot: dict) -> str:
    """Hash of everything but the snapshot that shapes the kind's result, for this snapshot's choice of styles."""
    styles = [text.encode() for text in kind.styles(snapshot)]
    return _hash([_own_version(kind).encode(), *styles])


@cache
def _own_version(kind: DocumentKind) -> str:
    """Hash of engine, options, templates and modules. Read once a process."""
    parts = [ENGINE_VERSION, repr(kind.options), kind.extension, kind.version]
    names = [name for name in (kind.template, *kind.includes) if name]
    templates = [content for name in names for content in _templates(name)]
    modules = [content for name in kind.sources for content in _modules(name)]
    return _hash([*(part.encode() for part in parts), *templates, *modules])


def _hash(parts: list[bytes]) -> str:
    return hashlib.sha256(b"\x00".join(parts)).hexdigest()


def _templates(name: str) -> list[bytes]:
    """The template's source, or those of all templates below a folder, which ends in "/"."""
    if not name.endswith("/"):
        return [Path(get_template(name).origin.name).read_bytes()]
    folders = [Path(folder) / name for engine in engines.all() for folder in engine.template_dirs]
    files = [path for folder in folders if folder.is_dir() for path in folder.rglob("*.html")]
    if not files:
        raise FileNotFoundError(name)
    return [path.read_bytes() for path in sorted(files)]


def _modules(name: str) -> list[bytes]:
    """The source of a module, or those of all modules of a package."""
    module = import_module(name)
    files = [Path(inspect.getfile(module))]
    for folder in getattr(module, "__path__", ()):
        files += sorted(Path(folder).rglob("*.py"))
    return [path.read_bytes() for path in files]


def _static_path(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(found)
