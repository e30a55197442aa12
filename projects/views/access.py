"""Who comes to the pages of this app."""

from django.core.exceptions import PermissionDenied

from members.models import Unit
from projects.rules import acting_expert, liaison_units

SAFE = ("GET", "HEAD")


def units_of_liaison(user) -> list[Unit]:
    """The units that `user` represents now; PermissionDenied for everybody else."""
    units = list(Unit.objects.filter(pk__in=liaison_units(user)))
    if not units:
        raise PermissionDenied("此页面供各成员单位联络员使用。")
    return units


def expert_of(user):
    """The expert and every unit they act for; PermissionDenied for everybody without a seat in the committee."""
    person, units = acting_expert(user)
    if person is None:
        raise PermissionDenied("此页面供专家委员会专家使用。")
    return person, units
