"""Sessions that end by themselves, and what an account must do first."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from alliance.core import audit
from alliance.core.accounts.passwords import ClassesValidator, password_hint
from alliance.core.accounts.services import reset_factors
from alliance.core.accounts.sessions import device_name
from alliance.core.errors import DomainError, NotAllowed
from alliance.core.models import AuditEntry, User
from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

LOGIN = "/accounts/login/"
DESK = "/desk/"
NEW = "Another-horse-9"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def owner():
    return UserFactory(email="owner@example.com", password=PASSWORD)


def log_in(client, email="owner@example.com", **headers):
    return client.post(LOGIN, {"login": email, "password": PASSWORD}, headers=headers)


def is_logged_in(client) -> bool:
    return SESSION_KEY in client.session


def set_clock(client, **minutes_ago) -> None:
    """`seen`, `began`: minutes ago."""
    session = client.session
    now = int(time.time())
    session["clock"] = {"began": now, "seen": now} | {
        name: now - minutes * 60 for name, minutes in minutes_ago.items()
    }
    session.save()


def sent_to_login(response) -> bool:
    return response.status_code == 302 and response["Location"].startswith(LOGIN)


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# ---------------------------------------------------------------- idle
@pytest.mark.parametrize(("minutes", "ended"), [(29, False), (30, True)])
def test_idle_session_ends_on_the_minute(client, owner, settings, minutes, ended):
    settings.SESSION_IDLE_MINUTES = 30
    log_in(client)
    set_clock(client, seen=minutes)

    response = client.get(DESK)

    assert sent_to_login(response) is ended
    assert is_logged_in(client) is not ended


def test_ended_session_is_said_at_the_login(client, owner, settings):
    settings.SESSION_IDLE_MINUTES = 30
    log_in(client)
    set_clock(client, seen=31)

    page = client.get(DESK, follow=True)

    assert "您已有一段时间没有操作" in page.content.decode()
    assert page.request["QUERY_STRING"] == "next=%2Fdesk%2F"


def test_ended_session_is_gone_from_the_server(client, owner, settings):
    settings.SESSION_IDLE_MINUTES = 30
    log_in(client)
    key = client.session.session_key
    set_clock(client, seen=31)

    client.get("/")

    assert client.session.__class__(key).exists(key) is False


def test_acts_of_another_tab_keep_the_login(client, owner, settings):
    settings.SESSION_IDLE_MINUTES = 30
    log_in(client)
    set_clock(client, seen=29)
    other_tab = Client()
    other_tab.cookies = client.cookies

    other_tab.get(DESK)

    assert time.time() - client.session["clock"]["seen"] < 5


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/drafts/", {}), ("/documents/1/progress/", {}), (DESK, {"X-Background-Request": "1"})],
)
def test_what_a_page_sends_by_itself_does_not_keep_the_login(client, owner, settings, path, headers):
    settings.SESSION_IDLE_MINUTES = 30
    log_in(client)
    set_clock(client, seen=29)
    before = client.session["clock"]

    client.get(path, headers=headers)
    client.post(path, headers=headers)

    assert client.session["clock"] == before


def test_fragment_is_not_filled_with_a_login_page(client, owner, settings):
    settings.SESSION_IDLE_MINUTES = 30
    log_in(client)
    set_clock(client, seen=31)

    progress = client.get("/documents/1/progress/", headers={"HX-Request": "true"})
    log_in(client)
    set_clock(client, seen=31)
    clicked = client.get(
        "/members/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/members/?q=1"}
    )

    assert progress.status_code == 401
    assert (clicked.status_code, clicked["HX-Redirect"]) == (
        204,
        "/accounts/login/?next=%2Fmembers%2F%3Fq%3D1",
    )


def test_htmx_is_sent_to_no_foreign_address(client, owner, settings):
    settings.SESSION_IDLE_MINUTES = 30
    log_in(client)
    set_clock(client, seen=31)

    response = client.get("/", headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/"})

    assert response["HX-Redirect"] == LOGIN


@pytest.mark.parametrize(("minutes", "ended"), [(719, False), (720, True)])
def test_busy_session_ends_after_its_hours(client, owner, settings, minutes, ended):
    settings.SESSION_MAX_HOURS = 12
    log_in(client)
    set_clock(client, began=minutes)

    assert sent_to_login(client.get(DESK)) is ended


def test_sessions_from_before_the_limit_begin_their_clock(client, owner, settings):
    client.force_login(owner)
    settings.SESSION_IDLE_MINUTES = 30

    client.get(DESK)

    assert time.time() - client.session["clock"]["seen"] < 5


def test_without_limits_nothing_ends(client, owner):
    log_in(client)
    set_clock(client, began=60 * 24 * 300, seen=60 * 24 * 300)

    assert client.get(DESK).status_code == 200


# ---------------------------------------------------------------- passwords
@pytest.mark.parametrize(
    ("password", "classes", "good"),
    [
        ("abcdefgh", 1, True),
        ("abcdefgh", 2, False),
        ("abcdefg1", 2, True),
        ("abcdefg1", 3, False),
        ("Abcdefg1", 3, True),
        ("abcdef-1", 3, True),
        ("Abcdef-1", 4, True),
        ("Abcdefg1", 4, False),
        ("钒钛abc12", 3, True),
    ],
)
def test_kinds_of_characters_are_counted(password, classes, good):
    try:
        ClassesValidator(classes).validate(password)
    except ValidationError as refused:
        assert refused.messages == [f"密码至少要包含大写字母、小写字母、数字、符号中的 {classes} 种。"]
        assert good is False
    else:
        assert good is True


def test_hint_says_what_is_asked():
    assert password_hint() == "至少 8 个字符；不要用姓名、邮箱或常见的密码。"


def test_expired_password_leads_to_its_change_and_nowhere_else(client, owner, settings):
    settings.PASSWORD_MAX_AGE_DAYS = 90
    User.objects.update(date_joined=timezone.now() - timedelta(days=90))
    log_in(client)

    response = client.get(DESK)
    assert response["Location"] == "/accounts/password/change/"
    assert said(response)[-1] == "您的密码已超过规定期限，请先设置新密码。"
    assert client.get("/accounts/password/change/").status_code == 200

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    client.post(LOGIN, {"login": owner.email, "password": NEW})

    assert client.get(DESK).status_code == 200


def test_fresh_password_is_not_asked_for(client, owner, settings):
    settings.PASSWORD_MAX_AGE_DAYS = 90
    User.objects.update(date_joined=timezone.now() - timedelta(days=89))
    log_in(client)

    assert client.get(DESK).status_code == 200


# ---------------------------------------------------------------- second factor of staff
@pytest.fixture
def secretary():
    return UserFactory(email="owner@example.com", password=PASSWORD, is_staff=True)


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("path", ["/admin/", "/admin/members/person/", DESK, "/", "/members/"])
def test_staff_without_a_second_factor_are_led_to_set_it_up(client, secretary, settings, path):
    settings.REQUIRE_STAFF_MFA = True
    log_in(client)

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/")
    assert client.post(path)["Location"] == "/accounts/2fa/"


def test_superuser_is_no_exception(client, settings):
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(UserFactory(is_superuser=True))

    assert client.get("/admin/")["Location"] == "/accounts/2fa/"


def test_members_need_none_and_staff_need_none_where_it_is_off(client, owner, settings):
    other = Client()
    other.force_login(UserFactory(is_staff=True))
    assert other.get("/admin/").status_code == 200

    settings.REQUIRE_STAFF_MFA = True
    log_in(client)
    assert client.get(DESK).status_code == 200


def test_set_up_once_everything_is_open(client, secretary, settings):
    settings.REQUIRE_STAFF_MFA = True
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    response = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})

    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/admin/").status_code == 200


def test_staff_cannot_switch_off_their_last_factor(client, secretary, settings):
    settings.REQUIRE_STAFF_MFA = True
    TOTP.activate(secretary, generate_totp_secret())
    client.force_login(secretary)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    page = client.post("/accounts/2fa/totp/deactivate/")

    assert "须保留至少一种两步验证方式" in page.content.decode()
    assert secretary.authenticator_set.count() == 1


def test_factor_that_was_reset_is_asked_for_with_the_next_request(client, secretary, settings):
    settings.REQUIRE_STAFF_MFA = True
    TOTP.activate(secretary, generate_totp_secret())
    client.force_login(secretary)
    assert client.get("/admin/").status_code == 200

    secretary.authenticator_set.all().delete()

    assert client.get("/admin/")["Location"] == "/accounts/2fa/"


def test_what_is_done_to_factors_is_recorded(client, owner, django_capture_on_commit_callbacks):
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/deactivate/")

    acts = [entry.action_label for entry in audit.entries_of(owner)]
    assert sorted(acts) == sorted(["停用恢复码", "停用验证器", "重新生成恢复码", "添加验证器", "添加恢复码"])


# ---------------------------------------------------------------- resetting factors
def test_reset_takes_the_factors_ends_the_sessions_and_is_recorded(client, owner):
    log_in(client)
    TOTP.activate(owner, generate_totp_secret())
    chief = UserFactory(is_staff=True, is_superuser=True)

    assert reset_factors(actor=chief, user=owner, reason="本人来电，已核对") == 1

    entry = audit.entries_of(owner).get(action="core.user.reset_factors")
    assert (entry.actor, entry.action_label, entry.reason) == (chief, "重置两步验证", "本人来电，已核对")
    assert owner.authenticator_set.count() == 0
    assert sent_to_login(client.get(DESK)) is True


def test_reset_needs_a_reason_and_the_right(owner):
    chief = UserFactory(is_staff=True, is_superuser=True)
    colleague = UserFactory(is_staff=True)

    with pytest.raises(DomainError):
        reset_factors(actor=chief, user=owner, reason=" ")
    for actor, user in [(colleague, owner), (owner, owner), (colleague, chief)]:
        with pytest.raises(NotAllowed):
            reset_factors(actor=actor, user=user, reason="理由")


def test_reset_in_the_admin(client, owner):
    TOTP.activate(owner, generate_totp_secret())
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = f"/admin/core/user/{owner.pk}/"

    assert "已开启：验证器" in client.get(f"{page}change/").content.decode()
    refused = client.post(f"{page}reset-factors/", {"reason": ""})
    assert "请填写理由" in refused.content.decode()
    assert client.post(f"{page}reset-factors/", {"reason": "手机丢失"})["Location"] == f"{page}change/"
    assert owner.authenticator_set.count() == 0


# ---------------------------------------------------------------- one's own account
@pytest.mark.parametrize("count", [0, 2])
def test_page_of_the_account_costs_two_queries_for_each_login(
    client, owner, django_assert_num_queries, count
):
    """The library asks the session's row and its user for each login, to drop those that have ended."""
    for browser in [*(Client() for _ in range(count)), client]:
        log_in(browser)
    client.get("/accounts/")

    with django_assert_num_queries(7):
        client.get("/accounts/")


