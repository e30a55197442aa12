"""The same issue through several engines, in turns; ours as Chromium prints it (Typst: `bench_typst`).

A run starts from the issue's HTML or markup and ends with PDF bytes; each gets a number to change the text by.
"""

import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MEDIA = re.compile(r"media:(\d+)")


def medians(runs: dict[str, Callable[[int], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each run. The runs take turns, so that a busy moment of the machine meets them all alike.

    A run gets the number of its round to change the text by; a first round of each, -1, is not counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(-1, rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run(number)
            if number >= 0:
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def changed(text: str, number: int) -> str:
    """The text with a number in forty places: new lines to break, the same amount of work."""
    return text.replace("。", f"（{number}）。", 40)


def standalone_html(html: str, styles: list[str], media: Callable[[str], bytes], folder: Path) -> str:
    """The issue as a browser can open it from disk: styles inside, pictures beside it."""

    def put(match: re.Match) -> str:
        name = f"{match[1]}.jpg"
        (folder / name).write_bytes(media(match[1]))
        return name

    static = (Path(__file__).resolve().parent.parent / "static").as_uri()
    style = "\n".join(styles).replace("static:", f"{static}/")
    return MEDIA.sub(put, html).replace("</head>", f"<style>{style}</style></head>")


def chromium_process_run(page_html: str, folder: Path) -> Callable[[int], None]:
    """A headless Chromium per document, as a server without an own pool of browsers prints."""

    def run(number: int) -> None:
        source = folder / "issue.html"
        source.write_text(changed(page_html, number))
        with tempfile.TemporaryDirectory() as profile:
            command = [CHROMIUM, *CHROMIUM_FLAGS, f"--user-data-dir={profile}"]
            command += [f"--print-to-pdf={folder}/chromium.pdf", "--no-pdf-header-footer"]
            command += ["--generate-pdf-document-outline", source.as_uri()]  # tagged it is anyway
            subprocess.run(command, check=True, capture_output=True, timeout=120)

    return run


@contextmanager
def chromium_warm_run(page_html: str, folder: Path):
    """One browser kept open, a new page per document."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)

        def run(number: int) -> bytes:
            source = folder / "warm.html"
            source.write_text(changed(page_html, number))
            page = browser.new_page()
            page.goto(source.as_uri(), wait_until="load")
            pdf = page.pdf(prefer_css_page_size=True, tagged=True, outline=True, print_background=True)
            page.close()
            return pdf

        yield run
        browser.close()
