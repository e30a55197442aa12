"""The stress issue: 200 articles with 400 photos in a booklet of four sections, made from made-up text.

Run as a program with the files of two snapshots, this one and the issue of 2015, it renders them in a process of its own,
as a worker does, and prints what that took as JSON: seconds, pages, peak of memory in MB.
"""

import io
import json
import random
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile

ARTICLES, PHOTOS, CONTENTS = 200, 400, 20  # photos of 20 different contents, each under 20 numbers
SECTIONS = ("工作动态", "学术交流", "调研报告", "会议纪要")
SIZE = (2400, 1800)
WORDS = "联盟成员单位钒钛磁铁矿资源综合利用技术研究会议讨论试验结果表明高炉冶炼渣系温度提高回收率报告专家组认为下一步工作安排"


def stored_photos() -> list[dict]:
    """The photos, stored as an upload is; as the snapshot names pictures."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from alliance.core.files.store import store_file
    from alliance.core.models import StoredFile

    rows = []
    for number in range(CONTENTS):
        upload = SimpleUploadedFile(f"照片{number}.jpg", photo(number))
        first = store_file(actor=None, upload=upload)
        fields = {
            field.attname: getattr(first, field.attname)
            for field in StoredFile._meta.concrete_fields
            if not field.primary_key
        }
        rows.append(first)
        rows += [StoredFile.objects.create(**fields) for _ in range(PHOTOS // CONTENTS - 1)]
    return [
        {"media": row.pk, "sha256": row.sha256, "width": row.width, "height": row.height, "credit": ""}
        for row in rows
    ]


def photo(number: int) -> bytes:
    """A JPEG with as much detail as a photo taken in a hall: soft shapes and grain."""
    from PIL import Image, ImageChops

    dice = random.Random(number)
    soft = Image.effect_noise((24, 18), 120).resize(SIZE, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(SIZE, 14)
    grey = ImageChops.add(soft, grain, scale=1.6)
    tint = Image.new("RGB", SIZE, tuple(dice.randint(90, 200) for _ in range(3)))
    output = io.BytesIO()
    ImageChops.multiply(Image.merge("RGB", (grey, grey, grey)), tint).save(output, "JPEG", quality=90)
    return output.getvalue()


def stress_snapshot(snapshot: dict, photos: list[dict]) -> dict:
    """An issue like `snapshot` (the schema is in docs/bulletin.md) with the articles and photos of the stress issue."""
    dice = random.Random(11)
    articles = [article(number, photos[2 * number : 2 * number + 2], dice) for number in range(ARTICLES)]
    share = ARTICLES // len(SECTIONS)
    sections = [
        {"kind": "news", "title": title, "intro": "", "entries": articles[i * share : (i + 1) * share]}
        for i, title in enumerate(SECTIONS)
    ]
    return {**snapshot, "sections": sections}


def article(number: int, photos: list[dict], dice: random.Random) -> dict:
    from bulletins.page_layout import blocks_of

    places = ("large", "large") if number % 3 else ("half", "half")
    pictures = [
        {**one, "alt": "会场照片", "caption": f"图{number + 1} 会议现场", "place": place, "after": after}
        for one, place, after in zip(photos, places, (2, 5) if number % 3 else (3, 3), strict=True)
    ]
    body = "".join(f"<p>{sentences(dice, dice.randint(3, 8))}</p>" for _ in range(9))
    headline = f"第{number + 1}篇　{''.join(dice.choices(WORDS, k=14))}"
    return {
        "anchor": f"stress-{number}",
        "kind": "article",
        "source": None,
        "headline": headline,
        "toc_title": headline,
        "columns": 1,
        "new_page": False,
        "blocks": blocks_of(body, pictures),
        "signature": "",
        "minutes": None,
        "figure": None,
    }


def sentences(dice: random.Random, count: int) -> str:
    def sentence():
        words = "".join(dice.choices(WORDS, k=dice.randint(14, 34)))
        return f"{words[:9]}，{words[9:]}{dice.choice(('达到 98.5%', '2015年', ''))}。"

    return "".join(sentence() for _ in range(count))


def change_one_article(snapshot: dict, number: int) -> dict:
    """The snapshot with another sentence in the middle one of its articles."""
    sections = json.loads(json.dumps(snapshot["sections"]))
    entries = [entry for section in sections for entry in section["entries"] if not entry["minutes"]]
    block = next(one for one in entries[len(entries) // 2]["blocks"] if one["type"] == "html")
    block["html"] = block["html"].replace("</p>", f"这是第{number}次修改。</p>", 1)
    return {**snapshot, "sections": sections}


def peak_memory() -> float:
    """MB that this process has had in memory at once.

    Not `ru_maxrss`: Linux hands the peak of the process that started this one down to it, here that of the benchmark.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024


def render(snapshot: dict, layouts=None, into=None):
    """The PDF of a bulletin's snapshot by the engine, as the worker makes it."""
    from alliance.printing.engine.render import html_to_pdf
    from alliance.printing.render import own_files
    from bulletins.printing import BULLETIN

    html, styles = BULLETIN.html(snapshot), BULLETIN.styles(snapshot)
    return html_to_pdf(html, fetcher=own_files(), stylesheets=styles, layouts=layouts, into=into)


def seconds_of(function) -> tuple[float, object]:
    start = time.perf_counter()
    found = function()
    return time.perf_counter() - start, found


def main(issue: str, year: str) -> None:
    """Render as a worker does: first the issue of 2015, whose cost per page is compared, then the large one."""
    import django

    django.setup()
    from alliance.printing.engine.render import warm
    from alliance.printing.kept import LAYOUTS

    warm()
    stress, small = (json.loads(Path(path).read_text(encoding="utf-8")) for path in (issue, year))
    render(small)
    small_seconds, small_pages = to_disk(small)
    full, pages = to_disk(stress, LAYOUTS)
    size = to_disk.size
    again = sorted(to_disk(change_one_article(stress, number), LAYOUTS)[0] for number in range(3))[1]
    found = {"full": full, "again": again, "pages": pages, "size": size, "peak": peak_memory()}
    found |= {"per_page": full / pages, "year_per_page": small_seconds / small_pages}
    print(json.dumps(found))


def to_disk(snapshot: dict, layouts=None) -> tuple[float, int]:
    """Seconds and pages of a render into a file, as the worker writes large issues; its size in MB is kept aside."""
    with TemporaryFile() as file:
        seconds, result = seconds_of(lambda: render(snapshot, layouts, file))
        to_disk.size = file.tell() / 1e6
    return seconds, result.pages


if __name__ == "__main__":
    main(*sys.argv[1:])
