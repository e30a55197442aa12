"""An expert's opinion: one each, changeable while the review is on, never with a conflict of interest."""

import pytest

from alliance.core import audit
from alliance.core.errors import NotAllowed, WrongState
from alliance.core.transitions import run_transition
from members.enums import Body
from members.models import Person
from projects.enums import NominationState
from projects.models import Nomination, NominationReview
from projects.rules import acting_expert
from projects.services import review_nomination
from tests import factories as make
from tests.projects.acts import OPINION, leave_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert():
    return make.expert_of(make.UnitFactory())


@pytest.fixture
def nomination():
    return make.NominationFactory(state=NominationState.UNDER_REVIEW, patent__inventors="赵一、钱二")


def offered_to(user) -> list[Nomination]:
    return list(Nomination.objects.open_to_expert(*acting_expert(user)))


def test_review_is_kept_with_audit_and_history(expert, nomination):
    review = review_nomination(actor=expert, nomination=nomination, opinion=OPINION)
    assert (review.total, review.admit, review.expert.user) == (12, True, expert)
    assert [act.action_label for act in audit.entries_of(review)] == ["提交评审意见"]
    assert review.history.get().history_user == expert


def test_review_does_not_show_in_what_the_nominating_unit_reads(expert, nomination):
    review_nomination(actor=expert, nomination=nomination, opinion=OPINION)
    assert audit.entries_of(nomination).count() == 0


def test_second_review_of_one_expert_changes_the_first(expert, nomination):
    review_nomination(actor=expert, nomination=nomination, opinion=OPINION)
    changed = review_nomination(actor=expert, nomination=nomination, opinion={**OPINION, "novelty": 1})
    assert (changed.novelty, NominationReview.objects.count()) == (1, 1)
    assert [act.action_label for act in audit.entries_of(changed)] == ["修改评审意见", "提交评审意见"]


@pytest.mark.parametrize(
    "state", [state for state in NominationState if state != NominationState.UNDER_REVIEW]
)
def test_review_in_any_other_state_is_refused(expert, state):
    with pytest.raises(WrongState, match="意见不能再提交"):
        review_nomination(actor=expert, nomination=make.NominationFactory(state=state), opinion=OPINION)


def test_review_by_somebody_without_a_seat_is_refused(nomination):
    for user in (make.staff(), make.liaison_of(make.UnitFactory()), make.UserFactory()):
        with pytest.raises(NotAllowed):
            review_nomination(actor=user, nomination=nomination, opinion=OPINION)


def test_review_after_the_seat_has_ended_is_refused(expert, nomination):
    leave_office(expert, Body.EXPERT_COMMITTEE)
    with pytest.raises(NotAllowed):
        review_nomination(actor=expert, nomination=nomination, opinion=OPINION)


def test_review_after_the_decision_is_refused(expert, nomination):
    review_nomination(actor=expert, nomination=nomination, opinion=OPINION)
    run_transition(actor=make.staff(), obj=nomination, name="admit")
    with pytest.raises(WrongState):
        review_nomination(actor=expert, nomination=nomination, opinion=OPINION)


# ---------------------------------------------------------------- conflicts of interest
def by_own_unit(expert):
    return make.NominationFactory(state="under_review", patent__owner=expert.person.unit)


def of_own_unit_by_another(expert):
    patent = make.PatentFactory(owner=expert.person.unit)
    return make.NominationFactory(state="under_review", patent=patent, unit=make.UnitFactory())


def by_a_unit_where_they_hold_another_seat(expert):
    unit = make.UnitFactory()
    make.OccupancyFactory(seat__unit=unit, seat__body=Body.COUNCIL, person=expert.person)
    return make.NominationFactory(state="under_review", patent__owner=unit)


def of_the_seats_unit_while_working_elsewhere(expert):
    unit = expert.person.unit
    Person.objects.filter(pk=expert.person.pk).update(unit=make.UnitFactory())
    return make.NominationFactory(state="under_review", patent__owner=unit)


def of_their_own_invention(expert):
    names = f"赵一，{expert.person.name}; 钱二"
    return make.NominationFactory(state="under_review", patent__inventors=names)


def nominated_by_themselves(expert):
    return make.NominationFactory(state="under_review", created_by=expert)


CONFLICTS = [
    by_own_unit,
    of_own_unit_by_another,
    by_a_unit_where_they_hold_another_seat,
    of_the_seats_unit_while_working_elsewhere,
    of_their_own_invention,
    nominated_by_themselves,
]


@pytest.mark.parametrize("conflict", CONFLICTS)
@pytest.mark.parametrize("superuser", [False, True])
def test_expert_with_a_conflict_is_never_offered_the_patent(expert, conflict, superuser):
    expert.is_superuser = superuser
    expert.save()
    nomination = conflict(expert)
    assert offered_to(expert) == []
    with pytest.raises(NotAllowed):
        review_nomination(actor=expert, nomination=nomination, opinion=OPINION)


def test_expert_without_a_conflict_is_offered_the_patent(expert, nomination):
    assert offered_to(expert) == [nomination]


def test_part_of_an_inventors_name_is_no_conflict(expert):
    Person.objects.filter(pk=expert.person.pk).update(name="赵一")
    nomination = make.NominationFactory(state="under_review", patent__inventors="赵一鸣、小赵一")
    assert offered_to(expert) == [nomination]
