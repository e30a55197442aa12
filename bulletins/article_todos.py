"""What waits on the desks around articles and calls, and what is called to mind. Registered in `apps.py`."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from alliance.core.database import db_now
from alliance.core.registry import Link, Reminder, ToDo
from bulletins.calls import calls_waiting_for, silent_units
from bulletins.enums import ArticleState
from bulletins.models import Article, CallForContributions
from members.enums import Body
from members.models import Occupancy
from projects.rules import liaison_units

KIND = "稿件"


def of_writers(user) -> Iterator[ToDo]:
    """Returned articles, and open calls for which the unit has sent nothing."""
    units = liaison_units(user)
    if not units:
        return
    role = Body.LIAISON_MEETING.role
    returned = Article.objects.filter(unit__in=units, state=ArticleState.RETURNED).defer("body")
    for article in returned.order_by("updated_at"):
        yield ToDo(
            title=f"修改退回的稿件：{article}",
            url=reverse("bulletins:article-edit", args=[article.pk]),
            note="秘书处已写明理由",
            role=role,
            kind=KIND,
            action="去修改",
            tone="wait",
        )
    for call in calls_waiting_for(units, db_now()):
        yield ToDo(
            title=f"投稿：{call}",
            url=call.get_absolute_url(),
            due=call.deadline,
            note="本单位尚未投稿",
            role=role,
            kind="征稿",
            action="去投稿",
        )


def of_staff(user) -> Iterator[ToDo]:
    """How many articles wait for the secretariat."""
    if not (user.is_staff and user.is_active):
        return
    if number := Article.objects.waiting().count():
        address = reverse("admin:bulletins_article_changelist")
        yield ToDo(
            title=f"{number} 篇待审阅的稿件",
            url=f"{address}?state__exact={ArticleState.SUBMITTED}",
            role=Body.SECRETARIAT.label,
            kind="待处理",
            action="去处理",
        )


def links(user) -> Iterator[Link]:
    """The pages of whoever writes articles, also while nothing waits there."""
    if liaison_units(user) or user.is_staff:
        yield Link("稿件", reverse("bulletins:desk-articles"), "投稿、修改、查看是否采用")


def reminders() -> Iterator[Reminder]:
    """Calls that end soon, for the liaisons of each unit that has sent nothing."""
    now = db_now()
    last = now + timedelta(days=max(settings.NOTICE_REMINDER_DAYS) + 1)
    calls = list(CallForContributions.objects.running_at(now).filter(deadline__lte=last))
    liaisons = _liaisons_by_unit() if calls else {}
    for call in calls:
        for unit in sorted(silent_units(call) & liaisons.keys()):
            yield Reminder(
                recipients=tuple(liaisons[unit]),
                key=f"call-{call.pk}-unit-{unit}",
                title=f"投稿：{call}",
                url=call.get_absolute_url(),
                due=call.deadline,
                note="本单位尚未投稿。",
            )


def _liaisons_by_unit() -> dict[int, list]:
    """Unit → the logins of its liaisons."""
    seats = Occupancy.objects.in_body(Body.LIAISON_MEETING).current().filter(person__user__is_active=True)
    found: dict[int, list] = {}
    for held in seats.select_related("seat", "person__user"):
        found.setdefault(held.seat.unit_id, []).append(held.person.user)
    return found
