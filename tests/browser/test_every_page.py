"""Every page of the portal in Chromium, at a desk and on a phone: fault-free, Chinese, readable, nothing sticks out.

The demo year is loaded, since that is what people see first. Pictures of pages with faults stay in
var/test-artifacts/pages; with ALLIANCE_TEST_PICTURES=1 those of all pages, which takes an eighth of the time more.
"""

import os
import re
from itertools import groupby

import pytest

from alliance.core.models import User
from alliance.portal.demo.accounts import DEMO_PASSWORD, keep_account
from tests.addresses import NAMES
from tests.browser.harness import dark_faults_of, faults_of, in_hand, open_with_axe, phone_faults_of
from tests.browser.page import LOGINS
from tests.browser.pages import NO_PAGE, TOPICS, is_no_page, pages
from tests.browser.rows.admin import admin_pages
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.spread]

ALL_PICTURES = bool(os.environ.get("ALLIANCE_TEST_PICTURES"))
ADMIN = admin_pages()
QUARTER = -(-len(ADMIN) // 4)
AREAS = {
    **{name: topic.PAGES for name, topic in TOPICS.items()},
    **{f"admin-{number}": ADMIN[number * QUARTER - QUARTER : number * QUARTER] for number in range(1, 5)},
}


def test_every_url_is_a_page_or_says_why_not():
    shown = {page.name for page in pages()}

    assert [name for name in NAMES if name not in shown and not is_no_page(name)] == []


def test_what_is_no_page_is_a_url():
    assert [pattern for pattern in NO_PAGE if "*" not in pattern and pattern not in NAMES] == []


@pytest.fixture
def demo(demo_tables):
    administrator = keep_account(LOGINS["administrator"], "示例管理员", is_staff=True)
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)


@pytest.mark.timeout(600)  # some hundred pages one after another: half of that is seen on a busy machine
@pytest.mark.parametrize("area", AREAS)
def test_pages_have_no_fault(demo, open_context, watch, artefacts, area):
    folder = artefacts / "pages"
    folder.mkdir(exist_ok=True)
    faults = []
    for role, group in groupby(sorted(AREAS[area], key=role_of), key=role_of):
        page = logged_in(open_context(DESKTOP), role)
        faults += [f"login of {role}: {text}" for text in said(watch)]
        for path, alike in paths_of(group).items():
            faults += look_at(page, path, watch, folder, role, closely=not alike)
        page.context.close()

    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def paths_of(pages) -> dict[str, bool]:
    """Path → whether it is `alike` for every row that leads to it."""
    found: dict[str, bool] = {}
    for each in pages:
        for path in each.paths():
            found[path] = found.get(path, True) and each.alike
    return found


def role_of(page) -> str:
    return page.role


def look_at(page, path: str, watch, folder, role: str, *, closely: bool) -> list[str]:
    """The faults of the page at `path`, at a desk by day and by night, and in the hand; with what its console said."""
    found = faults_of(page, path, closely=closely)
    if closely:
        found += dark_faults_of(page, path)
    keep_picture(page, found, folder, f"{role} {path} desktop")
    if closely:
        with in_hand(page, PHONE["viewport"]):
            narrow = phone_faults_of(page, path)
            keep_picture(page, narrow, folder, f"{role} {path} phone")
        found += narrow
    return found + [f"{path}: {text}" for text in said(watch)]


def keep_picture(page, faults: list[str], folder, title: str) -> None:
    if faults or ALL_PICTURES:
        name = re.sub(r"\W+", "-", title)
        page.screenshot(path=folder / f"{name}.jpg", full_page=True, type="jpeg", quality=70)


def said(watch) -> list[str]:
    """What the console said since the last question, and which foreign host was asked."""
    problems, watch.problems[:] = list(watch.problems), []
    return problems


def logged_in(context, role: str):
    """A page of somebody in this role, logged in as people do."""
    page = context.new_page()
    open_with_axe(page)
    if email := LOGINS[role]:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(DEMO_PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(re.compile("/(desk|admin)/$"))
    return page
