"""Who is told of a move, whoever makes it."""

import pytest

from alliance.core.transitions import run_transition
from alliance.notices.models import Notice
from members.enums import Body
from projects.services import submit_proposal, update_proposal, withdraw_nomination, withdraw_proposal
from tests import factories as make
from tests.projects.acts import draft_of, leave_office, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例研究院")


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


@pytest.fixture
def staff():
    return make.staff()


@pytest.fixture
def handed_in(liaison, unit, staff):
    batch = make.SolicitationFactory(name="示例批次")
    return submit_proposal(actor=liaison, proposal=draft_of(liaison, batch, unit, title="提钛"))


def test_submission_tells_every_active_staff_member_with_the_place_to_act(handed_in, staff):
    make.UserFactory(is_staff=True, is_active=False)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.title) == (staff, "收到项目建议：提钛")
    assert notice.body == "示例研究院向“示例批次”提交。"
    assert notice.url == f"/admin/projects/proposal/{handed_in.pk}/change/"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("accept", "项目建议已受理：提钛"),
        ("send_back", "项目建议被退回补正：提钛"),
        ("reject", "项目建议不予受理：提钛"),
    ],
)
def test_decision_tells_the_liaison_with_the_reason(handed_in, liaison, staff, name, title):
    run_transition(actor=staff, obj=handed_in, name=name, reason="指标不清")
    notice = Notice.objects.get(recipient=liaison)
    assert (notice.title, notice.body) == (title, "理由：指标不清")
    assert notice.url == f"/projects/proposals/{handed_in.pk}/"


def test_decision_tells_the_liaison_of_today_not_the_former_one(handed_in, liaison, unit, staff):
    leave_office(liaison, Body.LIAISON_MEETING)
    successor = make.UserFactory()
    person = make.PersonFactory(unit=unit, user=successor)
    seat = unit.seats.get(body=Body.LIAISON_MEETING)
    make.OccupancyFactory(seat=seat, person=person)
    run_transition(actor=staff, obj=handed_in, name="accept")
    assert (told(liaison), told(successor)) == ([], ["项目建议已受理：提钛"])


def test_second_submission_tells_again(handed_in, liaison, staff):
    returned = run_transition(actor=staff, obj=handed_in, name="send_back", reason="补充")
    update_proposal(
        actor=liaison, proposal=returned, version=returned.version, content={"goals": "更多"}, hand_in=True
    )
    assert told(staff) == ["收到项目建议：提钛"] * 2


def test_withdrawal_tells_staff_only_of_what_they_had(handed_in, liaison, unit, staff):
    withdraw_proposal(actor=liaison, proposal=draft_of(liaison, handed_in.solicitation, unit))
    withdraw_proposal(actor=liaison, proposal=handed_in)
    assert told(staff) == ["收到项目建议：提钛", "项目建议已撤回：提钛"]


def test_longest_title_fits_into_a_notice(liaison, unit, staff):
    title = "钛" * 120
    batch = make.SolicitationFactory()
    submit_proposal(actor=liaison, proposal=draft_of(liaison, batch, unit, title=title))
    assert told(staff) == [f"收到项目建议：{title}"[:119] + "…"]


def test_start_of_review_tells_liaison_and_experts_without_a_conflict(liaison, unit, staff):
    own_expert, free_expert = make.expert_of(unit), make.expert_of(make.UnitFactory())
    former = make.expert_of(make.UnitFactory(), ended=True)
    nomination = make.NominationFactory(patent__owner=unit, patent__title="提钒")
    run_transition(actor=staff, obj=nomination, name="start_review")
    label = str(nomination.patent)
    assert told(liaison) == [f"入库申报已送专家评审：{label}"]
    assert (told(free_expert), told(own_expert), told(former)) == ([f"请评审：{label}"], [], [])


def test_withdrawn_nomination_tells_staff(liaison, unit, staff):
    nomination = make.NominationFactory(patent__owner=unit)
    withdraw_nomination(actor=liaison, nomination=nomination)
    assert told(staff) == [f"入库申报已撤回：{nomination.patent}"]
