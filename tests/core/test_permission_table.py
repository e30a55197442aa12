"""Every address of the portal against the permission table: fault 21 of reference/jobs-and-faults.md."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import RegexPattern

from alliance.core.health import WORKER_SEEN
from tests.addresses import ADDRESSES, NAMES
from tests.core.permission_table import ROWS, rows_for
from tests.core.permission_words import CALM, LOGIN, ROLES, UNASKED, Row
from tests.core.permission_world import World, build

LOGIN_PAGES = ("/accounts/login/", "/admin/login/")
DUMMIES = {"object_id": "1", "content_type_id": 1, "app_label": "members", "url": "nowhere", "pk": 1}


def address_of(name: str, given: dict) -> str:
    """The path of a URL with the given arguments, or with stand-ins where the row is about a whole namespace."""
    entry = next(entry for full, entry, _ in ADDRESSES if full == name)
    if entry.name is None:
        return "/admin/nowhere/"  # the admin's answer to whatever it does not know
    if given or not isinstance(entry.pattern, RegexPattern):
        return reverse(name, kwargs=given or {one: DUMMIES.get(one, "1") for one in entry.pattern.converters})
    if named := entry.pattern.regex.groupindex:
        return reverse(name, kwargs={one: DUMMIES.get(one, "1") for one in named})
    return reverse(name, args=["1"] * entry.pattern.regex.groups)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_url_is_covered_by_a_row(method):
    missing = [name for name in NAMES if not any(row.method == method for row in rows_for(name))]

    assert missing == []


def test_every_row_is_about_a_url():
    used = {row for name in NAMES for row in rows_for(name)}

    assert [str(row) for row in ROWS if row not in used] == []


# ---------------------------------------------------------------- the answers
@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once; whatever a request changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
        cache.delete(WORKER_SEEN)


@pytest.fixture(scope="module")
def sessions(world) -> dict[str, str]:
    """Role → the cookie of a login, made once: thousands of requests need one."""
    cookies = {}
    for role, user in world.users.items():
        client = Client()
        if user:
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        cookies[role] = client.cookies.output(header="", sep=";")
    return cookies


def answer_to(sessions: dict, role: str, method: str, path: str):
    """The status, or LOGIN when the answer leads to a login page."""
    client = Client(raise_request_exception=False)
    client.cookies.load(sessions[role])
    with transaction.atomic():
        response = client.generic(method, path)
        if response.streaming:
            b"".join(response)  # reading to the end is what closes the file
        transaction.set_rollback(True)
    location = response.headers.get("Location", "")
    return LOGIN if response.status_code == 302 and location.startswith(LOGIN_PAGES) else response.status_code


def differences(world: World, sessions: dict, row: Row, name: str) -> list[str]:
    path = address_of(name, world.things[row.thing])
    found = []
    for role, expected in zip(ROLES, row.answers, strict=True):
        if expected == UNASKED:
            continue
        answer = answer_to(sessions, role, row.method, path)
        fits = answer == LOGIN or answer < 500 if expected == CALM else answer == expected
        if not fits:
            found.append(f"{row.method} {path} as {role}: {answer} instead of {expected}")
    return found


CASES = [(row, name) for name in NAMES for row in rows_for(name)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "name"), CASES, ids=[f"{name}-{row.method}-{row.thing}" for row, name in CASES]
)
def test_answers_stand_in_the_table(world, sessions, row, name):
    cache.clear()  # tries of links that do not hold are counted, over all rows together
    cache.set(WORKER_SEEN, True, 600)  # no worker runs here, and asking for one takes a second each time
    assert differences(world, sessions, row, name) == []
