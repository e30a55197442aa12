"""allauth's seams: sign-up is closed, accounts come from the secretariat; nobody is locked out by a stranger."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from alliance.core.accounts import lockout
from alliance.core.accounts.clock import begin_clock
from alliance.core.accounts.devices import remember_device
from alliance.core.accounts.duties import note_password_age
from alliance.core.accounts.identities import find_account
from alliance.core.accounts.mail import send_account_mail
from alliance.core.accounts.passwords import record_password_set
from alliance.core.accounts.sessions import device_name

log = logging.getLogger("alliance.security")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "邮箱（手机号码）或密码不正确。",
        "too_many_login_attempts": "输错次数过多，为保护账号暂停验证。",
        "incorrect_code": "验证码不正确或已过期。",
        "incorrect_password": "密码不正确。",
        "enter_current_password": "当前密码不正确。",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        return resolve_url("admin:index" if request.user.is_staff else "portal:desk")

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("account_home")

    def format_email_subject(self, subject: str) -> str:
        return f"【钒钛联盟】{subject}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Always our own address: the one of the request is whatever the visitor's browser sent as Host."""
        uidb36, _, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uidb36, token])

    # ------------------------------------------------------------ passwords
    def pre_authenticate(self, request, **credentials) -> None:
        """Raise ValidationError when the account, the address or both have failed too often."""
        self._attempt = lockout.begin_attempt(request, purpose="password", login=credentials["login"])

    def _rollback_login_failed_rl_usage(self) -> None:
        self._attempt.succeeded()

    def _delete_login_attempts_cached_email(self, request, **credentials) -> None:
        """After a reset nothing is wiped: the browser that the mail was opened in becomes a known device instead."""
        if user := find_account(credentials["email"]):
            remember_device(request, user.pk, renew=True)

    def authentication_failed(self, request, **credentials) -> None:
        log.warning("login failed: %s from %s", credentials["login"], self.get_client_ip(request))

    def reauthenticate(self, user, password: str) -> bool:
        found = self.authenticate(self.request, login=user.email, password=password)
        return found is not None and found.pk == user.pk

    def post_login(self, request, user, **kwargs):
        """Every way of logging in ends here: password, code, passkey, invitation."""
        response = super().post_login(request, user, **kwargs)
        remember_device(request, user.pk)
        begin_clock(request)
        note_password_age(request, user)
        log.info("login: %s from %s", user.email, self.get_client_ip(request))
        return response

    def set_password(self, user, password: str) -> None:
        super().set_password(user, password)
        record_password_set(user)

    # ------------------------------------------------------------ mail
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """By a worker: nobody waits for the mail server, and waiting does not tell whether an account exists."""
        letter = self.render_mail(template_prefix, email, {**context, "email": email})
        send_account_mail(letter.subject, letter.body, email)

    def send_notification_mail(self, template_prefix: str, user, context=None, email=None) -> None:
        """To the account's own address: allauth's copy of it may be out of date."""
        device = {"device": device_name(self.get_http_user_agent(self.request))}
        super().send_notification_mail(
            template_prefix, user, {**device, **(context or {})}, email or user.email
        )

    def get_reauthentication_methods(self, user) -> list[dict]:
        names = {
            "reauthenticate": "用密码确认",
            "mfa_reauthenticate": "用验证码确认",
            "mfa_reauthenticate:webauthn": "用通行密钥确认",
        }
        found = super().get_reauthentication_methods(user)
        return [{**method, "description": names[method["id"]]} for method in found]
