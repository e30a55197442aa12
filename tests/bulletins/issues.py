"""Issues to read, with everything that a page can show."""

from django.utils import timezone

from bulletins.models import Bulletin, EntryPicture
from tests import factories as make


def picture(**fields) -> dict:
    """A picture of a snapshot, of a stored file."""
    stored = make.stored_picture(size=(1200, 800))
    said = {"media": stored.pk, "sha256": stored.sha256, "width": stored.width, "height": stored.height}
    words = {"alt": "会场全景", "credit": "", "caption": "", "place": "large", "after": None}
    return {**said, **words, **fields}


def pictures(place: str, *shown: dict) -> dict:
    return {"type": "pictures", "place": place, "pictures": list(shown)}


def entry(number: int = 1, **fields) -> dict:
    """An entry of a snapshot; `blocks`, `minutes` or `figure` say what it shows."""
    empty = {"columns": 1, "new_page": False, "signature": "", "minutes": None, "figure": None, "blocks": []}
    named = {"anchor": f"entry-{number}", "kind": "article", "source": None}
    words = {"headline": f"第{number}篇标题", "toc_title": f"第{number}篇"}
    return {**empty, **named, **words, **fields}


def text(html: str) -> dict:
    return {"type": "html", "html": html}


def figure(columns: int = 2) -> dict:
    rows = [["东北大学", *["4"] * (columns - 1)], ["重庆大学", *["2"] * (columns - 1)]]
    return {
        "kind": "proposals_by_unit",
        "title": "各单位项目建议",
        "note": "另有五项未注明单位。",
        "chart": {"type": "bar", "labels": ["东北大学", "重庆大学"], "values": [4, 2], "unit": "项"},
        "headers": ["单位", *[f"第{number}项建议数量" for number in range(1, columns)]],
        "rows": rows,
    }


def section(*entries: dict, title: str = "工作动态", kind: str = "news", intro: str = "") -> dict:
    return {"kind": kind, "title": title, "intro": intro, "entries": list(entries)}


def snapshot(*sections: dict, **fields) -> dict:
    """The frozen content of an issue (docs/bulletin.md)."""
    words = {"title": "2015年工作简报", "year": 2015, "number": 0, "edition": 1, "correction_note": []}
    look = {"design": "modern", "palette": "blue", "fonts": "song", "cover": None}
    people = {
        "alliance": {"name": "测试联盟", "english_name": ""},
        "greeting": [],
        "colophon": ["秘书处编辑"],
    }
    given = {
        "volume": None,
        "serial": None,
        "print_run": None,
        "report_to": "",
        "copy_to": "",
        "approved_by": "",
    }
    opening = {"foreword": [], "foreword_signature": ""}
    return {**words, **look, **people, **given, **opening, "sections": list(sections), **fields}


def issued(frozen: dict | None = None, **fields) -> Bulletin:
    """An issued bulletin with that content."""
    frozen = frozen or snapshot(section(entry()))
    which = {name: frozen[name] for name in ("year", "number", "edition", "design")}
    said = {"title": frozen["title"].removesuffix("（更正版）"), "issued_at": timezone.now()}
    bulletin = make.BulletinFactory(**{**which, **said, "state": "issued", "frozen": frozen, **fields})
    _keep_pictures(bulletin)
    return bulletin


def _keep_pictures(bulletin: Bulletin) -> None:
    """The rows from which the pictures of the snapshot come; they make the files public."""
    blocks = [
        block
        for section in bulletin.frozen["sections"]
        for entry in section["entries"]
        for block in entry["blocks"]
    ]
    media = {shown["media"] for block in blocks for shown in block.get("pictures", ())}
    if media:
        entry = make.BulletinEntryFactory(section__bulletin=bulletin)
        EntryPicture.objects.bulk_create(EntryPicture(entry=entry, stored_id=pk) for pk in sorted(media))


def corrected(bulletin: Bulletin, note: str = "到会人数更正为26人。") -> Bulletin:
    """The corrected edition of an issued bulletin, issued as well."""
    edition = bulletin.edition + 1
    changed = {"edition": edition, "title": f"{bulletin.title}（更正版）", "correction_note": [note]}
    frozen = {**bulletin.frozen, **changed}
    return issued(frozen, period=bulletin.period, corrects=bulletin, correction_note=note)
