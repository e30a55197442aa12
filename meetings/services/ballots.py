"""Ballots: prepared, opened, closed, annulled (votes are cast by `services.voting`)."""

from datetime import datetime

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.database import db_now
from alliance.core.dates import moment_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from meetings.enums import BallotState, MeetingState, MinutesState
from meetings.models import (
    AgendaItem,
    Ballot,
    BallotSeat,
    Meeting,
    Minutes,
    Resolution,
)
from meetings.quorum import rule_of
from meetings.services.roll import freeze_meeting, roll_stands
from meetings.tally import figures_of
from meetings.voters import presence_at
from members.enums import Body

RUN = "meetings.run_ballot"
VOTING_BODIES = (Body.COUNCIL, Body.EXPERT_COMMITTEE)  # 联络员会议 and 秘书处 do not vote
CONTENT = ("body", "question", "secret", "closes_at", "item", "resolution")


# ---------------------------------------------------------------- prepared and opened
@transaction.atomic
def prepare_ballot(
    *,
    actor,
    meeting: Meeting,
    body: str,
    question: str,
    secret: bool = False,
    closes_at: datetime | None = None,
    item: AgendaItem | None = None,
    resolution: Resolution | None = None,
) -> Ballot:
    """A draft; with `closes_at` (aware) a 通讯表决, else a live vote. Raises DomainError at the field."""
    ballot = Ballot(
        meeting=meeting,
        body=body,
        question=question.strip(),
        secret=secret,
        closes_at=closes_at,
        item=item,
        resolution=resolution,
    )
    return add_ballot(actor=actor, ballot=ballot)


@transaction.atomic
def add_ballot(*, actor, ballot: Ballot) -> Ballot:
    """As `prepare_ballot`, for a form that has filled in the new `ballot` already."""
    require(actor, RUN, ballot)
    check_content(ballot)
    save_record(ballot, actor=actor)
    audit.record(actor=actor, obj=ballot, action="meetings.ballot.prepare", label="拟定表决")
    return ballot


@transaction.atomic
def change_ballot(*, actor, ballot: Ballot, **content) -> Ballot:
    """Change a draft. `content`: any of `CONTENT`. Raises WrongState once it was opened."""
    ballot = lock(ballot)
    require(actor, RUN, ballot)
    if ballot.state != BallotState.DRAFT:
        raise WrongState("表决已经开始，内容不能再改。")
    for name, value in content.items():
        setattr(ballot, name, value)
    check_content(ballot)
    save_record(ballot, actor=actor)
    audit.record(actor=actor, obj=ballot, action="meetings.ballot.change", label="修改表决")
    return ballot


def check_content(ballot: Ballot) -> None:
    """Raises DomainError at the field that cannot be."""
    meeting = ballot.meeting
    if ballot.body not in VOTING_BODIES:
        raise DomainError("只有理事会和专家委员会进行表决。", field="body")
    if not meeting.bodies.filter(body=ballot.body).exists():
        raise DomainError(f"本次会议没有召开{Body(ballot.body).label}。", field="body")
    if ballot.item and ballot.item.meeting_id != meeting.pk:
        raise DomainError("这项议程不属于本次会议。", field="item")
    if ballot.resolution and ballot.resolution.meeting_id != meeting.pk:
        raise DomainError("这项议定事项不属于本次会议。", field="resolution")


@transaction.atomic
def open_ballot(*, actor, ballot: Ballot) -> Ballot:
    """The seats of the roll may vote. A live vote needs a meeting in session, a 通讯表决 one that is convened at least.

    The roll of a meeting that has not begun is brought up to date, and stands from here on. Raises WrongState,
    DomainError.
    """
    meeting = lock(ballot.meeting)
    ballot = lock(ballot)
    require(actor, RUN, ballot)
    check_meeting(ballot, meeting)
    _check_deadline_ahead(ballot)
    if not roll_stands(meeting):
        freeze_meeting(actor=actor, meeting=meeting)
    if rule_of(meeting, ballot.body) is None:
        raise DomainError(f"{Body(ballot.body).label}没有施行中的表决规则，请先在“表决规则”中登记。")
    if not ballot.by_correspondence and _others_open(ballot):
        raise WrongState("同一机构还有一项现场表决没有结束。")
    ballot = run_transition(actor=actor, obj=ballot, name="open", opened_at=db_now())
    roll = meeting.roll.filter(body=ballot.body)
    BallotSeat.objects.bulk_create([BallotSeat(ballot=ballot, roll=entry) for entry in roll])
    if not ballot.ballot_seats.exists():
        raise DomainError(f"名册中没有{Body(ballot.body).label}的席位。")
    return ballot


