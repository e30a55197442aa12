"""Fixtures for pages in Debian's Chromium (a pytest plugin).

Every page watches itself: an error on the console, an uncaught exception or a request to another host fails
the test, because a user's network reaches no foreign host and nobody there reads a console.
"""

import os
import re
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.services import ROOT

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
ARTEFACTS = ROOT / "var" / "test-artifacts"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the first one there is
OWN_SCHEMES = {"data", "blob", "about", "chrome-extension"}
TIMEOUT_MS = 20_000
QUIET_SECONDS = 10  # so long the last requests of a closed page may take
LOOKS = 3  # in a row that find nothing: between two statements of a request the database is idle as well
BUSY = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND state IN ('active', 'idle in transaction')
"""


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium per test process."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=TIMEOUT_MS)

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("Chromium is missing: run `make test`, or install Debian's `chromium`")
    options = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.getuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=options)
        yield chromium
        chromium.close()


class Watch:
    """What went wrong on the pages of one test. `allow` names console texts that the test expects."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.problems: list[str] = []
        self.allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    def attach(self, page) -> None:
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        page.on("request", lambda request: self._check_host(request.url))

    def _check_host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in OWN_SCHEMES and parts.netloc != self.host:
            self.problems.append(f"request to another host: {url}")

    def unexpected(self) -> list[str]:
        return [text for text in self.problems if not any(re.search(each, text) for each in self.allowed)]


@pytest.fixture
def watch(live_server) -> Watch:
    """The collector of this test's console errors and foreign requests."""
    return Watch(urlsplit(live_server.url).netloc)


@pytest.fixture
def open_context(browser, live_server, watch, request):
    """Factory of browser contexts, i.e. of separate people: `open_context(PHONE).new_page()`."""
    contexts = []

    def open_one(device: dict = DESKTOP, **options):
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", **device, **options
        )
        context.set_default_timeout(TIMEOUT_MS)
        context.on("page", watch.attach)
        contexts.append(context)
        return context

    request.node.failed = False
    yield open_one
    if request.node.failed:
        _take_pictures(contexts, request.node.name)
    for context in contexts:
        context.close()
    wait_for_requests()
    problems = watch.unexpected()
    assert not problems, "\n".join(problems)


def wait_for_requests() -> None:
    """A page that was closed may have sent a draft on its way out: emptying the tables must not meet its writing."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    end, quiet = time.monotonic() + QUIET_SECONDS, 0
    while quiet < LOOKS and time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            quiet = quiet + 1 if cursor.fetchone()[0] == 0 else 0
        time.sleep(0.05)


def _take_pictures(contexts: list, name: str) -> None:
    """Leave a screenshot of every open page of a failed test in var/test-artifacts."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    stem = re.sub(r"[^\w.-]+", "_", name)
    for number, page in enumerate(pages):
        page.screenshot(path=ARTEFACTS / f"{stem}-{number}.png", full_page=True)


@pytest.fixture
def page(open_context):
    """A page on a desktop."""
    return open_context(DESKTOP).new_page()


@pytest.fixture
def phone_page(open_context):
    """A page on a phone."""
    return open_context(PHONE).new_page()


@pytest.fixture
def artefacts() -> Path:
    """Folder for pictures and reports that somebody may want to look at after the run."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    return ARTEFACTS


def pytest_collection_modifyitems(items) -> None:
    """A browser test that ran out of time is tried a second time, and the run's summary says so.

    Chromium, the server and the database share two cores with the rest of the suite. Only a wait that found nothing is
    forgiven once: a wrong text, a wrong row or an error on the console fails at once.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError", r"with timeout \d+ms"]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call" and report.failed:
        item.failed = True
    return report
