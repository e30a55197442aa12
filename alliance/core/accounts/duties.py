"""What an account must do before anything else: a second factor for staff, a new password for an old one."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

from alliance.core.accounts.passwords import is_password_expired

EXPIRED = "password_expired"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def note_password_age(request, user) -> None:
    """At login: remember in the session that the password is too old. A passkey's owner did not use it."""
    by_password = any(record["method"] == "password" for record in get_authentication_records(request, user))
    if by_password and is_password_expired(user, days=settings.PASSWORD_MAX_AGE_DAYS):
        request.session[EXPIRED] = True


def has_second_factor(user) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def needs_second_factor(user) -> bool:
    """Staff and superusers, where REQUIRE_STAFF_MFA says so. Asked anew with every request: factors can be reset."""
    if not settings.REQUIRE_STAFF_MFA or not (user.is_staff or user.is_superuser):
        return False
    return not has_second_factor(user)


def next_duty(request) -> tuple[str, str] | None:
    """(name of the page to go to, what to say there), None when there is nothing to do."""
    if request.session.get(EXPIRED):
        return "account_change_password", "您的密码已超过规定期限，请先设置新密码。"
    if needs_second_factor(request.user):
        return "mfa_index", "秘书处人员须先设置两步验证，才能继续使用门户。"
    return None
