"""Writes of members around a meeting: 参会回执 and 承办确认; lock, check, change, record.

Each act comes from the desk (`actor`), over a personal link (`by_link`; then `actor` is None), or is recorded by the
secretariat (`actor` with `behalf`, see `core.behalf`). What staff decide needs no more than `core.run_transition`.
"""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf, in_time
from alliance.core.database import db_now
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.personal_links import act_data
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from meetings.enums import HostingState, MeetingState, ReplyAnswer, ReplyVia
from meetings.invitations import invitation_of
from meetings.models import HostingTurn, Meeting, Reply
from meetings.rules import speaks_for
from members.models import Person


# ---------------------------------------------------------------- 参会回执
@transaction.atomic
def reply_to_meeting(
    *,
    actor,
    meeting: Meeting,
    person: Person,
    content: dict,
    version: int | None = None,
    behalf: OnBehalf | None = None,
    by_link: bool = False,
) -> Reply:
    """Answer the notice for `person`, or change the answer. `content`: names from `Reply.CONTENT`.

    `version` is that of the reply that the person has seen, 0 for none: StaleVersion when another answer came since.
    Saying what is already so changes nothing. Raises NotAllowed for who is not asked, WrongState unless the meeting
    is convened, DomainError after the day for replies (with `behalf`: for what arrived after it) or at the field.
    """
    meeting = lock(meeting)  # answers sent at the same moment come one after another
    invitation = invitation_of(meeting, person)
    if invitation is None:
        raise NotAllowed(f"{person}不在本次会议的邀请范围内。")
    reply = invitation.reply or Reply(meeting=meeting, person=person)
    reply.unit = invitation.unit
    if not by_link:
        require(actor, "meetings.reply", reply, behalf)
    content = _of_this_answer(content)
    if reply.pk and reply.holds(content):
        return reply
    behalf = _in_time(meeting, behalf)
    seen = reply.version if reply.pk else 0
    if version is not None and version != seen:
        raise StaleVersion("在您填写期间，这份回执已被他人修改。请核对后再提交。")
    if content["answer"] == ReplyAnswer.DELEGATE and not content["delegate_name"]:
        raise DomainError("请填写代为参会者姓名。", field="delegate_name")
    for name, value in content.items():
        setattr(reply, name, value)
    reply.via = ReplyVia.LINK if by_link else ReplyVia.BEHALF if behalf else ReplyVia.DESK
    reply.answered_at = db_now()
    save_record(reply, actor=actor, reason=f"个人链接：{person}" if by_link else "")
    audit.record(
        actor=actor,
        obj=reply,
        action="meetings.reply.save",
        label=f"参会回执：{reply.get_answer_display()}",
        data=act_data(person) if by_link else None,
        behalf=behalf,
    )
    return reply


def _of_this_answer(content: dict) -> dict:
    """What belongs to another answer than the one given is dropped: a form may have hidden it with its text."""
    foreign = () if content["answer"] == ReplyAnswer.DELEGATE else Reply.OF_DELEGATE
    if content["answer"] == ReplyAnswer.EXCUSE:
        foreign = (*foreign, "arrival")
    return {**content, **dict.fromkeys(foreign, "")}


def _in_time(meeting: Meeting, behalf: OnBehalf | None) -> OnBehalf | None:
    """Raises unless replies are taken now; what staff record may have arrived in time (`core.behalf.in_time`)."""
    if meeting.state != MeetingState.CONVENED:
        raise WrongState(meeting.reply_refusal)
    if meeting.takes_replies_at(db_now()):
        return behalf
    if behalf is None:
        raise DomainError(meeting.reply_refusal)
    return in_time(behalf, meeting.reply_by)


@transaction.atomic
def end_links(*, actor, obj: Meeting | HostingTurn) -> Meeting | HostingTurn:
    """Begin a new series: every personal link given out so far for `obj` is dead."""
    require(actor, "meetings.manage_meeting", obj)
    obj = lock(obj)
    obj.link_series += 1
    save_record(obj, actor=actor, reason="作废个人链接")
    audit.record(actor=actor, obj=obj, action=f"{obj._meta.label_lower}.end_links", label="作废个人链接")
    return obj


# ---------------------------------------------------------------- 承办确认
@transaction.atomic
def answer_hosting(
    *,
    actor,
    turn: HostingTurn,
    accept: bool,
    reason: str = "",
    behalf: OnBehalf | None = None,
    by_link: Person | None = None,
) -> HostingTurn:
    """Say for the unit whether it hosts; declining needs a reason. The same answer again changes nothing.

    `by_link`: the person whose personal link it is; `actor` is None then. Raises NotAllowed for who does not speak
    for the unit, WrongState once it is answered otherwise, DomainError at `reason`.
    """
    turn = lock(turn)
    if by_link is None:
        require(actor, "meetings.answer_hosting", turn, behalf)
    elif not speaks_for(by_link, turn.unit):
        raise NotAllowed(f"{by_link}目前不能代表{turn.unit}办理。")
    if turn.state == (HostingState.ACCEPTED if accept else HostingState.DECLINED):
        return turn
    reason = "" if accept else reason.strip()
    if not accept and not reason:
        raise DomainError("请填写不能承办的理由。", field="reason")
    return run_transition(
        actor=actor,
        obj=turn,
        name="accept" if accept else "decline",
        reason=reason,
        behalf=behalf,
        data=act_data(by_link) if by_link else None,
        **({} if accept else {"decline_reason": reason}),
    )
