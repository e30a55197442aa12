"""What a seat entitles to. Roles come from current occupancies, so a right ends with the last one."""

import rules

from alliance.core import behalf
from alliance.core.access import is_staff
from members.behalf import acts_for_applicant, acts_for_its_unit
from members.enums import Access, Body
from members.models import Occupancy, Unit


def units_represented(user, body: str) -> set[int]:
    """Primary keys of the units for which `user` now sits in `body`; empty for anonymous and inactive users."""
    if user is None or not user.is_authenticated or not user.is_active:
        return set()
    seats = Occupancy.objects.of_user(user).in_body(body).current().values("seat__unit")
    return set(Unit.objects.current().filter(pk__in=seats).values_list("pk", flat=True))


@rules.predicate
def is_liaison(user) -> bool:
    return bool(units_represented(user, Body.LIAISON_MEETING))


@rules.predicate
def is_expert(user) -> bool:
    return bool(units_represented(user, Body.EXPERT_COMMITTEE))


@rules.predicate
def is_council_member(user) -> bool:
    return bool(units_represented(user, Body.COUNCIL))


def roles_of(user) -> list[str]:
    """The user's roles in Chinese, for the desk's headline."""
    checks = [(is_liaison, "联络员"), (is_expert, "专家"), (is_council_member, "理事")]
    roles = [label for check, label in checks if check(user)]
    return (["秘书处"] if user.is_staff else []) + roles


@rules.predicate
def is_member(user) -> bool:
    """`user` sits in some body for a unit that is a member now."""
    return user is not None and user.is_authenticated and user.is_active and bool(bodies_of(user))


@rules.predicate
def may_change_people(user) -> bool:
    return user.has_perm("members.change_person")


@rules.predicate
def is_liaison_of_its_unit(user, obj) -> bool:
    """The object belongs to a unit for which `user` is the liaison now."""
    return obj is not None and obj.unit_id in units_represented(user, Body.LIAISON_MEETING)


@rules.predicate
def is_own_unit(user, unit) -> bool:
    """`user` is the liaison of this unit now."""
    return unit is not None and unit.pk in units_represented(user, Body.LIAISON_MEETING)


def access_levels(user) -> list[str]:
    """What of `Access` this visitor may read: staff everything, the council's members and other seats their part."""
    if user is None or not user.is_authenticated or not user.is_active:
        return [Access.PUBLIC]
    if user.is_staff:
        return list(Access)
    bodies = bodies_of(user)
    levels = [Access.PUBLIC, *([Access.MEMBERS] if bodies else [])]
    return [*levels, Access.COUNCIL] if Body.COUNCIL in bodies else levels


def bodies_of(user) -> set[str]:
    """The bodies in which `user` sits now for a unit that is a member now; one query."""
    seats = Occupancy.objects.of_user(user).current().filter(seat__unit__in=Unit.objects.current())
    return set(seats.values_list("seat__body", flat=True))


@rules.predicate
def may_be_told(user, matter) -> bool:
    """A confidential matter is read by its handler alone."""
    return matter is not None and (not matter.confidential or matter.handler_id == user.pk)


@rules.predicate
def may_handle(user, matter) -> bool:
    """Whoever takes up a confidential matter that nobody handles yet becomes its handler."""
    return matter is not None and (not matter.confidential or matter.handler_id in (None, user.pk))


rules.add_perm("members.invite_person", is_staff & may_change_people)
rules.add_perm("members.manage_unit", is_staff)  # merge, departure, replacement: acts on the register
rules.add_perm("members.handle_unit_change", is_staff)
rules.add_perm("members.request_unit_change", is_liaison_of_its_unit)
rules.add_perm("members.import_people", is_staff & may_change_people)
rules.add_perm("members.move_person", is_staff & may_change_people)
rules.add_perm("members.change_term_bodies", is_staff)
rules.add_perm("members.confirm_people", is_liaison_of_its_unit)
rules.add_perm("members.submit_application", is_staff)  # the applicant itself acts by its link, as the system
rules.add_perm("members.withdraw_application", is_staff)
rules.add_perm("members.handle_application", is_staff)
rules.add_perm("members.admit_unit", is_staff)
rules.add_perm("members.handle_agreement", is_staff)
rules.add_perm("members.hand_in_signature", is_liaison_of_its_unit)
rules.add_perm("members.handle_dues", is_staff)
rules.add_perm("members.keep_fund", is_staff)
rules.add_perm("members.read_statement", is_staff | is_liaison | is_council_member)
rules.add_perm("members.manage_library", is_staff)
rules.add_perm("members.share_material", is_liaison_of_its_unit)
rules.add_perm("members.take_down_material", is_staff | is_liaison_of_its_unit)
rules.add_perm("members.raise_matter", is_liaison_of_its_unit)
rules.add_perm("members.withdraw_matter", is_liaison_of_its_unit)
rules.add_perm("members.handle_matter", is_staff & may_handle)
rules.add_perm("members.read_matter", is_liaison_of_its_unit | (is_staff & may_be_told))

# What staff may record for a unit (秘书处代录).
for name in ("confirm_people", "request_unit_change", "share_material", "raise_matter", "withdraw_matter"):
    behalf.allow(f"members.{name}", acts_for_its_unit(Body.LIAISON_MEETING))
for name in ("submit_application", "withdraw_application"):
    behalf.allow(f"members.{name}", acts_for_applicant)
