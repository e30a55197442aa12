"""Filling, ending and replacing: every boundary, and that no earlier day changes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry
from members.enums import Body, OfficeKind
from members.models import Occupancy, Office
from members.rosters import offices_on, roster_on
from members.services import seats
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = date(2016, 6, 1)
ONE = timedelta(days=1)
TODAY = timezone.localdate()


@pytest.fixture
def actor():
    return make.staff()


@pytest.fixture
def seat():
    return make.SeatFactory()


def of(seat, **fields):
    return make.PersonFactory(unit=seat.unit, **fields)


def names_on(day, body=Body.COUNCIL) -> list[str]:
    return [held.person.name for held in roster_on(body, day)]


# ---------------------------------------------------------------- filling
def test_seat_is_filled_from_the_day_on_and_not_before(actor, seat):
    person = of(seat, name="张三")

    held = seats.fill_seat(actor=actor, seat=seat, person=person, starts_on=DAY, reason="推荐")

    assert (held.starts_on, held.ended, held.reason, held.evidence) == (DAY, False, "推荐", "stated")
    assert [names_on(DAY - ONE), names_on(DAY), names_on(TODAY)] == [[], ["张三"], ["张三"]]
    entry = AuditEntry.objects.get(action="members.occupancy.fill")
    assert (entry.actor, entry.action_label) == (actor, "任理事自2016年6月1日起")


def test_unknown_start_counts_as_begun(actor, seat):
    seats.fill_seat(actor=actor, seat=seat, person=of(seat, name="张三"))

    assert names_on(date(1990, 1, 1)) == ["张三"]


def test_unknown_start_is_not_before_the_seat_s_term(actor):
    seat = make.SeatFactory(term=make.TermFactory(number=2, starts_on=DAY))
    seats.fill_seat(actor=actor, seat=seat, person=of(seat, name="张三"))

    assert [names_on(DAY - ONE), names_on(DAY)] == [[], ["张三"]]


def test_filled_seat_is_refused_by_name(actor, seat):
    seats.fill_seat(actor=actor, seat=seat, person=of(seat, name="张三"))

    with pytest.raises(DomainError, match="该席位已有人员（张三，现任），请先办理离任。"):
        seats.fill_seat(actor=actor, seat=seat, person=of(seat), starts_on=DAY)


@pytest.mark.parametrize(("starts_on", "free"), [(DAY, False), (DAY + ONE, True)])
def test_predecessor_s_last_day_is_not_yet_free(actor, seat, starts_on, free):
    make.OccupancyFactory(seat=seat, ends_on=DAY)

    if free:
        seats.fill_seat(actor=actor, seat=seat, person=of(seat), starts_on=starts_on)
        assert len(roster_on(Body.COUNCIL, starts_on)) == 1
    else:
        with pytest.raises(DomainError, match="任至2016年6月1日"):
            seats.fill_seat(actor=actor, seat=seat, person=of(seat), starts_on=starts_on)


def test_successor_needs_a_day_or_earlier_rosters_would_change(actor, seat):
    make.OccupancyFactory(seat=seat, ends_on=DAY)

    with pytest.raises(DomainError, match="该席位此前有人任职，请填写起任日期。"):
        seats.fill_seat(actor=actor, seat=seat, person=of(seat))


def test_nobody_is_put_in_front_of_a_later_occupant(actor, seat):
    make.OccupancyFactory(seat=seat, starts_on=DAY, ended=True)  # over since an unknown day

    with pytest.raises(DomainError, match="不能再补在前面") as caught:
        seats.fill_seat(actor=actor, seat=seat, person=of(seat), starts_on=DAY)
    assert caught.value.field == "starts_on"


@pytest.mark.parametrize("field", ["joined_on", "left_on"])
def test_unit_is_a_member_on_the_first_day(actor, field):
    unit = make.UnitFactory(**{field: DAY})
    seat = make.SeatFactory(unit=unit)
    outside = DAY - ONE if field == "joined_on" else DAY + ONE

    with pytest.raises(DomainError, match="不是成员单位"):
        seats.fill_seat(actor=actor, seat=seat, person=of(seat), starts_on=outside)
    assert seats.fill_seat(actor=actor, seat=seat, person=of(seat), starts_on=DAY).starts_on == DAY


def test_term_bounds_the_first_day(actor):
    first = make.SeatFactory(term=make.TermFactory(number=1))
    second = make.SeatFactory(unit=first.unit, term=make.TermFactory(number=2, starts_on=DAY))

    with pytest.raises(DomainError, match="第二届自2016年6月1日开始。"):
        seats.fill_seat(actor=actor, seat=second, person=of(second), starts_on=DAY - ONE)
    with pytest.raises(DomainError, match="该席位属于第一届，在2016年6月1日已经换届。"):
        seats.fill_seat(actor=actor, seat=first, person=of(first), starts_on=DAY)
    assert seats.fill_seat(actor=actor, seat=first, person=of(first), starts_on=DAY - ONE).pk


def test_person_is_the_unit_s_or_was(actor, seat):
    stranger = make.PersonFactory(name="李四", unit=make.UnitFactory())

    with pytest.raises(DomainError, match="李四不是") as caught:
        seats.fill_seat(actor=actor, seat=seat, person=stranger)
    assert caught.value.field == "person"

    stranger.affiliations.create(unit=seat.unit)
    assert seats.fill_seat(actor=actor, seat=seat, person=stranger).pk


def test_real_seats_and_examples_are_not_mixed(actor, seat):
    with pytest.raises(DomainError, match="示例人员只能任示例单位的席位"):
        seats.fill_seat(actor=actor, seat=seat, person=of(seat, is_example=True))


def test_only_staff_fill_end_and_replace(seat):
    liaison = make.liaison_of(seat.unit)
    held = make.OccupancyFactory(seat=seat)
    acts = [
        (seats.fill_seat, {"seat": seat, "person": of(seat)}),
        (seats.end_occupancy, {"occupancy": held, "ends_on": DAY}),
        (
            seats.replace_occupant,
            {"seat": seat, "person": of(seat), "starts_on": DAY, "reason": "调动"},
        ),
        (seats.appoint, {"kind": OfficeKind.CHAIR, "person": held.person}),
        (seats.end_positions_of_unit, {"unit": seat.unit, "ends_on": DAY}),
    ]

    for act, given in acts:
        with pytest.raises(NotAllowed):
            act(actor=liaison, **given)


# ---------------------------------------------------------------- ending
def test_last_day_is_still_held(actor, seat):
    held = make.OccupancyFactory(seat=seat, starts_on=DAY)

    seats.end_occupancy(actor=actor, occupancy=held, ends_on=DAY, reason="退休")

    assert [len(roster_on(Body.COUNCIL, day)) for day in (DAY - ONE, DAY, DAY + ONE)] == [0, 1, 0]
    assert Occupancy.objects.get().note == "退休"


def test_nobody_leaves_before_the_first_day(actor, seat):
    held = make.OccupancyFactory(seat=seat, starts_on=DAY)

    with pytest.raises(DomainError, match="离任日期不能早于这一天") as caught:
        seats.end_occupancy(actor=actor, occupancy=held, ends_on=DAY - ONE)
    assert caught.value.field == "ends_on"


@pytest.mark.parametrize("end", [{"ended": True}, {"ends_on": TODAY - ONE}])
def test_what_is_over_stays_as_it_was(actor, seat, end):
    held = make.OccupancyFactory(seat=seat, **end)

    with pytest.raises(WrongState, match="离任"):
        seats.end_occupancy(actor=actor, occupancy=held, ends_on=DAY)


def test_end_set_for_a_future_day_may_come_earlier(actor, seat):
    held = make.OccupancyFactory(seat=seat, ends_on=TODAY + 9 * ONE)

    assert seats.end_occupancy(actor=actor, occupancy=held, ends_on=TODAY).ends_on == TODAY


# ---------------------------------------------------------------- replacing
def test_successor_begins_the_day_after_the_predecessor_s_last(actor, seat):
    make.OccupancyFactory(seat=seat, person=of(seat, name="张三"))
    letter = make.stored_picture(actor=actor)

    new = seats.replace_occupant(
        actor=actor, seat=seat, person=of(seat, name="李四"), starts_on=DAY, reason="张三调离", letter=letter
    )

    assert (new.letter, new.reason) == (letter, "张三调离")
    assert [names_on(DAY - ONE), names_on(DAY)] == [["张三"], ["李四"]]


def test_replacement_set_for_a_coming_day_waits(actor, seat):
    make.OccupancyFactory(seat=seat, person=of(seat, name="张三"))
    coming = TODAY + 9 * ONE

    seats.replace_occupant(
        actor=actor, seat=seat, person=of(seat, name="李四"), starts_on=coming, reason="调动"
    )

    assert [names_on(TODAY), names_on(coming)] == [["张三"], ["李四"]]


@pytest.mark.parametrize(
    ("given", "said", "field"),
    [
        ({"starts_on": DAY}, "接任日期须晚于这一天", "starts_on"),
        ({"reason": " "}, "请填写更换的理由。", "reason"),
        ({"person": "same"}, "不需要更换", "person"),
    ],
)
def test_replacement_is_refused_at_the_field(actor, seat, given, said, field):
    held = make.OccupancyFactory(seat=seat, starts_on=DAY)
    asked = {"person": of(seat), "starts_on": DAY + ONE, "reason": "调动", **given}
    if asked["person"] == "same":
        asked["person"] = held.person

    with pytest.raises(DomainError, match=said) as caught:
        seats.replace_occupant(actor=actor, seat=seat, **asked)
    assert caught.value.field == field
    assert Occupancy.objects.get().ended is False


def test_vacant_seat_has_nobody_to_replace(actor, seat):
    make.OccupancyFactory(seat=seat, ends_on=DAY)

    with pytest.raises(WrongState, match="没有现任人员"):
        seats.replace_occupant(actor=actor, seat=seat, person=of(seat), starts_on=DAY + ONE, reason="调动")


# ---------------------------------------------------------------- offices and departure
def test_office_is_held_once_and_ends(actor):
    person = make.PersonFactory()
    office = seats.appoint(actor=actor, kind=OfficeKind.CHAIR, person=person, starts_on=DAY)

    with pytest.raises(DomainError, match="已任理事长"):
        seats.appoint(actor=actor, kind=OfficeKind.CHAIR, person=person, starts_on=DAY + ONE)
    seats.end_office(actor=actor, office=office, ends_on=DAY + ONE)

    held = [[str(one) for one in offices_on(DAY + days * ONE)] for days in (-1, 0, 1, 2)]
    assert held == [[], [f"{person}（理事长）"], [f"{person}（理事长）"], []]


def test_departure_ends_what_the_unit_holds_and_drops_what_never_began(actor, seat):
    make.OccupancyFactory(seat=seat, person=of(seat, name="张三"))
    office = make.OfficeFactory(person=of(seat))
    coming = make.SeatFactory(unit=seat.unit, body=Body.EXPERT_COMMITTEE)
    make.OccupancyFactory(seat=coming, starts_on=TODAY + 9 * ONE)
    other = make.OccupancyFactory()

    assert seats.end_positions_of_unit(actor=actor, unit=seat.unit, ends_on=TODAY, reason="退盟") == 3

    assert Occupancy.objects.get(seat=seat).ends_on == Office.objects.get(pk=office.pk).ends_on == TODAY
    assert not coming.occupancies.exists()
    assert Occupancy.objects.get(pk=other.pk).ended is False
