"""From a claimed row to PDF bytes: the snapshot alone is read, never the records behind it."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.staticfiles import finders

from alliance.core.models import StoredFile
from alliance.printing import registry
from alliance.printing.engine.fetch import Fetcher
from alliance.printing.engine.render import PdfResult, html_to_pdf
from alliance.printing.models import RenderedDocument


def render_snapshot(document: RenderedDocument, progress: Callable[[int, str], None]) -> PdfResult:
    """Raises PrintError with a Chinese message when the content cannot be printed."""
    kind = registry.get_kind(document.kind)
    return html_to_pdf(
        kind.html(document.snapshot),
        fetcher=Fetcher(static_root_finder=find_static, media=read_media),
        stylesheets=kind.styles(),
        progress=progress,
    )


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
