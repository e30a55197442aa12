"""The meetings of a person: those of the bodies they sit in, with their reply, and past ones."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from meetings.enums import MeetingState, MinutesState
from meetings.invitations import answerable_by
from meetings.models import Meeting, Reply

SHOWN = 3
AHEAD = (MeetingState.PLANNED, MeetingState.CONVENED)


@dataclass(frozen=True)
class Ahead:
    """A meeting to come. `reply`: the own one; `asked` and `answered`: how many of those the person answers for.

    `is_open`: replies are taken now.
    """

    meeting: Meeting
    reply: Reply | None
    asked: int
    answered: int
    is_open: bool


def meetings_of(user, person, seats: list, now: datetime) -> dict:
    """`ahead`: the one that sits now and the next ones, those without a day last; `past`: the newest, each with whether its minutes are signed.

    The secretariat runs them all, and sees the next of every body.
    """
    visible = (
        Meeting.objects.visible_to(user).select_related("host", "minutes").prefetch_related("bodies__term")
    )
    today = timezone.localdate(now)
    to_come = Q(starts_on__isnull=True) | Q(starts_on__gte=today)
    ahead = visible.filter(Q(to_come, state__in=AHEAD) | Q(state=MeetingState.IN_SESSION))
    if not user.is_staff:
        ahead = ahead.filter(_asks(seats))
    past = visible.filter(
        _of_bodies(seats) | Q(attendances__person=person, attendances__person__isnull=False)
    )
    past = past.filter(state=MeetingState.HELD)
    shown = list(ahead.order_by(F("starts_on").asc(nulls_last=True), "pk").distinct()[:SHOWN])
    return {
        "ahead": _with_replies(user, shown, now),
        "past": [(one, _is_signed(one)) for one in past.order_by("-starts_on", "-pk").distinct()[:SHOWN]],
    }


def _of_bodies(seats: list) -> Q:
    """The meetings of the bodies in the terms in which the person sits there."""
    found = Q(pk__in=())
    for held in seats:
        found |= Q(bodies__body=held.seat.body, bodies__term=held.seat.term_id)
    return found


def _asks(seats: list) -> Q:
    """The same, of those to which the person is asked: a 示例 meeting asks 示例 units alone, a real one real units."""
    found = Q(pk__in=())
    for held in seats:
        found |= _of_bodies([held]) & Q(is_example=held.seat.unit.is_example)
    return found


def _with_replies(user, meetings: list[Meeting], now: datetime) -> list[Ahead]:
    convened = [meeting for meeting in meetings if meeting.state == MeetingState.CONVENED]
    asked: dict[int, list] = {}
    for one in answerable_by(user, convened):
        asked.setdefault(one.meeting.pk, []).append(one)
    return [
        Ahead(
            meeting,
            next((one.reply for one in asked.get(meeting.pk, ()) if one.person.user_id == user.pk), None),
            len(asked.get(meeting.pk, ())),
            sum(one.reply is not None for one in asked.get(meeting.pk, ())),
            meeting.takes_replies_at(now),
        )
        for meeting in meetings
    ]


def _is_signed(meeting: Meeting) -> bool:
    minutes = getattr(meeting, "minutes", None)
    return minutes is not None and minutes.state == MinutesState.SIGNED
