"""Smaller copies of stored pictures: made when first asked for, kept beside the originals under their content."""

from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse

from alliance.core.enums import FileKind
from alliance.core.files.pictures import shrink
from alliance.core.files.serve import InStorage, require_readable, serve_file, serve_stored
from alliance.core.models import StoredFile

WIDTHS = (320, 960)  # pixels: a list on a phone; the column of an article, and a phone's full width at 2×


def widths_of(stored: StoredFile) -> list[int]:
    """The widths in which there are smaller copies of `stored`; none for what is no picture."""
    if stored.kind != FileKind.PICTURE or not stored.width:
        return []
    return [width for width in WIDTHS if width < stored.width]


def thumbnail_name(stored: StoredFile, width: int) -> str:
    """Storage name, by content and width."""
    return f"thumbnails/{width}/{stored.sha256[:2]}/{stored.sha256}{stored.extension}"


def thumbnail_of(stored: StoredFile, width: int) -> InStorage:
    """The copy of that width, made now if it is not there yet. FileNotFoundError when the original is gone."""
    storage, name = stored.file.storage, thumbnail_name(stored, width)
    if not storage.exists(name):
        with stored.file.open("rb") as original:
            content = shrink(original.read(), width, stored.extension)
        kept = storage.save(name, ContentFile(content))
        if kept != name:  # somebody made the same one meanwhile
            storage.delete(kept)
    return InStorage(storage, name)


def serve_thumbnail(request, stored: StoredFile, width: int) -> HttpResponse:
    """Answer with the copy of that width, or with the original where that is no wider or no copy can be made."""
    require_readable(request, stored)
    if stored.kind != FileKind.PICTURE or width not in WIDTHS:
        raise Http404
    if width not in widths_of(stored):
        return serve_stored(request, stored)
    try:
        small = thumbnail_of(stored, width)
    except FileNotFoundError:
        raise Http404 from None
    except OSError:  # a full disk, or a file that somebody damaged
        return serve_stored(request, stored)
    return serve_file(
        request,
        file=small,
        name=stored.name,
        content_type=stored.content_type,
        etag=f"{stored.sha256}-{width}",
    )
