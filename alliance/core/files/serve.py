"""The one way to serve a stored file: checked before, resumable (range requests), cacheable (ETag), well named."""

import os
import re

from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from alliance.core.enums import FileKind
from alliance.core.files.names import content_disposition
from alliance.core.models import StoredFile
from alliance.core.registry import file_openings, file_readers, file_secrets

RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")
CHUNK = 64 * 1024
CONTENT = (200, 206)  # answers that hold the file or a part of it
OPENED_IN_BROWSER = (FileKind.PICTURE, FileKind.PDF)  # the others are downloaded
# A picture may do nothing; the browser itself puts styles on the page around it. Not for PDF: Chromium shows none
# inside a sandbox.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def may_read(user, stored: StoredFile) -> bool:
    """Staff read everything but what is secret, uploaders their own; everyone else what a registered reader allows."""
    if user.is_authenticated and stored.uploaded_by_id == user.pk:
        return True
    if user.is_staff and not file_secrets.any(user, stored):
        return True
    return file_readers.any(user, stored)


def require_readable(request, stored: StoredFile) -> None:
    """Http404 where this visitor may not read the file: that it exists is not disclosed."""
    if not may_read(request.user, stored):
        raise Http404


def serve_stored(request, stored: StoredFile) -> HttpResponse:
    """Answer a request for `stored`; 404 where it may not be read or is gone from disk."""
    require_readable(request, stored)
    answer = serve_file(
        request,
        file=stored.file,
        name=stored.name,
        content_type=stored.content_type,
        etag=stored.sha256,
        inline=stored.kind in OPENED_IN_BROWSER,
    )
    if answer.status_code in CONTENT:
        file_openings.call(request.user, stored)
    return answer


class InStorage:
    """What `serve_file` needs of a file, opening and size, for a name in a storage without a model field."""

    def __init__(self, storage, name: str):
        self._storage, self._name = storage, name

    def open(self, mode: str = "rb"):
        return self._storage.open(self._name, mode)

    @property
    def size(self) -> int:
        return self._storage.size(self._name)


def serve_file(
    request, *, file, name: str, content_type: str, etag: str, inline: bool = True
) -> HttpResponse:
    """Answer 200, 206, 304 or 416 for a Django FieldFile. `name` may be Chinese (RFC 6266 `filename*`)."""
    tag = f'"{etag}"'
    if _is_known(request, tag):
        return _dress(HttpResponse(status=304), tag)
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    size = file.size
    wanted = _wanted_range(request, size, tag)
    if wanted == "unsatisfiable":
        opened.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return _dress(response, tag)
    if wanted:
        start, end = wanted
        opened.seek(start, os.SEEK_SET)
        response = FileResponse(_Slice(opened, end - start + 1), content_type=content_type, status=206)
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
        response["Content-Length"] = str(end - start + 1)
    else:
        response = FileResponse(opened, content_type=content_type)
    response["Content-Disposition"] = content_disposition(name, inline=inline)
    if content_type.startswith("image/"):
        response["Content-Security-Policy"] = PICTURE_POLICY
    return _dress(response, tag)


def _dress(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _is_known(request, tag: str) -> bool:
    """Whether the visitor's cache names this content: a list of tags, compared weakly (RFC 9110 §13.1.2)."""
    known = [known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))]
    return tag in known or "*" in known


def _wanted_range(request, size: int, tag: str) -> tuple[int, int] | str | None:
    """The inclusive byte range asked for; None for the whole file, which also answers what is no range at all
    (RFC 9110 §14.2), several ranges, and an If-Range that no longer matches."""
    match = RANGE.match(request.headers.get("Range", ""))
    if not match or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = match.groups()
    if not (first or last) or (first and last and int(first) > int(last)):
        return None
    if not first:
        start, end = max(size - int(last), 0), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    return (start, end) if start <= end and start < size else "unsatisfiable"


class _Slice:
    """A file-like over the next `length` bytes, which FileResponse reads and closes."""

    def __init__(self, file, length: int):
        self._file, self._left = file, length

    def read(self, size: int = CHUNK) -> bytes:
        data = self._file.read(min(size if size and size > 0 else CHUNK, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()
