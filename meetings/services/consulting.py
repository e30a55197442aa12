"""征求意见: put the draft before the units, take what they say, settle objections."""

from datetime import datetime

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf, in_time
from alliance.core.database import db_now
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.personal_links import act_data
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from meetings.enums import CommentStance, MinutesState
from meetings.minutes_consulting import asked_units, refusal_of
from meetings.minutes_notices import tell_of_comment
from meetings.models import Minutes, MinutesComment
from members.confirming import speaks_for
from members.models import Person, Unit

RIGHT = "meetings.write_minutes"


@transaction.atomic
def ask_for_comments(
    *, actor, minutes: Minutes, comments_by: datetime | None = None, silence_consents: bool | None = None
) -> Minutes:
    """Begin a round: every unit asked is told, and the text stands still until it ends.

    `comments_by` (aware, inclusive to the second) and `silence_consents` take the place of what the minutes say.
    Raises DomainError at the field, or where sections wait to be settled or nobody is to be asked.
    """
    require(actor, RIGHT, minutes)
    minutes = lock(minutes)
    if comments_by is not None:
        minutes.comments_by = comments_by
    if silence_consents is not None:
        minutes.silence_consents = silence_consents
    if minutes.comments_by is None or minutes.comments_by <= db_now():
        raise DomainError("请填写现在以后的征求意见截止时间。", field="comments_by")
    if minutes.sections.exclude(incoming="").exists():
        raise DomainError("还有段落与新汇编冲突，请先核对。")
    if not asked_units(minutes.meeting):
        raise DomainError("这次会议没有可以征求意见的单位：请先登记召开机构和各单位的席位。")
    save_record(minutes, actor=actor, reason="征求意见")
    return run_transition(actor=actor, obj=minutes, name="consult")


@transaction.atomic
def comment_on_minutes(
    *,
    actor,
    minutes: Minutes,
    unit: Unit,
    stance: str,
    text: str = "",
    version: int | None = None,
    behalf: OnBehalf | None = None,
    by_link: Person | None = None,
) -> MinutesComment:
    """Say for `unit` whether it objects, or change that while the round is open. The same again changes nothing.

    `by_link`: the person whose personal link it is; `actor` is None then. `version`: of the comment that was seen, 0
    for none. Raises NotAllowed, WrongState, StaleVersion, DomainError after the deadline or at `text`.
    """
    minutes = lock(minutes)
    if unit not in asked_units(minutes.meeting):
        raise NotAllowed(f"{unit}不在本次会议的征求意见范围内。")
    said = {"unit": unit, "round": minutes.round}
    comment = minutes.comments.filter(**said).first() or MinutesComment(minutes=minutes, **said)
    if by_link is None:
        require(actor, "meetings.comment_minutes", comment, behalf)
    elif not speaks_for(by_link, unit):
        raise NotAllowed(f"{by_link}目前不能代表{unit}答复。")
    if version is not None and version != (comment.version if comment.pk else 0):
        raise StaleVersion("在您填写期间，本单位的意见已被他人修改。请核对后再提交。")
    text = text.strip() if stance == CommentStance.OBJECT else ""
    if comment.pk and (comment.stance, comment.text) == (stance, text):
        return comment
    behalf = _in_time(minutes, behalf)
    if stance == CommentStance.OBJECT and not text:
        raise DomainError("请写明哪一处应怎样修改。", field="text")
    comment.stance, comment.text, comment.said_at = stance, text, db_now()
    comment.settled, comment.settlement = False, ""
    comment.said_by = _who(actor, behalf, by_link)
    save_record(comment, actor=actor, reason=f"个人链接：{by_link}" if by_link else "")
    audit.record(
        actor=actor,
        obj=comment,
        action="meetings.minutescomment.save",
        label=f"纪要意见：{comment.get_stance_display()}",
        data=act_data(by_link) if by_link else None,
        behalf=behalf,
    )
    tell_of_comment(comment)
    return comment


def _in_time(minutes: Minutes, behalf: OnBehalf | None) -> OnBehalf | None:
    """Raises unless comments are taken now; what staff record may have arrived in time (`core.behalf.in_time`)."""
    if minutes.state != MinutesState.CONSULTING:
        raise WrongState(refusal_of(minutes))
    if minutes.takes_comments_at(db_now()):
        return behalf
    if behalf is None:
        raise DomainError(refusal_of(minutes))
    return in_time(behalf, minutes.comments_by)


def _who(actor, behalf: OnBehalf | None, by_link: Person | None) -> str:
    if behalf is not None:
        return behalf.person_name.strip()[:60]
    return str(by_link or actor or "")[:60]


@transaction.atomic
def settle_comment(*, actor, comment: MinutesComment, settlement: str) -> MinutesComment:
    """Say what became of an objection (adopted, in part, or why not). The minutes are not signed before that."""
    require(actor, RIGHT, comment.minutes)
    lock(comment.minutes)
    comment = lock(comment)
    if comment.stance != CommentStance.OBJECT:
        raise WrongState("这家单位没有提出修改意见。")
    if not settlement.strip():
        raise DomainError("请写明怎样处理了这条意见。", field="settlement")
    comment.settled, comment.settlement = True, settlement.strip()
    save_record(comment, actor=actor, reason="处理意见")
    audit.record(
        actor=actor,
        obj=comment,
        action="meetings.minutescomment.settle",
        label="处理纪要意见",
        reason=comment.settlement,
    )
    return comment