def check_meeting(ballot: Ballot, meeting: Meeting) -> None:
    """Raises WrongState unless `meeting` is in a state in which this kind of vote is taken."""
    allowed = [MeetingState.IN_SESSION]
    if ballot.by_correspondence:
        allowed.append(MeetingState.CONVENED)
    if meeting.state not in allowed:
        when = "会议通知发出后" if ballot.by_correspondence else "宣布开会后"
        raise WrongState(f"会议{meeting.get_state_display()}，{when}才能表决。")


def _check_deadline_ahead(ballot: Ballot) -> None:
    if ballot.closes_at is not None and ballot.closes_at <= db_now():
        raise DomainError("表决截止时间须晚于现在。", field="closes_at")


def _others_open(ballot: Ballot) -> bool:
    others = Ballot.objects.filter(meeting=ballot.meeting, body=ballot.body, closes_at__isnull=True)
    return others.filter(state=BallotState.OPEN).exclude(pk=ballot.pk).exists()


# ---------------------------------------------------------------- closed, annulled
@transaction.atomic
def close_ballot(*, actor, ballot: Ballot) -> Ballot:
    """Count the rows and freeze the result with what it follows from.

    A 通讯表决 stays open until its deadline unless every seat has voted. Raises WrongState, DomainError.
    """
    ballot = lock(ballot)
    require(actor, RUN, ballot)
    seats = list(ballot.ballot_seats.select_related("roll"))
    _check_over(ballot, seats)
    figures = figures_of(ballot, seats, presence_at(ballot))
    if figures.count.cast != sum(seat.voted for seat in seats):
        raise DomainError("票数与已表决的席位不符，不能结束，请与系统管理员联系。")
    frozen = {
        "result": figures.result(rule_of(ballot.meeting, ballot.body)),
        "seats": figures.seats,
        "present": figures.present,
        "recused": figures.recused,
        "yes": figures.count.yes,
        "no": figures.count.no,
        "abstain": figures.count.abstain,
    }
    return run_transition(actor=actor, obj=ballot, name="close", closed_at=db_now(), figures=frozen)


def _check_over(ballot: Ballot, seats: list[BallotSeat]) -> None:
    waiting = sum(1 for seat in seats if not seat.voted and not seat.recused)
    if ballot.by_correspondence and waiting and ballot.takes_votes_at(db_now()):
        until = moment_words(ballot.closes_at)
        raise WrongState(f"还有 {waiting} 席没有表决，{until}截止之前不能结束。")


@transaction.atomic
def link_point(*, actor, ballot: Ballot, resolution: Resolution) -> Ballot:
    """The point that this vote decided, written once the vote had begun; the minutes then print the count.

    Raises WrongState, DomainError at `resolution`.
    """
    meeting = lock(ballot.meeting)
    ballot = lock(ballot)
    require(actor, RUN, ballot)
    if ballot.state not in (BallotState.OPEN, BallotState.CLOSED):
        raise WrongState(f"本项表决{ballot.get_state_display()}，不能在这里关联议定事项。")
    if ballot.resolution_id == resolution.pk:
        return ballot
    if ballot.resolution_id:
        raise WrongState(f"本项表决已关联议定事项“{ballot.resolution}”。")
    if Minutes.objects.filter(meeting=meeting).exclude(state=MinutesState.DRAFT).exists():
        raise WrongState("会议纪要正在征求意见或已经签发，不能再关联；请先将纪要退回起草。")
    if resolution not in points_without_vote(ballot):
        raise DomainError("请选择本次会议中没有表决、尚未生效的议定事项。", field="resolution")
    ballot.resolution = resolution
    save_record(ballot, actor=actor)
    audit.record(
        actor=actor, obj=ballot, action="meetings.ballot.link", label=f"关联议定事项：{resolution}"[:60]
    )
    return ballot


def points_without_vote(ballot: Ballot):
    """The points of its meeting that this vote may have decided; one query."""
    return Resolution.objects.filter(meeting=ballot.meeting_id, ballot=None, adopted_on=None)


@transaction.atomic
def annul_ballot(*, actor, ballot: Ballot, reason: str) -> Ballot:
    """The vote does not count; its rows stay, its point may be voted on anew. Refused once the point is in force."""
    ballot = lock(ballot)
    if ballot.resolution and ballot.resolution.adopted_on:
        raise WrongState("议定事项已经生效，表决不能作废；请由新的议定事项撤销。")
    return run_transition(actor=actor, obj=ballot, name="annul", reason=reason)
