"""Solicitations as the public and the liaisons see them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.enums import SolicitationState
from tests.factories import (
    SolicitationFactory,
    SolicitationTallyFactory,
    UnitFactory,
    UserFactory,
    liaison_of,
)

pytestmark = pytest.mark.django_db
SOLICITATIONS = reverse("projects:solicitations")


def names(response) -> list[str]:
    return [row.record.name for row in response.context["table"].rows]


# clock, what is open, number of rows, rows, profile
@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    for solicitation in SolicitationFactory.create_batch(count):
        SolicitationTallyFactory(solicitation=solicitation)

    with django_assert_num_queries(5):
        page = client.get(SOLICITATIONS)

    assert len(names(page)) == count


def test_list_leaves_out_what_is_still_prepared(client):
    SolicitationFactory(state=SolicitationState.DRAFT)

    page = client.get(SOLICITATIONS)

    assert names(page) == []
    assert "目前没有公开的项目征集。" in page.content.decode()


def test_list_shows_an_open_example_to_people_who_are_logged_in(client):
    past = timezone.now() - timedelta(days=2)
    SolicitationFactory(name="示例征集", is_example=True)
    SolicitationFactory(name="过期示例", is_example=True, opens_at=None, deadline=past)

    anonymous = names(client.get(SOLICITATIONS))
    client.force_login(UserFactory())
    known = client.get(SOLICITATIONS)

    assert (anonymous, names(known)) == ([], ["示例征集"])
    assert 'class="tag tag--example"' in known.content.decode()


def test_list_tells_open_from_past(client):
    open_one = SolicitationFactory()
    SolicitationFactory(opens_at=None, deadline=timezone.now() - timedelta(seconds=5))
    SolicitationFactory(state=SolicitationState.CLOSED)

    assert client.get(SOLICITATIONS).context["taking"] == {open_one.pk}


def test_page_keeps_the_reported_total_beside_the_tallies(client):
    solicitation = SolicitationFactory(state=SolicitationState.CLOSED, total_reported=17, deadline=None)
    for name, count in (("东北大学", 4), ("重庆大学", 2), ("矿产综合利用研究所", 6)):
        SolicitationTallyFactory(solicitation=solicitation, unit=UnitFactory(name=name), count=count)

    page = client.get(solicitation.get_absolute_url())

    assert page.context["attributed"] == 12
    text = page.content.decode()
    assert "件未注明单位" in text
    assert "未载明" in text


def test_page_leads_a_liaison_to_the_form(client):
    solicitation = SolicitationFactory()
    form = reverse("projects:proposal_new", args=[solicitation.pk])

    anonymous = client.get(solicitation.get_absolute_url()).content.decode()
    client.force_login(UserFactory())
    somebody = client.get(solicitation.get_absolute_url()).content.decode()
    client.force_login(liaison_of(UnitFactory()))
    liaison = client.get(solicitation.get_absolute_url()).content.decode()

    assert [form in text for text in (anonymous, somebody, liaison)] == [False, False, True]
    assert "联络员登录" in anonymous


def test_page_of_a_past_batch_has_no_form(client):
    solicitation = SolicitationFactory(state=SolicitationState.CLOSED)
    client.force_login(liaison_of(UnitFactory()))

    page = client.get(solicitation.get_absolute_url())

    assert page.context["is_open"] is False
    assert "填报项目建议" not in page.content.decode()


# batch, tallies, their units, clock, articles, profile
@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    solicitation = SolicitationFactory(total_reported=9)
    SolicitationTallyFactory.create_batch(count, solicitation=solicitation)

    with django_assert_num_queries(6):
        client.get(solicitation.get_absolute_url())


@pytest.mark.parametrize(
    ("fields", "status"), [({"state": "draft"}, 404), ({"is_example": True}, 404), ({}, 200)]
)
def test_page_exists_for_the_public_once_it_is_published(client, fields, status):
    solicitation = SolicitationFactory(**fields)

    assert client.get(solicitation.get_absolute_url()).status_code == status
