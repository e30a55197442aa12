"""What the live page shows now: the item, the seats that are present, the vote. Reads, never writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from meetings.enums import BallotState, MeetingState
from meetings.models import AgendaItem, Ballot, Meeting
from meetings.quorum import Presence, presence
from members.enums import Body


@dataclass(frozen=True)
class Row:
    """A line of the agenda. `state`: done, current or todo."""

    number: int
    item: AgendaItem
    state: str


@dataclass(frozen=True)
class Light:
    """The quorum light of one body; `met` is None where no rule was frozen."""

    presence: Presence

    @property
    def body(self) -> str:
        return Body(self.presence.body).label

    @property
    def met(self) -> bool | None:
        return self.presence.quorum_met


@dataclass(frozen=True)
class Now:
    """`since`: when the current item began (aware); `ballot` carries `voted` and `entitled`, seats."""

    meeting: Meeting
    rows: tuple[Row, ...]
    current: Row | None
    following: Row | None
    since: datetime | None
    lights: tuple[Light, ...]
    ballot: Ballot | None

    @property
    def is_on(self) -> bool:
        return self.meeting.state == MeetingState.IN_SESSION

    @property
    def before(self) -> Row | None:
        return self.rows[self.current.number - 2] if self.current and self.current.number > 1 else None


def meetings_to_follow() -> QuerySet:
    """Meetings with everything that `now_of` reads."""
    return Meeting.objects.prefetch_related("bodies", "rules", "roll", "attendances", "items__presenter")


def now_of(meeting: Meeting) -> Now:
    """`meeting` comes from `meetings_to_follow`; one query more, for the vote."""
    on = meeting.state == MeetingState.IN_SESSION
    live = meeting.live_item_id if on else None
    rows = tuple(_rows(list(meeting.items.all()), live))
    current = next((row for row in rows if row.state == "current"), None)
    ahead = rows[current.number :] if current else rows if on else ()
    return Now(
        meeting=meeting,
        rows=rows,
        current=current,
        following=next(iter(ahead), None),
        since=meeting.live_since if current else None,
        lights=tuple(
            Light(one) for one in (presence(meeting, b.body) for b in meeting.bodies.all()) if one.seats
        ),
        ballot=_ballot(meeting, live) if on else None,
    )


def _rows(items: list[AgendaItem], live: int | None) -> Iterator[Row]:
    place = next((place for place, item in enumerate(items) if item.pk == live), None)
    for number, item in enumerate(items):
        passed = place is not None and number < place
        yield Row(number + 1, item, "current" if number == place else "done" if passed else "todo")


def _ballot(meeting: Meeting, live: int | None) -> Ballot | None:
    """The vote that is open, the newest of several; else the one on the current item that was closed last."""
    wanted = Q(state=BallotState.OPEN)
    if live is not None:
        wanted |= Q(state=BallotState.CLOSED, item=live)
    counted = meeting.ballots.filter(wanted).annotate(
        entitled=Count("ballot_seats", filter=Q(ballot_seats__recused=False)),
        voted=Count("ballot_seats", filter=Q(ballot_seats__voted=True)),
    )
    ballots = sorted(counted, key=lambda one: (one.state == BallotState.OPEN, one.opened_at, one.pk))
    return ballots[-1] if ballots else None
