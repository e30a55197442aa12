"""Who may do what with meetings."""

import rules

from alliance.core import behalf
from alliance.core.access import is_staff
from alliance.core.behalf import OnBehalf
from meetings import voters
from members.behalf import acts_for_its_unit
from members.enums import Body
from members.models import Occupancy, Office, Person, Unit
from members.rules import units_represented

# Whoever speaks for a unit in the matter of hosting: its liaison, and its member of the council.
HOSTING_BODIES = (Body.LIAISON_MEETING, Body.COUNCIL)


def hosting_units(user) -> set[int]:
    """Primary keys of the units for which `user` may answer about hosting."""
    return set().union(*(units_represented(user, body) for body in HOSTING_BODIES))


def people_who_speak_for(unit):
    """Whoever may answer about hosting for `unit`, login or not; nobody for a unit that has left."""
    held = Occupancy.objects.current().filter(seat__body__in=HOSTING_BODIES)
    seats = held.filter(seat__unit__in=Unit.objects.current().filter(pk=unit.pk))
    return Person.objects.filter(pk__in=seats.values("person"))


def speaks_for(person, unit) -> bool:
    return people_who_speak_for(unit).filter(pk=person.pk).exists()


@rules.predicate
def may_reply(user, reply) -> bool:
    """The person asked, or the liaison of the unit for which they are asked."""
    if reply is None or not user.is_active:
        return False
    return reply.person.user_id == user.pk or reply.unit_id in units_represented(user, Body.LIAISON_MEETING)


@rules.predicate
def answers_for_the_host(user, turn) -> bool:
    return turn is not None and turn.unit_id in hosting_units(user)


@rules.predicate
def speaks_for_its_unit(user, obj) -> bool:
    """The object belongs to a unit for which `user` is the liaison or sits in the council now."""
    return obj is not None and obj.unit_id is not None and obj.unit_id in hosting_units(user)


def offices_of(user) -> list[str]:
    """Kinds of the offices that `user` holds today."""
    return list(Office.objects.current().filter(person__user=user).values_list("kind", flat=True))


@rules.predicate
def has_to_do(user, action) -> bool:
    """Whoever speaks for the unit responsible, or holds the office. For tasks of everybody staff write how far it is."""
    if action is None or not (user.is_authenticated and user.is_active):
        return False
    if action.unit_id:
        return action.unit_id in hosting_units(user)
    return bool(action.office) and action.office in offices_of(user)


@rules.predicate
def asked_to_vote(user, seat) -> bool:
    """The occupant of the seat by the roll, or at a live vote the delegate who is present for them."""
    return seat is not None and voters.is_asked(user, seat)


@rules.predicate
def fills_the_seat(user, seat) -> bool:
    return seat is not None and (voters.holds(user, seat) or voters.is_asked(user, seat))


@rules.predicate
def takes_part(user, meeting) -> bool:
    """On the roll, on the list of participants, or in a seat of the bodies that meet."""
    if meeting is None or not (user.is_authenticated and user.is_active):
        return False
    if (
        meeting.roll.filter(person__user=user).exists()
        or meeting.attendances.filter(person__user=user).exists()
    ):
        return True
    seats = Occupancy.objects.of_user(user).current().filter(seat__unit__in=Unit.objects.current())
    held = set(seats.values_list("seat__body", "seat__term", "seat__unit__is_example"))
    return any((each.body, each.term_id, meeting.is_example) in held for each in meeting.bodies.all())


def _person_asked_or_liaison(said: OnBehalf, reply) -> None:
    """Staff may record what the person asked said, or the unit's liaison (or a colleague, if the note says who)."""
    own = reply is not None and said.unit == reply.unit and said.person_name.strip() == reply.person.name
    if not own:
        acts_for_its_unit(Body.LIAISON_MEETING)(said, reply)


def _by_anybody(said: OnBehalf, registration) -> None:
    """Anybody may register for an event, themselves or somebody else, so whoever called may have done."""


rules.add_perm("meetings.manage_meeting", is_staff)
rules.add_perm("meetings.write_minutes", is_staff)
rules.add_perm("meetings.follow_live", is_staff | takes_part)
rules.add_perm("meetings.sign_minutes", is_staff)
rules.add_perm("meetings.comment_minutes", speaks_for_its_unit)
rules.add_perm("meetings.adopt_resolution", is_staff)
rules.add_perm("meetings.reply", may_reply)
rules.add_perm("meetings.run_ballot", is_staff)
rules.add_perm("meetings.vote", asked_to_vote)
rules.add_perm("meetings.recuse", is_staff | fills_the_seat)
rules.add_perm("meetings.follow_action", is_staff)
rules.add_perm("meetings.report_action", is_staff | has_to_do)
rules.add_perm("meetings.manage_work_plan", is_staff)
rules.add_perm("meetings.manage_event", is_staff)
rules.add_perm("meetings.register", rules.always_allow)
rules.add_perm("meetings.manage_hosting", is_staff)
rules.add_perm("meetings.answer_hosting", answers_for_the_host)

behalf.allow("meetings.reply", _person_asked_or_liaison)
behalf.allow("meetings.vote", voters.on_paper)
behalf.allow("meetings.register", _by_anybody)
behalf.allow("meetings.answer_hosting", acts_for_its_unit(Body.LIAISON_MEETING))
behalf.allow("meetings.comment_minutes", acts_for_its_unit(Body.LIAISON_MEETING))
behalf.allow("meetings.report_action", acts_for_its_unit(Body.LIAISON_MEETING))
