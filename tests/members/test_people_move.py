"""Where somebody works, and where before."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed
from alliance.core.models import AuditEntry
from members.services.people import correct_unit, move_person
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def actor():
    return make.staff()


@pytest.fixture
def person():
    return make.PersonFactory(unit=make.UnitFactory(name="甲所"), post="所长", affiliation_printed="甲研究所")


def test_the_unit_before_is_kept_with_its_post_and_last_day(actor, person):
    unit = make.UnitFactory()
    moved = move_person(actor=actor, person=person, unit=unit, since=date(2015, 5, 29), post="教授")
    former = person.affiliations.get()
    assert (moved.unit, moved.post, moved.affiliation_printed, moved.version) == (unit, "教授", "", 2)
    assert (former.unit.name, former.printed, former.post) == ("甲所", "甲研究所", "所长")
    assert (former.starts_on, former.ends_on) == (None, date(2015, 5, 28))
    entry = AuditEntry.objects.get()
    assert (entry.action_label, entry.data["from"], entry.data["since"]) == ("调动单位", "甲所", "2015-05-29")


def test_a_day_that_is_not_stated_stays_unknown(actor, person):
    move_person(actor=actor, person=person, organisation=make.OrganisationFactory())
    assert person.affiliations.get().ends_on is None


def test_the_next_place_began_when_the_last_one_ended(actor, person):
    moved = move_person(actor=actor, person=person, unit=make.UnitFactory(), since=date(2015, 5, 29))
    move_person(actor=actor, person=moved, unit=make.UnitFactory(), since=date(2018, 1, 1))
    second = person.affiliations.order_by("pk").last()
    assert (second.starts_on, second.ends_on) == (date(2015, 5, 29), date(2017, 12, 31))


@pytest.mark.parametrize(
    ("since", "told"),
    [(date(2015, 5, 29), "日期早于上一次调动"), (timezone.localdate() + DAY, "日期不能晚于今天")],
)
def test_days_that_cannot_be(actor, person, since, told):
    moved = move_person(actor=actor, person=person, unit=make.UnitFactory(), since=date(2015, 5, 29))
    with pytest.raises(DomainError, match=told):
        move_person(actor=actor, person=moved, unit=make.UnitFactory(), since=since)
    assert person.affiliations.count() == 1


def test_places_that_cannot_be(actor, person):
    gone = make.UnitFactory(merged_into=person.unit, merged_on=date(2020, 1, 1))
    wrong = [
        {"unit": person.unit},
        {"unit": gone},
        {"unit": make.UnitFactory(is_example=True)},
        {"unit": make.UnitFactory(), "organisation": make.OrganisationFactory()},
    ]
    for place in wrong:
        with pytest.raises(DomainError):
            move_person(actor=actor, person=person, **place)
    assert person.affiliations.count() == 0


def test_a_seat_does_not_move_with_its_person(actor):
    held = make.OccupancyFactory()
    move_person(actor=actor, person=held.person, unit=make.UnitFactory())
    held.refresh_from_db()
    assert (held.ended, held.seat.unit == held.person.unit) == (False, False)


def test_a_correction_leaves_no_former_unit(actor, person):
    unit = make.UnitFactory()
    corrected = correct_unit(actor=actor, person=person, unit=unit)
    assert (corrected.unit, corrected.post, person.affiliations.count()) == (unit, "所长", 0)


def test_only_who_keeps_the_register_moves_people(person):
    for actor in (make.liaison_of(person.unit), make.UserFactory(is_staff=True)):
        with pytest.raises(NotAllowed):
            move_person(actor=actor, person=person, unit=make.UnitFactory())
