"""People: where they work now, and where before."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.core.writing import lock, save_record
from members.models import Affiliation, Organisation, Person, Unit


@transaction.atomic
def move_person(
    *,
    actor,
    person: Person,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    since: date | None = None,
    post: str = "",
    reason: str = "",
) -> Person:
    """`person` works elsewhere `since` that day (None: not stated); the unit before becomes a row of 曾任单位.

    Seats and offices stay: who no longer speaks for a unit is replaced there by `replace_occupant`. Raises
    DomainError with `field` (unit, organisation, since) for two places at once, for the place where the person is
    already, for days to come or before the last move, and for a move between real and 示例.
    """
    require(actor, "members.move_person", person)
    person = lock(person)
    _refuse_place(person, unit, organisation)
    former = _former_place(person, since)
    if former is not None:
        save_record(former, actor=actor, reason="调动")
    before = str(person.affiliation or person.affiliation_printed)
    person.unit, person.organisation, person.affiliation_printed, person.post = unit, organisation, "", post
    save_record(person, actor=actor, reason=reason or "调动")
    data = {"from": before, "to": str(person.affiliation or ""), "since": since.isoformat() if since else ""}
    audit.record(
        actor=actor, obj=person, action="members.person.move", label="调动单位", reason=reason, data=data
    )
    return person


@transaction.atomic
def correct_unit(
    *,
    actor,
    person: Person,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    reason: str = "",
) -> Person:
    """The unit was registered wrongly: it is put right, and no former unit comes of it. Raises as `move_person`."""
    require(actor, "members.move_person", person)
    person = lock(person)
    _refuse_place(person, unit, organisation)
    person.unit, person.organisation = unit, organisation
    save_record(person, actor=actor, reason=reason or "更正单位")
    audit.record(
        actor=actor, obj=person, action="members.person.correct_unit", label="更正单位", reason=reason
    )
    return person


def _refuse_place(person: Person, unit: Unit | None, organisation: Organisation | None) -> None:
    if unit and organisation:
        raise DomainError("成员单位与其他机构只能填写一个。", field="organisation")
    if unit == person.unit and organisation == person.organisation:
        where = person.affiliation
        raise DomainError(f"{person}已登记在“{where}”。" if where else "请选择新的单位。", field="unit")
    if unit and unit.merged_into_id:
        raise DomainError(f"“{unit}”已并入“{unit.merged_into}”，请选择并入后的单位。", field="unit")
    if unit and unit.is_example != person.is_example:
        raise DomainError("示例人员只能在示例单位之间调动，真实人员不能调入示例单位。", field="unit")


def _former_place(person: Person, since: date | None) -> Affiliation | None:
    """The place the person leaves; it began the day after the one before it ended, where that is known."""
    if since and since > timezone.localdate():
        raise DomainError("日期不能晚于今天。", field="since")
    if not (person.affiliation or person.affiliation_printed):
        return None
    last = person.affiliations.filter(ends_on__isnull=False).order_by("-ends_on").first()
    starts_on = last.ends_on + timedelta(days=1) if last else None
    ends_on = since - timedelta(days=1) if since else None
    if starts_on and ends_on and ends_on < starts_on:
        raise DomainError("日期早于上一次调动，请核对。", field="since")
    return Affiliation(
        person=person,
        unit=person.unit,
        organisation=person.organisation,
        printed=person.affiliation_printed,
        post=person.post,
        starts_on=starts_on,
        ends_on=ends_on,
    )
