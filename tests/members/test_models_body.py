"""Terms, seats, occupancies, offices, people."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from alliance.core.writing import save_record
from members.enums import Body, OfficeKind
from members.models import Occupancy, Office, Person
from tests.factories import (
    OccupancyFactory,
    OfficeFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    TermFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2015, 5, 28), date(2015, 5, 29)


def refusal(obj) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        save_record(obj, actor=None)
    return refused.value.messages


# ---------------------------------------------------------------- terms and seats
def test_term_and_seat_are_named_as_people_name_them():
    seat = SeatFactory(unit=UnitFactory(name="某大学"), body=Body.COUNCIL, term=TermFactory(number=12))

    assert str(seat.term) == "第十二届"
    assert str(seat) == "某大学·第十二届理事会"


def test_unit_has_one_seat_in_a_body_per_term():
    seat = SeatFactory()

    again = SeatFactory.build(unit=seat.unit, body=seat.body, term=seat.term)

    assert refusal(again) == ["该单位在本届该机构中已有席位。"]
    assert SeatFactory(unit=seat.unit, body=Body.EXPERT_COMMITTEE).pk is not None
    assert SeatFactory(unit=seat.unit, body=seat.body, term=TermFactory(number=2)).pk is not None


# ---------------------------------------------------------------- occupancies
def test_seat_has_one_occupant_at_a_time():
    held = OccupancyFactory()
    rival = Occupancy(seat=held.seat, person=PersonFactory())

    assert refusal(rival) == ["该席位已有现任人员，请先办理离任。"]
    with pytest.raises(IntegrityError), transaction.atomic():
        rival.save()


@pytest.mark.parametrize("end", [{"ended": True}, {"ends_on": AFTER}])
def test_seat_is_free_after_its_occupant_left_even_without_a_date(end):
    held = OccupancyFactory(**end)

    assert OccupancyFactory(seat=held.seat).ended is False


def test_date_of_leaving_says_that_it_ended():
    held = OccupancyFactory()
    held.ends_on = AFTER
    held.save()

    assert Occupancy.objects.get(pk=held.pk).ended is True


@pytest.mark.parametrize("made", [OccupancyFactory, OfficeFactory])
def test_nobody_leaves_before_they_begin(made):
    held = made()
    held.starts_on, held.ends_on = AFTER, BEFORE

    assert refusal(held) == ["离任日期不能早于起任日期。"]


@pytest.mark.parametrize("made", [OccupancyFactory, OfficeFactory])
def test_one_day_in_office_is_possible(made):
    held = made(starts_on=AFTER, ends_on=AFTER)

    assert (held.starts_on, held.ends_on) == (AFTER, AFTER)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (Body.COUNCIL, "张三（理事）"),
        (Body.EXPERT_COMMITTEE, "张三（专家）"),
        (Body.LIAISON_MEETING, "张三（联络员）"),
        (Body.SECRETARIAT, "张三（工作人员）"),
    ],
)
def test_occupant_is_called_by_the_role(body, shown):
    held = OccupancyFactory(seat=SeatFactory(body=body), person=PersonFactory(name="张三"))

    assert str(held) == shown


def test_office_is_no_second_seat():
    """One unit may hold several offices (2015: three) and still has one vote."""
    unit = UnitFactory()
    people = [PersonFactory(unit=unit) for _ in range(3)]
    kinds = (OfficeKind.CHAIR, OfficeKind.SECRETARY_GENERAL, OfficeKind.EXPERT_CHAIR)
    for person, kind in zip(people, kinds, strict=True):
        OfficeFactory(person=person, kind=kind)

    assert Office.objects.current().filter(person__unit=unit).count() == 3
    assert unit.seats.count() == 0


@pytest.mark.parametrize("made", [OccupancyFactory, OfficeFactory])
def test_person_with_a_past_cannot_be_deleted(made):
    held = made()

    with pytest.raises(ProtectedError):
        held.person.delete()


# ---------------------------------------------------------------- people
def test_pinyin_reads_the_surname_and_gives_way_to_the_person():
    assert PersonFactory(name="单志强").pinyin == "shan zhi qiang"
    assert PersonFactory(name="单志强", pinyin_override="Dan Zhiqiang").pinyin == "dan zhiqiang"


def test_person_of_a_unit_is_not_of_another_organisation_too():
    person = PersonFactory.build(unit=UnitFactory(), organisation=OrganisationFactory())

    assert refusal(person) == ["成员单位与其他机构只能填写一个。"]


def test_affiliation_is_whichever_there_is():
    unit, organisation = UnitFactory(), OrganisationFactory()

    assert PersonFactory(unit=unit).affiliation == unit
    assert PersonFactory(organisation=organisation).affiliation == organisation
    assert PersonFactory().affiliation is None


def test_person_outlives_the_login():
    user = UserFactory()
    person = PersonFactory(user=user)

    user.delete()

    assert Person.objects.get(pk=person.pk).user is None


def test_login_belongs_to_one_person():
    user = UserFactory()
    PersonFactory(user=user)

    assert len(refusal(PersonFactory.build(user=user))) == 1


def test_same_name_may_be_two_people():
    assert PersonFactory(name="王伟").pk != PersonFactory(name="王伟").pk
