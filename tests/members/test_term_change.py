"""换届: plan, asking, answers, settling, coming into force; every refusal says what is in the way."""

from datetime import date, timedelta

import pytest

from alliance.core.behalf import OnBehalf
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.models import BehalfRecord
from alliance.core.transitions import run_transition
from alliance.notices.models import Notice
from members.enums import Body, OfficeKind, PlannedSeat
from members.models import Occupancy, Office, Person, Term, TermChange, Unit
from members.rosters import offices_on, roster_on
from members.services import enactment, seats, term_answers, terms
from members.services.terms import Proposed
from tests import factories as make
from tests.members.make_terms import (
    STARTS,
    as_planned,
    collecting,
    confirm,
    confirmation_of,
    in_days,
    seated_unit,
    started,
)

pytestmark = pytest.mark.django_db

BEFORE = STARTS - timedelta(days=1)


@pytest.fixture
def actor():
    return make.staff()


def closed(change: TermChange, actor) -> TermChange:
    return run_transition(actor=actor, obj=change, name="close")


def people_on(day) -> set[tuple]:
    return {(held.seat.unit_id, held.seat.body, held.person.name) for held in roster_on(None, day)}


# ---------------------------------------------------------------- the plan
def test_plan_carries_over_seats_people_and_offices(actor):
    unit, bare = seated_unit(), make.UnitFactory()
    office = make.OfficeFactory(person=unit.people.first(), kind=OfficeKind.CHAIR)
    make.OfficeFactory(kind=OfficeKind.VICE_CHAIR, ended=True)
    make.UnitFactory(is_example=True)

    change = started(actor=actor)

    plan = {seat.body: (seat.plan, seat.proposed) for seat in confirmation_of(change, unit).seats.all()}
    sitting = {held.seat.body: ("kept", held.person.name) for held in roster_on(None, BEFORE)}
    assert plan == sitting
    added = {(seat.body, seat.plan, seat.proposed) for seat in confirmation_of(change, bare).seats.all()}
    assert added == {(body.value, "added", "") for body in Body.nominated()}
    assert [(one.kind, one.person) for one in change.offices.all()] == [(office.kind, office.person)]
    assert change.confirmations.count() == 2


def test_seats_only_where_there_are_some_unless_asked_for(actor):
    bare = make.UnitFactory()

    assert not confirmation_of(started(actor=actor, complete=False), bare).seats.exists()


@pytest.mark.parametrize("given", [{"number": 1}, {"starts_on": date(2015, 1, 1)}])
def test_new_term_follows_the_present_one(actor, given):
    term = make.TermFactory(starts_on=date(2015, 1, 1))

    with pytest.raises(DomainError) as caught:
        started(actor=actor, from_term=term, **given)
    assert caught.value.field in given


def test_unit_admitted_meanwhile_is_missed_and_put_in(actor):
    make.UnitFactory()
    change = collecting(actor=actor)
    late = seated_unit()

    assert list(terms.missing_units(change)) == [late]
    assert terms.add_units(actor=actor, change=change) == 1
    assert confirmation_of(change, late).seats.count() == 3


# ---------------------------------------------------------------- asking and answering
def test_asking_needs_a_day_ahead_and_units(actor):
    make.UnitFactory()
    for answer_by in (None, in_days(-1)):
        change = started(actor=actor, answer_by=answer_by)
        with pytest.raises(DomainError) as caught:
            terms.ask_units(actor=actor, change=change)
        assert caught.value.field == "answer_by"
        change = run_transition(actor=actor, obj=change, name="cancel", reason="日期有误")


def test_liaison_is_told_with_a_personal_link(actor):
    unit = seated_unit()

    collecting(actor=actor)

    notice = Notice.objects.get(recipient=unit.liaison)
    assert notice.title == "请确认本单位人选：第二届换届"
    assert notice.url.startswith("/members/c/")


def test_unit_confirms_changes_and_names_somebody_new(actor):
    unit = seated_unit()
    change = collecting(actor=actor)
    other = make.PersonFactory(unit=unit, name="李四")

    row = confirm(
        confirmation_of(change, unit),
        actor=unit.liaison,
        council=Proposed(person=other),
        expert_committee=Proposed(new_name="赵六", new_post="总工程师", new_phone="13800000000"),
    )

    assert (row.state, row.answered_by) == ("confirmed", str(unit.liaison))
    said = {seat.body: seat.proposed for seat in row.seats.all()}
    assert (said["council"], said["expert_committee"]) == ("李四", "赵六")
    assert not Person.objects.filter(name="赵六").exists()  # only when the new term stands


