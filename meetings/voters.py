"""Who casts the vote of a seat: its occupant by the roll, or at a live vote whoever stands for them and is present."""

from django.db.models import F, Q

from alliance.core.behalf import BehalfError, OnBehalf
from alliance.core.enums import Channel
from meetings.enums import AttendanceState, BallotState
from meetings.models import Ballot, BallotSeat
from meetings.quorum import Presence, presence
from members.models import Person

VISIBLE = (BallotState.OPEN, BallotState.CLOSED, BallotState.ANNULLED)


def presence_at(ballot: Ballot) -> Presence | None:
    """Who is present at a live vote; None for a 通讯表决, for which nobody comes."""
    return None if ballot.by_correspondence else presence(ballot.meeting, ballot.body)


def voter_of(seat: BallotSeat, there: Presence | None) -> Person | None:
    """The person who votes for `seat` now; None for an empty seat, or one that is not present at a live vote."""
    if there is None:
        return seat.roll.person
    attendance = there.attendance_of(seat.roll)
    return attendance.person if attendance else None


def seats_asked_of(user):
    """Seats in ballots (any but drafts) for which `user` is asked to vote: the own one, or as a delegate's."""
    own = Q(roll__person__user=user)
    present = Q(
        ballot__closes_at__isnull=True,
        ballot__meeting__attendances__person__user=user,
        ballot__meeting__attendances__stands_for=F("roll__person"),
        ballot__meeting__attendances__state=AttendanceState.PRESENT,
    )
    return BallotSeat.objects.filter(own | present, ballot__state__in=VISIBLE).distinct()


def is_asked(user, seat: BallotSeat) -> bool:
    """Whether `user` votes for `seat`, as things stand now."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    voter = voter_of(seat, presence_at(seat.ballot))
    return voter is not None and voter.user_id == user.pk


def holds(user, seat: BallotSeat) -> bool:
    """Whether `user` fills `seat` by the roll, present or not."""
    active = user is not None and user.is_authenticated and user.is_active
    return active and seat.roll.person_id is not None and seat.roll.person.user_id == user.pk


def on_paper(behalf: OnBehalf, seat: BallotSeat) -> None:
    """A check for `core.behalf.allow`: a vote by name, on a paper that its voter signed. A secret one stays personal."""
    if seat.ballot.secret:
        raise BehalfError("无记名表决须由本人投票，不能代录。")
    if behalf.unit is None or behalf.unit.pk != seat.roll.unit_id:
        raise BehalfError(f"该席位属于{seat.roll.unit_name}。", field="unit")
    voter = voter_of(seat, presence_at(seat.ballot))
    if voter is None or behalf.person_name.strip() != voter.name:
        said = f"应由{voter}表决" if voter else "没有可以表决的人员"
        raise BehalfError(f"该席位{said}，代录须是本人的意见。", field="person_name")
    if behalf.paper is None:
        raise BehalfError("请附上本人签字的表决票。", field="paper")
    if behalf.channel not in (Channel.PAPER, Channel.MAIL):
        raise BehalfError("只能代录本人签字的书面表决票。", field="channel")
