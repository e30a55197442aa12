"""Every URL of the portal, by name: what the permission table and the harness of pages must cover."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


def walk(patterns, namespace: str = "", route: str = "/") -> Iterator[tuple[str, URLPattern, str]]:
    """(full name, pattern, route) of every URL. One without a name goes by its route."""
    for entry in patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or here}", entry, here
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry.url_patterns, inner, here)


ADDRESSES = list(walk(get_resolver().url_patterns))
NAMES = sorted({name for name, _, _ in ADDRESSES})
