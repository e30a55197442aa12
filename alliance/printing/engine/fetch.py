"""The only door through which a document gets files: ``static:path`` and ``media:ID``, nothing else.

WeasyPrint's own fetcher reads ``file:`` and the network, and swallows ordinary errors of a fetcher, so that
the PDF "succeeds" without the picture. Everything refused here is therefore raised as a fatal error, and
every request is written to ``Fetcher.log``.
"""

import mimetypes
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from .errors import PrintError, ResourceMissing, ResourceRefused

KEPT_BYTES = 4 * 1024 * 1024

SERVED, REFUSED, MISSING = "served", "refused", "missing"


class FatalFetch(FatalURLFetchingError):
    """Carries a :class:`PrintError` through WeasyPrint, which lets only this class of errors pass."""

    def __init__(self, error: PrintError):
        super().__init__(error.message)
        self.error = error


class Fetcher:
    """A WeasyPrint ``url_fetcher`` for one render; no subclass of WeasyPrint's, which can open sockets.

    ``static_root_finder(path)`` returns the file of a static path or None; ``media(id)`` returns the bytes of
    a stored picture and raises any ``Exception`` when there is none. ``log`` lists (url, verdict), the
    verdict being "served", "refused" or "missing".
    """

    # Read by weasyprint.urls.fetch: whatever else goes wrong stops the render as well.
    _fail_on_errors = True

    def __init__(self, static_root_finder: Callable[[str], Path | None], media: Callable[[str], bytes]):
        self._find_static = static_root_finder
        self._media = media
        self._bytes: dict[str, bytes] = {}
        self.log: list[tuple[str, str]] = []

    def __call__(self, url: str) -> URLFetcherResponse:
        return self.fetch(url)

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        """Answer WeasyPrint; raises :class:`FatalFetch` for whatever may not or cannot be served."""
        try:
            body = self.read(url)
        except PrintError as error:
            raise FatalFetch(error) from error
        return URLFetcherResponse(url, body=body, headers={"Content-Type": content_type(url)})

    def read(self, url: str) -> bytes:
        """The bytes behind ``url``; raises :class:`ResourceRefused` or :class:`ResourceMissing`."""
        scheme, _, name = unquote(url).partition(":")
        if not is_allowed(url):
            raise self.refuse(url)
        key = f"{scheme}:{name}"
        body = self._bytes.get(key)
        if body is None:
            body = self._load(url, scheme, name)
            self._keep(key, body)
        self.log.append((url, SERVED))
        return body

    def _keep(self, key: str, body: bytes) -> None:
        """Only the last ones: the photos of a large issue together are larger than its pages."""
        self._bytes[key] = body
        while sum(map(len, self._bytes.values())) > KEPT_BYTES and len(self._bytes) > 1:
            self._bytes.pop(next(iter(self._bytes)))

    def refuse(self, url: str, **details: str) -> ResourceRefused:
        """Log ``url`` as refused and return the error to raise; ``details`` are those of the error."""
        self.log.append((url, REFUSED))
        return ResourceRefused(url, **details)

    def _load(self, url: str, scheme: str, name: str) -> bytes:
        try:
            return self._media(name) if scheme == "media" else self._static(name)
        except (OSError, LookupError, ValueError) as error:  # a time or memory limit passes through
            self.log.append((url, MISSING))
            raise ResourceMissing(url) from error

    def _static(self, name: str) -> bytes:
        path = self._find_static(name)
        if path is None:
            raise FileNotFoundError(name)
        return Path(path).read_bytes()


def is_allowed(url: str) -> bool:
    """Whether ``url`` is a ``static:`` or ``media:`` address that cannot climb out of its root."""
    scheme, _, name = unquote(url).partition(":")
    if scheme not in {"static", "media"} or not name:
        return False
    if any(character in name for character in "\\\0:") or not name.isprintable():
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def content_type(url: str) -> str:
    """MIME type guessed from the end of the address; WeasyPrint recognises pictures from their bytes."""
    return mimetypes.guess_type(unquote(url).partition(":")[2])[0] or "application/octet-stream"
