"""What an admission would make or reuse, before anything is written."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from members.enums import Body
from members.models import ApplicationNominee, MembershipApplication, Person, Term, Unit


@dataclass(frozen=True)
class Representative:
    """Who would sit in `body`: `person` is known already, None for somebody new. `candidates` bear the same name."""

    body: Body
    nominee: ApplicationNominee
    person: Person | None = None
    candidates: tuple[Person, ...] = ()

    @property
    def field(self) -> str:
        """The field of the admission form in which staff choose."""
        return f"person_{self.body.value}"

    @property
    def is_settled(self) -> bool:
        return self.person is not None or not self.candidates


@dataclass(frozen=True)
class AdmissionPlan:
    """What `admit_unit` would make. `unit`: a former member that is admitted again; None for a new one."""

    unit: Unit | None
    representatives: list[Representative] = field(default_factory=list)


def plan_admission(application: MembershipApplication) -> AdmissionPlan:
    """What would be made or reused; nothing is written."""
    unit = former_member(application)
    nominees = {one.body: one for one in application.nominees.all()}
    found = [
        _representative(body, nominees[body.value], application, unit)
        for body in Body.nominated()
        if body.value in nominees
    ]
    return AdmissionPlan(unit, found)


def former_member(application: MembershipApplication) -> Unit | None:
    """The unit that was a member before: by its code, else by one of its names."""
    units = Unit.objects.filter(is_example=application.is_example, merged_into=None, left_on__isnull=False)
    by_code = units.filter(uscc=application.uscc).first() if application.uscc else None
    named = Q(name=application.name) | Q(names__name=application.name)
    return by_code or units.filter(named).order_by("-left_on").first()


def term_on(day: date, *, is_example: bool = False) -> Term | None:
    """The term in force on `day`: the last that has begun and that units of this kind have seats in, if any has."""
    begun = Term.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day)).order_by("-number")
    return begun.filter(seats__unit__is_example=is_example).first() or begun.first()


def _representative(body: Body, nominee, application: MembershipApplication, unit: Unit | None):
    home = Q(unit=unit) if unit else Q(pk=None)
    named = Q(organisation__name=application.name) | Q(affiliation_printed=application.name)
    people = Person.objects.filter(name=nominee.name, is_example=application.is_example)
    candidates = tuple(people.filter(home | Q(unit=None) & named).order_by("pk"))
    return Representative(body, nominee, _same_person(nominee, candidates), candidates)


def _same_person(nominee: ApplicationNominee, candidates: tuple[Person, ...]) -> Person | None:
    """The only one of that name, or the one with the same number or address; None when that is not clear."""
    if len(candidates) == 1:
        return candidates[0]
    alike = [
        one
        for one in candidates
        if (nominee.phone and one.phone == nominee.phone) or (nominee.email and one.email == nominee.email)
    ]
    return alike[0] if len(alike) == 1 else None
