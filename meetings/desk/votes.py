"""What rules, roll and votes bring to the desk and to the moves of meetings. Registered in `apps.py`."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from alliance.core.behalf_acts import RecordableAct, Target, recordable_acts
from alliance.core.dates import short_moment_words
from alliance.core.registry import (
    Link,
    LinkGroup,
    Reminder,
    ToDo,
    desk_todos,
    move_listeners,
    related_links,
    reminders,
)
from alliance.notices import kinds
from meetings import ballot_notices
from meetings.enums import AttendanceState, BallotState
from meetings.forms.votes import PaperVoteForm
from meetings.models import Attendance, Ballot, BallotSeat, Meeting
from meetings.services.roll import freeze_on_move
from meetings.services.voting import record_paper_vote
from meetings.voters import seats_asked_of
from members.enums import Body

KIND = "表决"


# ---------------------------------------------------------------- to do
def of_voters(user) -> Iterator[ToDo]:
    """One for each ballot in which a seat of this person has not voted; at a live one, of who is there. One query."""
    if not (user.is_authenticated and user.is_active):
        return
    now = timezone.now()
    there = Attendance.objects.filter(
        meeting=OuterRef("ballot__meeting"), person__user=user, state=AttendanceState.PRESENT
    )
    open_seats = seats_asked_of(user).filter(ballot__state=BallotState.OPEN, voted=False, recused=False)
    seats = open_seats.filter(Q(ballot__closes_at__isnull=False) | Exists(there))
    found = seats.select_related("ballot__meeting", "roll").order_by("ballot_id", "pk")
    for ballot, group in groupby(found, key=lambda seat: seat.ballot):
        if ballot.takes_votes_at(now):
            yield ToDo(
                title=f"请表决：{ballot.question}",
                url=ballot.get_absolute_url(),
                due=ballot.closes_at,
                note="、".join(seat.roll.unit_name for seat in group),
                role=Body(ballot.body).role,
                kind=KIND,
                action="去表决",
                tone="" if ballot.closes_at else "wait",
            )


def of_staff(user) -> Iterator[ToDo]:
    """通讯表决 whose time is over, and seats that want a discussion; one query."""
    if not (user.is_active and user.is_staff and user.has_perm("meetings.run_ballot")):
        return
    now = timezone.now()
    wanting = Count("ballot_seats", filter=Q(ballot_seats__wants_discussion=True))
    for ballot in Ballot.objects.filter(state=BallotState.OPEN, closes_at__isnull=False).annotate(
        wanting=wanting
    ):
        given = {"role": Body.SECRETARIAT.label, "kind": KIND, "tone": "wait"}
        page = reverse("admin:meetings_ballot_run", args=[ballot.pk])
        if ballot.wanting:
            title = f"{ballot.wanting} 席要求开会讨论：{ballot.question}"
            yield ToDo(title=title, url=page, action="查看", **given)
        if not ballot.takes_votes_at(now):
            yield ToDo(title=f"表决已截止，请结束并计票：{ballot.question}", url=page, **given)


def remind() -> Iterator[Reminder]:
    """Everybody with a login whose seat has not voted in a 通讯表决; silence is neither yes nor an abstention."""
    now = timezone.now()
    waiting = BallotSeat.objects.filter(
        ballot__state=BallotState.OPEN,
        ballot__closes_at__gt=now,
        voted=False,
        recused=False,
        roll__person__user__is_active=True,
    )
    for seat in waiting.select_related("ballot", "roll__person__user"):
        yield Reminder(
            recipients=(seat.roll.person.user,),
            key=f"ballot-{seat.ballot_id}-seat-{seat.pk}",
            title=f"请表决：{seat.ballot.question}",
            url=seat.ballot.get_absolute_url(),
            due=seat.ballot.closes_at,
            note=seat.roll.unit_name,
        )


def links_of_meeting(obj, user) -> Iterator[LinkGroup]:
    """On a meeting's page: the votes for which this person is asked; one query, none for visitors."""
    if not isinstance(obj, Meeting) or not user.is_authenticated:
        return
    seats = seats_asked_of(user).filter(ballot__meeting=obj).select_related("ballot").order_by("-ballot_id")
    ballots = dict.fromkeys(seat.ballot for seat in seats)
    links = tuple(Link(str(one), one.get_absolute_url(), one.get_state_display()) for one in ballots)
    if links:
        yield LinkGroup("本人参加的表决", links)


# ---------------------------------------------------------------- recorded by staff
def votes_by_name():
    return Ballot.objects.filter(state=BallotState.OPEN, secret=False).select_related("meeting")


def candidates() -> Iterator[Target]:
    for ballot in votes_by_name():
        due = f"，截止 {short_moment_words(ballot.closes_at)}" if ballot.closes_at else ""
        yield Target(ballot, f"{ballot.meeting}{due}")


PAPER_VOTE = RecordableAct(
    slug="vote",
    on="meetings.Ballot",
    label="书面表决票",
    icon="check2-square",
    hint="理事、专家本人签字的记名表决票",
    service=record_paper_vote,
    form_class=PaperVoteForm,
    arguments=lambda form, target, unit: {
        "ballot": target,
        "unit": unit,
        "choice": form.cleaned_data["choice"],
    },
    body=Body.COUNCIL,
    candidates=candidates,
    find=lambda pk: votes_by_name().filter(pk=pk).first(),
)


def register() -> None:
    kinds.register(*ballot_notices.KINDS)
    move_listeners.register("meetings.Meeting", freeze_on_move)
    move_listeners.register("meetings.Ballot", ballot_notices.tell_of_ballot)
    desk_todos.register(of_voters)
    desk_todos.register(of_staff)
    reminders.register(remind)
    related_links.register(links_of_meeting)
    recordable_acts.register(PAPER_VOTE)
