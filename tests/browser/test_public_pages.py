"""What the pages of all have in common: light, still, usable by keyboard and without JavaScript."""

import gzip
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bulletins.models import Article
from tests.browser.harness import TEXTS, english_in
from tests.browser.slow_line import slow_line
from tests.browsers import DESKTOP, PHONE
from tests.factories import UnitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICES = {"desktop": DESKTOP, "phone": PHONE}
FIRST_PAGE_BYTES = 200_000  # compressed, with everything that the page loads

# Of what a slow line brings in pieces, the fields of a filter share their row, and a word grows by its second half: up to
# 0.0006. A button that gives way to the next one is three times that, a picture without a size many times more.
HAIR = 0.001

# The buttons beside a title stand at the right: each makes room for the next one, and that is let pass.
LAYOUT_SHIFT = """() => new Promise((resolve) => {
  const moved = [];
  const text = (node) => node ? (node.outerHTML || node.textContent).slice(0, 60) : "";
  const isLetPass = (node) => Boolean(node && node.closest && node.closest(".page-head__actions"));
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      const nodes = sources.map((each) => each.node).filter((node) => !isLetPass(node));
      if (nodes.length) moved.push([value, nodes.map(text)]);
    }
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(moved), 100);
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


def test_nothing_moves_while_pages_arrive(demo_tables, open_context, live_server, watch):
    article = Article.objects.published().filter(pictures__isnull=False).first()
    server = urlsplit(live_server.url)
    moved = {}

    with slow_line(server.hostname, server.port) as port:
        watch.host = f"localhost:{port}"
        for device, options in DEVICES.items():
            page = open_context(options).new_page()
            for path in ("/", article.get_absolute_url(), reverse("members:units")):
                page.goto(f"http://{watch.host}{path}", wait_until="networkidle")
                moved[device, path] = page.evaluate(LAYOUT_SHIFT)

    assert {where: what for where, what in moved.items() if sum(by for by, _ in what) >= HAIR} == {}


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
