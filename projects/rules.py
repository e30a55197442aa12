"""Who may do what with proposals, nominations and reviews. Rights follow from the seats held at this moment."""

import rules

from alliance.core import behalf
from alliance.core.access import is_staff
from members.behalf import acts_for_its_unit
from members.enums import Body
from members.models import Occupancy, Person
from members.rules import units_represented
from projects.models import Nomination


def liaison_units(user) -> set[int]:
    """Primary keys of the units for which `user` is the liaison now."""
    return units_represented(user, Body.LIAISON_MEETING)


def acting_expert(user) -> tuple[Person | None, set[int]]:
    """The person behind `user` and every unit they act for; (None, ∅) unless they sit in the expert committee now."""
    if not units_represented(user, Body.EXPERT_COMMITTEE):
        return None, set()
    seats = Occupancy.objects.of_user(user).current().values_list("seat__unit_id", flat=True)
    return Person.objects.of_user(user).get(), set(seats)


@rules.predicate
def is_liaison_of_its_unit(user, obj) -> bool:
    return obj is not None and obj.unit_id in liaison_units(user)


@rules.predicate
def may_review(user, nomination) -> bool:
    """An expert in office, without a conflict, while the nomination is under review."""
    person, units = acting_expert(user)
    if nomination is None or person is None:
        return False
    return Nomination.objects.open_to_expert(person, units).filter(pk=nomination.pk).exists()


rules.add_perm("projects.manage_solicitation", is_staff)
rules.add_perm("projects.edit_proposal", is_liaison_of_its_unit)
rules.add_perm("projects.submit_proposal", is_liaison_of_its_unit)
rules.add_perm("projects.withdraw_proposal", is_liaison_of_its_unit)
rules.add_perm("projects.handle_proposal", is_staff)
rules.add_perm("projects.nominate_patent", is_liaison_of_its_unit)
rules.add_perm("projects.handle_nomination", is_staff)
rules.add_perm("projects.withdraw_nomination", is_liaison_of_its_unit)
rules.add_perm("projects.review_nomination", may_review)

# What staff may record for a unit (秘书处代录). A review is the expert's own: it is judged by who gives it.
for name in (
    "edit_proposal",
    "submit_proposal",
    "withdraw_proposal",
    "nominate_patent",
    "withdraw_nomination",
):
    behalf.allow(f"projects.{name}", acts_for_its_unit(Body.LIAISON_MEETING))
