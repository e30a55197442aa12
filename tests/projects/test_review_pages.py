"""The expert's pages: what may be reviewed, and one's own opinion alone."""

import pytest

from members.enums import Body
from projects.models import Nomination, NominationReview
from tests import factories as make
from tests.projects.acts import OPINION, leave_office

pytestmark = pytest.mark.django_db
TYPED = {**OPINION, "admit": "True"}


@pytest.fixture
def expert(client):
    user = make.expert_of(make.UnitFactory(name="示例研究院"))
    client.force_login(user)
    return user


@pytest.fixture
def nomination():
    return make.NominationFactory(state="under_review", patent__title="一种提钒方法")


def address(nomination) -> str:
    return f"/projects/reviews/{nomination.pk}/"


def test_review_is_recorded_and_may_be_changed(client, expert, nomination):
    client.post(address(nomination), TYPED)
    client.post(address(nomination), {**TYPED, "admit": "False", "comment": "改为不同意。"})
    review = NominationReview.objects.get()
    assert (review.expert, review.novelty, review.admit, review.comment) == (
        expert.person,
        5,
        False,
        "改为不同意。",
    )


def test_form_shows_the_own_opinion_again(client, expert, nomination):
    client.post(address(nomination), TYPED)
    form = client.get(address(nomination)).context["form"]
    assert {name: form[name].initial for name in OPINION} == OPINION


@pytest.mark.parametrize(
    ("field", "value"),
    [("novelty", "6"), ("novelty", "0"), ("value", ""), ("maturity", "三"), ("admit", ""), ("comment", " ")],
)
def test_bad_opinion_is_refused_at_its_field_and_keeps_the_rest(client, expert, nomination, field, value):
    response = client.post(address(nomination), {**TYPED, field: value})
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["value" if field != "value" else "maturity"].value() in ("4", "3")
    assert NominationReview.objects.count() == 0


def test_opinions_of_other_experts_are_never_shown(client, expert, nomination):
    make.NominationReviewFactory(nomination=nomination, comment="他人意见", expert__name="孙专家")
    pages = [client.get(address(nomination)).content.decode()]
    client.post(address(nomination), TYPED)
    pages.append(client.get(address(nomination)).content.decode())
    pages.append(client.get("/projects/reviews/").content.decode())
    assert [("他人意见" in page, "孙专家" in page) for page in pages] == [(False, False)] * 3


def test_own_units_patent_is_not_offered_and_does_not_exist(client, expert, nomination):
    own = make.NominationFactory(
        state="under_review", patent__owner=expert.person.unit, patent__title="本单位专利"
    )
    page = client.get("/projects/reviews/").content.decode()
    assert ("一种提钒方法" in page, "本单位专利" in page) == (True, False)
    answers = [client.get(address(own)).status_code, client.post(address(own), TYPED).status_code]
    assert (answers, NominationReview.objects.count()) == ([404, 404], 0)


@pytest.mark.parametrize("state", ["submitted", "admitted", "declined", "withdrawn"])
def test_nomination_not_under_review_is_not_there(client, expert, state):
    assert client.get(address(make.NominationFactory(state=state))).status_code == 404


def test_review_that_ended_while_writing_keeps_the_text_on_the_screen(client, expert, nomination):
    Nomination.objects.filter(pk=nomination.pk).update(state="declined")
    response = client.post(address(nomination), {**TYPED, "comment": "写了很久"})
    assert response.context["form"].non_field_errors() == [
        "该申报当前状态为“不予入库”，评审已结束，意见不能再提交。"
    ]
    assert "写了很久" in response.content.decode()
    assert NominationReview.objects.count() == 0


def test_own_opinion_can_be_read_after_the_decision(client, expert, nomination):
    client.post(address(nomination), TYPED)
    Nomination.objects.filter(pk=nomination.pk).update(state="admitted")
    page = client.get(address(nomination))
    assert ("form" in page.context, "技术先进。" in page.content.decode()) == (False, True)


def test_pages_close_with_the_seat(client, expert, nomination):
    leave_office(expert, Body.EXPERT_COMMITTEE)
    answers = [client.get(url).status_code for url in ("/projects/reviews/", address(nomination))]
    assert answers == [403, 403]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, expert, number, django_assert_num_queries):
    make.NominationFactory.create_batch(number, state="under_review")
    with django_assert_num_queries(16):
        client.get("/projects/reviews/")


# ---------------------------------------------------------------- what is over
def test_finished_reviews_are_listed_with_the_own_opinion(client, expert, nomination):
    client.post(address(nomination), TYPED)
    other = make.NominationReviewFactory(nomination__state="admitted", nomination__patent__title="别人评的")
    Nomination.objects.filter(pk=nomination.pk).update(state="admitted")

    page = client.get("/projects/reviews/")

    assert [one.pk for one in page.context["done"]] == [nomination.pk]
    text = page.content.decode()
    assert f'href="{address(nomination)}">一种提钒方法</a>' in text
    assert "我的意见：同意入库" in text
    assert other.nomination.patent.title not in text
    assert client.get(address(nomination)).status_code == 200


def test_finished_review_of_what_became_a_conflict_is_not_listed(client, expert, nomination):
    client.post(address(nomination), TYPED)
    Nomination.objects.filter(pk=nomination.pk).update(state="admitted", unit=expert.person.unit)

    assert list(client.get("/projects/reviews/").context["done"]) == []
    assert client.get(address(nomination)).status_code == 404
