"""Counting tries in the shared cache, so that all processes count together."""

import hashlib
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache


@dataclass(frozen=True)
class Limit:
    """`attempts` tries in a window of `seconds` that begins with the first one."""

    name: str
    attempts: int
    seconds: int

    def count(self, request) -> "Taken":
        """Count one try for the network address that the request came from. Raises redis.RedisError as `take` does."""
        return self.take(get_adapter().get_client_ip(request))

    def take(self, key: str) -> "Taken":
        """Count one try for `key`. Counting comes before trying: a hundred tries at once are a hundred tries.

        Raises redis.RedisError when the cache is away.
        """
        digest = hashlib.sha256(key.encode()).hexdigest()
        window = f"accounts:{self.name}:{self.attempts}/{self.seconds}:{digest}"
        ends = time.time() + self.seconds
        if not cache.add(window, ends, self.seconds):
            ends = cache.get(window, ends)
        counter = f"{window}:{ends:.3f}"
        cache.add(counter, 0, self.seconds + 60)
        return Taken(counter, cache.incr(counter) <= self.attempts, ends)


@dataclass(frozen=True)
class Taken:
    """One counted try. `until` is the end of the window, in seconds since 1970."""

    counter: str
    allowed: bool
    until: float

    def give_back(self) -> None:
        """The try was none: the password was right."""
        if cache.get(self.counter):
            cache.decr(self.counter)
