"""What the components do in a browser: themes without a flash, dialogs, lists that are replaced alone."""

import pytest
from django.urls import reverse

from tests import factories as make
from tests.browser.people import log_in
from tests.browser.waiting import wait_until
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GUIDE = "/styleguide/"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(17, 26, 36)"
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def guide(page):
    """The style guide, opened by staff."""
    user = make.staff()
    user.set_password(make.PASSWORD)
    user.save()
    log_in(page, user)
    page.goto(GUIDE)
    return page


# ---------------------------------------------------------------- light and dark
@pytest.mark.parametrize("script", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize(("wish", "ground"), [("light", LIGHT), ("dark", DARK)])
def test_page_follows_the_system(open_context, script, wish, ground):
    page = open_context(DESKTOP, java_script_enabled=script, color_scheme=wish).new_page()
    page.goto("/")
    assert page.evaluate(GROUND) == ground
    assert page.locator(".site-footer .theme").is_visible() is script


def test_choice_outlives_the_page_and_reaches_the_other_tab(open_context):
    context = open_context(DESKTOP, color_scheme="light")
    page, other = context.new_page(), context.new_page()
    page.goto("/")
    other.goto("/")

    page.get_by_role("button", name="深色").click()
    assert page.evaluate(GROUND) == DARK
    wait_until(other, f"{GROUND} === '{DARK}'")

    page.goto(reverse("members:units"))
    assert page.evaluate(GROUND) == DARK
    assert page.get_by_role("button", name="深色").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="跟随系统").click()
    assert page.evaluate(GROUND) == LIGHT


def test_chosen_theme_is_there_before_the_first_paint(open_context):
    """theme.js stands in the head and is not deferred: the attribute is set before the body exists."""
    page = open_context(DESKTOP, color_scheme="light").new_page()
    page.goto("/")
    page.get_by_role("button", name="深色").click()
    page.add_init_script(
        """new MutationObserver((_, observer) => {
             if (!document.body) return;
             window.themeAtBirth = document.documentElement.getAttribute("data-bs-theme");
             observer.disconnect();
           }).observe(document, { childList: true, subtree: true });"""
    )
    page.goto("/")
    assert page.evaluate("window.themeAtBirth") == "dark"


def test_paper_is_light_whatever_the_screen_is(open_context):
    page = open_context(DESKTOP, color_scheme="dark").new_page()
    page.goto("/")
    page.get_by_role("button", name="深色").click()
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 39, 51)"
    assert page.locator(".site-header").is_visible() is False


# ---------------------------------------------------------------- asking before an act
def test_dialog_takes_the_focus_and_gives_it_back(guide):
    opener = guide.locator("details[data-confirm] > summary", has_text="不予受理").first
    opener.click()
    dialog = guide.get_by_role("dialog", name="不予受理这份项目建议？")
    dialog.wait_for()
    assert guide.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)") is True

    dialog.get_by_role("button", name="确定不予受理").click()
    assert dialog.is_visible() is True  # the reason is missing, so nothing was sent
    guide.keyboard.press("Escape")
    assert dialog.is_visible() is False
    assert guide.evaluate("document.activeElement.textContent.trim()") == "不予受理"


def test_dialog_closes_by_its_button_and_by_the_ground_around_it(guide):
    opener = guide.locator("details[data-confirm] > summary", has_text="提交").first
    for close in (
        lambda: guide.get_by_role("dialog").get_by_role("button", name="取消").click(),
        lambda: guide.mouse.click(5, 5),
    ):
        opener.click()
        guide.get_by_role("dialog").wait_for()
        close()
        assert guide.get_by_role("dialog").count() == 0


def test_taking_back_asks_in_place_without_a_script(open_context):
    unit = make.UnitFactory()
    liaison = make.liaison_of(unit)
    liaison.set_password(make.PASSWORD)
    liaison.save()
    proposal = make.ProposalFactory(unit=unit, state="submitted")
    page = open_context(PHONE, java_script_enabled=False).new_page()
    log_in(page, liaison)
    page.goto(proposal.get_absolute_url())

    assert page.get_by_role("button", name="确定撤回").is_visible() is False
    page.get_by_text("撤回", exact=True).tap()
    assert page.get_by_role("button", name="取消").is_visible() is False
    page.get_by_role("button", name="确定撤回").tap()
    page.get_by_text("已撤回：").wait_for()

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


