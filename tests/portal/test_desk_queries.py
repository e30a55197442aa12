"""The desk asks the database the same number of times for one item and for three, in every role."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import Body
from tests import factories as make

pytestmark = pytest.mark.django_db
DESK = reverse("portal:desk")
QUERIES = {"council": 51, "expert": 54, "liaison": 64, "nobody": 32, "several": 70, "staff": 60}


def somebody(role: str):
    unit = make.UnitFactory()
    if role == "several":
        user = make.liaison_of(unit)
        make.OccupancyFactory(seat__unit=unit, seat__body=Body.EXPERT_COMMITTEE, person=user.person)
        make.OccupancyFactory(seat__unit=unit, seat__body=Body.COUNCIL, person=user.person)
        return user
    found = {"liaison": make.liaison_of, "expert": make.expert_of, "council": make.council_member_of}
    if role in found:
        return found[role](unit)
    return make.UserFactory(is_staff=role == "staff")


def fill(user, count: int) -> None:
    """So many of everything that the desk shows."""
    person = getattr(user, "person", None)
    for _ in range(count):
        make.NoticeFactory(recipient=user)
        make.SolicitationFactory()
        make.NominationFactory(state="under_review")
        make.NominationFactory(state="submitted")
        make.ProposalFactory(state="submitted")
        make.ArticleFactory(state="submitted")
        make.CallFactory()
        ahead = make.MeetingFactory(state="convened", starts_on=timezone.localdate())
        for body in (Body.COUNCIL, Body.EXPERT_COMMITTEE, Body.LIAISON_MEETING):
            make.MeetingBodyFactory(meeting=ahead, body=body)
        make.MinutesFactory(meeting=make.MeetingBodyFactory().meeting, state="signed")
        if person is None:
            continue
        make.ProposalFactory(unit=person.unit, state="returned")
        make.NominationFactory(patent__owner=person.unit)
        make.ArticleFactory(unit=person.unit, state="returned")
        make.AttendanceFactory(person=person)
        make.OccupancyFactory(
            seat__unit=person.unit,
            seat__body=Body.COUNCIL,
            seat__term__number=make.TermFactory._meta.model.objects.count() + 1,
        )


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("role", sorted(QUERIES))
def test_desk_asks_the_same_number_of_times(client, django_assert_num_queries, role, count):
    user = somebody(role)
    fill(user, count)
    client.force_login(user)
    client.get(DESK)

    with django_assert_num_queries(QUERIES[role]):
        client.get(DESK)
