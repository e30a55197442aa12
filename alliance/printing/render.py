"""From a claimed row to the bytes of its file: the snapshot alone is read, never the records behind it."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple

from django.contrib.staticfiles import finders

from alliance.core.models import StoredFile
from alliance.printing import registry
from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.render import html_to_pdf
from alliance.printing.kept import kept_layouts
from alliance.printing.models import RenderedDocument

IN_MEMORY = 32 * 1024 * 1024  # bytes; a larger PDF is written to the disk at once


class Rendered(NamedTuple):
    """A finished file, its bytes or an open file; `pages` is None where the reader's program decides (Word)."""

    content: bytes | BinaryIO
    pages: int | None
    seconds: float


def render_snapshot(document: RenderedDocument, progress: Callable[[int, str], None]) -> Rendered:
    """Raises PrintError with a Chinese message when the content cannot be printed."""
    kind = registry.get_kind(document.kind)
    if kind.make_file:
        start = time.perf_counter()
        made = kind.make_file(document.snapshot, progress)
        return Rendered(made.content, made.pages, time.perf_counter() - start)
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the last reference, when it is stored
    with kept_layouts() as layouts:
        result = html_to_pdf(
            kind.html(document.snapshot),
            fetcher=own_files(),
            stylesheets=kind.styles(document.snapshot),
            progress=progress,
            options=kind.options,
            layouts=layouts,
            into=file,
        )
    return Rendered(file, result.pages, result.seconds)


def own_files() -> Fetcher:
    """The one door to files: our static ones and the stored pictures."""
    return Fetcher(static_root_finder=find_static, media=read_media)


def find_static(name: str) -> Path | None:
    found = finders.find(name)
    return Path(found) if found else None


def read_media(media_id: str) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError when the row or the file is gone."""
    stored = StoredFile.objects.filter(pk=media_id).first() if media_id.isdigit() else None
    if stored is None:
        raise FileNotFoundError(media_id)
    with stored.file.open("rb") as file:
        return file.read()
