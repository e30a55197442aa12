"""The secretariat's admin of this app: read everything, move it on, rewrite nothing that members wrote."""

import pytest
from django.urls import reverse

from alliance.core import audit
from projects.models import Nomination, Patent, Proposal, Solicitation
from tests import factories as make
from tests.projects.acts import CONTENT, NUMBER, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make.staff()
    client.force_login(user)
    return user


def change(obj) -> str:
    return reverse(f"admin:projects_{obj._meta.model_name}_change", args=[obj.pk])


def move(client, obj, name: str, **data):
    return client.post(reverse(f"admin:projects_{obj._meta.model_name}_move", args=[obj.pk, name]), data)


def offered(client, obj) -> list[str]:
    return [each.name for each in client.get(change(obj)).context["moves"]]


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("draft", []),
        ("submitted", ["accept", "send_back", "reject"]),
        ("returned", []),
        ("accepted", []),
        ("withdrawn", []),
    ],
)
def test_staff_are_offered_their_own_moves_and_never_the_units(client, staff, state, moves):
    assert offered(client, make.ProposalFactory(state=state)) == moves


@pytest.mark.parametrize("name", ["submit", "withdraw"])
def test_the_units_acts_are_not_reachable_from_the_admin(client, staff, name):
    proposal = make.ProposalFactory()
    move(client, proposal, name)
    proposal.refresh_from_db()
    assert proposal.state == "draft"


def test_accept_records_and_tells_the_liaison(client, staff):
    unit = make.UnitFactory()
    liaison = make.liaison_of(unit)
    proposal = make.ProposalFactory(unit=unit, state="submitted", title="提钛")
    move(client, proposal, "accept")
    proposal.refresh_from_db()
    act = audit.entries_of(proposal).get()
    assert (proposal.state, act.actor, act.action_label) == ("accepted", staff, "受理")
    assert told(liaison) == ["项目建议已受理：提钛"]


def test_send_back_without_a_reason_is_refused_and_with_one_done(client, staff):
    proposal = make.ProposalFactory(state="submitted")
    refused = move(client, proposal, "send_back")
    assert refused.context["error"] == "请填写理由。"
    move(client, proposal, "send_back", reason="请补充指标")
    proposal.refresh_from_db()
    assert (proposal.state, audit.entries_of(proposal).get().reason) == ("returned", "请补充指标")


def test_what_a_unit_wrote_is_read_only(client, staff):
    proposal = make.ProposalFactory(state="submitted", **CONTENT)
    assert CONTENT["goals"] in client.get(change(proposal)).content.decode()
    client.post(change(proposal), {"title": "秘书处改的", "state": "accepted"})
    proposal.refresh_from_db()
    assert (proposal.title, proposal.state) == (CONTENT["title"], "submitted")


@pytest.mark.parametrize("model", ["proposal", "nomination"])
def test_what_comes_from_the_desk_is_neither_added_nor_deleted_here(client, staff, model):
    obj = {"proposal": make.ProposalFactory, "nomination": make.NominationFactory}[model]()
    add = client.get(reverse(f"admin:projects_{model}_add"))
    delete = client.post(reverse(f"admin:projects_{model}_delete", args=[obj.pk]), {"post": "yes"})
    assert (add.status_code, delete.status_code) == (403, 403)


def test_nomination_shows_every_opinion_with_its_total(client, staff):
    nomination = make.NominationFactory(state="under_review")
    make.NominationReviewFactory(nomination=nomination, comment="意见甲")
    make.NominationReviewFactory(nomination=nomination, comment="意见乙", admit=False, novelty=1)
    page = client.get(change(nomination)).content.decode()
    for text in ("意见甲", "意见乙", "11 / 15", "8 / 15", "2 份，同意 1 份", "9.5 / 15"):
        assert text in page


