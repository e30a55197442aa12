"""The liaison's pages of nominations."""

import uuid

import pytest
from django.urls import reverse

from members.enums import Body
from projects.models import Nomination, Patent
from tests import factories as make
from tests.projects.acts import NUMBER, PATENT, leave_office

pytestmark = pytest.mark.django_db
NEW = "/projects/nominations/new/"


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例研究院")


@pytest.fixture
def liaison(unit, client):
    user = make.liaison_of(unit)
    client.force_login(user)
    return user


def typed(**changes) -> dict:
    return {**PATENT, "statement": "可供成员单位许可使用。", "form_token": uuid.uuid4(), **changes}


def test_new_makes_patent_and_nomination(client, liaison, unit):
    response = client.post(NEW, typed(number="ｚｌ 2013 1 0699744 2"))
    nomination = Nomination.objects.get()
    assert response.url == f"/projects/nominations/{nomination.pk}/"
    assert (nomination.patent.number, nomination.unit, nomination.patent.owner) == (NUMBER, unit, unit)


def test_new_with_a_wrong_check_digit_keeps_everything_typed(client, liaison):
    response = client.post(NEW, typed(number="ZL201310699744.7", summary="要点甲"))
    errors = response.context["form"].errors
    assert errors == {"number": ["专利号校验位不对：末位应为 2，请核对各位数字。"]}
    page = response.content.decode()
    assert 'value="ZL201310699744.7"' in page and "要点甲" in page
    assert Patent.objects.count() == 0


def test_new_without_anything_asks_for_what_is_needed(client, liaison):
    errors = client.post(NEW, {"form_token": uuid.uuid4()}).context["form"].errors
    assert set(errors) == {"number", "title", "legal_status", "statement"}


def test_new_of_a_nominated_patent_is_refused_at_the_number(client, liaison, unit):
    make.NominationFactory(patent__number=NUMBER, patent__owner=unit)
    errors = client.post(NEW, typed()).context["form"].errors
    assert errors == {"number": ["该专利已申报入库，不能重复申报。"]}


def test_new_sent_twice_is_one_nomination(client, liaison):
    data = typed()
    answers = {client.post(NEW, data).url for _ in range(2)}
    assert (len(answers), Nomination.objects.count()) == (1, 1)


def test_new_ignores_owner_kind_and_state_of_the_request(client, liaison, unit):
    extra = {"owner": make.UnitFactory().pk, "kind": "design", "state": "admitted", "unit": "999"}
    client.post(NEW, typed(**extra))
    made = Nomination.objects.get()
    assert (made.unit, made.patent.owner, made.patent.kind, made.state) == (
        unit,
        unit,
        "invention",
        "submitted",
    )


def test_page_shows_no_opinion_of_an_expert(client, liaison, unit):
    nomination = make.NominationFactory(patent__owner=unit, state="under_review")
    make.NominationReviewFactory(nomination=nomination, comment="意见乙", expert__name="孙专家")
    page = client.get(f"/projects/nominations/{nomination.pk}/").content.decode()
    assert ("意见乙" in page, "孙专家" in page) == (False, False)


def test_withdraw_from_the_page(client, liaison, unit):
    nomination = make.NominationFactory(patent__owner=unit)
    client.post(f"/projects/nominations/{nomination.pk}/withdraw/")
    nomination.refresh_from_db()
    assert nomination.state == "withdrawn"


def test_withdraw_after_the_decision_says_why_not(client, liaison, unit):
    nomination = make.NominationFactory(patent__owner=unit, state="admitted")
    response = client.post(f"/projects/nominations/{nomination.pk}/withdraw/", follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "当前状态为“同意入库”，不能“撤回申报”。"
    ]


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("name", ["nomination", "nomination_withdraw"])
def test_nomination_of_another_unit_does_not_exist(client, liaison, name, method):
    foreign = make.NominationFactory()
    assert getattr(client, method)(reverse(f"projects:{name}", args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "submitted"


@pytest.mark.parametrize("address", [NEW, "/projects/nominations/", "/projects/proposals/"])
def test_pages_of_liaisons_close_with_the_seat(client, liaison, address):
    before = client.get(address).status_code
    leave_office(liaison, Body.LIAISON_MEETING)
    assert (before, client.get(address).status_code) == (200, 403)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, liaison, unit, number, django_assert_num_queries):
    make.NominationFactory.create_batch(number, patent__owner=unit)
    with django_assert_num_queries(12):
        client.get("/projects/nominations/")
