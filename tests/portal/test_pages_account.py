"""Account pages: Chinese, and no way in but by the secretariat."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories import PASSWORD, AllianceProfileFactory, UserFactory, staff

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")


@pytest.fixture(autouse=True)
def fresh_rate_limits():
    cache.clear()


@pytest.fixture
def user():
    return UserFactory(email="liaison@example.com", password=PASSWORD)


def log_in(client, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": "liaison@example.com", "password": password, **more})


def test_login_leads_to_the_desk(client, user):
    assert log_in(client).headers["Location"] == "/desk/"


def test_login_of_the_secretariat_leads_to_the_admin(client):
    staff(email="liaison@example.com", password=PASSWORD)

    assert log_in(client).headers["Location"] == "/admin/"


def test_login_goes_back_where_it_was_asked_for(client, user):
    assert log_in(client, next="/projects/proposals/").headers["Location"] == "/projects/proposals/"


def test_login_never_leads_to_another_host(client, user):
    assert log_in(client, next="https://evil.example/").headers["Location"] == "/desk/"


def test_wrong_password_says_so_and_keeps_the_name(client, user):
    page = log_in(client, "wrong")

    text = page.content.decode()
    assert page.status_code == 200
    assert "您提供的电子邮件地址或密码不正确" in text or "不正确" in text
    assert "liaison@example.com" in text


def test_disabled_account_cannot_log_in(client, user):
    user.is_active = False
    user.save()

    response = log_in(client)

    assert "_auth_user_id" not in client.session
    assert response.status_code in (200, 302)


def test_sign_up_is_closed(client):
    AllianceProfileFactory(phones="0812-3380515")

    for answer in (
        client.get("/accounts/signup/"),
        client.post("/accounts/signup/", {"email": "new@example.com"}),
    ):
        assert "不开放注册" in answer.content.decode()
        assert "0812-3380515" in answer.content.decode()


def test_password_reset_of_an_unknown_address_tells_nothing(client):
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})

    assert answer.headers["Location"] == reverse("account_reset_password_done")


def test_log_out_asks_first(client, user):
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")

    asked = client.get(reverse("account_logout"))
    client.post(reverse("account_logout"))

    assert "确定要退出登录吗" in asked.content.decode()
    assert "_auth_user_id" not in client.session