def test_logins_are_listed_in_chinese_this_one_first(client, owner):
    log_in(Client(), **{"user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0"})
    log_in(client, **{"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/130 Edg/130"})

    logins = client.get("/accounts/").context["logins"]

    assert [(login.device, login.is_current) for login in logins] == [
        ("Windows 电脑，Edge 浏览器", True),
        ("苹果手机，微信", False),
    ]


def test_logins_that_ended_are_not_listed(client, owner, settings):
    for change in ({"seen": 31}, {}):
        browser = Client()
        log_in(browser)
        set_clock(browser, **change)
    browser.session.flush()
    settings.SESSION_IDLE_MINUTES = 30
    log_in(client)

    assert len(client.get("/accounts/").context["logins"]) == 1
    assert UserSession.objects.count() == 1


def test_one_login_is_ended(client, owner):
    other = Client()
    log_in(other)
    log_in(client)
    session = UserSession.objects.exclude(session_key=client.session.session_key).get()

    client.post(f"/accounts/sessions/{session.pk}/end/")

    assert sent_to_login(other.get(DESK)) is True
    assert client.get(DESK).status_code == 200


def test_login_of_another_is_nowhere(client, owner):
    stranger = UserFactory(email="stranger@example.com", password=PASSWORD)
    browser = Client()
    log_in(browser, stranger.email)
    log_in(client)

    answer = client.post(f"/accounts/sessions/{UserSession.objects.get(user=stranger).pk}/end/")

    assert answer.status_code == 404
    assert browser.get(DESK).status_code == 200


