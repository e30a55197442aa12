"""签发: the minutes become a version with a checksum, and what they state about the meeting stands still."""

from django.db import transaction

from alliance.core.access import require
from alliance.core.database import db_now
from alliance.core.errors import DomainError
from alliance.core.transitions import run_transition
from alliance.core.writing import lock
from meetings.enums import CommentStance
from meetings.minutes_consulting import answers_to
from meetings.models import Minutes

NAMED = 5  # units named in a refusal


@transaction.atomic
def sign_minutes(
    *, actor, minutes: Minutes, signed_by: str | None = None, number: str | None = None, reason: str = ""
) -> Minutes:
    """Issue the minutes. A listener of the move keeps the version (`minutes_versions.keep_version`).

    `signed_by`, `number` take the place of what the minutes say. Raises DomainError while a round is open and units
    have not answered, objections are not settled, units are silent without silence being consent, or sections wait.
    """
    require(actor, "meetings.sign_minutes", minutes)
    minutes = lock(minutes)
    if said := "".join(obstacles(minutes)[:1]):
        raise DomainError(said)
    given = {"signed_by": signed_by, "number": number}
    words = {name: value.strip() for name, value in given.items() if value is not None}
    return run_transition(actor=actor, obj=minutes, name="sign", reason=reason, **words)


def obstacles(minutes: Minutes) -> list[str]:
    """What has to be done before the minutes can be signed, in sentences; empty when nothing stands against it."""
    found = []
    if minutes.sections.exclude(incoming="").exists():
        found.append("还有段落与新汇编冲突，请先核对。")
    if not minutes.preamble.strip() and not minutes.meeting.resolutions.exists():
        found.append("纪要还没有内容，请先汇编。")
    answers = answers_to(minutes, db_now())
    silent = [str(one.unit) for one in answers if one.comment is None and one.stands_against]
    if silent:
        over = "逾期未复，且未设定视为无异议" if answers[0].is_over else "还没有答复，征求意见尚未截止"
        found.append(f"{_named(silent)}{over}。")
    unsettled = minutes.comments.filter(stance=CommentStance.OBJECT, settled=False).select_related("unit")
    if objecting := [str(one.unit) for one in unsettled]:
        found.append(f"{_named(objecting)}的修改意见还没有处理。")
    return found


def _named(units: list[str]) -> str:
    units = list(dict.fromkeys(units))
    more = f"等{len(units)}家单位" if len(units) > NAMED else ""
    return "、".join(units[:NAMED]) + more
