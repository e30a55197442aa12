"""Stopping guesses without giving anybody the power to keep an account's owner out.

Tries are counted by account *and* address, so guessing from one place locks that place alone; by address, so that
one place cannot try many accounts; and by account over all strange places, so that many places together cannot guess
for long. A browser in which the account has logged in before is counted by itself and never by the last one.
"""

from datetime import UTC, datetime

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.core.accounts.devices import device_of
from alliance.core.accounts.identities import canonical, find_account
from alliance.core.accounts.limits import Limit, Taken
from alliance.core.dates import short_moment_words

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
ADDRESS = (Limit("address", 10, MINUTE), Limit("address", 100, HOUR))
PAIR = (Limit("pair", 5, 5 * MINUTE), Limit("pair", 20, DAY))
STRANGERS = (Limit("strangers", 100, DAY),)
DEVICE = (Limit("device", 5, 5 * MINUTE), Limit("device", 30, DAY))


class Attempt:
    """One try to prove who one is. `purpose` keeps passwords, codes and links apart."""

    def __init__(self, taken: list[Taken]):
        self._taken = taken

    def succeeded(self) -> None:
        """A success is no try. It does not wipe the failures before it: a guesser may own an account as well."""
        for one in self._taken:
            one.give_back()


def begin_attempt(request, *, purpose: str, login: str) -> Attempt:
    """Count one try for the account behind `login` (e-mail or mobile number), whether there is one or not.

    Raises ValidationError that says when to try again.
    """
    user = find_account(login)
    address = get_ip(request)
    name = f"{purpose}:{canonical(login, user)}"
    steps = [(limit, f"{purpose}:{address}") for limit in ADDRESS]
    if device := device_of(request, user.pk if user else None):
        steps += [(limit, f"{name}:{device}") for limit in DEVICE]
    else:
        steps += [(limit, f"{name}:{address}") for limit in PAIR]
        steps += [(limit, name) for limit in STRANGERS]
    taken = []
    for limit, key in steps:
        one = limit.take(key)
        if not one.allowed:
            raise too_many(one.until)
        taken.append(one)
    return Attempt(taken)


def too_many(until: float) -> ValidationError:
    """The refusal, with the minute from which another try is counted anew."""
    when = timezone.localtime(datetime.fromtimestamp(until, UTC) + timezone.timedelta(seconds=59))
    said = f"{when:%H:%M}" if when.date() == timezone.localdate() else short_moment_words(when)
    message = get_adapter().error_messages["too_many_login_attempts"]
    return ValidationError(f"{message}请于 {said} 以后再试。", code="too_many_login_attempts")
