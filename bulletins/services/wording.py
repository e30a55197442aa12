"""Put edited words into the content of an entry, in the shape in which sources give it."""

from alliance.core.errors import DomainError
from bulletins.models import BulletinEntry
from bulletins.sanitise import clean_body


def put_into_content(entry: BulletinEntry, wording: dict) -> list[str]:
    """Change `entry.content`; return the names of the parts that are different now.

    `wording`: body (HTML), signature (text), minutes (preamble: list of paragraphs, points: list of texts in order,
    participants: text; each may be left out), figure (title, note). Raises DomainError where the entry has no such part.
    """
    content = dict(entry.content)
    for name, value in wording.items():
        content[name] = WRITERS[name](content.get(name), value)
    changed = [name for name in wording if content[name] != entry.content.get(name)]
    entry.content = content
    return changed


def _body(old: str | None, new: str) -> str:
    """The source's own words pass untouched, so that an unchanged text is not an edit."""
    return old if new == old else clean_body(new)


def _signature(old: str | None, new: str) -> str:
    new = new.strip()
    if len(new) > 60:  # as `Article.signature`
        raise DomainError("落款不能超过 60 个字。", field="signature")
    return new


def _minutes(old: dict | None, new: dict) -> dict:
    if not old:
        raise DomainError("这一篇不是会议纪要。", field="minutes")
    points = new.get("points", [point["text"] for point in old["points"]])
    if len(points) != len(old["points"]):
        raise DomainError("议定事项的条数与会议记录不同：请在会议记录中增删，再更新到简报。", field="minutes")
    return {
        **old,
        "preamble": new.get("preamble", old["preamble"]),
        "points": [{**point, "text": text} for point, text in zip(old["points"], points, strict=True)],
        "participants": new.get("participants", old["participants"]),
    }


def _figure(old: dict | None, new: dict) -> dict:
    """Title and note are the editor's; the numbers are the records'."""
    if not old:
        raise DomainError("这一篇不是统计图表。", field="figure")
    return {**old, **{name: new[name] for name in ("title", "note") if name in new}}


WRITERS = {"body": _body, "signature": _signature, "minutes": _minutes, "figure": _figure}
