"""Counting votes: always from the rows, decided in integers by the rule frozen when the meeting was convened.

A seat that is recused (回避) is left out of both sides: of the seats of which a quorum is a part, and of those present.
In a 通讯表决 present is who has voted: silence is neither an abstention nor presence.
"""

from collections import Counter
from dataclasses import dataclass

from meetings.enums import BallotResult, BallotState, MajorityOf, VoteChoice
from meetings.models import Ballot, BallotSeat, OpenVote
from meetings.models.rule import RuleFields
from meetings.quorum import Presence, is_enough, least, presence


@dataclass(frozen=True)
class Count:
    """Votes by choice."""

    yes: int = 0
    no: int = 0
    abstain: int = 0

    @property
    def cast(self) -> int:
        """Every vote given, an abstention too: 弃权 is a vote, silence is none."""
        return self.yes + self.no + self.abstain


@dataclass(frozen=True)
class Figures:
    """What a result follows from, in seats. `present` leaves out who is recused; `seats` does not."""

    seats: int
    present: int
    recused: int
    count: Count

    @property
    def eligible(self) -> int:
        return self.seats - self.recused

    def base(self, rule: RuleFields) -> int:
        """The number of which the votes for it must be a majority."""
        return {
            MajorityOf.SEATS: self.eligible,
            MajorityOf.PRESENT: self.present,
            MajorityOf.CAST: self.count.cast,
        }[MajorityOf(rule.majority_of)]

    def result(self, rule: RuleFields) -> BallotResult:
        if not is_enough(rule, "quorum", self.present, self.eligible):
            return BallotResult.NO_QUORUM
        carried = is_enough(rule, "majority", self.count.yes, self.base(rule))
        return BallotResult.CARRIED if carried else BallotResult.REJECTED

    def needed(self, rule: RuleFields) -> int:
        """The least number of votes for it that would carry it as things stand."""
        return least(rule, "majority", self.base(rule))


@dataclass(frozen=True)
class Tally:
    """How a ballot stands, for those who look at it. `count` is None while a secret ballot is not closed."""

    ballot: Ballot
    voted: int
    figures: Figures | None
    seats: int
    recused: int

    @property
    def waiting(self) -> int:
        """Seats that may still vote."""
        return self.seats - self.recused - self.voted

    @property
    def count(self) -> Count | None:
        return self.figures.count if self.figures else None


def count_of(ballot: Ballot) -> Count:
    """The votes in the rows; one query. Who shows this of a secret ballot that is open gives it away: see `tally_of`."""
    if ballot.secret:
        choices = ballot.secret_votes.values_list("choice", flat=True)
    else:
        choices = OpenVote.objects.filter(ballot_seat__ballot=ballot).values_list("choice", flat=True)
    found = Counter(choices.order_by())
    return Count(found[VoteChoice.YES], found[VoteChoice.NO], found[VoteChoice.ABSTAIN])


def figures_of(ballot: Ballot, seats: list[BallotSeat], there: Presence | None) -> Figures:
    """`seats`: all of the ballot. `there`: who is present at a live vote; None for a 通讯表决."""
    able = [seat for seat in seats if not seat.recused]
    in_room = there.by_seat if there else {}
    return Figures(
        seats=len(seats),
        present=sum(1 for seat in able if seat.voted or seat.roll_id in in_room),
        recused=len(seats) - len(able),
        count=count_of(ballot),
    )


def tally_of(ballot: Ballot, seats: list[BallotSeat] | None = None) -> Tally:
    """The ballot as it may be shown now. Frozen numbers once closed, rows before; a draft has no seats yet."""
    if ballot.state == BallotState.CLOSED:
        count = Count(ballot.yes, ballot.no, ballot.abstain)
        figures = Figures(ballot.seats, ballot.present, ballot.recused, count)
        return Tally(ballot, count.cast, figures, ballot.seats, ballot.recused)
    seats = list(ballot.ballot_seats.all()) if seats is None else seats
    voted, recused = sum(seat.voted for seat in seats), sum(seat.recused for seat in seats)
    if ballot.secret or ballot.state != BallotState.OPEN:
        return Tally(ballot, voted, None, len(seats), recused)
    there = None if ballot.by_correspondence else presence(ballot.meeting, ballot.body)
    return Tally(ballot, voted, figures_of(ballot, seats, there), len(seats), recused)


def words_of(ballot: Ballot) -> str:
    """应到 12 席，实到 10 席，同意 9 票、反对 0 票、弃权 1 票，通过. Empty until the ballot is closed."""
    if ballot.state != BallotState.CLOSED:
        return ""
    came = "收到表决" if ballot.by_correspondence else "实到"
    recused = f"，回避 {ballot.recused} 席" if ballot.recused else ""
    return (
        f"应到 {ballot.seats} 席，{came} {ballot.present} 席{recused}；同意 {ballot.yes} 票、反对 {ballot.no} 票、"
        f"弃权 {ballot.abstain} 票，{ballot.get_result_display()}"
    )
