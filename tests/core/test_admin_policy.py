"""What an admin page may run, and what of it the browser keeps: scripts made of text are allowed there and nowhere else."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db
OPEN = "script-src 'self' 'unsafe-eval'"


def policy(answer) -> str:
    return answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["admin:index", "admin:members_unit_changelist", "admin:members_unit_add"])
def test_admin_pages_allow_eval(client, name):
    client.force_login(make.staff())
    assert OPEN in policy(client.get(reverse(name)))


@pytest.mark.parametrize("name", ["portal:home", "portal:desk", "members:units", "account_login"])
def test_other_pages_do_not(client, name):
    client.force_login(make.UserFactory())
    answer = client.get(reverse(name))
    assert "unsafe-eval" not in policy(answer)
    assert "script-src 'self'" in policy(answer)


def test_no_page_allows_foreign_hosts_or_inline_scripts(client):
    client.force_login(make.staff())
    script = next(
        part for part in policy(client.get(reverse("admin:index"))).split("; ") if "script-src" in part
    )
    assert script == OPEN


def test_words_of_the_admins_scripts_are_kept_by_the_browser(client):
    """Every admin page asks for them, and they took as long to make as half the page."""
    client.force_login(make.staff())
    kept = client.get(reverse("admin:jsi18n")).headers["Cache-Control"]
    assert set(kept.split(", ")) == {"private", "max-age=86400"}
