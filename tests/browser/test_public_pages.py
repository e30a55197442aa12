"""What the pages of all have in common: light, still, usable by keyboard and without JavaScript."""

import gzip

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bulletins.models import Article
from tests.browser.harness import TEXTS, english_in
from tests.browsers import DESKTOP, PHONE
from tests.factories import UnitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICES = {"desktop": DESKTOP, "phone": PHONE}
FIRST_PAGE_BYTES = 200_000  # compressed, with everything that the page loads

# A slow machine paints a page before its last bytes are read: the log-in link, at the right, grows by its second half.
# That is 0.0001. On a phone 0.0018 was seen while the machine was busy, and why was not found. A picture without a size,
# or a font that comes late, moves many times more.
HAIR = 0.003

LAYOUT_SHIFT = """() => new Promise((resolve) => {
  let total = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) total += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(total), 100);
})"""


def test_page_that_is_not_there_says_so_in_chinese(page, watch):
    watch.allow("404")

    status = page.goto("/members/999999/").status

    assert status == 404
    assert page.get_by_role("heading", level=1).inner_text() == "没有找到页面"
    assert english_in(page.evaluate(TEXTS)) == []


def test_first_page_is_light(demo_tables, page):
    sizes = {}
    page.on("response", lambda response: sizes.update({response.url: len(gzip.compress(response.body()))}))

    page.goto("/", wait_until="networkidle")

    assert sum(sizes.values()) <= FIRST_PAGE_BYTES, sizes


def test_nothing_moves_while_pages_load(demo_tables, open_context):
    article = Article.objects.published().filter(pictures__isnull=False).first()
    shifts = {}

    for device, options in DEVICES.items():
        page = open_context(options).new_page()
        for path in ("/", article.get_absolute_url(), reverse("members:units")):
            page.goto(path, wait_until="networkidle")
            shifts[device, path] = page.evaluate(LAYOUT_SHIFT)

    assert max(shifts.values()) < HAIR, shifts


def test_phone_menu_opens_leads_on_without_javascript(open_context):
    page = open_context(PHONE, java_script_enabled=False).new_page()
    page.goto("/")

    page.get_by_text("菜单", exact=True).tap()
    page.get_by_role("navigation", name="手机导航").get_by_role("link", name="成员").tap()

    assert page.get_by_role("heading", level=1).inner_text() == "成员单位"


def test_phone_menu_closes_on_escape_and_gives_the_focus_back(phone_page):
    phone_page.goto("/")
    menu = phone_page.locator("details.menu")

    phone_page.get_by_text("菜单", exact=True).tap()
    opened = menu.get_attribute("open")
    phone_page.keyboard.press("Escape")

    assert (opened, menu.get_attribute("open")) == ("", None)
    assert phone_page.evaluate("document.activeElement.className") == "menu__button"


def test_directory_is_searched_by_initials(page):
    for name in ("中南大学", "东北大学"):
        UnitFactory(name=name)
    page.goto(reverse("members:units"))

    page.get_by_role("searchbox").fill("zndx")
    page.get_by_role("button", name="查找").click()

    expect(page.locator("tbody tr a")).to_have_text(["中南大学"])  # the list comes in place, a moment later


def test_keyboard_goes_to_the_content_first_and_shows_where_it_is(page):
    page.goto("/")

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert skip == "跳到正文"
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)") is True
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
