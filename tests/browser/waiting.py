"""Waiting for something in the page itself that no locator tells of."""

import time

TIMEOUT = 10.0  # seconds
STEP_MS = 50


def wait_until(page, script: str, argument=None) -> None:
    """Ask until `script` is true. Playwright's own wait evaluates text inside the page, which the policy refuses."""
    end = time.monotonic() + TIMEOUT
    while not page.evaluate(script, argument):
        assert time.monotonic() < end, f"never true: {script}"
        page.wait_for_timeout(STEP_MS)
