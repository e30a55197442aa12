"""The liaison's pages of proposals: what is typed stays, what is another unit's does not exist."""

import re
import uuid

import pytest
from django.urls import reverse

from members.enums import Body
from projects.enums import ProposalState
from projects.models import Proposal
from tests import factories as make
from tests.projects.acts import CONTENT, TYPED, leave_office, set_deadline

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例研究院")


@pytest.fixture
def liaison(unit, client):
    user = make.liaison_of(unit)
    client.force_login(user)
    return user


@pytest.fixture
def batch():
    return make.SolicitationFactory(name="示例批次")


@pytest.fixture
def draft(unit, liaison, batch):
    return make.ProposalFactory(unit=unit, solicitation=batch, created_by=liaison, **CONTENT)


def url(name: str, pk: int) -> str:
    return reverse(f"projects:{name}", args=[pk])


def text_of(response) -> str:
    return response.content.decode()


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', text_of(response)).group(1)


# ---------------------------------------------------------------- new
def test_new_draft_may_be_incomplete(client, liaison, batch, unit):
    token = hidden(client.get(url("proposal_new", batch.pk)), "form_token")
    response = client.post(url("proposal_new", batch.pk), {"title": "题目", "form_token": token, "save": "1"})
    made = Proposal.objects.get()
    assert response.url == url("proposal_edit", made.pk)
    assert (made.unit, made.state, made.title) == (unit, ProposalState.DRAFT, "题目")


def test_new_handed_in_at_once(client, liaison, batch):
    data = {**TYPED, "form_token": uuid.uuid4(), "hand_in": "1"}
    response = client.post(url("proposal_new", batch.pk), data)
    made = Proposal.objects.get()
    assert (response.url, made.state) == (url("proposal", made.pk), ProposalState.SUBMITTED)
    assert made.submitted_at is not None


def test_new_handed_in_incomplete_says_what_is_missing_and_keeps_what_was_typed(client, liaison, batch):
    data = {**TYPED, "goals": "", "form_token": uuid.uuid4(), "hand_in": "1"}
    response = client.post(url("proposal_new", batch.pk), data)
    assert response.context["form"].errors == {"goals": ["提交前请填写“研究目标与内容”。"]}
    assert CONTENT["indicators"] in text_of(response)
    assert Proposal.objects.count() == 0


def test_new_handed_in_says_at_once_what_is_wrong_and_what_is_missing(client, liaison, batch):
    data = {**TYPED, "goals": "", "budget_own": "-1", "form_token": uuid.uuid4(), "hand_in": "1"}
    errors = client.post(url("proposal_new", batch.pk), data).context["form"].errors
    assert set(errors) == {"goals", "budget_own"}


def test_new_with_bad_numbers_is_refused_in_chinese(client, liaison, batch):
    data = {**TYPED, "budget_special": "一百", "budget_own": "-1", "form_token": uuid.uuid4()}
    response = client.post(url("proposal_new", batch.pk), data)
    assert response.context["form"].errors == {
        "budget_special": ["请填写数字，单位为万元，如 120 或 85.5。"],
        "budget_own": ["金额不能为负数。"],
    }
    assert "一百" in text_of(response)


def test_new_with_too_long_text_is_refused_in_chinese(client, liaison, batch):
    data = {**TYPED, "title": "钛" * 121, "budget_own": "12345678901", "form_token": uuid.uuid4()}
    errors = client.post(url("proposal_new", batch.pk), data).context["form"].errors
    assert set(errors) == {"title", "budget_own"}
    assert not re.search("[A-Za-z]", str(list(errors.values())).replace("'", ""))


def test_new_sent_twice_is_one_proposal(client, liaison, batch):
    data = {**TYPED, "form_token": uuid.uuid4(), "hand_in": "1"}
    first = client.post(url("proposal_new", batch.pk), data)
    second = client.post(url("proposal_new", batch.pk), data)
    assert (first.url, Proposal.objects.count()) == (second.url, 1)


def test_new_without_a_token_is_refused(client, liaison, batch):
    response = client.post(url("proposal_new", batch.pk), TYPED)
    assert response.context["form"].errors == {"form_token": ["页面已失效，请重新打开后填写。"]}


def test_new_ignores_fields_that_are_not_the_liaisons(client, liaison, batch, unit):
    other = make.UnitFactory()
    closed = make.SolicitationFactory(state="closed")
    extra = {"state": "accepted", "unit": other.pk, "solicitation": closed.pk, "is_example": "on"}
    client.post(url("proposal_new", batch.pk), {**TYPED, **extra, "form_token": uuid.uuid4()})
    made = Proposal.objects.get()
    kept = (made.state, made.unit, made.solicitation, made.is_example)
    assert kept == (ProposalState.DRAFT, unit, batch, False)


