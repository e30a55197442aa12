"""The home page, and the desk of whoever has logged in."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.core.database import db_now
from alliance.core.registry import Change, desk_todos, recent_changes
from alliance.notices.models import Notice
from alliance.portal.desk.meetings import meetings_of
from alliance.portal.desk.todos import by_role, in_order, summary, will_come
from alliance.portal.desk.units import submissions, unit_cards
from bulletins.models import Article, Bulletin
from bulletins.models.bulletin import YEARLY_NUMBER
from meetings.models import Event, Meeting
from members.models import MembershipCount, Occupancy, Person, Unit
from members.rules import roles_of
from projects.models import Solicitation

NEWS_SHOWN = 6
NOTICES_SHOWN = 5
CHANGES_SHOWN = 6


@require_safe
def home(request):
    """What the alliance is, and the newest of everything. 示例 data is shown to nobody here."""
    meetings = Meeting.objects.real()
    solicitations = Solicitation.objects.real().published()
    issues = Bulletin.objects.issued().current().defer("frozen")
    context = {
        "news": Article.objects.published().real().in_reading_order().defer("body")[:NEWS_SHOWN],
        "last_meeting": meetings.last_held(),
        "next_meeting": meetings.next_planned(timezone.localdate()),
        "open_solicitation": solicitations.taking_proposals_at(db_now()).order_by("deadline").first(),
        "last_solicitation": solicitations.first(),
        "bulletin": issues.filter(number=YEARLY_NUMBER).with_renditions().first(),
        "periodic": issues.exclude(number=YEARLY_NUMBER).order_by("-year", "-number").first(),
        "reported": MembershipCount.objects.newest(),
        "named": Unit.objects.real().current().count(),
        "events": Event.objects.real().count(),
    }
    return render(request, "portal/home.html", context)


@login_required
@require_safe
def desk(request):
    """What there is to do, first; then meetings, recent changes, the own units and what they handed in."""
    user, now = request.user, db_now()
    person = Person.objects.of_user(user).select_related("unit", "organisation").first()
    seats = list(Occupancy.objects.of_user(user).current().select_related("seat__unit", "seat__term"))
    roles = roles_of(user)
    todos = in_order(desk_todos.collect(user), now)
    context = {
        "roles": roles,
        "summary": summary(todos, now),
        "todos": todos,
        "groups": by_role(todos, roles),
        "will_come": will_come(roles),
        "person": person,
        "cards": unit_cards(person, seats),
        "meetings": meetings_of(user, person, seats, now),
        "changes": newest(recent_changes.collect(user)) if roles else [],
        "unread": Notice.objects.filter(recipient=user, read_at=None)[:NOTICES_SHOWN],
        **submissions(user),
    }
    return render(request, "portal/desk.html", context)


def newest(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.at, reverse=True)[:CHANGES_SHOWN]
