"""Votes are cast: one for a seat of the roll. Every act locks the ballot, so they come one after another.

A secret vote is put into a box that is emptied and filled again in a new order with every vote: neither the place of
a row nor the transaction that wrote it tells whose it is.
"""

import random

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import BehalfError, OnBehalf, in_time
from alliance.core.database import db_now
from alliance.core.dates import moment_words
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.writing import lock
from meetings.enums import BallotState, VoteChoice
from meetings.models import Ballot, BallotSeat, OpenVote, RollEntry, SecretVote
from meetings.services.ballots import RUN, check_meeting
from meetings.voters import presence_at, voter_of
from members.models import Person, Unit

SHUFFLE = random.SystemRandom()


@sensitive_variables("choice", "choices")
@transaction.atomic
def cast_vote(
    *, actor, ballot: Ballot, roll: RollEntry, choice: str, behalf: OnBehalf | None = None
) -> Ballot:
    """Cast the one vote of a seat. It stands: the same vote by name once more changes nothing, another is refused.

    `actor` votes, or with `behalf` records a vote by name on paper, also after the deadline if it arrived before.
    Raises NotAllowed for whom the seat does not ask, WrongState when no votes are taken, DomainError.
    """
    ballot = lock(ballot)
    seat = _seat(ballot, roll)
    require(actor, "meetings.vote", seat, behalf)
    behalf = _in_time(ballot, behalf)
    if choice not in VoteChoice.values:
        raise DomainError("请选择同意、反对或弃权。", field="choice")
    if seat.recused:
        raise DomainError("该席位已回避，不参加本项表决。")
    if seat.voted:
        if not ballot.secret and seat.vote.choice == choice:
            return ballot
        raise DomainError("该席位已经表决，一经投出不能更改。")
    seat.voted, seat.voter = True, _voter(actor, seat, behalf)
    seat.save(update_fields=["voted", "voter"])
    if ballot.secret:
        _put_into_box(ballot, choice)
    else:
        OpenVote.objects.create(ballot_seat=seat, choice=choice, cast_at=db_now())
    audit.record(
        actor=actor, obj=ballot, action="meetings.ballot.vote", label=f"投票：{seat.roll}"[:60], behalf=behalf
    )
    return ballot


def record_paper_vote(*, actor, ballot: Ballot, unit: Unit | None, choice: str, behalf: OnBehalf) -> Ballot:
    """秘书处代录: the vote by name that `unit`'s seat gave on paper. Raises as `cast_vote`, DomainError at `unit`."""
    entry = ballot.meeting.roll.filter(body=ballot.body, unit=unit).first() if unit else None
    if entry is None:
        raise BehalfError("请选择名册中的单位。", field="unit")
    return cast_vote(actor=actor, ballot=ballot, roll=entry, choice=choice, behalf=behalf)


@sensitive_variables("choice", "choices")
def _put_into_box(ballot: Ballot, choice: str) -> None:
    """All rows are written anew in random order and under new keys, those of earlier voters too."""
    choices = [*ballot.secret_votes.values_list("choice", flat=True), choice]
    SHUFFLE.shuffle(choices)
    ballot.secret_votes.all().delete()
    SecretVote.objects.bulk_create([SecretVote(ballot=ballot, choice=each) for each in choices])


def _voter(actor, seat: BallotSeat, behalf: OnBehalf | None = None) -> Person:
    """Whose vote it is. Nobody else gives it, not even a superuser, who has every permission."""
    voter = voter_of(seat, presence_at(seat.ballot))
    if voter is None:
        raise NotAllowed("该席位没有人员出席，不能表决。")
    if actor is not None and behalf is None and voter.user_id != actor.pk:
        raise NotAllowed("表决须由本人办理。")
    return voter


def _seat(ballot: Ballot, roll: RollEntry) -> BallotSeat:
    seat = ballot.ballot_seats.select_related("roll__person").filter(roll=roll).first()
    if seat is None:
        if ballot.state == BallotState.DRAFT:
            raise WrongState("表决还没有开始。")
        raise NotAllowed("该席位不在本次表决的名册中。")
    seat.ballot = ballot
    return seat


def _in_time(ballot: Ballot, behalf: OnBehalf | None) -> OnBehalf | None:
    """Raises unless votes are taken now; a paper may have arrived before the deadline (`core.behalf.in_time`)."""
    if ballot.state != BallotState.OPEN:
        raise WrongState(f"本项表决{ballot.get_state_display()}，不能投票。")
    check_meeting(ballot, ballot.meeting)
    if ballot.takes_votes_at(db_now()):
        return behalf
    if behalf is None:
        raise WrongState(f"本项表决已于{moment_words(ballot.closes_at)}截止。")
    return in_time(behalf, ballot.closes_at)


# ---------------------------------------------------------------- recused, to be discussed
@transaction.atomic
def recuse_seat(*, actor, ballot: Ballot, roll: RollEntry, reason: str) -> BallotSeat:
    """回避: the seat takes no part in this vote; said by its occupant, or entered by staff, before it has voted."""
    ballot = lock(ballot)
    seat = _seat(ballot, roll)
    require(actor, "meetings.recuse", seat)
    _in_time(ballot, None)
    if seat.recused:
        return seat
    if seat.voted:
        raise WrongState("该席位已经表决，不能再回避。")
    seat.recused, seat.recusal_reason = True, _said(reason, 200, "请填写回避理由。")
    return _save_seat(actor, seat, "recuse", f"回避：{seat.roll}", reason)


@transaction.atomic
def end_recusal(*, actor, ballot: Ballot, roll: RollEntry, reason: str) -> BallotSeat:
    """Staff take back a recusal that was a mistake, while the vote is open."""
    ballot = lock(ballot)
    seat = _seat(ballot, roll)
    require(actor, RUN, ballot)
    _in_time(ballot, None)
    if not seat.recused:
        return seat
    seat.recused, seat.recusal_reason = False, ""
    return _save_seat(
        actor, seat, "end_recusal", f"撤销回避：{seat.roll}", _said(reason, 200, "请填写理由。")
    )


@transaction.atomic
def request_discussion(*, actor, ballot: Ballot, roll: RollEntry, reason: str) -> BallotSeat:
    """In a 通讯表决, ask that the matter be discussed at a meeting; the secretariat decides what follows."""
    ballot = lock(ballot)
    seat = _seat(ballot, roll)
    require(actor, "meetings.vote", seat)
    _voter(actor, seat)
    if not ballot.by_correspondence:
        raise WrongState("现场表决请直接在会上提出。")
    _in_time(ballot, None)
    if seat.wants_discussion:
        return seat
    seat.wants_discussion, seat.discussion_reason = True, _said(reason, 300, "请填写要求讨论的理由。")
    return _save_seat(actor, seat, "request_discussion", f"要求讨论：{seat.roll}", reason)


def _said(reason: str, length: int, message: str) -> str:
    if not reason.strip():
        raise DomainError(message, field="reason")
    if len(reason.strip()) > length:
        raise DomainError(f"理由不能超过 {length} 字。", field="reason")
    return reason.strip()


def _save_seat(actor, seat: BallotSeat, act: str, label: str, reason: str) -> BallotSeat:
    seat.full_clean()
    seat.save()
    audit.record(
        actor=actor,
        obj=seat.ballot,
        action=f"meetings.ballot.{act}",
        label=label[:60],
        reason=reason.strip(),
    )
    return seat
