"""What waits on the desks."""

import pytest

from alliance.core.registry import desk_links, desk_todos
from members.enums import Body
from projects.services import review_nomination
from tests import factories as make
from tests.projects.acts import OPINION, leave_office, set_deadline

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory()


@pytest.fixture
def batch():
    return make.SolicitationFactory(name="示例批次")


def titles(user) -> list[str]:
    return [todo.title for todo in desk_todos.collect(user)]


def test_liaison_is_asked_for_a_proposal_until_the_deadline(unit, batch):
    liaison = make.liaison_of(unit)
    (todo,) = desk_todos.collect(liaison)
    assert (todo.title, todo.due) == ("填报项目建议：示例批次", batch.deadline)
    assert todo.url == f"/projects/solicitations/{batch.pk}/propose/"
    set_deadline(batch, -1)
    assert titles(liaison) == []


def test_liaison_is_not_asked_again_once_there_is_a_proposal(unit, batch):
    make.ProposalFactory(unit=unit, solicitation=batch, state="submitted")
    make.ProposalFactory(solicitation=batch, state="draft")
    assert titles(make.liaison_of(unit)) == []


def test_liaison_is_asked_again_after_withdrawal(unit, batch):
    make.ProposalFactory(unit=unit, solicitation=batch, state="withdrawn")
    assert titles(make.liaison_of(unit)) == ["填报项目建议：示例批次"]


def test_drafts_and_returned_proposals_wait_for_the_liaison(unit, batch):
    make.ProposalFactory(unit=unit, solicitation=batch, title="甲")
    make.ProposalFactory(unit=unit, solicitation=batch, title="乙", state="returned")
    assert sorted(titles(make.liaison_of(unit))) == ["完成项目建议：甲", "补正项目建议：乙"]


def test_draft_of_a_closed_batch_no_longer_waits_but_a_returned_one_does(unit, batch):
    make.ProposalFactory(unit=unit, solicitation=batch, title="甲")
    make.ProposalFactory(unit=unit, solicitation=batch, title="乙", state="returned")
    set_deadline(batch, -1)
    assert titles(make.liaison_of(unit)) == ["补正项目建议：乙"]


def test_expert_is_asked_for_each_opinion_once():
    expert = make.expert_of(make.UnitFactory())
    nomination = make.NominationFactory(state="under_review", patent__title="提钒")
    make.NominationFactory(state="under_review", patent__owner=expert.person.unit)
    make.NominationFactory(state="submitted")
    assert titles(expert) == ["评审专利：提钒"]
    review_nomination(actor=expert, nomination=nomination, opinion=OPINION)
    assert titles(expert) == []


def test_staff_see_how_much_waits(batch):
    make.ProposalFactory.create_batch(2, state="submitted", solicitation=batch)
    make.NominationFactory()
    make.NominationReviewFactory.create_batch(2, nomination=make.NominationFactory(state="under_review"))
    staff = make.UserFactory(is_staff=True)
    assert titles(staff) == [
        "2 项待受理的项目建议",
        "1 项待处理的入库申报",
        "1 项已有评审意见、待决定的入库申报",
    ]


@pytest.mark.parametrize("body", [Body.LIAISON_MEETING, Body.EXPERT_COMMITTEE])
def test_todos_end_with_the_seat(batch, body):
    make.NominationFactory(state="under_review")
    user = make.occupant_of(make.UnitFactory(), body)
    assert len(titles(user)) == 1
    leave_office(user, body)
    assert titles(user) == []


@pytest.mark.parametrize(
    ("body", "links"),
    [
        (
            Body.LIAISON_MEETING,
            [
                "我的单位",
                "意见与协调",
                "资料交流",
                "人员名录",
                "督办事项",
                "项目建议",
                "专利入库申报",
                "稿件",
            ],
        ),
        (Body.EXPERT_COMMITTEE, ["资料交流", "人员名录", "督办事项", "专利评审"]),
        (Body.COUNCIL, ["资料交流", "人员名录", "督办事项"]),
    ],
)
def test_links_to_the_pages_of_a_role_come_and_go_with_the_seat(body, links):
    user = make.occupant_of(make.UnitFactory(), body)
    assert [link.title for link in desk_links.collect(user)] == links
    leave_office(user, body)
    assert [link.title for link in desk_links.collect(user)] == ["人员名录", "督办事项"]
