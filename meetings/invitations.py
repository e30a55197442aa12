"""Who is asked to a meeting: whoever now fills a seat of the bodies that meet, in the term for which they meet.

Nothing is stored until somebody answers, so a replacement in a seat is invited at once and the predecessor no longer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from meetings.models import Meeting, Reply
from members.enums import Body
from members.models import Occupancy, Person, Unit
from members.rules import units_represented


@dataclass(frozen=True)
class Invitation:
    """One person asked to one meeting for `unit`, as sitting in `bodies`; `reply` is None until there is one."""

    meeting: Meeting
    person: Person
    unit: Unit
    bodies: tuple[Body, ...]
    reply: Reply | None

    @property
    def roles(self) -> tuple[str, ...]:
        """In Chinese: 理事, 专家, 联络员."""
        return tuple(dict.fromkeys(body.role for body in self.bodies))

    @property
    def role(self) -> str:
        return "、".join(self.roles)


def invitations_to(meeting: Meeting, person: Person | None = None) -> list[Invitation]:
    """Everybody asked (or `person` alone), by unit in printed order; three queries."""
    seats = _seats().filter(_seats_of([meeting]))
    replies = meeting.replies.all()
    if person is not None:
        seats, replies = seats.filter(person=person), replies.filter(person=person)
    return _invitations(meeting, seats, {reply.person_id: reply for reply in replies})


def invitation_of(meeting: Meeting, person: Person) -> Invitation | None:
    """None when the person is not asked (any more)."""
    return next(iter(invitations_to(meeting, person)), None)


def answerable_by(user, meetings: Iterable[Meeting] | None = None) -> list[Invitation]:
    """Invitations that `user` may answer: their own, and as a liaison those of the unit's people.

    `meetings`: all those convened when None. A constant number of queries.
    """
    if not (user.is_authenticated and user.is_active):
        return []
    if meetings is None:
        meetings = Meeting.objects.convened().prefetch_related("bodies")
    meetings = list(meetings)
    units = units_represented(user, Body.LIAISON_MEETING) if meetings else set()
    return _invitations_to_all(meetings, Q(person__user=user) | Q(seat__unit__in=units))


def invitations_to_all(meetings: Iterable[Meeting]) -> list[Invitation]:
    """Everybody asked to any of `meetings`, one meeting after the other; a constant number of queries."""
    return _invitations_to_all(list(meetings), Q())


def _invitations_to_all(meetings: list[Meeting], which: Q) -> list[Invitation]:
    seats = list(_seats().filter(_seats_of(meetings), which)) if meetings else []
    if not seats:
        return []
    replies = Reply.objects.filter(meeting__in=meetings, person__in={seat.person_id for seat in seats})
    by_key = {(reply.meeting_id, reply.person_id): reply for reply in replies}
    return [
        invitation
        for meeting in meetings
        for invitation in _invitations(
            meeting,
            [held for held in seats if _sits_there(held, meeting)],
            {held.person_id: by_key.get((meeting.pk, held.person_id)) for held in seats},
        )
    ]


def _seats():
    """Occupancies of today, of units that are members now, by unit."""
    held = Occupancy.objects.current().filter(seat__unit__in=Unit.objects.current())
    return held.select_related("person__user", "seat__unit").order_by(
        "seat__unit__print_order", "seat__unit__pinyin", "seat__unit_id", "person__pinyin", "person_id", "pk"
    )


def _seats_of(meetings: Iterable[Meeting]) -> Q:
    """A 示例 meeting asks 示例 units alone, a real one real units alone."""
    found = Q(pk__in=())
    for meeting in meetings:
        for each in meeting.bodies.all():
            found |= Q(
                seat__body=each.body, seat__term=each.term_id, seat__unit__is_example=meeting.is_example
            )
    return found


def _sits_there(held: Occupancy, meeting: Meeting) -> bool:
    bodies = {(each.body, each.term_id) for each in meeting.bodies.all()}
    seat = held.seat
    return (seat.body, seat.term_id) in bodies and seat.unit.is_example == meeting.is_example


def _invitations(meeting: Meeting, seats: Iterable[Occupancy], replies: dict) -> list[Invitation]:
    """One for each person, for the unit of their first seat, however many seats they fill."""
    by_person: dict[int, list[Occupancy]] = {}
    for held in seats:
        by_person.setdefault(held.person_id, []).append(held)
    return [
        Invitation(
            meeting=meeting,
            person=held[0].person,
            unit=held[0].seat.unit,
            bodies=tuple(dict.fromkeys(Body(one.seat.body) for one in held)),
            reply=replies.get(held[0].person_id),
        )
        for held in by_person.values()
    ]
