"""The whole of the minutes as data: what is shown, printed, put before the units, and frozen when they are signed."""

import hashlib
import json

from django.utils import timezone

from alliance.core.dates import day_words
from meetings.documents import paragraphs, participants_line
from meetings.enums import AttendanceState, BallotState
from meetings.minutes_text import by_unit
from meetings.models import Ballot, Minutes, MinutesVersion, Resolution

# Kinds of attendance as 纪要 name them (GB/T 9704-2012, 10.3).
LISTS = (
    (AttendanceState.PRESENT, "出席"),
    (AttendanceState.EXCUSED, "请假"),
    (AttendanceState.OBSERVER, "列席"),
)


def minutes_content(minutes: Minutes) -> dict:
    """JSON of the minutes as they stand now.

    `title`, `number`, `signed_by`, `meeting`, `held_on` (words), `text` (paragraphs), `points` (number, kind, subject, text,
    vote), `participants` (the run-in line), `lists` (label, units as [name, [names]]), `list_is_open`, `is_example`.
    Three queries.
    """
    meeting = minutes.meeting
    attendances = list(meeting.attendances.select_related("person", "unit", "stands_for"))
    votes = {ballot.resolution_id: ballot for ballot in meeting.ballots.filter(state=BallotState.CLOSED)}
    return {
        "title": minutes.title,
        "number": minutes.number,
        "signed_by": minutes.signed_by,
        "meeting": meeting.name,
        "held_on": day_words(meeting.starts_on) if meeting.starts_on else meeting.date_note,
        "text": paragraphs(minutes.preamble),
        "points": [_point(point, votes.get(point.pk)) for point in meeting.resolutions.all()],
        "participants": participants_line(attendances, is_open=meeting.list_is_open),
        "lists": [
            {"label": label, "units": [[unit, names] for unit, names in by_unit(attendances, state)]}
            for state, label in LISTS
        ],
        "list_is_open": meeting.list_is_open,
        "is_example": meeting.is_example,
    }


def _point(point: Resolution, ballot: Ballot | None) -> dict:
    return {
        "number": point.number,
        "kind": point.get_kind_display(),
        "subject": point.subject,
        "text": point.text,
        "vote": vote_words(ballot) if ballot else "",
    }


def vote_words(ballot: Ballot) -> str:
    """The result of a closed ballot with its numbers, as minutes state it."""
    counts = f"同意{ballot.yes or 0}票，反对{ballot.no or 0}票，弃权{ballot.abstain or 0}票"
    recused = f"，回避{ballot.recused}席" if ballot.recused else ""
    way = "无记名表决" if ballot.secret else "表决"
    return f"{way}结果：席位{ballot.seats or 0}席，{counts}{recused}，{ballot.get_result_display()}。"


# ---------------------------------------------------------------- signed versions
def digest_of(content: dict) -> str:
    """SHA-256 (64 hex digits) of the content: the same words in the same places, whatever the database made of it."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_intact(version: MinutesVersion) -> bool:
    """Whether the content still has the checksum that it was signed with."""
    return digest_of(version.content) == version.sha256


def signed_content(minutes: Minutes, *, today: bool) -> dict:
    """`minutes_content` with the day of signing, for a version: not `today` when the system enters what was printed."""
    return {**minutes_content(minutes), "signed_on": day_words(timezone.localdate()) if today else ""}


def latest_version(minutes: Minutes) -> MinutesVersion | None:
    return minutes.versions.order_by("-number").first()
