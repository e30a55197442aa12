"""A row of the table of lists."""

from collections.abc import Callable
from dataclasses import dataclass

from alliance.core.models import User


@dataclass(frozen=True)
class Listing:
    name: str
    rows: Callable[[int], User | None]
    queries: int
    query: str = ""