def test_new_for_one_of_several_units(client, liaison, batch, unit):
    second, foreign = make.UnitFactory(), make.UnitFactory()
    seat = make.SeatFactory(unit=second, body=Body.LIAISON_MEETING)
    make.OccupancyFactory(seat=seat, person=liaison.person)
    data = {**TYPED, "form_token": uuid.uuid4()}
    missing = client.post(url("proposal_new", batch.pk), data)
    wrong = client.post(url("proposal_new", batch.pk), {**data, "unit": foreign.pk})
    client.post(url("proposal_new", batch.pk), {**data, "unit": second.pk})
    assert [set(page.context["form"].errors) for page in (missing, wrong)] == [{"unit"}, {"unit"}]
    assert Proposal.objects.get().unit == second


def test_new_after_the_deadline_keeps_the_text_on_the_screen(client, liaison, batch):
    data = {**TYPED, "form_token": uuid.uuid4(), "hand_in": "1"}
    set_deadline(batch, -1)
    response = client.post(url("proposal_new", batch.pk), data)
    assert "截止。" in response.context["form"].non_field_errors()[0]
    assert CONTENT["goals"] in text_of(response)
    assert Proposal.objects.count() == 0


def test_new_page_of_a_closed_batch_sends_back_with_the_reason(client, liaison):
    closed = make.SolicitationFactory(state="closed")
    response = client.get(url("proposal_new", closed.pk), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        f"“{closed}”已截止，目前不接受项目建议。"
    ]


def test_new_page_of_a_batch_in_preparation_does_not_exist(client, liaison):
    assert client.get(url("proposal_new", make.SolicitationFactory(state="draft").pk)).status_code == 404


# ---------------------------------------------------------------- change
def test_edit_keeps_and_hands_in(client, draft):
    version = hidden(client.get(url("proposal_edit", draft.pk)), "opened_version")
    data = {**TYPED, "title": "新题", "opened_version": version, "hand_in": "1"}
    response = client.post(url("proposal_edit", draft.pk), data)
    draft.refresh_from_db()
    assert (response.url, draft.title, draft.state) == (url("proposal", draft.pk), "新题", "submitted")


def test_edit_of_a_text_changed_meanwhile_shows_both_and_saves_on_the_second_try(client, draft):
    first = {**TYPED, "title": "先到的题目", "opened_version": "1"}
    second = {**TYPED, "title": "后到的题目", "opened_version": "1"}
    client.post(url("proposal_edit", draft.pk), first)
    refused = client.post(url("proposal_edit", draft.pk), second)
    (conflict,) = refused.context["form"].conflict
    assert (conflict.label, conflict.stored, conflict.written) == ("项目名称", "先到的题目", "后到的题目")
    page = text_of(refused)
    assert "先到的题目" in page and 'value="后到的题目"' in page
    again = {**second, "opened_version": hidden(refused, "opened_version")}
    assert client.post(url("proposal_edit", draft.pk), again).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "后到的题目"


def test_edit_sent_twice_is_harmless(client, draft):
    data = {**TYPED, "title": "新题", "opened_version": "1", "hand_in": "1"}
    answers = [client.post(url("proposal_edit", draft.pk), data).url for _ in range(2)]
    draft.refresh_from_db()
    assert (answers, draft.version) == ([url("proposal", draft.pk)] * 2, 3)


def test_edit_without_the_opened_version_wipes_nothing(client, draft):
    response = client.post(url("proposal_edit", draft.pk), {})
    assert response.context["form"].errors == {"opened_version": ["页面已失效，请重新打开后填写。"]}
    draft.refresh_from_db()
    assert draft.title == CONTENT["title"]


def test_edit_after_it_was_handed_in_elsewhere_keeps_the_text_on_the_screen(client, draft):
    client.post(url("proposal_submit", draft.pk))
    data = {**TYPED, "title": "另一窗口", "opened_version": "1"}
    response = client.post(url("proposal_edit", draft.pk), data)
    assert response.context["form"].non_field_errors() == ["当前状态为“已提交”，不能再修改。"]
    assert 'value="另一窗口"' in text_of(response)


