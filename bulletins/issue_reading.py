"""What the reading page shows around the snapshot: editions, neighbours, words and picture for those who share it."""

from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from alliance.notices.models import ShortLink
from alliance.notices.short_links import qr_svg
from bulletins.enums import BulletinState
from bulletins.issue_files import IssueFile, files_of, is_finished
from bulletins.issue_links import issue_path
from bulletins.models import Bulletin

DESCRIPTION = 110  # characters: what chat programs show of it
SHOWN_WIDE = 960  # pixels of the picture for chat programs


@dataclass
class Editions:
    """The editions of one issue, newest first, as far as this visitor may know of them."""

    known: list[Bulletin] = field(default_factory=list)

    @classmethod
    def of(cls, year: int, number: int, user) -> "Editions":
        editions = Bulletin.objects.filter(year=year, number=number).order_by("-edition")
        columns = editions.only("year", "number", "edition", "state", "title")
        public = (BulletinState.ISSUED, BulletinState.WITHDRAWN)
        return cls([one for one in columns if user.is_staff or one.state in public])

    @property
    def current(self) -> Bulletin | None:
        """The last issued one; without any, the last that there is."""
        issued = (one for one in self.known if one.state == BulletinState.ISSUED)
        return next(issued, self.known[0] if self.known else None)

    def numbered(self, edition: int) -> Bulletin | None:
        return next((one for one in self.known if one.edition == edition), None)


@dataclass(frozen=True)
class IssueCard:
    """An issue in the list."""

    bulletin: Bulletin
    files: list[IssueFile]
    picture: str

    @property
    def is_out(self) -> bool:
        return self.bulletin.state == BulletinState.ISSUED


def group_by_year(bulletins, user) -> list[tuple[int, list[IssueCard]]]:
    """`[(year, cards)]`, newest year first, the yearly issue before the periodic ones, which stand newest first."""
    ordered = sorted(bulletins, key=lambda one: (-one.year, not one.is_yearly, -one.number))
    cards = [IssueCard(one, files_of(one, user), first_page(one)) for one in ordered]
    return [(year, list(group)) for year, group in groupby(cards, key=lambda card: card.bulletin.year)]


def first_page(bulletin: Bulletin) -> str:
    """The address of the picture of the first page; empty where there is none."""
    document = bulletin.document
    shown = is_finished(document) and document.previews
    return issue_path(bulletin, "page", page=1) if shown else ""


def neighbours_of(bulletin: Bulletin, user) -> dict:
    """`{"older", "newer"}`: the issues of the same kind around this one."""
    same = Bulletin.objects.for_reading(user).only("year", "number", "edition", "title")
    same = same.filter(number=0) if bulletin.is_yearly else same.exclude(number=0)
    places = sorted(same, key=lambda one: (one.year, one.number))
    here = (bulletin.year, bulletin.number)
    older = [one for one in places if (one.year, one.number) < here]
    newer = [one for one in places if (one.year, one.number) > here]
    return {"older": older[-1] if older else None, "newer": newer[0] if newer else None}


def reading_context(bulletin: Bulletin, editions: Editions) -> dict:
    """The issue's address for sharing, its other editions, and what chat programs show of it."""
    current = editions.current
    path = bulletin.get_absolute_url()
    is_current = current.pk == bulletin.pk
    address = settings.SITE_URL + path
    short = _short_address(path)
    return {
        "bulletin": bulletin,
        "is_out": bulletin.state == BulletinState.ISSUED,
        "current": None if is_current else current,
        "editions": [one for one in editions.known if one.pk != bulletin.pk],
        "address": address,
        "short": short,
        "name": bulletin.title,
        "qr": _qr(short or address),
    }


def _short_address(path: str) -> str:
    link = ShortLink.objects.filter(target=path, expires_at=None).order_by("pk").first()
    return link.address if link else ""


def _qr(address: str) -> SafeString:
    return mark_safe(qr_svg(address))  # noqa: S308 - drawn by segno from our own address


def description_of(issue: dict) -> str:
    """One or two sentences about the issue: how its foreword begins, else what it tells of."""
    words = strip_tags(" ".join(issue.get("foreword") or []))
    if not words:
        sections = issue.get("sections") or []
        words = "本期目录：" + "；".join(entry["toc_title"] for each in sections for entry in each["entries"])
    return words if len(words) <= DESCRIPTION else f"{words[: DESCRIPTION - 1]}…"


def picture_of(issue: dict, first: str) -> str:
    """The absolute address of the cover photo, of the first page, or of the first picture; empty without any."""
    cover = issue.get("cover") or (None if first else _first_picture(issue))
    if cover:
        return settings.SITE_URL + reverse("core:thumbnail", args=[cover["media"], SHOWN_WIDE])
    return settings.SITE_URL + first if first else ""


def _first_picture(issue: dict) -> dict | None:
    for section in issue.get("sections") or []:
        for entry in section["entries"]:
            for block in entry["blocks"]:
                if block["type"] == "pictures":
                    return block["pictures"][0]
    return None