def test_nomination_is_moved_through_review_to_the_pool(client, staff):
    nomination = make.NominationFactory()
    assert offered(client, nomination) == ["start_review", "decline"]
    move(client, nomination, "start_review")
    assert offered(client, nomination) == ["decline"]
    make.NominationReviewFactory(nomination=nomination)
    assert offered(client, nomination) == ["admit", "decline"]
    move(client, nomination, "admit")
    nomination.refresh_from_db()
    assert nomination.state == "admitted"


def test_patent_number_is_checked_and_brought_into_its_normal_form(client, staff):
    unit = make.UnitFactory()
    add = reverse("admin:projects_patent_add")
    data = {"number": "201310699744.3", "title": "提钒", "owner": unit.pk, "legal_status": "in_force"}
    refused = client.post(add, data)
    assert refused.context["adminform"].errors == {
        "number": ["专利号校验位不对：末位应为 2，请核对各位数字。"]
    }
    client.post(add, {**data, "number": "2013 2 0699744.8"})
    assert list(Patent.objects.values_list("number", "kind")) == [("ZL201320699744.8", "utility_model")]


def test_patent_number_known_already_is_refused_in_every_spelling(client, staff):
    patent = make.PatentFactory(number=NUMBER)
    data = {"number": "2013106997442", "title": "提钒", "owner": patent.owner_id, "legal_status": "in_force"}
    refused = client.post(reverse("admin:projects_patent_add"), data)
    assert refused.context["adminform"].errors == {"number": ["该专利已登记。"]}


def test_solicitation_is_opened_only_with_a_deadline(client, staff):
    batch = make.SolicitationFactory(state="draft", deadline=None, opens_at=None)
    assert offered(client, batch) == ["file_past"]
    Solicitation.objects.filter(pk=batch.pk).update(deadline="2099-01-01T00:00:00Z")
    assert offered(client, batch) == ["open", "file_past"]
    move(client, batch, "open")
    batch.refresh_from_db()
    assert batch.state == "open"


def test_solicitation_counts_what_was_handed_in_beside_what_was_reported(client, staff):
    batch = make.SolicitationFactory(total_reported=17)
    for state in ("draft", "withdrawn", "submitted", "returned", "accepted"):
        make.ProposalFactory(solicitation=batch, state=state)
    make.SolicitationTallyFactory.create_batch(2, solicitation=batch)
    (row,) = client.get(reverse("admin:projects_solicitation_changelist")).context["cl"].result_list
    assert (row.total_reported, row.proposal_count) == (17, 3)


@pytest.mark.parametrize(
    ("model", "make_some", "queries"),
    [
        (Solicitation, make.SolicitationTallyFactory, 7),
        (Proposal, make.ProposalFactory, 10),
        (Patent, make.PatentFactory, 7),
        (Nomination, make.NominationReviewFactory, 9),
    ],
)
@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_three(
    client, staff, model, make_some, queries, number, django_assert_num_queries
):
    make_some.create_batch(number)
    with django_assert_num_queries(queries):
        client.get(reverse(f"admin:projects_{model._meta.model_name}_changelist"))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("proposal", ["提钛", "李工", "示例研究院"]),
        ("nomination", ["699744", "一种提钒", "示例研究院"]),
        ("patent", ["699744", "一种提钒", "示例研究院"]),
        ("solicitation", ["示例批次"]),
    ],
)
def test_search_finds_by_what_people_remember(client, staff, address, words):
    unit = make.UnitFactory(name="示例研究院")
    batch = make.SolicitationFactory(name="示例批次")
    make.ProposalFactory(unit=unit, title="提钛", solicitation=batch)
    make.NominationFactory(patent__number=NUMBER, patent__title="一种提钒", patent__owner=unit)
    for word in words:
        url = reverse(f"admin:projects_{address}_changelist")
        assert client.get(url, {"q": word}).context["cl"].result_count == 1
    assert client.get(url, {"q": "没有的"}).context["cl"].result_count == 0
