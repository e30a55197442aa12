"""`make bench`: how fast the 2015 issue prints, against Typst and Chromium in the same run, and through the queue.

Everything is measured on the demo year in a data folder of its own; a limit that is missed ends with exit 1.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scripts import bench_certificates, bench_issue, bench_meetings

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
LIMITS = (
    bench_issue.LIMITS
    | bench_certificates.LIMITS
    | bench_meetings.LIMITS
    | {
        "× Chromium": 0.5,
        "× Typst (warm)": 6.0,
        "cost per page, ten-fold / single": 1.2,
        "press to ready link, s": 2.0,
    }
)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as folder, ExitStack() as stack:
        stack.enter_context(embedded_service(Path(folder)))
        rows = measure(Path(folder))
    return report(rows)


@contextmanager
def embedded_service(data: Path):
    """Database, broker and a warm worker of the embedded default, for this process and its children."""
    from scripts.programs import programs

    socket = data / "redis.sock"
    os.environ |= {
        "ALLIANCE_DATA_DIR": str(data),
        "ALLIANCE_DEMO": "1",
        "REDIS_URL": f"unix://{socket}",
        "PLAIN_STATIC": "1",
        "DJANGO_SETTINGS_MODULE": "alliance.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright keeps an event loop in this thread while its browser is open
    }
    for name in ("DATABASE_URL", "SECRET_KEY", "EMAIL_URL"):
        os.environ.pop(name, None)
    (data / "redis").mkdir()
    wanted = [p for p in programs(data=data, socket=socket, port=0) if p.name in ("redis", "worker")]
    log = (data / "bench.log").open("wb")
    running = [subprocess.Popen(p.command, cwd=ROOT, stdout=log, stderr=log) for p in wanted]
    try:
        for words in (["migrate", "--verbosity", "0"], ["load_demo"], ["render_bulletin", "2015"]):
            subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=log)
        yield
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(30)
        log.close()


def measure(folder: Path) -> list[tuple[str, float, str]]:
    import django

    django.setup()
    from alliance.printing.engine.render import warm
    from alliance.printing.render import read_media
    from bulletins.documents import build_bulletin
    from bulletins.models import Bulletin
    from bulletins.printing import BULLETIN
    from scripts import bench_engines as engines
    from scripts import bench_typst

    warm()  # as a worker does when it starts
    snapshot = build_bulletin(pk=Bulletin.objects.get(year=2015, number=0, edition=1).pk)
    styles = BULLETIN.styles(snapshot)
    html, long_html = BULLETIN.html(snapshot), BULLETIN.html(ten_times(snapshot))
    page = engines.standalone_html(html, styles, read_media, folder)
    markup = bench_typst.markup(snapshot, html, read_media, folder)
    pages: dict[str, int] = {}
    with engines.chromium_warm_run(page, folder) as chromium_warm:
        runs = {
            "ours": our_run(html, styles, pages, "single"),
            "Typst, warm, PDF/UA-1": bench_typst.run(markup, folder, engines.changed),
            "Chromium, headless print": engines.chromium_process_run(page, folder),
            "Chromium, browser kept open": chromium_warm,
        }
        seconds = engines.medians(runs, ROUNDS)
    long = engines.medians({"ten-fold": our_run(long_html, styles, pages, "ten-fold")}, 3)["ten-fold"]
    ours = seconds.pop("ours")
    return [
        (f"ours, {pages['single']} pages, warm, PDF/UA-1, justified", ours, "s"),
        *((name, value, "s") for name, value in seconds.items()),
        ("× Typst (warm)", ours / seconds["Typst, warm, PDF/UA-1"], "×"),
        ("× Chromium", ours / seconds["Chromium, headless print"], "×"),
        ("× Chromium, browser kept open (no limit)", ours / seconds["Chromium, browser kept open"], "×"),
        (f"ours, ten-fold, {pages['ten-fold']} pages", long, "s"),
        ("cost per page, ten-fold / single", (long / pages["ten-fold"]) / (ours / pages["single"]), "×"),
        ("press to ready link, s", press_to_link(), "s"),
        *bench_issue.measure(folder, snapshot),
        *bench_certificates.measure(),
        *bench_meetings.measure(),
    ]


def our_run(html: str, styles: list[str], pages: dict[str, int], name: str):
    """A run of our engine, which notes the number of pages under `name`."""
    from alliance.printing.engine.fetch import Fetcher
    from alliance.printing.engine.render import html_to_pdf
    from alliance.printing.render import find_static, read_media
    from scripts.bench_engines import changed

    fetcher = Fetcher(static_root_finder=find_static, media=read_media)

    def run(number: int) -> None:
        result = html_to_pdf(changed(html, number), fetcher=fetcher, stylesheets=styles)
        pages[name] = result.pages

    return run


def ten_times(snapshot: dict) -> dict:
    """Ten issues in one, every entry under an anchor of its own."""
    sections = []
    for copy in range(10):
        for section in snapshot["sections"]:
            entries = [{**entry, "anchor": f"{entry['anchor']}-{copy}"} for entry in section["entries"]]
            sections.append({**section, "entries": entries})
    return {**snapshot, "sections": sections}


def press_to_link() -> float:
    """Median seconds from the admin's button, after a change, to the page that links the PDF; queue included."""
    from django.test import Client
    from django.urls import reverse

    from alliance.core.models import User
    from bulletins.models import Bulletin

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("bench@localhost.invalid", display_name="计时"))
    bulletin = Bulletin.objects.get(year=2015, number=0, edition=1)
    seconds = []
    for number in range(5):
        Bulletin.objects.filter(pk=bulletin.pk).update(greeting=f"第 {number} 次计时")
        start = time.perf_counter()
        answer = client.post(reverse("admin:bulletins_bulletin_print", args=[bulletin.pk]))
        if answer.status_code != 302:
            raise SystemExit(f"the button answered {answer.status_code}")
        document = Bulletin.objects.get(pk=bulletin.pk).requested_document.pk
        link = reverse("printing:file", args=[document])
        while link not in client.get(reverse("printing:progress", args=[document])).content.decode():
            if time.perf_counter() - start > 60:
                raise SystemExit("the document did not become ready within a minute")
            time.sleep(0.02)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def report(rows: list[tuple[str, float, str]]) -> int:
    missed = 0
    for label, value, unit in rows:
        limit = LIMITS.get(label)
        verdict = "" if limit is None else f"   limit {limit:g}: {'ok' if value <= limit else 'MISSED'}"
        missed += limit is not None and value > limit
        print(f"{label:<52}{value:>9.3f} {unit}{verdict}")
    return 1 if missed else 0


if __name__ == "__main__":
    if not shutil.which("chromium"):
        raise SystemExit("bench needs Chromium: make test installs it")
    raise SystemExit(main())
