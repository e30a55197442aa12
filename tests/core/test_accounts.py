"""Logging in: by e-mail or mobile number, in Chinese; the admin through the same door."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from alliance.celery import app
from alliance.core.models import User
from tests.factories import PASSWORD, UnitFactory, UserFactory, liaison_of, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

LOGIN = "/accounts/login/"
CHANGE = "/accounts/password/change/"
WRONG = "邮箱（手机号码）或密码不正确。"


@pytest.fixture(autouse=True)
def mail_at_once():
    """No worker runs here: what would be handed to one is done at once."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def owner():
    return UserFactory(email="owner@example.com", mobile="13800001111", password=PASSWORD)


def log_in(client, email="owner@example.com", password=PASSWORD, *, address="10.0.0.1", **fields):
    return client.post(LOGIN, {"login": email, "password": password, **fields}, REMOTE_ADDR=address)


def errors(response) -> list[str]:
    form = response.context["form"]
    return [message for messages in form.errors.values() for message in messages]


def is_logged_in(client) -> bool:
    return SESSION_KEY in client.session


# ---------------------------------------------------------------- the way in
def test_member_logs_in_by_email_and_lands_on_the_desk(client):
    user = liaison_of(UnitFactory())
    user.set_password(PASSWORD)
    user.save()

    response = log_in(client, user.email)

    assert (response.status_code, response["Location"]) == (302, reverse("portal:desk"))
    assert is_logged_in(client) is True


def test_staff_land_in_the_admin(client):
    user = staff(password=PASSWORD)

    assert log_in(client, user.email)["Location"] == "/admin/"


@pytest.mark.parametrize("email", ["OWNER@example.com", " owner@example.com "])
def test_case_and_spaces_around_the_email_do_not_matter(client, owner, email):
    log_in(client, email)

    assert is_logged_in(client) is True


@pytest.mark.parametrize(
    "number", ["13800001111", "+86 138 0000 1111", "138-0000-1111", "１３８００００１１１１"]
)
def test_mobile_number_stands_for_the_email(client, owner, number):
    log_in(client, number)

    assert client.session[SESSION_KEY] == str(owner.pk)


def test_user_made_with_capitals_is_found(client):
    User.objects.create_user("Zhang.San@Example.com", PASSWORD)

    log_in(client, "zhang.san@example.com")

    assert is_logged_in(client) is True


def test_email_is_unique_whatever_its_case(owner):
    assert User.objects.get_by_natural_key("Owner@Example.com") == owner


def test_login_page_is_chinese(client):
    page = client.get(LOGIN).content.decode()
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.S)

    assert "密码" in words
    assert 'lang="zh-' in page
    assert re.findall(r"\b(?:Password|E-?mail|Sign|Log ?in|Login|Remember|Forgot)\b", words, flags=re.I) == []


def test_logout_needs_a_post(client, owner):
    client.force_login(owner)

    client.get("/accounts/logout/")
    assert is_logged_in(client) is True
    client.post("/accounts/logout/")
    assert is_logged_in(client) is False


# ---------------------------------------------------------------- refusals
@pytest.mark.parametrize("email", ["owner@example.com", "13800001111", "nobody@example.com", "13900009999"])
def test_wrong_password_and_unknown_account_sound_alike(client, owner, email):
    response = log_in(client, email, "wrong-password")

    assert errors(response) == [WRONG]
    assert is_logged_in(client) is False


def test_empty_form_says_what_is_missing_in_chinese(client):
    assert errors(log_in(client, "", "")) == ["请填写电子邮箱，或 11 位手机号码。", "请填写密码。"]


def test_what_is_no_email_is_refused_at_its_field(client):
    response = log_in(client, "张三")

    assert list(response.context["form"].errors) == ["login"]
    assert 'value="张三"' in response.content.decode()


def test_disabled_account_stays_outside(client):
    UserFactory(email="owner@example.com", password=PASSWORD, is_active=False)

    log_in(client)

    assert is_logged_in(client) is False


def test_account_disabled_meanwhile_is_out_with_the_next_request(client, owner):
    client.force_login(owner)
    assert client.get(reverse("portal:desk")).status_code == 200
    User.objects.filter(pk=owner.pk).update(is_active=False)

    response = client.get(reverse("portal:desk"))

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, LOGIN)


def test_sign_up_is_closed(client):
    fields = {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD}

    page = client.get("/accounts/signup/")
    response = client.post("/accounts/signup/", fields)

    assert page.templates[0].name == response.templates[0].name == "account/signup_closed.html"
    assert User.objects.count() == 0


@pytest.mark.parametrize("email", ["owner@example.com", "13800001111", "nobody@example.com", "13900009999"])
def test_unknown_account_costs_as_much_hashing_as_a_wrong_password(client, owner, email, monkeypatch):
    hashed = []
    hash_password = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args, **rest: hashed.append(1) or hash_password(*args, **rest)
    )

    log_in(client, email, "wrong-password")

    assert len(hashed) == 1


