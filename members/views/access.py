"""Who comes to the pages of this app."""

from django.core.exceptions import PermissionDenied

from members.enums import Body
from members.models import Unit
from members.rules import units_represented

SAFE = ("GET", "HEAD")


def units_of_liaison(user) -> list[Unit]:
    """The units that `user` represents now; PermissionDenied for everybody else."""
    units = list(Unit.objects.filter(pk__in=units_represented(user, Body.LIAISON_MEETING)))
    if not units:
        raise PermissionDenied("此页面供各成员单位联络员使用。")
    return units