def test_answer_is_refused_from_others_out_of_time_and_stale(actor):
    unit = seated_unit()
    change = started(actor=actor)
    row = confirmation_of(change, unit)
    with pytest.raises(WrongState, match="还没有开始征求意见"):
        confirm(row, actor=unit.liaison)
    change = terms.ask_units(actor=actor, change=change)
    with pytest.raises(NotAllowed):
        confirm(row, actor=make.liaison_of(make.UnitFactory()))
    with pytest.raises(NotAllowed):
        terms.confirm_people(
            actor=None, confirmation=row, seats=as_planned(row), by_link=make.PersonFactory(unit=unit)
        )
    with pytest.raises(DomainError, match="不是本单位的人员") as caught:
        stranger = make.PersonFactory(unit=make.UnitFactory())
        confirm(row, actor=unit.liaison, council=Proposed(person=stranger))
    assert caught.value.field == "seat-council"
    with pytest.raises(StaleVersion):
        terms.confirm_people(actor=unit.liaison, confirmation=row, seats=as_planned(row), version=7)
    closed(change, actor)
    with pytest.raises(WrongState, match="已结束"):
        confirm(row, actor=unit.liaison)


def test_staff_record_what_a_unit_said_with_its_paper(actor):
    unit = seated_unit()
    change = collecting(actor=actor)
    row = confirmation_of(change, unit)
    who = str(unit.liaison.person)
    said = OnBehalf(person_name=who, unit=unit, channel="phone", received_on=date(2016, 1, 1))

    terms.confirm_people(actor=actor, confirmation=row, seats=as_planned(row), behalf=said)

    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("confirmed", unit.liaison.person.name)
    assert BehalfRecord.objects.get().recorded_by == actor


# ---------------------------------------------------------------- after the end
def test_silent_units_stand_against_it_until_staff_settle_them(actor):
    first, second = seated_unit(name="甲研究院"), seated_unit(name="乙研究院")
    change = collecting(actor=actor)
    confirm(confirmation_of(change, first), actor=first.liaison)
    with pytest.raises(WrongState):
        term_answers.settle(actor=actor, change=change, reason="电话确认")
    change = closed(change, actor)

    with pytest.raises(DomainError, match="以下单位尚未确认，请收齐或由秘书处认定：乙研究院"):
        enactment.enact(actor=actor, change=change, reason="理事会决定")
    assert not Term.objects.filter(number=2).exists()
    with pytest.raises(DomainError) as caught:
        term_answers.settle(actor=actor, change=change, reason=" ")
    assert caught.value.field == "reason"
    assert term_answers.settle(actor=actor, change=change, reason="电话确认") == 1

    row = confirmation_of(change, second)
    assert (row.state, row.answered_by, row.note) == ("confirmed", "秘书处认定", "电话确认")
    assert enactment.enact(actor=actor, change=change, reason="理事会决定").state == "done"


def test_reminding_tells_silent_units_once_a_day(actor):
    first, second = seated_unit(), seated_unit()
    change = collecting(actor=actor)
    confirm(confirmation_of(change, first), actor=first.liaison)

    assert [term_answers.remind_units(actor=actor, change=change) for _ in range(2)] == [1, 0]
    assert Notice.objects.filter(recipient=second.liaison).count() == 2


def test_cancelling_tells_everybody_who_was_asked(actor):
    answered, silent = seated_unit(), seated_unit()
    change = collecting(actor=actor)
    confirm(confirmation_of(change, answered))

    run_transition(actor=actor, obj=change, name="cancel", reason="延期换届")

    told = Notice.objects.filter(kind="terms.cancelled")
    assert {one.recipient for one in told} == {answered.liaison, silent.liaison}
    assert all("延期换届" in one.body for one in told)


def test_cancelling_before_anybody_was_asked_tells_nobody(actor):
    seated_unit()

    run_transition(actor=actor, obj=started(actor=actor), name="cancel", reason="延期换届")

    assert not Notice.objects.exists()


