"""The inbox: one's own notices, read by opening, counted in the header."""

import pytest
from django.urls import reverse

from alliance.notices.models import Notice
from tests.factories import NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db
INBOX = "/inbox/"


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


def notice_of(user, **fields) -> Notice:
    return NoticeFactory(recipient=user, **fields)


def titles(response) -> list[str]:
    return [notice.title for notice in response.context["page"]]


def test_inbox_shows_the_own_notices_newest_first(client, user):
    notice_of(user, title="先")
    notice_of(user, title="后")
    NoticeFactory(title="别人的")

    assert titles(client.get(INBOX)) == ["后", "先"]


def test_empty_inbox_says_what_will_appear(client, user):
    assert "会议通知、项目征集、材料退回补正" in client.get(INBOX).content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?unread=1", ["未读", "会议"]),
        ("?kind=meeting.convened", ["会议"]),
        ("?kind=nothing", ["未读", "会议", "已读"]),
    ],
)
def test_inbox_is_narrowed(client, user, query, expected):
    read = notice_of(user, title="已读")
    client.get(reverse("notices:open", args=[read.pk]))
    notice_of(user, title="会议", kind="meeting.convened")
    notice_of(user, title="未读")

    assert titles(client.get(INBOX + query)) == expected


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_page_that_is_none_shows_one_that_is(client, user, page):
    notice_of(user)

    assert client.get(INBOX, {"page": page}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_costs_the_same_for_one_and_three(client, user, count, django_assert_num_queries):
    for _ in range(count):
        notice_of(user, url="/members/")

    # session, user, kinds, unread, number, notices, profile
    with django_assert_num_queries(7):
        client.get(INBOX)


# ---------------------------------------------------------------- opening
def test_opening_shows_the_whole_text_and_counts_as_reading(client, user):
    notice = notice_of(user, title="会议通知", body="第一行\n第二行")
    page = client.get(reverse("notices:open", args=[notice.pk])).content.decode()

    assert "第一行<br>第二行" in page
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_going_on_leads_to_the_page_and_counts_as_reading(client, user):
    notice = notice_of(user, url="/members/")
    response = client.post(reverse("notices:open", args=[notice.pk]))

    assert (response.status_code, response["Location"]) == (302, "/members/")
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("url", ["", "https://example.com/", "//example.com/", "/nowhere/at/all/"])
def test_going_on_never_leaves_the_portal(client, user, url):
    notice = notice_of(user, url=url)
    response = client.post(reverse("notices:open", args=[notice.pk]))

    assert response["Location"] == f"/inbox/{notice.pk}/"


def test_first_reading_counts(client, user):
    notice = notice_of(user)
    address = reverse("notices:open", args=[notice.pk])
    client.get(address)
    first = Notice.objects.get().read_at
    client.get(address)

    assert Notice.objects.get().read_at == first


def test_notice_of_somebody_else_is_not_there_and_stays_unread(client, user):
    notice = NoticeFactory()

    assert client.get(reverse("notices:open", args=[notice.pk])).status_code == 404
    assert client.post(reverse("notices:open", args=[notice.pk])).status_code == 404
    assert Notice.objects.get().read_at is None


def test_all_read_at_once_are_the_own_ones(client, user):
    notice_of(user)
    notice_of(user)
    foreign = NoticeFactory()
    client.post(reverse("notices:read_all"))

    assert list(Notice.objects.unread()) == [foreign]


# ---------------------------------------------------------------- the header
def test_header_counts_what_is_unread(client, user):
    notice_of(user)
    notice_of(user)
    NoticeFactory()

    assert '<span class="count">2<span class="visually-hidden">条未读</span></span>' in (
        client.get("/members/").content.decode()
    )


def test_visitor_without_login_costs_no_query_for_it(client, django_assert_num_queries, rf):
    from django.contrib.auth.models import AnonymousUser

    from alliance.notices.inbox import unread_count

    request = rf.get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert unread_count(request) == 0
