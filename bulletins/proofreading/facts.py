"""Numbers and dates: what is printed has them from the source record."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from alliance.core.dates import day_words
from bulletins.enums import EntryKind
from bulletins.models import BulletinEntry
from bulletins.plain_text import content_text
from bulletins.proofreading.finding import WRONG, Finding, rule
from bulletins.proofreading.proof import FORMULA, Proof, about

DATE = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
GROUPING = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
CHECKED = ("headline", "toc_title", "body", "minutes", "signature")


def numbers_in(text: str) -> list[str]:
    """Dates (2015-05-29, without a year 05-29) and other numbers, in one normal form; formulas are left out."""
    plain = GROUPING.sub("", _plain(FORMULA.sub("", text)))
    dates = [_as_day(match) for match in DATE.finditer(plain)]
    return [*dates, *(_as_number(match[0]) for match in NUMBER.finditer(DATE.sub(" ", plain)))]


def full_days_in(text: str) -> set[str]:
    """The dates with a year."""
    return {_as_day(match) for match in DATE.finditer(_plain(text)) if match[1]}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _as_day(match: re.Match) -> str:
    day = f"{int(match[2]):02}-{int(match[3]):02}"
    return f"{match[1]}-{day}" if match[1] else day


def _as_number(text: str) -> str:
    """05 and 5 are the same, 5.0 and 5 are not: a number printed with a decimal says more."""
    whole, point, rest = text.partition(".")
    return f"{int(whole)}{point}{rest}"


def _shown(number: str) -> str:
    """As a reader writes it: 2015年5月29日."""
    if "-" not in number:
        return number
    *year, month, day = (int(part) for part in number.split("-"))
    return f"{year[0]}年{month}月{day}日" if year else f"{month}月{day}日"


@rule
def numbers(proof: Proof) -> Iterator[Finding]:
    """A number or date that is printed and that the source does not have. One that an abridgement left out is none."""
    for entry in proof.entries:
        said = proof.said.get(entry.pk)
        if said is None or entry.kind == EntryKind.FIGURE:
            continue
        known = _known(said, proof.bulletin.year)
        for each in proof.texts[entry.pk]:
            if each.place not in CHECKED:
                continue
            strange = [
                number for number in dict.fromkeys(numbers_in(each.text)) if not _is_known(number, known)
            ]
            if strange:
                told = "、".join(f"“{_shown(number)}”" for number in strange[:5])
                message = f"中的数字或日期与来源不符：{told}在来源记录里没有。"
                detail = " ".join(strange)
                yield about(entry, "numbers", message, severity=WRONG, place=each.place, detail=detail)


def _source_text(said: dict) -> str:
    return "\n".join([said["headline"], said["toc_title"], content_text(said["content"])])


def _known(said: dict, year: int) -> set[str]:
    """What the source says, the issue's year, and of each date its parts: a text may say 5月29日, or 5月, alone."""
    found = set(numbers_in(_source_text(said)))
    parts = {str(int(part)) for number in found if "-" in number for part in number.split("-")}
    return found | parts | {number[-5:] for number in found if "-" in number} | {str(year)}


def _is_known(number: str, known: set[str]) -> bool:
    """A date with its year is also known when the source names the day and, elsewhere, the year."""
    return number in known or ("-" in number and number[-5:] in known and number[:4] in known)


@rule
def days_of_linked_records(proof: Proof) -> Iterator[Finding]:
    """An article about a meeting or an event names its day, if it names any."""
    for entry in proof.entries:
        if entry.kind != EntryKind.ARTICLE:
            continue
        text = "\n".join(each.text for each in proof.texts[entry.pk] if each.place == "body")
        named = full_days_in(text)
        if not named:
            continue
        for what, record, days in _linked(entry):
            if days and not named & {day.isoformat() for day in days}:
                told = "、".join(_shown(day) for day in sorted(named))
                message = f"写的日期是{told}，{what}“{record}”登记的是{day_words(days[0])}。"
                detail = f"{record} {told}"
                yield about(entry, "linked-day", message, place="body", detail=detail)


def _linked(entry: BulletinEntry) -> Iterator[tuple[str, str, list[date]]]:
    article = entry.article
    if article.meeting:
        yield (
            "会议",
            str(article.meeting),
            [day for day in (article.meeting.starts_on, article.meeting.ends_on) if day],
        )
    for event in article.events.all():
        yield "活动", str(event), [event.starts_on] if event.starts_on else []
