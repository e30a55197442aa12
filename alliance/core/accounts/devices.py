"""Browsers in which an account has logged in before: their owner gets in while strangers guess.

A browser carries a signed cookie with the accounts that it may speak for, each beside a random name of the device.
It opens nothing by itself; the password is still asked. Failures on a known device are counted for that device
alone, so nobody else's can use its tries up (OWASP: device cookies).
"""

import secrets

from django.conf import settings
from django.core import signing

COOKIE = "known_device"
SALT = "alliance.core.accounts.devices"
MAX_AGE = 180 * 24 * 3600  # seconds
KEPT = 5  # accounts in one browser: couples and offices share computers


def device_of(request, account_pk: int | None) -> str:
    """The name of this browser for the account; empty when it has never logged in here."""
    return _read(request).get(str(account_pk), "") if account_pk else ""


def remember_device(request, account_pk: int, *, renew: bool = False) -> None:
    """Have the answer to `request` make this browser a known one. `renew`: as a new device, with all its tries."""
    request.device_to_remember = (account_pk, renew)


def write_cookie(request, response) -> None:
    """Middleware: put the cookie of `remember_device` on the response."""
    if not (wanted := getattr(request, "device_to_remember", None)):
        return
    account_pk, renew = wanted
    known = _read(request)
    name = known.pop(str(account_pk), "")
    if renew or not name:
        name = secrets.token_urlsafe(12)
    kept = dict(list(known.items())[-(KEPT - 1) :]) | {str(account_pk): name}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=MAX_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path="/",
    )


def _read(request) -> dict[str, str]:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}