def test_all_other_logins_are_ended_at_once(client, owner):
    others = [Client(), Client()]
    for browser in (*others, client):
        log_in(browser)

    response = client.post("/accounts/sessions/end-others/")

    assert said(response) == ["已退出其他 2 处登录。"]
    assert [sent_to_login(browser.get(DESK)) for browser in (*others, client)] == [True, True, False]


def test_mobile_number_is_changed_after_the_password(client, owner):
    log_in(client)
    assert (
        client.get("/accounts/mobile/")["Location"]
        == "/accounts/reauthenticate/?next=%2Faccounts%2Fmobile%2F"
    )
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/mobile/", {"mobile": "138 0000 1111"})

    owner.refresh_from_db()
    assert owner.mobile == "13800001111"
    assert AuditEntry.objects.filter(action="core.user.change_mobile").count() == 1
    client.post("/accounts/mobile/", {"mobile": ""})
    owner.refresh_from_db()
    assert owner.mobile is None


@pytest.mark.parametrize(
    ("number", "message"), [("123", "请填写 11 位手机号码。"), ("13800001111", "该手机号码已用于其他账号。")]
)
def test_wrong_or_taken_number_is_refused_at_its_field(client, owner, number, message):
    UserFactory(mobile="13800001111")
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    response = client.post("/accounts/mobile/", {"mobile": number})

    assert response.context["form"].errors == {"mobile": [message]}


def test_recovery_codes_are_shown_after_the_password_alone(client, owner):
    TOTP.activate(owner, generate_totp_secret())
    client.force_login(owner)
    for page in ("", "download/"):
        answer = client.get(f"/accounts/2fa/recovery-codes/{page}")
        assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_recovery_codes_come_in_a_file_with_a_chinese_name(client, owner):
    TOTP.activate(owner, generate_totp_secret())
    client.force_login(owner)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/recovery-codes/generate/")

    answer = client.get("/accounts/2fa/recovery-codes/download/")

    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E9%97%A8%E6%88%B7%E6%81%A2%E5%A4%8D%E7%A0%81.txt"
    )
    assert len(answer.content.decode().split()) == 11


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/120 Mobile", "安卓手机，Chrome 浏览器"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb Chrome/114", "鸿蒙设备，Chrome 浏览器"),
        ("Mozilla/5.0 (Macintosh) Version/17 Safari/605", "苹果电脑，Safari 浏览器"),
        ("Mozilla/5.0 (X11; Linux) Firefox/130", "Linux 电脑，火狐浏览器"),
        ("", "未知设备"),
    ],
)
def test_devices_have_names_that_people_know(agent, name):
    assert device_name(agent) == name
