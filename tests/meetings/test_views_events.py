"""Exchange events: the list and the page."""

import pytest
from django.urls import reverse

from meetings.models import Award, EventCount, EventGuest, EventSeries
from tests.factories import (
    EventFactory,
    EventOrganiserFactory,
    OrganisationFactory,
    PersonFactory,
    TalkFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
EVENTS = reverse("meetings:events")


def names(response) -> list[str]:
    return [row.record.name for row in response.context["table"].rows]


# events that take registrations, years, profile, number of rows, rows with their parents, organisers, their units, their organisations
@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    for event in EventFactory.create_batch(count, parent=EventFactory(is_example=True)):
        EventOrganiserFactory(event=event)
        EventOrganiserFactory(event=event, unit=None, organisation=OrganisationFactory())

    with django_assert_num_queries(8):
        page = client.get(EVENTS)

    assert len(names(page)) == count


def test_list_leaves_examples_out_and_narrows_by_year(client):
    EventFactory(name="甲", year=2015)
    EventFactory(name="乙", year=2016)
    EventFactory(name="丙", year=2015, is_example=True)

    assert names(client.get(EVENTS)) == ["乙", "甲"]
    assert names(client.get(EVENTS, {"year": 2015})) == ["甲"]
    assert names(client.get(EVENTS, {"year": "x"})) == ["乙", "甲"]


def test_page_tells_members_from_other_organisers(client):
    event = EventFactory()
    EventOrganiserFactory(event=event, role="organiser", unit=UnitFactory(name="重庆大学"), order=1)
    EventOrganiserFactory(
        event=event, role="organiser", unit=None, organisation=OrganisationFactory(), order=2
    )
    EventOrganiserFactory(event=event, role="host", unit=UnitFactory(name="东北大学"), order=3)

    page = client.get(event.get_absolute_url())

    assert [(label, len(organisers)) for label, organisers in page.context["roles"]] == [
        ("主办", 1),
        ("承办", 2),
    ]
    text = page.content.decode()
    assert text.count("成员单位</span>") == 2
    assert text.count("非成员</span>") == 1


def test_page_shows_counts_talks_guests_awards_and_series(client):
    series = EventSeries.objects.create(
        name="高强钢系列", every_years=2, next_year=2017, next_host=UnitFactory(name="重庆大学")
    )
    event = EventFactory(series=series, edition=2)
    EventCount.objects.create(event=event, kind="people", value=100, qualifier="近")
    TalkFactory(event=event, title="", speaker=PersonFactory(name="马前"))
    TalkFactory(event=event, title="高炉渣研究", speaker=None)
    EventGuest.objects.create(event=event, name_printed="鞍钢")
    Award.objects.create(event=event, name="优秀论文奖", winners=5)

    text = client.get(event.get_absolute_url()).content.decode()

    for expected in ("近100", "马前", "题目", "高炉渣研究", "鞍钢", "优秀论文奖", "5人", "2017年，重庆大学"):
        assert expected in text


def test_page_links_events_at_the_same_place(client):
    forum = EventFactory(name="论坛")
    beside = EventFactory(name="研讨会", parent=forum)

    assert beside.get_absolute_url() in client.get(forum.get_absolute_url()).content.decode()
    assert forum.get_absolute_url() in client.get(beside.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    event = EventFactory(parent=EventFactory())
    for number, kind in zip(range(count), ("people", "units", "talks"), strict=False):
        EventOrganiserFactory(event=event)
        EventOrganiserFactory(event=event, unit=None, organisation=OrganisationFactory())
        TalkFactory(event=event, speaker=PersonFactory(unit=UnitFactory()))
        TalkFactory(event=event, speaker=PersonFactory(organisation=OrganisationFactory()))
        EventCount.objects.create(event=event, kind=kind, value=number)
        EventGuest.objects.create(event=event, name_printed="某单位", unit=UnitFactory())
        Award.objects.create(event=event, name="奖", awarded_by=OrganisationFactory())
        EventFactory(parent=event)

    with django_assert_num_queries(18):
        client.get(event.get_absolute_url())
