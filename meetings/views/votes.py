"""表决 at the desk: whoever fills a seat of the roll, or stands for one at a live vote, votes here; 404 for others.

The ballot paper is a plain form without a draft: what somebody ticks is kept nowhere but in the vote itself.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from alliance.core.database import db_now
from alliance.core.errors import DomainError
from alliance.core.tables import table_for
from meetings.ballot_tables import BallotTable
from meetings.enums import BallotState, VoteChoice
from meetings.models import Ballot, BallotSeat
from meetings.services.voting import cast_vote, recuse_seat, request_discussion
from meetings.tally import tally_of, words_of
from meetings.voters import presence_at, seats_asked_of, voter_of

DONE = {
    "vote": "已收到您的表决，表决一经投出不能更改。",
    "recuse": "已登记回避。",
    "discuss": "已提交讨论要求，秘书处会看到您的理由。",
}


@dataclass
class Paper:
    """One seat for which this person votes, as the page shows it. `choice` in words, never of a secret vote."""

    seat: BallotSeat
    is_mine: bool
    for_another: bool
    choice: str = ""
    error: str = ""
    error_at: str = ""
    reason: str = ""

    @property
    def may_vote(self) -> bool:
        return self.is_mine and not (self.seat.voted or self.seat.recused)


@login_required
@require_safe
def ballot_list(request):
    """`/meetings/votes/`: what this person was asked to vote on, the newest first."""
    asked = Ballot.objects.filter(pk__in=seats_asked_of(request.user).order_by().values("ballot"))
    table = table_for(request, BallotTable(asked.select_related("meeting")))
    return render(request, "meetings/votes/ballots.html", {"table": table})


@never_cache
@sensitive_post_parameters("choice", "reason")
@login_required
def ballot(request, pk: int):
    """`/meetings/votes/<pk>/`: GET shows the papers of one's seats; POST votes, recuses or asks for a discussion."""
    papers = _papers(request.user, pk)
    shown = papers[0].seat.ballot
    if request.method == "POST":
        paper = next((one for one in papers if str(one.seat.roll_id) == request.POST.get("roll")), None)
        if paper is None:
            raise Http404
        act = request.POST.get("act", "")
        if _act(request, paper, act):
            messages.success(request, DONE[act])
            return redirect(shown)
    tally = tally_of(shown)
    context = {
        "ballot": shown,
        "papers": papers,
        "tally": tally,
        "choices": VoteChoice.choices,
        "takes_votes": shown.takes_votes_at(db_now()),
        "is_over": shown.state == BallotState.CLOSED,
        "words": words_of(shown),
        "named": _named(shown),
    }
    return render(request, "meetings/votes/ballot.html", context)


def _papers(user, pk: int) -> list[Paper]:
    seats = seats_asked_of(user).filter(ballot=pk)
    seats = list(
        seats.select_related("ballot__meeting", "ballot__item", "roll__person", "vote").order_by(
            "roll__order", "pk"
        )
    )
    if not seats:
        raise Http404
    for seat in seats:
        seat.ballot = seats[0].ballot
    there = presence_at(seats[0].ballot)
    papers = []
    for seat in seats:
        voter = voter_of(seat, there)
        papers.append(
            Paper(
                seat,
                is_mine=voter is not None and voter.user_id == user.pk,
                for_another=seat.roll.person is None or seat.roll.person.user_id != user.pk,
                choice=_choice_of(seat),
            )
        )
    return papers


def _choice_of(seat: BallotSeat) -> str:
    vote = getattr(seat, "vote", None)
    return vote.get_choice_display() if vote else ""


def _act(request, paper: Paper, act: str) -> bool:
    """Whether it was done; else the paper says why not, with what was typed."""
    given = {"actor": request.user, "ballot": paper.seat.ballot, "roll": paper.seat.roll}
    reason = request.POST.get("reason", "")
    try:
        if act == "vote":
            cast_vote(**given, choice=request.POST.get("choice", ""))
        elif act == "recuse":
            recuse_seat(**given, reason=reason)
        elif act == "discuss":
            request_discussion(**given, reason=reason)
        else:
            raise Http404
    except DomainError as refused:
        paper.error, paper.error_at, paper.reason = refused.message, act, reason
        return False
    return True


def _named(ballot: Ballot) -> list[BallotSeat]:
    """Who voted how, once a vote by name is over; nothing of a secret one."""
    if ballot.secret or ballot.state != BallotState.CLOSED:
        return []
    return list(ballot.ballot_seats.select_related("roll", "vote", "voter"))
