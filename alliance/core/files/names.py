"""Names of files: harmless to show and to keep, and right in every browser when downloaded."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

MAX_NAME = 120
ATTR_CHAR = "!#$&+-.^_`|~"  # what RFC 5987 leaves unescaped, beside letters and digits
NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def safe_name(name: str, extension: str) -> str:
    """A name fit to show and to download: no path, no control or direction characters, at most 120 characters."""
    base = PurePosixPath((name or "").replace("\\", "/")).name
    stem = base.rsplit(".", 1)[0] if "." in base else base
    kept = "".join(c for c in unicodedata.normalize("NFC", stem) if unicodedata.category(c)[0] != "C")
    return (kept.strip(" .")[:MAX_NAME] or "文件") + extension


def content_disposition(name: str, *, inline: bool) -> str:
    """The header by RFC 6266: `filename*` in UTF-8, and before it a plain ASCII name for whoever reads no other.

    `name` may be anything; what could end a header, turn the reading direction or leave a folder is dropped.
    """
    found = EXTENSION.search(name or "")
    extension = found[0] if found else ""
    name = safe_name(name if extension else f"{name}.", extension)
    plain = NOT_PLAIN.sub("-", name.removesuffix(extension)).strip("-._") or "file"
    encoded = quote(name, safe=ATTR_CHAR)
    return (
        f"{'inline' if inline else 'attachment'}; filename=\"{plain}{extension}\"; filename*=UTF-8''{encoded}"
    )