# ---------------------------------------------------------------- coming into force
def ready(actor, **seats_of) -> TermChange:
    """Collected and closed: `seats_of` is what the only unit says."""
    change = collecting(actor=actor)
    for row in change.confirmations.all():
        confirm(row, **seats_of)
    return closed(change, actor)


def test_new_term_begins_the_day_after_the_old_one_ends(actor):
    unit = seated_unit()
    old = people_on(BEFORE)
    office = make.OfficeFactory(person=unit.people.first())
    change = ready(actor, council=Proposed(new_name="赵六", new_post="院长"))

    change = enactment.enact(actor=actor, change=change, reason="第五次理事会决定")

    term = change.term
    assert (term.number, term.starts_on, term.ends_on) == (2, STARTS, date(2025, 5, 31))
    assert Term.objects.get(number=1).ends_on == BEFORE
    assert people_on(BEFORE) == old
    new = people_on(STARTS)
    assert {(unit.pk, "council", "赵六")} == new - old
    assert Person.objects.get(name="赵六").post == "院长"
    assert [len(offices_on(day)) for day in (BEFORE, STARTS)] == [1, 1]
    assert Office.objects.get(pk=office.pk).ends_on == BEFORE
    assert Occupancy.objects.filter(seat__term=term).first().reason == "第五次理事会决定"
    assert Occupancy.history.filter(history_user=actor, seat__term=term).count() == 3


def test_somebody_new_in_two_seats_is_one_person(actor):
    seated_unit()
    new = Proposed(new_name="赵六")

    enactment.enact(actor=actor, change=ready(actor, council=new, expert_committee=new), reason="理事会决定")

    assert Person.objects.filter(name="赵六").count() == 1


def test_dropped_and_vacant_seats(actor):
    unit = seated_unit()
    change = collecting(actor=actor)
    row = confirmation_of(change, unit)
    row.seats.filter(body="council").update(plan=PlannedSeat.DROPPED)
    confirm(row, actor=unit.liaison, expert_committee=Proposed())
    change = enactment.enact(actor=actor, change=closed(change, actor), reason="理事会决定")

    made = {seat.body: seat.occupancies.count() for seat in change.term.seats.all()}
    assert made == {"expert_committee": 0, "liaison_meeting": 1}


def test_replacement_that_begins_with_the_new_term_stands_against_it(actor):
    unit = seated_unit()
    change = ready(actor)
    seat = unit.seats.get(body="council")
    seats.replace_occupant(
        actor=actor, seat=seat, person=make.PersonFactory(unit=unit), starts_on=STARTS, reason="调动"
    )

    with pytest.raises(DomainError, match="以下任职在新一届开始当天或以后才起任"):
        enactment.enact(actor=actor, change=change, reason="理事会决定")


def test_unit_that_leaves_before_has_no_seat_in_the_new_term(actor):
    staying, leaving = seated_unit(), seated_unit()
    change = ready(actor)
    Unit.objects.filter(pk=leaving.pk).update(left_on=BEFORE)

    term = enactment.enact(actor=actor, change=change, reason="理事会决定").term

    assert set(term.seats.values_list("unit", flat=True)) == {staying.pk}


def test_example_change_leaves_real_terms_and_seats_alone(actor):
    real = seated_unit()
    seated_unit(is_example=True)
    change = collecting(actor=actor, is_example=True)
    for row in change.confirmations.all():
        confirm(row)

    enactment.enact(actor=actor, change=closed(change, actor), reason="示例决定")

    assert Term.objects.get(number=1).ends_on is None
    assert not Occupancy.objects.filter(seat__unit=real, ended=True).exists()


def test_only_staff_move_it(actor):
    unit = seated_unit()
    change = collecting(actor=actor)
    liaison = unit.liaison
    acts = [
        lambda: terms.add_units(actor=liaison, change=change),
        lambda: term_answers.settle(actor=liaison, change=change, reason="x"),
        lambda: term_answers.end_links(actor=liaison, change=change),
        lambda: term_answers.remind_units(actor=liaison, change=change),
        lambda: closed(change, liaison),
    ]

    for act in acts:
        with pytest.raises(NotAllowed):
            act()
