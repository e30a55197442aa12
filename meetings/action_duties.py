"""Whose task a 督办事项 is: of its unit, of the holder of the office, of everybody who speaks for a member unit."""

from django.db.models import Q, QuerySet

from meetings.enums import MinutesState
from meetings.models import ActionItem
from meetings.rules import hosting_units, offices_of
from members.rules import bodies_of


def duties_of(user) -> QuerySet[ActionItem]:
    """The tasks of the user's units, bodies and offices, open or closed, from points that stand.

    示例 people have those of 示例 meetings, others those of real ones. Nothing, and one query, for who sits nowhere.
    """
    bodies = bodies_of(user) if user.is_authenticated and user.is_active else set()
    if not bodies:
        return ActionItem.objects.none()
    units, offices = hosting_units(user), offices_of(user)
    mine = Q(unit__in=units) | Q(body__in=bodies, unit=None) | Q(office__in=offices, unit=None)
    if units:
        mine |= Q(all_units=True)
    standing = Q(resolution__meeting__minutes__state=MinutesState.SIGNED) | Q(
        resolution__adopted_on__isnull=False
    )
    return ActionItem.objects.filter(mine, standing, resolution__meeting__is_example=_is_example(user))


def _is_example(user) -> bool:
    person = getattr(user, "person", None)
    return bool(person and person.is_example)
