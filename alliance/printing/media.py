"""Which stored pictures the snapshots of documents name; they are rendered again from the snapshot alone."""

import re
from collections.abc import Iterator

from alliance.printing.models import RenderedDocument

ADDRESS = re.compile(r"media:([0-9]{1,18})\b")


def named_in_snapshots(pks: set[int]) -> set[int]:
    """Those of `pks` that a snapshot names (registered as keeper of files in `apps.ready`)."""
    named: set[int] = set()
    for snapshot in RenderedDocument.objects.values_list("snapshot", flat=True).iterator():
        named.update(_media(snapshot))
    return named & pks


def _media(part) -> Iterator[int]:
    """The keys of pictures anywhere inside a snapshot: a number under `media`, or an address `media:<pk>`."""
    if isinstance(part, dict):
        if isinstance(part.get("media"), int):
            yield part["media"]
        for value in part.values():
            yield from _media(value)
    elif isinstance(part, list):
        for value in part:
            yield from _media(value)
    elif isinstance(part, str):
        yield from (int(pk) for pk in ADDRESS.findall(part))
