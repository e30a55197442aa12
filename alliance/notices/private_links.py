"""Links that only the mail itself may hold: the delivery log keeps `name:reference`, and the sender asks the address.

An app registers a resolver in `ready()` and gives `deliveries.put(url=private_links.refer("application", pk))`. So a
secret link stands neither in the log nor in its pages.
"""

from collections.abc import Callable

_resolvers: dict[str, Callable[[str], str]] = {}


def register(name: str, resolve: Callable[[str], str]) -> None:
    """`resolve(reference)` gives the path of the page; empty when there is none any more."""
    _resolvers[name] = resolve


def refer(name: str, reference) -> str:
    return f"{name}:{reference}"


def path_of(url: str) -> str:
    """The path behind what stands in the log; a plain path is itself."""
    name, separator, reference = url.partition(":")
    resolve = _resolvers.get(name) if separator else None
    return resolve(reference) if resolve else url
