"""Waking a worker, without ever letting a person wait for the queue."""

import logging
import time

log = logging.getLogger(__name__)

PAUSE = 3.0  # seconds without another try after the broker was found away

_away_until = 0.0


def wake(task, *args) -> bool:
    """Send `task` once and say whether it went out. Call it on commit.

    False when the broker is away: the row behind the task is the truth, and a sweeper sends it again. After a
    failure nothing is tried for a moment, so that an act with fifty notices waits once and not fifty times.
    """
    global _away_until
    if time.monotonic() < _away_until:
        return False
    try:
        task.apply_async(args=args, retry=False)
    except Exception as error:  # kombu, redis and socket raise different things when the broker is away
        _away_until = time.monotonic() + PAUSE
        log.warning("%s%s not sent, the sweeper will: %s", task.name, args, error)
        return False
    return True
