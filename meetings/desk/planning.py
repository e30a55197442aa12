"""Planning beside its own pages: who reads papers, what a unit is told that is asked to host. Registered in `apps.py`."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from alliance.core.database import db_now
from alliance.core.models import StoredFile
from alliance.core.registry import Reminder, file_readers, reminders
from alliance.notices import kinds
from meetings import hosting_notices
from meetings.enums import PlanItemState, PlanState
from meetings.models import AgendaPaper, WorkPlanItem
from members.enums import Body
from members.models import Occupancy
from members.rules import access_levels


def register() -> None:
    kinds.register(*hosting_notices.KINDS)
    file_readers.register(may_read_paper)
    reminders.register(due_items)


def may_read_paper(user, stored: StoredFile) -> bool:
    """Papers by their access from the notice of the meeting on; 示例 ones for whoever is logged in."""
    found = list(AgendaPaper.objects.visible_to(user).filter(stored=stored).values_list("access", flat=True))
    return bool(found) and not set(found).isdisjoint(access_levels(user))


def due_items() -> Iterator[Reminder]:
    """Items of adopted plans that are due soon, for the liaisons of the units responsible; three queries."""
    today = timezone.localdate(db_now())
    last = today + timedelta(days=max(settings.NOTICE_REMINDER_DAYS) + 1)
    soon = WorkPlanItem.objects.filter(
        plan__state=PlanState.ADOPTED,
        state__in=(PlanItemState.WAITING, PlanItemState.RUNNING),
        due_on__gte=today,
        due_on__lte=last,
    )
    items = list(soon.select_related("plan").prefetch_related("units"))
    liaisons = _liaisons_of({unit.pk for item in items for unit in item.units.all()}) if items else {}
    for item in items:
        people = {user.pk: user for unit in item.units.all() for user in liaisons.get(unit.pk, ())}
        if people:
            yield Reminder(
                recipients=tuple(people.values()),
                key=f"plan-item-{item.pk}",
                title=f"工作计划事项将到期：{item}",
                url=item.plan.get_absolute_url(),
                due=timezone.make_aware(datetime.combine(item.due_on, time(23, 59, 59))),
                note=str(item.plan),
            )


def _liaisons_of(units: set[int]) -> dict[int, list]:
    """Unit → logins of its liaisons now; one query."""
    held = Occupancy.objects.current().in_body(Body.LIAISON_MEETING).filter(seat__unit__in=units)
    found: dict[int, list] = {}
    for one in held.exclude(person__user=None).select_related("person__user", "seat"):
        found.setdefault(one.seat.unit_id, []).append(one.person.user)
    return found