# ---------------------------------------------------------------- lists
def mark(page) -> None:
    """A value that a new page would lose."""
    page.evaluate("window.samePage = true")


def stayed(page) -> bool:
    return page.evaluate("window.samePage === true")


def test_list_is_sorted_paged_and_narrowed_alone(guide):
    page = guide
    mark(page)
    page.get_by_role("link", name="提交项数").click()
    page.locator("th[aria-sort=ascending]").wait_for()
    assert page.url.endswith("?sort=count")

    page.get_by_role("link", name="下一页").click()
    page.get_by_text("第 2 页，共 4 页").wait_for()
    assert page.url.endswith("?sort=count&page=2")
    assert page.evaluate("document.activeElement.id") == "page-next"

    page.get_by_role("link", name="高校").click()
    page.get_by_text("第 1 页，共 2 页").wait_for()
    assert page.locator("#choices-kind [aria-current]").inner_text() == "高校"
    assert stayed(page) is True
    assert page.locator("#said").inner_text() == "列表已更新，共 6 条。"


def test_typing_searches_keeps_the_choice_and_the_focus(guide):
    page = guide
    page.get_by_role("link", name="高校").click()
    page.locator("#choices-kind [aria-current]", has_text="高校").wait_for()
    mark(page)
    page.get_by_label("单位名称").press_sequentially("高校1", delay=20)
    page.locator("#list[data-count='3']").wait_for()

    assert stayed(page) is True
    assert page.evaluate("document.activeElement.name") == "q"
    assert sorted(page.locator("tbody td:first-child").all_inner_texts()) == [
        "示例高校11",
        "示例高校14",
        "示例高校17",
    ]
    page.get_by_role("link", name="全部").click()
    page.locator("#choices-kind [aria-current]", has_text="全部").wait_for()
    assert page.get_by_label("单位名称").input_value() == "高校1"
    assert "kind=" not in page.url


def test_back_shows_the_list_as_it_was(guide):
    guide.get_by_role("link", name="下一页").click()
    guide.get_by_text("第 2 页，共 4 页").wait_for()
    guide.go_back()
    guide.get_by_text("第 1 页，共 4 页").wait_for()
    kept = guide.evaluate("Object.keys(sessionStorage).concat(Object.keys(localStorage))")
    assert "htmx-history-cache" not in kept  # no page stays behind on a shared computer


def test_list_works_without_a_script(open_context):
    make.UnitFactory(name="东北大学", kind="university")
    make.UnitFactory(name="攀钢集团", kind="enterprise")
    page = open_context(PHONE, java_script_enabled=False).new_page()
    page.goto(reverse("members:units"))
    page.get_by_role("link", name="高校").tap()
    page.get_by_label("单位名称、简称或拼音").fill("大学")
    page.get_by_role("button", name="查找").tap()
    page.wait_for_url("**/members/?q=*")
    assert page.locator("tbody td:first-child a").all_inner_texts() == ["东北大学"]
    assert page.url.endswith("?q=%E5%A4%A7%E5%AD%A6&region=&on=&kind=university")


# ---------------------------------------------------------------- the account's menu
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_account_menu_leads_to_the_desk_and_out(open_context, device):
    user = make.UserFactory(password=make.PASSWORD, display_name="王联络员")
    page = open_context(device).new_page()
    log_in(page, user)
    page.locator(".account > summary").click()
    panel = page.locator(".account__panel")
    assert panel.bounding_box()["x"] >= 0
    assert panel.get_by_role("link", name="工作台").is_visible() is True
    assert panel.get_by_role("link", name="管理后台").count() == 0
    panel.get_by_role("button", name="退出登录").click()
    page.get_by_role("link", name="登录", exact=True).wait_for()