# ---------------------------------------------------------------- hand in, take back
def test_submit_from_the_page(client, draft):
    assert client.post(url("proposal_submit", draft.pk), {"opened_version": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == ProposalState.SUBMITTED


def test_submit_from_the_page_incomplete_opens_the_form_at_what_is_missing(client, draft):
    Proposal.objects.filter(pk=draft.pk).update(leader="")
    response = client.post(url("proposal_submit", draft.pk), {"opened_version": "1"})
    assert response.context["form"].errors == {"leader": ["提交前请填写“项目负责人”。"]}
    assert CONTENT["goals"] in text_of(response)


def test_submit_from_a_page_that_is_out_of_date_is_refused(client, draft):
    client.post(url("proposal_edit", draft.pk), {**TYPED, "title": "新题", "opened_version": "1"})
    response = client.post(url("proposal_submit", draft.pk), {"opened_version": "1"}, follow=True)
    assert "已被他人修改" in str(list(response.context["messages"])[-1])
    draft.refresh_from_db()
    assert draft.state == ProposalState.DRAFT


def test_withdraw_then_the_record_is_complete(client, draft):
    client.post(url("proposal_submit", draft.pk))
    client.post(url("proposal_withdraw", draft.pk))
    page = client.get(url("proposal", draft.pk))
    assert [act.action_label for act in page.context["entries"]] == ["撤回", "提交"]
    assert page.context["moves"] == []


def test_withdraw_after_the_deadline_is_refused_with_the_reason(client, draft, batch):
    client.post(url("proposal_submit", draft.pk))
    set_deadline(batch, -1)
    response = client.post(url("proposal_withdraw", draft.pk), follow=True)
    assert "不能再撤回，请联系秘书处" in str(list(response.context["messages"])[-1])
    draft.refresh_from_db()
    assert draft.state == ProposalState.SUBMITTED


# ---------------------------------------------------------------- who
PAGES = ["proposal", "proposal_edit", "proposal_submit", "proposal_withdraw"]


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("name", PAGES)
def test_proposal_of_another_unit_does_not_exist(client, liaison, name, method):
    foreign = make.ProposalFactory(state="submitted")
    assert getattr(client, method)(url(name, foreign.pk)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == ProposalState.SUBMITTED


@pytest.mark.parametrize("name", PAGES)
def test_own_proposal_is_gone_on_the_next_request_after_the_seat_has_ended(client, draft, liaison, name):
    before = client.get(url(name, draft.pk)).status_code
    leave_office(liaison, Body.LIAISON_MEETING)
    assert (before in (200, 405), client.get(url(name, draft.pk)).status_code) == (True, 404)


def test_list_shows_own_units_only(client, draft):
    make.ProposalFactory(title="别人的")
    page = text_of(client.get(reverse("projects:proposals")))
    assert (CONTENT["title"] in page, "别人的" in page) == (True, False)


def test_list_names_a_draft_without_a_title(client, draft):
    Proposal.objects.filter(pk=draft.pk).update(title="")
    assert "（未命名的项目建议）" in text_of(client.get(reverse("projects:proposals")))


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, liaison, unit, number, django_assert_num_queries):
    make.ProposalFactory.create_batch(number, unit=unit)
    with django_assert_num_queries(14):
        client.get(reverse("projects:proposals"))


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=abc", "?page=999", "?sort=nothing", "?sort=-state,title"]
)
@pytest.mark.parametrize("name", ["proposals", "nominations"])
def test_lists_take_any_query(client, draft, name, query):
    assert client.get(reverse(f"projects:{name}") + query).status_code == 200


@pytest.mark.parametrize("pk", [0, 2**63, 10**30])
def test_numbers_beyond_the_database_are_not_there(client, liaison, pk):
    assert client.get(f"/projects/proposals/{pk}/").status_code == 404
    assert client.post(f"/projects/proposals/{pk}/submit/").status_code == 404


@pytest.mark.parametrize("version", ["-1", "abc", "9" * 30, "9" * 5000, "٣"])
def test_strange_versions_are_refused_calmly(client, draft, version):
    data = {**TYPED, "title": "新题", "opened_version": version}
    answers = [client.post(url("proposal_edit", draft.pk), data).status_code]
    answers.append(client.post(url("proposal_submit", draft.pk), {"opened_version": version}).status_code)
    draft.refresh_from_db()
    assert (answers[0], draft.title) == (200, CONTENT["title"])


@pytest.mark.parametrize("typed", ["abc", "-1", "9" * 30])
def test_strange_units_are_refused_at_their_field(client, liaison, batch, typed):
    seat = make.SeatFactory(body=Body.LIAISON_MEETING)
    make.OccupancyFactory(seat=seat, person=liaison.person)
    data = {**TYPED, "form_token": uuid.uuid4(), "unit": typed}
    assert set(client.post(url("proposal_new", batch.pk), data).context["form"].errors) == {"unit"}


@pytest.mark.parametrize("token", ["", "abc", "0" * 500])
def test_strange_tokens_are_refused_calmly(client, liaison, batch, token):
    response = client.post(url("proposal_new", batch.pk), {**TYPED, "form_token": token})
    assert response.context["form"].errors == {"form_token": ["页面已失效，请重新打开后填写。"]}
