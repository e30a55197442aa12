"""The home page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletins.enums import BulletinState
from meetings.enums import MeetingState
from members.models import MembershipCount
from projects.enums import SolicitationState
from tests.factories import (
    AllianceProfileFactory,
    ArticleFactory,
    BulletinFactory,
    EventFactory,
    MeetingFactory,
    SolicitationFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
HOME = reverse("portal:home")


def fill(count: int) -> None:
    AllianceProfileFactory()
    UnitFactory.create_batch(count)
    ArticleFactory.create_batch(count)
    MeetingFactory.create_batch(count)
    MeetingFactory.create_batch(count, state=MeetingState.PLANNED, starts_on=None)
    EventFactory.create_batch(count)
    SolicitationFactory.create_batch(count)
    BulletinFactory.create_batch(count, state=BulletinState.ISSUED)
    MembershipCount.objects.create(label="在册", value=24)


def test_home_without_any_data_is_a_page(client):
    page = client.get(HOME)

    assert page.status_code == 200
    text = page.content.decode()
    for sentence in ("暂无新闻。", "暂无会议记录。", "目前没有公开的项目征集。", "未载明"):
        assert sentence in text


# news, last and next meeting, clock, open and last solicitation, bulletin and its files, periodic, reported, named, …
@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    fill(count)

    with django_assert_num_queries(13):
        client.get(HOME)


def test_home_shows_no_example_to_anybody(client):
    MeetingFactory(is_example=True)
    SolicitationFactory(is_example=True)
    ArticleFactory(is_example=True)
    EventFactory(is_example=True)
    UnitFactory(is_example=True)

    context = client.get(HOME).context

    assert list(context["news"]) == []
    shown = [
        context[key] for key in ("last_meeting", "next_meeting", "open_solicitation", "last_solicitation")
    ]
    assert shown == [None, None, None, None]
    assert (context["named"], context["events"]) == (0, 0)


def test_home_tells_the_last_meeting_from_the_next(client):
    today = timezone.localdate()
    MeetingFactory(name="上一次", starts_on=date(2015, 5, 29))
    MeetingFactory(name="更早", starts_on=date(2014, 5, 29))
    MeetingFactory(name="错过", state=MeetingState.PLANNED, starts_on=today - timedelta(days=1))
    MeetingFactory(name="下一次", state=MeetingState.CONVENED, starts_on=today)
    MeetingFactory(name="日期未定", state=MeetingState.PLANNED, starts_on=None)

    context = client.get(HOME).context

    assert (context["last_meeting"].name, context["next_meeting"].name) == ("上一次", "下一次")


def test_home_shows_the_batch_that_closes_first(client):
    soon = timezone.now() + timedelta(days=1)
    SolicitationFactory(name="后截止")
    SolicitationFactory(name="先截止", deadline=soon)
    SolicitationFactory(name="筹备", state=SolicitationState.DRAFT)

    assert client.get(HOME).context["open_solicitation"].name == "先截止"


def test_home_shows_the_newest_issue_that_is_issued(client):
    BulletinFactory(year=2014, state=BulletinState.ISSUED)
    BulletinFactory(year=2015, state=BulletinState.ISSUED)
    BulletinFactory(year=2016)

    assert client.get(HOME).context["bulletin"].year == 2015


def test_footer_says_what_is_not_known_of_the_alliance(client):
    AllianceProfileFactory(phones="0812-3380515", email="", address="")

    text = client.get(HOME).content.decode()

    assert "0812-3380515" in text
    assert text.count("未载明") == 3  # the reported number, the e-mail and the postal address


@pytest.mark.parametrize("demo", [True, False])
def test_only_the_demo_wears_a_ribbon(client, settings, demo):
    settings.ALLIANCE_DEMO = demo

    assert ("演示环境" in client.get(HOME).content.decode()) is demo


@pytest.mark.parametrize(
    ("path", "current"),
    [
        (reverse("meetings:meetings"), "会议"),
        (reverse("meetings:events"), "学术交流"),
        (reverse("members:units"), "成员"),
        (HOME, None),
    ],
)
def test_navigation_marks_where_the_page_lies(client, path, current):
    text = client.get(path).content.decode()
    marked = [part.split("</a>")[0] for part in text.split('aria-current="page">')[1:]]

    assert marked == ([current, current] if current else [])  # once in the bar, once in the phone's menu
