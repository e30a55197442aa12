"""The test client follows every link that a role is shown, on the demo: none leads to nowhere or to a refusal."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from alliance.core.health import WORKER_SEEN
from alliance.core.models import User

EMAILS = {
    "visitor": None,
    "liaison": "liaison@demo.invalid",
    "other liaison": "liaison2@demo.invalid",
    "expert": "expert@demo.invalid",
    "council": "council@demo.invalid",
    "staff": "secretary@demo.invalid",
}
START = ("/", "/desk/", "/admin/")
# Pages of one URL are alike: so many of them are opened.
EACH = 2
# Where a link must not be followed by a machine, or is meant to lead out of the pages.
UNFOLLOWED = ("account_logout", "admin:logout")
NOT_PAGES = ("/static/",)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        cache.set(WORKER_SEEN, True, 600)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)
        cache.delete(WORKER_SEEN)


class Links(HTMLParser):
    """Addresses of links and pictures on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        name = {"a": "href", "img": "src", "iframe": "src"}.get(tag)
        self.found += [value for key, value in attrs if key == name and value]


def links_on(response, here: str) -> list[str]:
    """The portal's own addresses that the page at `here` leads to."""
    parser = Links()
    parser.feed(response.content.decode())
    found = []
    for target in parser.found:
        parts = urlsplit(urljoin(f"http://testserver{here}", target))
        if parts.scheme in ("http", "https") and parts.netloc == "testserver":
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            if not address.startswith(NOT_PAGES):
                found.append(address)
    return found


def url_name(address: str) -> str | None:
    """The URL's name; None for an address that the portal does not have."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def crawl(client: Client, starts: tuple[str, ...]) -> tuple[dict[str, str], int]:
    """Follow every link from `starts`. Returns what is wrong by address, and how many pages were opened."""
    wrong, opened = {}, {}
    queue, seen = deque((start, "") for start in starts), set(starts)
    while queue:
        address, shown_on = queue.popleft()
        name = url_name(address)
        if name in UNFOLLOWED:
            continue
        if name is None:
            wrong[address] = f"no such page, linked on {shown_on}"
            continue
        if opened.setdefault(name, 0) >= EACH:
            continue
        opened[name] += 1
        response = client.get(address, follow=True)
        if response.status_code != 200:
            wrong[address] = f"{response.status_code}, linked on {shown_on}"
        elif response.streaming:
            b"".join(response)
        elif response["Content-Type"].startswith("text/html"):
            for target in links_on(response, response.request["PATH_INFO"]):
                if target not in seen:
                    seen.add(target)
                    queue.append((target, address))
    return wrong, sum(opened.values())


@pytest.mark.django_db
@pytest.mark.parametrize("role", EMAILS)
def test_every_link_that_a_role_is_shown_leads_somewhere(demo, role):
    client = Client(raise_request_exception=False)
    if email := EMAILS[role]:
        client.force_login(User.objects.get(email=email), "django.contrib.auth.backends.ModelBackend")

    wrong, opened = crawl(client, START if role == "staff" else START[:2] if email else START[:1])

    assert wrong == {}
    assert opened >= 15, "the crawl has come to an end too early"
