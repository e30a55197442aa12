"""`/styleguide/`: for the secretariat's staff alone, with every partial and every colour on it."""

import re

import pytest
from django.urls import reverse

from tests.factories import UnitFactory, liaison_of, staff
from tests.services import ROOT

pytestmark = pytest.mark.django_db
GUIDE = reverse("portal:styleguide")
# Parts of the frame of every page, or of another partial; they need no sample of their own.
FRAME = {"_account_menu", "_footer", "_header", "_messages", "_nav", "_theme_switch", "_plain_error"}
# Shown on the pages that they belong to.
ELSEWHERE = {"_related"}


@pytest.fixture
def page(client):
    client.force_login(staff())
    return client.get(GUIDE)


def test_visitor_logs_in_first(client):
    assert client.get(GUIDE).url == f"{reverse('account_login')}?next={GUIDE}"


def test_others_find_nothing(client):
    client.force_login(liaison_of(UnitFactory()))
    assert client.get(GUIDE).status_code == 404


def test_every_partial_is_shown(page):
    used = {template.name for template in page.templates}
    partials = {path.stem for path in (ROOT / "templates/core").glob("_*.html")} - FRAME - ELSEWHERE
    assert sorted(name for name in partials if f"core/{name}.html" not in used) == []


def test_components_stand_in_both_themes(page):
    text = page.content.decode()
    assert re.findall(r'<div data-bs-theme="(\w+)"', text) == ["light", "dark", "light", "dark"]


def test_colours_shown_are_colours_of_the_stylesheet(page):
    css = (ROOT / "static/portal/portal.css").read_text(encoding="utf-8")
    shown = set(re.findall(r"background: var\(--([\w-]+)\)", page.content.decode()))
    assert len(shown) == 25
    assert sorted(name for name in shown if f"--{name}: #" not in css) == []


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 17), ("?kind=高校", 6), ("?q=企业", 6), ("?kind=高校&q=企业", 0), ("?kind=nonsense", 0)],
)
def test_sample_list_narrows(client, query, count):
    client.force_login(staff())
    assert client.get(GUIDE + query).context["table"].page.paginator.count == count


def test_sample_list_asks_nothing_of_the_database(client, django_assert_num_queries):
    client.force_login(staff())
    client.get(GUIDE)
    with django_assert_num_queries(4):  # session, user, unread notices, alliance profile
        client.get(GUIDE)
