"""Merging a unit that was registered twice. What will happen is planned and shown first (`members.merges`)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.dates import day_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock, save_record
from members import unit_notices
from members.enums import DepartureKind, NameKind
from members.merges import WITH_EVIDENCE, MergePlan, note_of, plan_merge
from members.models import (
    Admission,
    Affiliation,
    Departure,
    EarlierMembership,
    Occupancy,
    Seat,
    Unit,
    UnitName,
)
from members.services.seats import end_occupancy, fill_seat
from members.services.units import MANAGE, drop_request


@transaction.atomic
def merge_units(*, actor, duplicate: Unit, into: Unit, merged_on: date, reason: str) -> Unit:
    """`duplicate` goes up in `into` with the end of `merged_on`; returns the survivor.

    Rosters and memberships of every day up to `merged_on` stay exactly as they were. Open seats and the membership
    end that day and go on with the survivor where it has none; people, names and missing facts go over. Raises
    WrongState or DomainError at `into`, `merged_on` or `reason`.
    """
    duplicate, into = _lock_both(duplicate, into)
    require(actor, MANAGE, duplicate)
    require(actor, MANAGE, into)
    check_merge(duplicate=duplicate, into=into, merged_on=merged_on)
    if not reason.strip():
        raise DomainError("请填写合并的理由。", field="reason")
    plan = plan_merge(duplicate=duplicate, into=into, merged_on=merged_on)
    told = Occupancy.objects.current().filter(seat__unit__in=(duplicate, into)).logins()
    words = f"“{duplicate.name}”并入“{into.name}”"
    _end_seats(actor, plan, words)
    drop_request(actor=actor, unit=duplicate, reason=f"{words}，请以合并后的单位重新提出。")
    _move_facts(actor, plan, words, reason.strip())
    _move_people(actor, plan, words)
    _go_on(actor, plan, words)
    for unit in (duplicate, into):
        audit.record(
            actor=actor, obj=unit, action="members.unit.merge", label=f"合并：{words}"[:60], reason=reason
        )
    unit_notices.tell_of_merge(plan, told)
    return into


def check_merge(*, duplicate: Unit, into: Unit, merged_on: date) -> None:
    """Raise WrongState or DomainError unless the merge can be done; the preview asks as well."""
    for unit in (duplicate, into):
        if unit.merged_into_id:
            raise WrongState(f"“{unit}”已并入“{unit.merged_into}”。")
    if duplicate.pk == into.pk:
        raise DomainError("请选择另一个单位。", field="into")
    if duplicate.is_example != into.is_example:
        raise DomainError("示例单位与真实单位不能合并。", field="into")
    if merged_on > timezone.localdate():
        raise DomainError("合并日期不能晚于今天。", field="merged_on")
    for unit in (duplicate, into):
        if unit.joined_on and merged_on < unit.joined_on:
            day = day_words(unit.joined_on)
            raise DomainError(f"“{unit}”于{day}入盟，合并日期不能早于这一天。", field="merged_on")
    later = Occupancy.objects.filter(seat__unit=duplicate, starts_on__gt=merged_on).select_related("person")
    if (held := later.order_by("-starts_on").first()) is not None:
        since = f"{held.person}自{day_words(held.starts_on)}起代表“{duplicate}”任职"
        raise DomainError(f"{since}，合并日期不能早于这一天。", field="merged_on")


def _lock_both(duplicate: Unit, into: Unit) -> tuple[Unit, Unit]:
    """In the order of their keys, so that two merges at the same moment wait for each other."""
    locked = {unit.pk: lock(unit) for unit in sorted((duplicate, into), key=lambda unit: unit.pk)}
    return locked[duplicate.pk], locked[into.pk]


def _end_seats(actor, plan: MergePlan, words: str) -> None:
    for held in (*plan.carried, *(one for one, _ in plan.ended)):
        end_occupancy(actor=actor, occupancy=held, ends_on=plan.merged_on, reason=words)


def _move_facts(actor, plan: MergePlan, words: str, reason: str) -> None:
    """The duplicate first: its code must be free before the survivor takes it."""
    duplicate, into = plan.duplicate, plan.into
    ended_on = duplicate.left_on
    for name in plan.facts:
        setattr(into, name, getattr(duplicate, name))
        if evidence := WITH_EVIDENCE.get(name):
            setattr(into, evidence, getattr(duplicate, evidence))
    if "uscc" in plan.facts:
        duplicate.uscc = ""
    if plan.ends_membership:
        duplicate.left_on = plan.merged_on
        departure = Departure(
            unit=duplicate, kind=DepartureKind.MERGED, left_on=plan.merged_on, basis=words, reason=reason
        )
        save_record(departure, actor=actor, reason=words)
    duplicate.merged_into, duplicate.merged_on = into, plan.merged_on
    save_record(duplicate, actor=actor, reason=words)
    if plan.takes_over_membership:
        _take_over_membership(actor, plan, words, ended_on)
    save_record(into, actor=actor, reason=words)
    for name in plan.names:
        kind = NameKind.SHORT if name == duplicate.short_name else NameKind.PRINTED
        UnitName.objects.create(unit=into, name=name, kind=kind, note=note_of(name, duplicate))


def _take_over_membership(actor, plan: MergePlan, words: str, left_on: date | None) -> None:
    """The survivor was no member any more: it is one again, and its earlier time stays as it was."""
    into = plan.into
    earlier = EarlierMembership(unit=into, joined_on=into.joined_on, left_on=into.left_on)
    save_record(earlier, actor=actor, reason=words)
    into.joined_on, into.left_on = plan.begins, left_on
    admission = Admission(unit=into, admitted_on=plan.begins, basis=f"{words}，成员身份延续"[:200])
    save_record(admission, actor=actor, reason=words)


def _move_people(actor, plan: MergePlan, words: str) -> None:
    """Where somebody worked until then stays as 曾任单位."""
    for person in plan.people:
        former = Affiliation(person=person, unit=plan.duplicate, post=person.post, ends_on=plan.merged_on)
        save_record(former, actor=actor, reason=words)
        person.unit = plan.into
        save_record(person, actor=actor, reason=words)


def _go_on(actor, plan: MergePlan, words: str) -> None:
    """The seats that the survivor did not have, with the people who filled them."""
    for held in plan.carried:
        seat = Seat.objects.filter(unit=plan.into, body=held.seat.body, term=held.seat.term).first()
        if seat is None:
            seat = Seat(unit=plan.into, body=held.seat.body, term=held.seat.term)
            save_record(seat, actor=actor, reason=words)
        fill_seat(
            actor=actor,
            seat=seat,
            person=type(held.person).objects.get(pk=held.person_id),
            starts_on=plan.begins,
            reason=words,
            evidence=held.evidence,
        )
