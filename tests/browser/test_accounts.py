"""From the invitation to the desk in Chromium: with an authenticator, and with a passkey."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from alliance.core.models import User
from members.services.invitations import invite_person
from tests import factories as make
from tests.browser.harness import dark_faults_of, faults_of
from tests.browser.people import log_in
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "another-horse-9"
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def person():
    unit = make.UnitFactory(name="示例研究院", is_example=True)
    person = make.PersonFactory(name="示例联络员", unit=unit, is_example=True)
    make.OccupancyFactory(seat=make.SeatFactory(unit=unit, body="liaison_meeting"), person=person)
    return person


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_finger(page) -> None:
    """A device with a fingerprint reader, which always finds the right finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})


def open_account(page, link: str) -> None:
    page.goto(path_of(link))
    page.get_by_label("设置密码").fill(NEW)
    page.get_by_label("再输一次密码").fill(NEW)
    page.get_by_role("button", name="开通账号").click()
    page.get_by_role("heading", name="账号已开通").wait_for()


def log_out(page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/$"))


def give_name_and_password(page, name: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("邮箱或手机号码").fill(name)
    page.get_by_label("密码", exact=False).first.fill(NEW)
    page.get_by_label("密码", exact=False).first.press("Enter")


def test_from_the_invitation_over_password_and_authenticator_to_the_desk(page, person):
    _, link = invite_person(actor=None, person=person, email="li@example.com", mobile="13800001111")
    open_account(page, link)
    page.get_by_role("link", name="设置两步验证").click()
    page.get_by_role("link", name="设置验证器").click()
    page.get_by_text("手工输入密钥").click()
    secret = page.locator(".secret").inner_text().strip()
    page.get_by_label("验证码").fill(code_now(secret))
    page.get_by_role("button", name="开启两步验证").click()
    page.get_by_role("heading", name="恢复码").wait_for()
    recovery_code = page.locator(".codes li").first.inner_text()
    page.get_by_role("link", name="已保存好").click()
    page.get_by_text("已开启").first.wait_for()
    log_out(page)

    give_name_and_password(page, "13800001111")
    page.get_by_role("heading", name="两步验证").wait_for()
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_text("验证码不正确或已过期").first.wait_for()
    page.get_by_label("验证码").fill(recovery_code)
    page.get_by_role("button", name="登录", exact=True).click()

    page.wait_for_url(re.compile("/desk/$"))
    assert page.get_by_text("联络员").count() > 0


def test_from_the_invitation_over_a_passkey_to_the_desk(page, person):
    give_finger(page)
    _, link = invite_person(actor=None, person=person, email="li@example.com")
    open_account(page, link)
    page.get_by_role("link", name="设置两步验证").click()
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("名称").fill("办公室电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.get_by_role("heading", name="恢复码").wait_for()
    log_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()

    page.wait_for_url(re.compile("/desk/$"))
    user = User.objects.get(email="li@example.com")
    (passkey,) = user.authenticator_set.filter(type="webauthn")
    assert (passkey.wrap().name, passkey.last_used_at is None) == ("办公室电脑", False)


def test_passkey_stands_for_the_code_after_the_password(page, person):
    give_finger(page)
    _, link = invite_person(actor=None, person=person, email="li@example.com")
    open_account(page, link)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="添加通行密钥").click()
    page.get_by_role("heading", name="恢复码").wait_for()
    log_out(page)

    give_name_and_password(page, "li@example.com")
    page.get_by_role("button", name="用通行密钥验证").click()

    page.wait_for_url(re.compile("/desk/$"))


def test_cancelled_passkey_is_said_in_chinese(page, person):
    """No device answers: the browser ends the wait at once, and the other ways stay."""
    page.goto("/accounts/login/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="用通行密钥登录").click()

    page.get_by_text("没有完成验证").wait_for()
    assert page.get_by_role("button", name="用通行密钥登录").is_enabled() is True


def test_login_works_without_javascript(open_context):
    user = make.liaison_of(make.UnitFactory())
    user.set_password(make.PASSWORD)
    user.save()
    page = open_context(DESKTOP, java_script_enabled=False).new_page()

    log_in(page, user)

    assert page.get_by_role("button", name="用通行密钥登录").count() == 0


def faults_on(page, paths: list[str]) -> list[str]:
    return [fault for path in paths for fault in (*faults_of(page, path), *dark_faults_of(page, path))]


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_of_the_second_factor_have_no_fault(open_context, person, device):
    page = open_context(device).new_page()
    give_finger(page)
    _, link = invite_person(actor=None, person=person, email="li@example.com")
    open_account(page, link)
    before = ["/accounts/welcome/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/mobile/"]
    faults = faults_on(page, before)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="添加通行密钥").click()
    page.get_by_role("heading", name="恢复码").wait_for()
    key = User.objects.get(email="li@example.com").authenticator_set.get(type="webauthn").pk
    after = [
        "/accounts/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        f"/accounts/2fa/webauthn/keys/{key}/edit/",
        f"/accounts/2fa/webauthn/keys/{key}/remove/",
        "/accounts/2fa/webauthn/reauthenticate/",
        "/accounts/2fa/reauthenticate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/reauthenticate/",
        "/accounts/password/change/",
    ]
    faults += faults_on(page, after)
    log_out(page)
    give_name_and_password(page, "li@example.com")
    page.get_by_role("heading", name="两步验证").wait_for()
    faults += faults_on(page, ["/accounts/2fa/authenticate/"])

    assert faults == []
