"""A council meeting in session: a roll of so many seats, some of them present, an agenda, people with logins."""

from dataclasses import dataclass, field

from django.utils import timezone

from alliance.core.models import User
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Attendance, Ballot, BallotSeat, Meeting, MeetingRule, RollEntry
from members.enums import Body
from tests import factories as make


@dataclass
class Room:
    meeting: Meeting
    items: list[AgendaItem]
    people: list[User] = field(default_factory=list)

    @property
    def roll(self) -> list[RollEntry]:
        return list(self.meeting.roll.all())


def room(
    *, seats: int = 3, present: int = 2, items: int = 3, state: str = MeetingState.IN_SESSION, **fields
) -> Room:
    """Two thirds of the seats are a quorum. `fields` are the meeting's."""
    fields.setdefault("starts_on", timezone.localdate())
    meeting = make.MeetingFactory(state=state, **fields)
    body = make.MeetingBodyFactory(meeting=meeting)
    MeetingRule.objects.create(meeting=meeting, body=body.body, basis="联盟章程")
    made = Room(
        meeting,
        [
            make.AgendaItemFactory(
                meeting=meeting,
                order=order,
                title=f"第{order}项议题",
                minutes_planned=10,
                presenter=make.PersonFactory(),
            )
            for order in range(1, items + 1)
        ],
    )
    for order in range(seats):
        user = make.council_member_of(make.UnitFactory(is_example=meeting.is_example))
        held = user.person.occupancies.get()
        RollEntry.objects.create(
            meeting=meeting,
            body=Body.COUNCIL,
            seat=held.seat,
            unit=held.seat.unit,
            unit_name=held.seat.unit.name,
            person=user.person,
            person_name=user.person.name,
            order=order,
        )
        made.people.append(user)
        if order < present:
            Attendance.objects.create(meeting=meeting, person=user.person, unit=held.seat.unit, order=order)
    return made


def ballot(room: Room, *, voted: int = 0, recused: int = 0, **fields) -> Ballot:
    """An open vote on the first item; of its seats the first so many have voted, the last so many are recused."""
    given = {
        "body": Body.COUNCIL,
        "question": "是否同意接纳新成员",
        "state": "open",
        "opened_at": timezone.now(),
        **fields,
    }
    made = Ballot.objects.create(meeting=room.meeting, item=given.pop("item", room.items[0]), **given)
    roll = room.roll
    for place, entry in enumerate(roll):
        BallotSeat.objects.create(
            ballot=made, roll=entry, voted=place < voted, recused=place >= len(roll) - recused
        )
    return made
