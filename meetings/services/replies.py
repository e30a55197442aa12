"""参会回执: answering the notice of a meeting; lock, check, change, record.

From the desk (`actor`), over a personal link (`by_link`; then `actor` is None), or recorded by the secretariat
(`actor` with `behalf`, see `core.behalf`).
"""

import re

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf, in_time
from alliance.core.database import db_now
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.personal_links import act_data
from alliance.core.writing import lock, save_record
from meetings.enums import MeetingState, ReplyAnswer, ReplyVia
from meetings.invitations import invitation_of
from meetings.models import Meeting, Reply
from members.models import Person

TAXPAYER = re.compile(r"[0-9A-Z]{15,20}")


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
    """Answer the notice for `person`, or change the answer. `content`: names from `Reply.NOTHING`.

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
    _check(content)
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
    """What belongs to another answer than the one given is dropped: a form may have hidden it with its text.

    Of a taxpayer's number only its signs count: people write it in groups.
    """
    foreign = () if content["answer"] == ReplyAnswer.DELEGATE else Reply.OF_DELEGATE
    if content["answer"] == ReplyAnswer.EXCUSE:
        foreign = (*foreign, *Reply.COMING)
    content = {**content, **{name: Reply.NOTHING[name] for name in foreign}}
    if number := content.get("invoice_number"):
        content["invoice_number"] = "".join(number.split()).upper()
    return content


def _check(content: dict) -> None:
    """Raises DomainError at the field that lacks something."""
    if content["answer"] == ReplyAnswer.DELEGATE and not content["delegate_name"]:
        raise DomainError("请填写代为参会者姓名。", field="delegate_name")
    number = content.get("invoice_number", "")
    if number and not TAXPAYER.fullmatch(number):
        raise DomainError("纳税人识别号为15至20位数字或大写字母，请核对。", field="invoice_number")
    if number and not content.get("invoice_title"):
        raise DomainError("填了纳税人识别号，请同时填写发票抬头。", field="invoice_title")


def _in_time(meeting: Meeting, behalf: OnBehalf | None) -> OnBehalf | None:
    """Raises unless replies are taken now; what staff record may have arrived in time (`core.behalf.in_time`)."""
    if meeting.state != MeetingState.CONVENED:
        raise WrongState(meeting.reply_refusal)
    if meeting.takes_replies_at(db_now()):
        return behalf
    if behalf is None:
        raise DomainError(meeting.reply_refusal)
    return in_time(behalf, meeting.reply_by)
