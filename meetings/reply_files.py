"""Who may read a letter of authority beside staff: the person it was written for, and the unit's liaison."""

from django.db.models import Q

from alliance.core.models import StoredFile
from meetings.models import Reply
from members.enums import Body
from members.rules import units_represented


def may_read(user, stored: StoredFile) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    letters = Reply.objects.filter(letter=stored)
    units = units_represented(user, Body.LIAISON_MEETING)
    return letters.filter(Q(person__user=user) | Q(unit__in=units)).exists()
