"""Recent changes: what happened to one's own, and what is public; never another unit's."""

import pytest
from django.urls import reverse

from alliance.core.registry import recent_changes
from alliance.core.transitions import run_transition
from tests import factories as make

pytestmark = pytest.mark.django_db
DESK = reverse("portal:desk")


@pytest.fixture
def secretary():
    return make.staff(display_name="王秘书")


def told(user) -> list[tuple[str, str]]:
    """(title, note) of what the desk's providers tell this person, newest first."""
    changes = sorted(recent_changes.collect(user), key=lambda change: change.at, reverse=True)
    return [(change.title, change.note) for change in changes]


def test_liaison_is_told_who_did_what_to_the_own_proposal_and_why(secretary):
    unit = make.UnitFactory()
    liaison = make.liaison_of(unit)
    proposal = make.ProposalFactory(unit=unit, title="提钛")
    run_transition(actor=liaison, obj=proposal, name="submit")
    run_transition(actor=secretary, obj=proposal, name="send_back", reason="缺考核指标")

    assert told(liaison) == [
        ("退回补正：提钛", "项目建议　王秘书　理由：缺考核指标"),
        ("提交：提钛", "项目建议　您"),
    ]


def test_acts_of_another_unit_and_for_another_role_are_not_told(secretary):
    unit, other = make.UnitFactory.create_batch(2)
    proposal = make.ProposalFactory(unit=other)
    nomination = make.NominationFactory(patent__owner=other)
    run_transition(actor=None, obj=proposal, name="submit")
    run_transition(actor=secretary, obj=nomination, name="start_review")

    for user in (make.liaison_of(unit), make.expert_of(unit), make.council_member_of(other), secretary):
        assert told(user) == []
    assert len(told(make.liaison_of(other))) == 2


def test_old_changes_of_the_unit_end_with_the_seat(secretary):
    unit = make.UnitFactory()
    nomination = make.NominationFactory(patent__owner=unit)
    run_transition(actor=secretary, obj=nomination, name="start_review")
    former = make.liaison_of(unit, ended=True)

    assert told(former) == []


def test_public_acts_are_told_without_their_inner_reason(secretary):
    article = make.ArticleFactory(state="draft", headline="调研")
    meeting = make.MeetingFactory(state="planned", name="理事会")
    minutes = make.MinutesFactory(meeting=meeting, title="理事会纪要")
    bulletin = make.BulletinFactory(state="approved", title="2015年工作简报")
    batch = make.SolicitationFactory(state="draft", name="第三批")
    for obj, name in (
        (batch, "open"),
        (meeting, "convene"),
        (minutes, "sign"),
        (bulletin, "issue"),
        (article, "publish"),
    ):
        run_transition(actor=secretary, obj=obj, name=name, reason="内部说明")

    assert told(make.council_member_of(make.UnitFactory())) == [
        ("新稿件：调研", "工作动态"),
        ("已印发：2015年工作简报", "工作简报"),
        ("签发：理事会纪要", "会议纪要"),
        ("发出通知：理事会", "会议"),
        ("开始征集：第三批", "项目征集"),
    ]


def test_what_was_taken_back_is_no_longer_told(secretary):
    article = make.ArticleFactory(state="draft")
    run_transition(actor=secretary, obj=article, name="publish")
    run_transition(actor=secretary, obj=article, name="unpublish", reason="更正")

    assert told(make.expert_of(make.UnitFactory())) == []


def test_desk_shows_the_newest_first_and_nothing_to_somebody_without_a_role(client, secretary):
    for number in range(8):
        batch = make.SolicitationFactory(state="draft", name=f"第{number}批")
        run_transition(actor=secretary, obj=batch, name="open")

    client.force_login(make.council_member_of(make.UnitFactory()))
    shown = [change.title for change in client.get(DESK).context["changes"]]
    client.force_login(make.UserFactory())

    assert shown == [f"开始征集：第{number}批" for number in range(7, 1, -1)]
    assert client.get(DESK).context["changes"] == []
