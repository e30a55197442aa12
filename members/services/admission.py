"""入盟: from the decision to a member unit with its seats and its three representatives, in one transaction.

`admit_unit` is what `meetings` calls when a point of the minutes is adopted; until then staff enter the basis.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.dates import day_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from members.enums import ApplicationState, Body, Evidence
from members.models import (
    Admission,
    ApplicationNominee,
    EarlierMembership,
    MembershipApplication,
    Person,
    Seat,
    Term,
    Unit,
)
from members.services.admission_plan import AdmissionPlan, Representative, plan_admission, term_on
from members.services.application_checks import taken_by_member
from members.services.seats import fill_seat
from members.services.units import rename_unit

# Of an application and a unit alike: what the newer application says goes before what was registered.
TAKEN_OVER = ("short_name", "kind", "uscc", "region", "address", "postcode", "website", "profile")
CONTACT = ("contact_name", "contact_phone")
FILLED_IN = ("post", "title", "phone", "email", "expertise")  # of a person, where nothing is known yet
COLUMNS = {
    Body.COUNCIL: "council_member",
    Body.EXPERT_COMMITTEE: "expert",
    Body.LIAISON_MEETING: "liaison",
}


@transaction.atomic
def admit_unit(
    *,
    actor,
    application: MembershipApplication,
    admitted_on: date,
    basis: str,
    term: Term | None = None,
    rank: str = "",
    people: dict[str, Person | None] | None = None,
) -> Admission:
    """Make the applicant a member with its seats of `term` (the one in force) and its three representatives.

    `people`: body → the person registered already, None for a new one; what it does not name is told from the name.
    Admitted already: nothing happens again, the admission comes back. Raises DomainError at `admitted_on`, `basis`,
    `term` or `person_<body>`; WrongState before the check is passed; ValidationError by field of the unit.
    """
    application = lock(application)
    require(actor, "members.admit_unit", application)
    if application.state == ApplicationState.ADMITTED:
        return application.admission
    if application.state != ApplicationState.READY:
        raise WrongState(f"当前状态为“{application.get_state_display()}”，不能“同意入盟”。")
    term = _checked(admitted_on, basis, term, is_example=application.is_example)
    for problem in taken_by_member(application).values():
        raise DomainError(problem)
    plan = plan_admission(application)
    if plan.unit is not None and plan.unit.name != application.name:
        rename_unit(actor=actor, unit=plan.unit, name=application.name, since=admitted_on)
    unit = _unit_of(application, plan.unit)
    _join(actor, unit, admitted_on, rank, basis)
    persons = _people_of(actor, plan, unit, people or {})
    admission = _enter(actor, unit, admitted_on, basis.strip(), term, persons)
    MembershipApplication.objects.filter(pk=application.pk).update(admission=admission)
    run_transition(
        actor=actor, obj=application, name="admit", reason=basis.strip(), data={"admission": admission.pk}
    )
    return admission


@transaction.atomic
def admit_existing(
    *,
    actor,
    unit: Unit,
    admitted_on: date,
    basis: str,
    representatives: dict[str, Person],
    term: Term | None = None,
    rank: str = "",
) -> Admission:
    """Admit a registered unit without an application: one that left, or one whose day of joining is `admitted_on`.

    `representatives`: body → person of the unit. The same unit and day again gives the first admission. Raises as
    `admit_unit`.
    """
    unit = lock(unit)
    require(actor, "members.admit_unit", unit)
    if existing := unit.admissions.filter(admitted_on=admitted_on).first():
        return existing
    if unit.left_on is None and unit.joined_on != admitted_on:
        raise DomainError(f"“{unit}”已经是成员单位。")
    if unit.merged_into_id:
        raise DomainError(f"“{unit}”已并入“{unit.merged_into}”，不能再入盟。")
    term = _checked(admitted_on, basis, term, is_example=unit.is_example)
    _join(actor, unit, admitted_on, rank, basis)
    return _enter(actor, unit, admitted_on, basis.strip(), term, representatives)


def _checked(admitted_on: date, basis: str, term: Term | None, *, is_example: bool) -> Term:
    """The locked term, so that two admissions come one after another."""
    if not basis.strip():
        raise DomainError("请填写入盟的依据，如“第二届第三次理事会决定”。", field="basis")
    if admitted_on > timezone.localdate():
        raise DomainError("入盟日期不能晚于今天。", field="admitted_on")
    term = term or term_on(admitted_on, is_example=is_example)
    if term is None:
        raise DomainError("还没有登记届次，请先新增本届。", field="term")
    return lock(term)


def _unit_of(application: MembershipApplication, former: Unit | None) -> Unit:
    """The unit as the application describes it, not saved yet."""
    unit = lock(former) if former else Unit(is_example=application.is_example, evidence=Evidence.STATED)
    unit.name = application.name
    for name in (*TAKEN_OVER, *CONTACT):
        if value := getattr(application, name):
            setattr(unit, name, value)
    unit.contact_email = application.email
    return unit


def _join(actor, unit: Unit, admitted_on: date, rank: str, basis: str) -> None:
    """A member from that day on; an earlier time as a member is kept beside it."""
    if unit.left_on is not None:
        if admitted_on <= unit.left_on:
            left = day_words(unit.left_on)
            raise DomainError(f"该单位{left}退盟，入盟日期须晚于这一天。", field="admitted_on")
        earlier = EarlierMembership(unit=unit, joined_on=unit.joined_on, left_on=unit.left_on)
        save_record(earlier, actor=actor, reason=basis)
    unit.joined_on, unit.left_on = admitted_on, None
    if rank:
        unit.rank, unit.rank_evidence = rank, Evidence.STATED
    save_record(unit, actor=actor, reason=basis)


def _people_of(actor, plan: AdmissionPlan, unit: Unit, chosen: dict) -> dict[str, Person]:
    """Body → person; who is named for two bodies is one person."""
    made: dict[str, Person] = {}
    persons = {}
    for one in plan.representatives:
        person = _chosen(one, chosen) or made.get(one.nominee.name)
        persons[one.body.value] = made[one.nominee.name] = _register(actor, person, one.nominee, unit)
    return persons


def _chosen(one: Representative, chosen: dict) -> Person | None:
    if one.body.value in chosen:
        person = chosen[one.body.value]
        if person is not None and person not in one.candidates:
            raise DomainError(f"“{person}”不是该单位名为“{one.nominee.name}”的人员。", field=one.field)
        return person
    if not one.is_settled:
        raise DomainError(f"有几位同名的“{one.nominee.name}”，请选择对应的人员。", field=one.field)
    return one.person


def _register(actor, person: Person | None, nominee: ApplicationNominee, unit: Unit) -> Person:
    """Somebody new, or a registered person with what was not known yet."""
    person = lock(person) if person else Person(name=nominee.name, is_example=unit.is_example)
    before = [getattr(person, name) for name in (*FILLED_IN, "unit_id", "organisation_id")]
    person.unit, person.organisation = unit, None
    for name in FILLED_IN:
        if not getattr(person, name):
            setattr(person, name, getattr(nominee, name))
    if person.pk is None or before != [
        getattr(person, name) for name in (*FILLED_IN, "unit_id", "organisation_id")
    ]:
        save_record(person, actor=actor, reason=f"{unit}入盟")
    return person


def _enter(actor, unit, admitted_on, basis: str, term: Term, persons: dict[str, Person]) -> Admission:
    for body in Body.nominated():
        if body.value in persons:
            _seat(actor, unit, body, term, persons[body.value], admitted_on, basis)
    columns = {COLUMNS[Body(body)]: person for body, person in persons.items()}
    admission = Admission(unit=unit, admitted_on=admitted_on, basis=basis, **columns)
    save_record(admission, actor=actor, reason=basis)
    audit.record(
        actor=actor,
        obj=unit,
        action="members.unit.admit",
        label="入盟",
        reason=basis,
        data={"admission": admission.pk},
    )
    return admission


def _seat(actor, unit, body, term, person, admitted_on, basis) -> None:
    seat = Seat.objects.filter(unit=unit, body=body, term=term).first()
    if seat is None:
        seat = Seat(unit=unit, body=body, term=term)
        save_record(seat, actor=actor, reason=basis)
    if not seat.occupancies.filter(person=person, ended=False).exists():
        fill_seat(actor=actor, seat=seat, person=person, starts_on=admitted_on, reason=basis)