def test_stale_address_in_the_library_opens_nothing(client, owner):
    EmailAddress.objects.create(user=owner, email="former@example.com", verified=True, primary=True)

    log_in(client, "former@example.com")

    assert is_logged_in(client) is False


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "3rdparty/", "login/code/", "phone/change/"])
def test_account_pages_that_nobody_needs_do_not_exist(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


# ---------------------------------------------------------------- the admin
def test_admin_login_is_the_same_page(client):
    first = client.get("/admin/")
    second = client.get(first["Location"])

    assert first["Location"] == "/admin/login/?next=/admin/"
    assert second["Location"].partition("?")[0] == LOGIN


def test_admin_has_no_login_of_its_own(client, owner):
    admin = staff(password=PASSWORD)
    for password in ["wrong-password", PASSWORD]:
        response = client.post("/admin/login/", {"username": admin.email, "password": password})
        assert response.status_code == 302

    assert is_logged_in(client) is False


def test_member_gets_no_admin(client, owner):
    client.force_login(owner)

    assert client.get("/admin/").status_code != 200
    assert client.get("/admin/core/user/").status_code != 200


# ---------------------------------------------------------------- session and form
def test_session_key_changes_at_login(client, owner):
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key

    log_in(client)

    assert is_logged_in(client) is True
    assert client.session.session_key != session.session_key
    assert Client(headers={"cookie": f"sessionid={session.session_key}"}).session.get(SESSION_KEY) is None


def test_logout_destroys_the_session(client, owner):
    log_in(client)
    key = client.session.session_key

    client.post("/accounts/logout/")

    assert client.session.__class__(key).exists(key) is False


def test_new_password_ends_the_other_sessions(client, owner):
    elsewhere = Client()
    elsewhere.force_login(owner)
    client.force_login(owner)
    fields = {"oldpassword": PASSWORD, "password1": "another-horse-9", "password2": "another-horse-9"}

    response = client.post(CHANGE, fields)

    assert response.status_code == 302
    assert elsewhere.get(reverse("portal:desk")).status_code == 302


def test_weak_new_password_is_refused_in_chinese(client, owner):
    client.force_login(owner)
    fields = {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}

    response = client.post(CHANGE, fields)

    assert errors(response) == ["这个密码太常见了。", "密码只包含数字。"]


def test_new_password_differs_from_the_current_one(client, owner):
    client.force_login(owner)

    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})

    assert response.context["form"].errors == {"password1": ["新密码不能与当前密码相同。"]}


def test_account_without_a_password_is_led_to_set_one(client):
    user = UserFactory(password=None)
    client.force_login(user)

    assert client.get(CHANGE)["Location"] == "/accounts/password/set/"
    client.post("/accounts/password/set/", {"password1": "another-horse-9", "password2": "another-horse-9"})

    user.refresh_from_db()
    assert user.check_password("another-horse-9") is True


def test_change_of_password_is_told_by_mail_in_chinese(
    client, owner, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(owner)
    fields = {"oldpassword": PASSWORD, "password1": "another-horse-9", "password2": "another-horse-9"}

    with django_capture_on_commit_callbacks(execute=True):
        client.post(CHANGE, fields, headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Edg/130"})

    assert [(mail.subject, mail.to) for mail in mailoutbox] == [("【钒钛联盟】登录密码已修改", [owner.email])]
    assert "设备：Windows 电脑，Edge 浏览器（地址 127.0.0.1）" in mailoutbox[0].body


def test_login_without_csrf_token_is_refused(owner):
    client = Client(enforce_csrf_checks=True)

    assert log_in(client).status_code == 403
    assert is_logged_in(client) is False


def test_session_cookie_is_out_of_reach_of_scripts(client, owner):
    cookie = log_in(client).cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "///evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "https://localhost@evil.example/",
        "\thttps://evil.example",
    ],
)
def test_login_leads_to_no_foreign_address(client, owner, target):
    by_field = log_in(client, next=target)
    client.post("/accounts/logout/")
    by_query = client.post(
        f"{LOGIN}?{'next'}={target}", {"login": owner.email, "password": PASSWORD}, REMOTE_ADDR="10.0.0.2"
    )

    assert by_field["Location"] == by_query["Location"] == reverse("portal:desk")


def test_login_leads_back_to_the_page_asked_for(client, owner):
    assert log_in(client, next="/members/?q=1")["Location"] == "/members/?q=1"


# ---------------------------------------------------------------- forgotten password
@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """Ask for a reset link, and let the mail go out."""

    def post(name: str, **headers):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/accounts/password/reset/", {"email": name}, headers=headers)

    return post


def test_reset_mail_goes_to_known_accounts_alone_and_the_answers_are_alike(ask, owner, mailoutbox):
    known = ask(owner.email)
    unknown = ask("nobody@example.com")

    assert known["Location"] == unknown["Location"]
    assert [mail.to for mail in mailoutbox] == [[owner.email]]


def test_reset_by_mobile_number_writes_to_the_account_s_email(ask, owner, mailoutbox):
    ask(owner.mobile)
    ask("13900009999")

    assert [mail.to for mail in mailoutbox] == [[owner.email]]


def test_reset_asked_while_the_mail_server_is_away_is_answered_all_the_same(ask, owner, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert ask(owner.email)["Location"] == "/accounts/password/reset/done/"


def test_reset_link_sets_a_new_password_once(client, ask, owner, mailoutbox):
    ask(owner.email)
    link = re.search(r"/accounts/password/reset/key/\S+", mailoutbox[0].body)[0]
    fields = {"password1": "another-horse-9", "password2": "another-horse-9"}

    form_page = client.get(link)["Location"]
    client.post(form_page, fields)

    owner.refresh_from_db()
    assert owner.check_password("another-horse-9") is True
    assert client.get(link).context["token_fail"] is True


def test_reset_mail_is_chinese_and_leads_to_our_own_address(ask, owner, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]

    ask(owner.email, host="evil.example")

    mail = mailoutbox[0]
    link = re.search(r"http\S+", mail.body)[0]
    assert mail.subject == "【钒钛联盟】重新设置登录密码"
    assert link.startswith(f"{settings.SITE_URL}/accounts/password/reset/key/")
    assert re.findall(r"[A-Za-z]+", mail.body.replace(link, "")) == []
