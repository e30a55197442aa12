"""The part of `make bench` about the bulletin itself: the stress issue, a change of one article, several workers at once."""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parent.parent
WORKERS, ISSUES = 2, 4  # processes side by side, issues that each of them renders
EACH = """
import django, json, sys
django.setup()
from alliance.printing.engine.render import warm
from scripts.bench_stress import render
warm()
snapshot = json.load(open(sys.argv[1], encoding="utf-8"))
render(snapshot)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    render(snapshot)
"""
LIMITS = {
    "one article changed, × full render": 0.5,
    "one article changed, preview, s": 0.3,
    "stress issue, cost per page, × 2015 issue": 1.2,
    "stress issue, one article changed, × full render": 0.5,
    "stress issue, peak memory, MB": 600,
    "two workers at once, time for each issue, × one worker alone": 0.9,
}


def measure(folder: Path, snapshot: dict) -> list[tuple[str, float, str]]:
    """Rows of (label, value, unit) for `bench.report`."""
    rows = one_article(snapshot)
    rows.append(("one article changed, preview, s", preview(), "s"))
    rows += stress(folder, snapshot)
    rows += workers(folder, snapshot)
    return rows


def one_article(snapshot: dict) -> list[tuple[str, float, str]]:
    """The 2015 issue with another sentence in one article: rendered as a whole and with what is kept, in turns."""
    from alliance.printing.engine.pieces import KeptLayouts
    from scripts.bench_stress import change_one_article, render, seconds_of

    layouts = KeptLayouts()
    render(snapshot, layouts)
    full, again = [], []
    for number in range(7):
        changed = change_one_article(snapshot, number)
        full.append(seconds_of(lambda s=changed: render(s))[0])
        again.append(seconds_of(lambda s=changed: render(s, layouts))[0])
    ratio = statistics.median(again) / statistics.median(full)
    return [
        ("one article changed, re-rendered to PDF", statistics.median(again), "s"),
        ("one article changed, × full render", ratio, "×"),
    ]


def preview() -> float:
    """Median seconds of the view that shows an entry as its page while it is edited, after a change."""
    from django.test import Client
    from django.urls import reverse

    from alliance.core.models import User
    from bulletins.models import Bulletin, BulletinEntry

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("preview@localhost.invalid", display_name="计时"))
    bulletin = Bulletin.objects.filter(year=2015, number=0).first()
    entry = BulletinEntry.objects.printed_in(bulletin).filter(kind="article").first()
    addresses = [
        reverse("admin:bulletins_bulletin_preview", args=[bulletin.pk]),
        reverse("admin:bulletins_bulletin_entry_preview", args=[bulletin.pk, entry.pk]),
    ]
    worst = 0.0
    for address in addresses:
        seconds = []
        for number in range(6):
            BulletinEntry.objects.filter(pk=entry.pk).update(headline=f"第{number}次改动的标题")
            start = time.perf_counter()
            answer = client.get(address)
            seconds.append(time.perf_counter() - start)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
        worst = max(worst, statistics.median(seconds[1:]))
    return worst


def stress(folder: Path, snapshot: dict) -> list[tuple[str, float, str]]:
    """The stress issue in a process of its own, so that its peak of memory is that of a worker."""
    from scripts.bench_stress import stored_photos, stress_snapshot

    issue, year = folder / "stress.json", folder / "2015.json"
    issue.write_text(
        json.dumps(stress_snapshot(snapshot, stored_photos()), ensure_ascii=False), encoding="utf-8"
    )
    year.write_text(json.dumps(snapshot, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "scripts.bench_stress", str(issue), str(year)]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(answer.stdout.splitlines()[-1])
    name = f"stress issue: 200 articles, 400 photos, {found['pages']} pages, {found['size']:.0f} MB"
    return [
        (name, found["full"], "s"),
        ("stress issue, cost per page, × 2015 issue", found["per_page"] / found["year_per_page"], "×"),
        ("stress issue, one article changed, × full render", found["again"] / found["full"], "×"),
        ("stress issue, peak memory, MB", found["peak"], "MB"),
    ]


def workers(folder: Path, snapshot: dict) -> list[tuple[str, float, str]]:
    """Seconds for each issue when one process renders, and when two do at the same time."""
    path = folder / "2015.json"
    path.write_text(json.dumps(snapshot, ensure_ascii=False), encoding="utf-8")
    alone, together = side_by_side(path, 1), side_by_side(path, WORKERS)
    cores = len(os.sched_getaffinity(0))
    label = f"{WORKERS} workers render {WORKERS * ISSUES} issues on {cores} cores, each"
    return [
        (label, together, "s"),
        ("two workers at once, time for each issue, × one worker alone", together / alone, "×"),
    ]


def side_by_side(path: Path, count: int) -> float:
    command = [sys.executable, "-c", EACH, str(path), str(ISSUES)]
    with TemporaryFile() as log:
        running = [
            subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
            for _ in range(count)
        ]
        for process in running:
            if process.stdout.readline().strip() != "ready":
                raise SystemExit("a worker of the benchmark did not start")
        start = time.perf_counter()
        for process in running:
            process.stdin.write("\n")
            process.stdin.flush()
        for process in running:
            if process.wait(600):
                raise SystemExit("a worker of the benchmark failed")
        return (time.perf_counter() - start) / (count * ISSUES)
