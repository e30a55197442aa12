"""From the decision to a member with its seats and three representatives: made once, reused, admitted again."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry
from alliance.notices.models import Delivery
from members.models import (
    Admission,
    EarlierMembership,
    MembershipApplication,
    Occupancy,
    Person,
    Seat,
    Unit,
    UnitName,
)
from members.rosters import roster_on
from members.services import admission
from tests import factories as make
from tests.members import make_admission as ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

DAY = date(2024, 6, 1)
BASIS = "第一届第五次理事会决定"
READY = "ready"


@pytest.fixture
def secretary():
    return make.staff()


@pytest.fixture(autouse=True)
def term():
    return make.TermFactory(starts_on=date(2015, 5, 29))


def admit(actor, application, **more):
    return admission.admit_unit(
        actor=actor, application=application, **{"admitted_on": DAY, "basis": BASIS, **more}
    )


def test_member_seats_and_representatives_come_about_together(secretary, term):
    application = ask.application(state=READY)

    made = admit(secretary, application, rank="council")

    unit = made.unit
    application.refresh_from_db()
    assert (unit.name, unit.uscc, unit.joined_on, unit.rank) == (
        application.name,
        application.uscc,
        DAY,
        "council",
    )
    assert (unit.contact_name, unit.contact_email) == ("吴联系", "apply@example.com")
    assert [str(made.council_member), str(made.expert), str(made.liaison)] == ["赵理事", "钱专家", "孙联络"]
    held = Occupancy.objects.filter(
        seat__unit=unit, seat__term=term, starts_on=DAY, reason=BASIS, ended=False
    )
    assert held.count() == 3
    assert (application.state, application.admission, made.application) == ("admitted", made, application)
    assert AuditEntry.objects.get(action="members.unit.admit").data == {"admission": made.pk}
    assert BASIS in Delivery.objects.get(kind="application.admitted").body
    assert unit in Unit.objects.members_on(DAY)
    assert unit not in Unit.objects.members_on(DAY - timedelta(days=1))
    assert [one.person.name for one in roster_on("council", DAY)] == ["赵理事"]


def test_second_press_gives_the_first_admission(secretary):
    application = ask.application(state=READY)

    assert admit(secretary, application) == admit(secretary, application, basis="另一个依据")
    assert Admission.objects.count() == 1
    assert Seat.objects.count() == 3


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "rejected", "withdrawn"])
def test_only_what_passed_the_check_is_admitted(secretary, state):
    with pytest.raises(WrongState):
        admit(secretary, ask.application(state=state))
    assert not Unit.objects.exists()


def test_only_the_secretariat_admits():
    application = ask.application(state=READY)

    with pytest.raises(NotAllowed):
        admit(make.liaison_of(make.UnitFactory()), application)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"basis": "  "}, "basis"),
        ({"admitted_on": date(2999, 1, 1)}, "admitted_on"),
    ],
)
def test_decision_without_basis_or_to_come_is_refused(secretary, more, field):
    with pytest.raises(DomainError) as refused:
        admit(secretary, ask.application(state=READY), **more)
    assert refused.value.field == field
    assert not Unit.objects.exists()


def test_without_any_term_nothing_is_made(secretary, term):
    term.delete()

    with pytest.raises(DomainError) as refused:
        admit(secretary, ask.application(state=READY))
    assert refused.value.field == "term"


def test_day_before_the_term_leaves_nothing_half_made(secretary, term):
    with pytest.raises(DomainError):
        admit(secretary, ask.application(state=READY), admitted_on=date(2015, 1, 1), term=term)

    assert not Unit.objects.exists()
    assert not Person.objects.exists()
    assert MembershipApplication.objects.get().state == READY


def test_who_became_a_member_meanwhile_is_refused(secretary):
    application = ask.application(state=READY)
    make.UnitFactory(name=application.name)

    with pytest.raises(DomainError, match="已经是成员单位"):
        admit(secretary, application)


def test_former_member_is_admitted_again_and_keeps_its_past(secretary):
    former = make.UnitFactory(
        name="旧名公司", uscc=ask.uscc(), joined_on=date(2015, 5, 29), left_on=date(2020, 12, 31)
    )
    known = make.PersonFactory(name="赵理事", unit=former, post="总经理")

    made = admit(secretary, ask.application(state=READY))

    former.refresh_from_db()
    assert (made.unit, former.joined_on, former.left_on) == (former, DAY, None)
    assert former.name == "攀枝花新材料有限公司"
    assert UnitName.objects.get(unit=former).name == "旧名公司"
    earlier = EarlierMembership.objects.get()
    assert (earlier.joined_on, earlier.left_on) == (date(2015, 5, 29), date(2020, 12, 31))
    assert made.council_member == known
    assert [
        former in Unit.objects.members_on(day) for day in (date(2020, 12, 31), date(2021, 1, 1), DAY)
    ] == [
        True,
        False,
        True,
    ]


def test_admission_again_before_the_day_of_leaving_is_refused(secretary):
    make.UnitFactory(name="攀枝花新材料有限公司", left_on=DAY)

    with pytest.raises(DomainError) as refused:
        admit(secretary, ask.application(state=READY))
    assert refused.value.field == "admitted_on"


def test_known_person_keeps_what_is_known_and_gains_what_was_not(secretary):
    known = make.PersonFactory(name="孙联络", affiliation_printed="攀枝花新材料有限公司", post="主任")
    application = ask.application(state=READY)
    application.nominees.filter(body="liaison_meeting").update(phone="13800000000")

    made = admit(secretary, application)

    known.refresh_from_db()
    assert made.liaison == known
    assert (known.unit, known.post, known.phone) == (made.unit, "主任", "13800000000")


def test_namesake_of_another_unit_is_somebody_else(secretary):
    other = make.PersonFactory(name="孙联络", unit=make.UnitFactory())

    assert admit(secretary, ask.application(state=READY)).liaison != other


def test_several_of_one_name_are_asked_for(secretary):
    former = make.UnitFactory(name="攀枝花新材料有限公司", left_on=date(2020, 1, 1))
    _, other = make.PersonFactory.create_batch(2, name="孙联络", unit=former)
    application = ask.application(state=READY)

    with pytest.raises(DomainError) as refused:
        admit(secretary, application)
    assert refused.value.field == "person_liaison_meeting"
    stranger = make.PersonFactory(name="孙联络")
    with pytest.raises(DomainError):
        admit(secretary, application, people={"liaison_meeting": stranger})
    assert admit(secretary, application, people={"liaison_meeting": other}).liaison == other


def test_one_person_for_two_bodies_is_one_person(secretary):
    application = ask.application(state=READY)
    application.nominees.exclude(body="council").update(name="赵理事")

    made = admit(secretary, application)

    assert Person.objects.count() == 1
    assert made.expert == made.council_member == made.liaison


def test_examples_and_real_units_never_mix(secretary):
    make.UnitFactory(name="旧公司", uscc=ask.uscc(), left_on=date(2020, 1, 1), is_example=False)
    application = ask.application(state=READY, is_example=True, uscc=ask.uscc("9151040020436002X"))

    made = admit(secretary, application)

    assert made.unit.is_example
    assert made.liaison.is_example


def test_unit_without_application_is_admitted_again(secretary):
    unit = make.UnitFactory(joined_on=date(2015, 5, 29), left_on=date(2020, 1, 1))
    people = {"council": make.PersonFactory(unit=unit), "liaison_meeting": make.PersonFactory(unit=unit)}

    made = [
        admission.admit_existing(
            actor=secretary, unit=unit, admitted_on=DAY, basis=BASIS, representatives=people
        )
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert unit.earlier_memberships.count() == 1
    assert Occupancy.objects.filter(seat__unit=unit).count() == 2


def test_present_member_is_not_admitted_again(secretary):
    with pytest.raises(DomainError):
        admission.admit_existing(
            actor=secretary, unit=make.UnitFactory(), admitted_on=DAY, basis=BASIS, representatives={}
        )


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_admit_once(secretary):
    application = ask.application(state=READY)
    made, failed = [], []

    def press():
        try:
            row = MembershipApplication.objects.get(pk=application.pk)
            made.append(admit(secretary, row, admitted_on=timezone.localdate()).pk)
        except Exception as error:  # said by the test, whatever it is
            failed.append(error)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert failed == []
    assert len(set(made)) == 1
    assert (Unit.objects.count(), Person.objects.count(), Occupancy.objects.count()) == (1, 3, 3)
