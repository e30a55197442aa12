"""A vote as the secretariat runs it: opened, watched, closed; who is recused; what is still to come in on paper."""

from hashlib import sha256

from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.cache import get_conditional_response

from alliance.core.database import db_now
from alliance.core.errors import DomainError
from meetings.enums import BallotState
from meetings.models import Ballot
from meetings.quorum import rule_of
from meetings.services import ballots as services
from meetings.services.voting import end_recusal, recuse_seat
from meetings.tally import tally_of, words_of
from meetings.voters import presence_at
from members.admin.act_pages import ActPagesMixin

EVERY = 3  # seconds between two questions of the page


class BallotPagesMixin(ActPagesMixin):
    """For the admin of ballots: `run/`, the part of it that changes, and the acts from there."""

    act_permission = services.RUN

    def get_urls(self):
        pages = [
            ("<int:pk>/run/", self.run_view, "run"),
            ("<int:pk>/run/now/", self.now_view, "now"),
            ("<int:pk>/run/seat/", self.seat_view, "seat"),
            ("<int:pk>/run/point/", self.point_view, "point"),
        ]
        site = self.admin_site.admin_view
        own = [path(route, site(view), name=f"meetings_ballot_{name}") for route, view, name in pages]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            acts = [("计票与席位", _run_page(obj)), ("名册与表决", _roll_page(obj))]
            context["more_acts"] = [*acts, *context.get("more_acts", [])]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def run_move(self, request, obj, move, reason):
        if move.name == "open":
            return services.open_ballot(actor=request.user, ballot=obj)
        if move.name == "close":
            return services.close_ballot(actor=request.user, ballot=obj)
        return services.annul_ballot(actor=request.user, ballot=obj, reason=reason)

    # ------------------------------------------------------------ pages
    def run_view(self, request, pk: int):
        """`/admin/meetings/ballot/<pk>/run/`"""
        return self._page(request, self._ballot(request, pk))

    def _page(self, request, ballot: Ballot, error: str = "", typed=None):
        shown = self._shown(ballot)
        now = _fragment(shown)
        return self.act_page(
            request,
            f"表决：{ballot.question}",
            _roll_page(ballot),
            "admin/meetings/ballot_run.html",
            **shown,
            now=now,
            tag=_tag(now),
            every=EVERY,
            moves=self.moves_for(request, ballot),
            records_paper=ballot.state == BallotState.OPEN and not ballot.secret,
            waiting=[seat for seat in shown["seats"] if not seat.voted and not seat.recused],
            recused=[seat for seat in shown["seats"] if seat.recused],
            points=_points(ballot),
            error=error,
            typed=typed or {},
        )

    def now_view(self, request, pk: int):
        """`…/run/now/`: the part that changes; 304 while it is what the page shows already."""
        body = _fragment(self._shown(self._ballot(request, pk)))
        tag = _tag(body)
        response = get_conditional_response(request, etag=tag) or HttpResponse(body)
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache"
        return response

    def seat_view(self, request, pk: int):
        """POST: `act` recuse or end-recusal, `roll` (the seat), `reason`; refused, the page comes again as typed."""
        ballot = self._ballot(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        wanted = request.POST.get("roll", "")
        seat = ballot.ballot_seats.filter(roll=wanted if wanted.isdecimal() else 0).first()
        service = end_recusal if request.POST.get("act") == "end-recusal" else recuse_seat
        try:
            if seat is None:
                raise DomainError("请选择席位。")
            service(actor=request.user, ballot=ballot, roll=seat.roll, reason=request.POST.get("reason", ""))
        except DomainError as refused:
            return self._page(request, ballot, refused.message, request.POST)
        return self.act_done(request, f"已登记：{seat.roll.unit_name}。", _run_page(ballot))

    def point_view(self, request, pk: int):
        """POST: `point`, the 议定事项 that this vote decided; refused, the page comes again as typed."""
        ballot = self._ballot(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        wanted = request.POST.get("point", "")
        point = ballot.meeting.resolutions.filter(pk=wanted if wanted.isdecimal() else 0).first()
        try:
            if point is None:
                raise DomainError("请选择议定事项。")
            services.link_point(actor=request.user, ballot=ballot, resolution=point)
        except DomainError as refused:
            return self._page(request, ballot, refused.message, request.POST)
        return self.act_done(request, f"已关联议定事项：{point}。", _run_page(ballot))

    # ------------------------------------------------------------ helpers
    def _ballot(self, request, pk: int) -> Ballot:
        found = Ballot.objects.select_related("meeting", "item", "resolution")
        return self.act_target(request, pk, found)

    def _shown(self, ballot: Ballot) -> dict:
        seats = list(ballot.ballot_seats.select_related("roll", "vote", "voter"))
        there = presence_at(ballot) if ballot.state == BallotState.OPEN else None
        rule = rule_of(ballot.meeting, ballot.body)
        tally = tally_of(ballot, seats)
        return {
            "ballot": ballot,
            "seats": seats,
            "rows": [(seat, there.attendance_of(seat.roll) if there else None) for seat in seats],
            "there": there,
            "rule": rule,
            "tally": tally,
            "words": words_of(ballot),
            "would_be": _would_be(ballot, tally, rule),
            "is_late": ballot.state == BallotState.OPEN and not ballot.takes_votes_at(db_now()),
        }


def _points(ballot: Ballot) -> list:
    """What may still be chosen as the point of a vote that has none."""
    begun = ballot.state in (BallotState.OPEN, BallotState.CLOSED)
    return list(services.points_without_vote(ballot)) if begun and not ballot.resolution_id else []


def _would_be(ballot: Ballot, tally, rule) -> str:
    """What closing now would mean, of a vote by name that is open."""
    if ballot.state != BallotState.OPEN or tally.figures is None or rule is None:
        return ""
    return tally.figures.result(rule).label


def _fragment(shown: dict) -> str:
    return render_to_string("admin/meetings/_ballot_now.html", shown)


def _tag(fragment: str) -> str:
    return f'"{sha256(fragment.encode()).hexdigest()[:32]}"'


def _run_page(ballot: Ballot) -> str:
    return reverse("admin:meetings_ballot_run", args=[ballot.pk])


def _roll_page(ballot: Ballot) -> str:
    return reverse("admin:meetings_meeting_roll", args=[ballot.meeting_id])
