"""报名: taken from anybody, with or without a login; confirmed, declined, taken back; and the check-in at the door.

Over the participant's own link `actor` is None and `by_link` true; what came by telephone or on paper the secretariat
records with `behalf` (`core.behalf`).
"""

import uuid

from django.db import transaction
from django.db.models import Q

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf, in_time
from alliance.core.database import db_now
from alliance.core.errors import DomainError, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from meetings import registration_mail
from meetings.enums import RegistrationState
from meetings.models import Event, EventRegistration
from members.models import Organisation, Person, Unit

FULL = "名额已满，不能再报名。请联系秘书处。"
TWICE = "这位参会者已经报名。需要修改的，请联系秘书处。"
USED_FORM = "这份表单已失效，请重新打开后填写。"


@transaction.atomic
def register_for_event(
    *, actor, event: Event, token: uuid.UUID, content: dict, behalf: OnBehalf | None = None
) -> EventRegistration:
    """Take a registration. `content`: names from `EventRegistration.CONTENT`; `actor` is None for a visitor.

    The same `token` again, from a second click or tab, gives the registration it made. Raises DomainError when
    registration is not open (with `behalf`: for what arrived after the deadline), when no place is left, or at `phone`
    for somebody who is registered already; ValidationError by field.
    """
    event = lock(event)  # forms sent at the same moment come one after another
    existing = EventRegistration.objects.filter(form_token=token).first()
    if existing is not None:
        if existing.event_id != event.pk:
            raise DomainError(USED_FORM)
        return existing
    registration = EventRegistration(event=event, form_token=token)
    require(actor, "meetings.register", registration, behalf)
    behalf = _in_time(event, behalf)
    for name in EventRegistration.CONTENT:
        setattr(registration, name, content.get(name, ""))
    _link_parties(registration, actor if behalf is None else None)
    _refuse_twice(registration)
    if places_left(event) == 0:
        raise DomainError(FULL)
    save_record(registration, actor=actor)
    audit.record(
        actor=actor,
        obj=registration,
        action="meetings.eventregistration.register",
        label="报名",
        to_state=registration.state,
        behalf=behalf,
    )
    registration_mail.tell_of_receipt(registration)
    return registration


def places_left(event: Event) -> int | None:
    """Places that nobody has taken; None where there is no limit, 0 when it is full."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - event.registrations.taking_a_place().count())


@transaction.atomic
def confirm_registration(*, actor, registration: EventRegistration) -> EventRegistration:
    """The participant may come. Confirmed already: nothing happens again."""
    registration = lock(registration)
    require(actor, "meetings.manage_event", registration.event)
    if registration.state == RegistrationState.CONFIRMED:
        return registration
    return run_transition(actor=actor, obj=registration, name="confirm")


@transaction.atomic
def confirm_all(*, actor, event: Event) -> int:
    """Confirm everybody who waits; returns how many."""
    event = lock(event)
    require(actor, "meetings.manage_event", event)
    waiting = list(event.registrations.waiting())
    for registration in waiting:
        run_transition(actor=actor, obj=registration, name="confirm")
    return len(waiting)


@transaction.atomic
def decline_registration(*, actor, registration: EventRegistration, reason: str) -> EventRegistration:
    """No place, with the reason, which the participant reads."""
    require(actor, "meetings.manage_event", registration.event)
    return run_transition(actor=actor, obj=registration, name="decline", reason=reason.strip())


@transaction.atomic
def withdraw_registration(
    *, actor, registration: EventRegistration, reason: str = "", by_link: bool = False
) -> EventRegistration:
    """The participant does not come; the place is free again. Withdrawn already: nothing happens again."""
    registration = lock(registration)
    if registration.state == RegistrationState.WITHDRAWN:
        return registration
    if registration.checked_in_at is not None:
        raise WrongState("已经签到，不能取消报名。")
    data = {"by_link": registration.name} if by_link else None
    return run_transition(actor=actor, obj=registration, name="withdraw", reason=reason.strip(), data=data)


# ---------------------------------------------------------------- at the door
@transaction.atomic
def check_in(*, actor, registration: EventRegistration) -> EventRegistration:
    """签到. Who was not confirmed yet is confirmed by it; checked in already: the first time stands.

    Raises WrongState for who was declined or withdrew.
    """
    registration = lock(registration)
    require(actor, "meetings.manage_event", registration.event)
    if registration.checked_in_at is not None:
        return registration
    if registration.state == RegistrationState.SUBMITTED:
        registration = run_transition(actor=actor, obj=registration, name="confirm")
    if registration.state != RegistrationState.CONFIRMED:
        raise WrongState(f"报名状态为“{registration.get_state_display()}”，不能签到。")
    registration.checked_in_at = db_now()
    return _save_check_in(registration, actor, "签到")


@transaction.atomic
def undo_check_in(*, actor, registration: EventRegistration) -> EventRegistration:
    """The wrong line was pressed. Not checked in: nothing happens. Refused once a certificate followed from it."""
    registration = lock(registration)
    require(actor, "meetings.manage_event", registration.event)
    if registration.checked_in_at is None:
        return registration
    if registration.certificates.exists():
        raise WrongState("已经颁发证书，不能撤销签到。")
    registration.checked_in_at = None
    return _save_check_in(registration, actor, "撤销签到")


def _save_check_in(registration: EventRegistration, actor, label: str) -> EventRegistration:
    save_record(registration, actor=actor, reason=label)
    audit.record(actor=actor, obj=registration, action="meetings.eventregistration.check_in", label=label)
    return registration


# ---------------------------------------------------------------- checks
def _in_time(event: Event, behalf: OnBehalf | None) -> OnBehalf | None:
    refusal = event.registration_refusal(db_now())
    if not refusal:
        return behalf
    if behalf is None or not event.takes_registrations or event.register_by is None:
        raise DomainError(refusal)
    return in_time(behalf, event.register_by)


def _refuse_twice(registration: EventRegistration) -> None:
    """The same name with the same telephone number: a form that was filled in once more."""
    same = {"name": registration.name, "phone": registration.phone}
    if registration.event.registrations.taking_a_place().filter(**same).exists():
        raise DomainError(TWICE, field="phone")


def _link_parties(registration: EventRegistration, actor) -> None:
    """The unit or other body of exactly that name; the person, where somebody who is logged in registers themselves.

    A unit that is an example is known to example events alone, and the other way round.
    """
    name = registration.affiliation
    units = Unit.objects.current().filter(is_example=registration.is_example)
    named = Q(name=name) | Q(short_name=name) | Q(names__name=name)
    registration.unit = units.filter(named).order_by("pk").first()
    if registration.unit is None:
        registration.organisation = Organisation.objects.filter(name=name).first()
    person = Person.objects.filter(user=actor).first() if actor is not None else None
    if person is not None and person.name == registration.name:
        registration.person = person
