"""Forms in a real browser, with and without JavaScript: nothing typed is lost, nothing comes about twice."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from alliance.core.models import FormDraft
from projects.models import Proposal
from tests import factories as make
from tests.browser import form_pages
from tests.browser.people import log_in
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = {
    "项目名称": "高钛型高炉渣提钛",
    "项目负责人": "李工",
    "技术问题与现状": "渣中的钛没有利用。",
    "研究目标与内容": "提取钛。",
    "关键技术与创新点": "高温碳化、低温氯化。",
    "考核指标": "回收率七成。",
}


@pytest.fixture
def liaison():
    user = make.liaison_of(make.UnitFactory(name="示例研究院", is_example=True))
    user.set_password(make.PASSWORD)
    user.save()
    return user


@pytest.fixture
def batch():
    return make.SolicitationFactory(name="示例批次", is_example=True)


@pytest.fixture
def example(settings):
    settings.ROOT_URLCONF = "tests.browser.form_pages"
    form_pages.SENT.clear()
    return "/example-form/"


def open_long(page, batch) -> None:
    page.goto(f"/projects/solicitations/{batch.pk}/propose/")


def fill(page) -> None:
    for label, text in LONG.items():
        page.get_by_label(label).fill(text)


def wait_until_saved(page) -> None:
    page.get_by_text(re.compile(r"^已保存 \d\d:\d\d$")).wait_for()


def log_in_here(page, user) -> None:
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(make.PASSWORD)
    page.locator("input[name=password]").press("Enter")


def rows(page) -> list[str]:
    return page.locator(".rows__row:not(.is-out) input[name$=-name]").evaluate_all(
        "all => all.map(one => one.value)"
    )


def serious(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


# ---------------------------------------------------------------- errors
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_summary_has_the_focus_and_leads_into_the_field(open_context, liaison, batch, device):
    page = open_context(device).new_page()
    log_in(page, liaison)
    open_long(page, batch)
    page.get_by_label("项目名称").fill("题目")
    page.get_by_role("button", name="提交", exact=True).click()
    summary = page.get_by_role("alert")
    assert "有 5 处需要修改" in summary.inner_text()
    assert summary.evaluate("one => one === document.activeElement")
    assert page.title().startswith("有误：")
    summary.get_by_role("link", name="提交前请填写“考核指标”。").click()
    field = page.get_by_label("考核指标")
    assert field.evaluate("one => one === document.activeElement")
    assert (field.get_attribute("aria-invalid"), field.get_attribute("aria-describedby")) == (
        "true",
        "id_indicators_error",
    )
    assert page.locator("#id_indicators_error").inner_text() == "提交前请填写“考核指标”。"
    assert serious(page) == []


# ---------------------------------------------------------------- drafts
def test_form_saves_itself_and_comes_back_after_a_reload(page, liaison, batch):
    log_in(page, liaison)
    open_long(page, batch)
    fill(page)
    page.locator("[name=partners-0-name]").fill("示例大学")
    wait_until_saved(page)
    page.reload()
    assert "自动保存的内容" in page.locator(".restored").inner_text()
    assert page.get_by_label("考核指标").input_value() == LONG["考核指标"]
    assert rows(page) == ["示例大学"]
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_text("秘书处已收到通知").wait_for()
    assert Proposal.objects.get().partners == "示例大学"
    open_long(page, batch)
    assert page.locator(".restored").count() == 0
    assert page.get_by_label("考核指标").input_value() == ""


def test_what_the_server_has_kept_is_not_sent_a_second_time(page, liaison, batch):
    log_in(page, liaison)
    open_long(page, batch)
    page.get_by_label("项目名称").fill("两家一起做")
    for number, name in enumerate(("甲", "乙", "丙")):
        page.get_by_role("button", name="添加合作单位").click() if number else None
        page.locator(f"[name=partners-{number}-name]").fill(name)
    page.get_by_role("button", name="移除第 1 行").click()
    page.get_by_role("button", name="上移第 2 行").click()
    page.goto("/desk/")  # on the way out the page sends the draft, and keeps it in the window as well
    end = time.monotonic() + 10
    while not FormDraft.objects.exists():
        assert time.monotonic() < end, "the draft was not sent"
        page.wait_for_timeout(50)
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    open_long(page, batch)
    page.wait_for_load_state("networkidle")
    assert (page.get_by_label("项目名称").input_value(), rows(page)) == ("两家一起做", ["丙", "乙"])
    assert "POST" not in asked
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('portal-form:'))") == []


def test_draft_can_be_given_up(page, liaison, batch):
    log_in(page, liaison)
    open_long(page, batch)
    page.get_by_label("项目名称").fill("不要了")
    wait_until_saved(page)
    page.reload()
    page.get_by_text("放弃草稿", exact=True).click()
    page.get_by_role("button", name="确定放弃").click()
    page.get_by_text("草稿已放弃。").wait_for()
    assert page.get_by_label("项目名称").input_value() == ""


def test_away_from_the_network_it_says_so_and_saves_later(page, liaison, batch, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    log_in(page, liaison)
    open_long(page, batch)
    page.context.set_offline(True)
    page.get_by_label("项目名称").fill("断网时写的")
    page.get_by_text("未能保存，网络恢复后会重试").wait_for()
    page.context.set_offline(False)
    wait_until_saved(page)
    assert FormDraft.objects.get().data["title"] == ["断网时写的"]


def test_leaving_asks_only_while_something_is_not_saved(page, liaison, batch):
    log_in(page, liaison)
    open_long(page, batch)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("项目名称").press_sequentially("甲")
    page.goto("/desk/")
    assert asked == ["beforeunload"]
    open_long(page, batch)
    # What the first page saved while it was left comes back, at once or after the page asked for it.
    expect(page.get_by_label("项目名称")).to_have_value("甲")
    page.get_by_label("项目名称").press_sequentially("乙")
    wait_until_saved(page)
    page.goto("/desk/")
    assert asked == ["beforeunload"]


def test_login_that_ended_while_writing_is_said_and_nothing_is_lost(page, liaison, batch, watch):
    watch.allow("401")
    log_in(page, liaison)
    open_long(page, batch)
    page.get_by_label("项目负责人").fill("李工")
    wait_until_saved(page)
    Session.objects.all().delete()
    page.get_by_label("项目名称").fill("登录过期后写的")
    page.get_by_text("登录已过期，内容保存在本机").wait_for()
    page.get_by_role("link", name="重新登录").click()
    log_in_here(page, liaison)
    page.get_by_text("自动保存的内容").wait_for()
    expect(page.get_by_label("项目名称")).to_have_value("登录过期后写的")
    assert page.get_by_label("项目负责人").input_value() == "李工"


# ---------------------------------------------------------------- the login ends
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_form_filled_login_ended_logged_in_form_still_filled_and_sent(open_context, liaison, batch, script):
    page = open_context(DESKTOP, java_script_enabled=script).new_page()
    log_in(page, liaison)
    open_long(page, batch)
    fill(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_text("刚才填写的内容已保留").wait_for()
    log_in_here(page, liaison)
    page.get_by_text("已恢复登录过期前填写的内容").wait_for()
    assert page.url.endswith(f"/projects/solicitations/{batch.pk}/propose/")
    assert {label: page.get_by_label(label).input_value() for label in LONG} == LONG
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_text("秘书处已收到通知").wait_for()
    assert (Proposal.objects.get().title, Proposal.objects.get().state) == (LONG["项目名称"], "submitted")


def test_login_renewed_in_another_window_lets_the_open_form_be_sent(page, liaison, batch):
    log_in(page, liaison)
    open_long(page, batch)
    fill(page)
    Session.objects.all().delete()
    other = page.context.new_page()
    log_in(other, liaison)
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_text("秘书处已收到通知").wait_for()
    assert Proposal.objects.count() == 1


# ---------------------------------------------------------------- once
def test_two_windows_on_one_form_make_one_proposal(page, liaison, batch):
    log_in(page, liaison)
    open_long(page, batch)
    fill(page)
    wait_until_saved(page)
    second = page.context.new_page()
    open_long(second, batch)
    assert second.get_by_label("项目名称").input_value() == LONG["项目名称"]
    for each in (page, second):
        each.get_by_role("button", name="提交", exact=True).click()
        each.get_by_text("秘书处已收到通知").wait_for()
    assert Proposal.objects.count() == 1


def test_button_pressed_twice_sends_once(page, liaison, batch):
    log_in(page, liaison)
    open_long(page, batch)
    fill(page)
    page.get_by_role("button", name="提交", exact=True).dblclick()
    page.get_by_text("秘书处已收到通知").wait_for()
    assert Proposal.objects.count() == 1


def test_window_whose_form_was_sent_elsewhere_says_so(page, liaison, batch, watch):
    watch.allow("409")
    log_in(page, liaison)
    open_long(page, batch)
    fill(page)
    wait_until_saved(page)
    second = page.context.new_page()
    open_long(second, batch)
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_text("秘书处已收到通知").wait_for()
    second.get_by_label("预期成果").fill("又写一句")
    second.get_by_text("已在另一个窗口提交").wait_for()


# ---------------------------------------------------------------- rows
def test_rows_are_added_moved_removed_and_brought_back_with_the_keyboard(page, liaison, batch):
    log_in(page, liaison)
    open_long(page, batch)
    page.locator("[name=partners-0-name]").fill("甲")
    for name in ("乙", "丙"):
        page.get_by_role("button", name="添加合作单位").press("Enter")
        page.keyboard.type(name)
    page.get_by_role("button", name="上移第 3 行").press("Enter")
    assert rows(page) == ["甲", "丙", "乙"]
    assert page.locator("[data-rows-said]").inner_text() == "已移到第 2 行"
    page.keyboard.press("Enter")  # the button went along
    assert rows(page) == ["丙", "甲", "乙"]
    page.get_by_role("button", name="移除第 2 行").press("Enter")
    assert rows(page) == ["丙", "乙"]
    page.get_by_role("button", name="恢复").press("Enter")
    page.get_by_role("button", name="移除第 3 行").press("Enter")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_text("已保存。填写完整后请提交").wait_for()
    assert Proposal.objects.get().partners == "丙、甲"


def test_rows_without_a_script_are_rearranged_by_the_server(open_context, liaison, batch):
    page = open_context(DESKTOP, java_script_enabled=False).new_page()
    log_in(page, liaison)
    open_long(page, batch)
    page.get_by_label("项目名称").fill("题目")
    page.locator("[name=partners-0-name]").fill("甲")
    page.get_by_role("button", name="添加合作单位").click()
    page.locator("[name=partners-1-name]").fill("乙")
    page.get_by_role("button", name="上移第 2 行").click()
    page.locator("[name=partners-0-name]").press("Enter")  # sends the form, and presses no button of a row
    page.get_by_text("已保存。填写完整后请提交").wait_for()
    assert Proposal.objects.get().partners == "乙、甲"


# ---------------------------------------------------------------- one of everything
@pytest.mark.parametrize("device", [DESKTOP, {**PHONE, "color_scheme": "dark"}], ids=["desk", "dark phone"])
def test_example_form_with_files_rows_and_errors(open_context, liaison, example, artefacts, device):
    page = open_context(device).new_page()
    log_in(page, liaison)
    page.goto(example)
    page.get_by_label("附件").set_input_files(
        [
            {"name": "论文.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"},
            {"name": "程序.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
        ]
    )
    assert page.locator("[data-chosen] li").all_inner_texts() == [
        "论文.pdf　1 KB",
        "程序.exe　不支持这种文件，没有选入。",
    ]
    page.get_by_label("内容简介").fill("钒" * 520)
    assert page.get_by_text("超出 20 个字").is_visible()
    page.get_by_label("人数").fill("四十多")
    page.get_by_role("button", name="提交").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("link", name="论文.pdf").is_visible()
    assert page.get_by_label("人数").input_value() == "四十多"
    assert serious(page) == []
    page.screenshot(path=artefacts / f"example-form-errors-{page.viewport_size['width']}.png", full_page=True)

    page.get_by_label("活动名称").fill("学术交流会")
    page.get_by_label("现场").check()
    page.get_by_label("日期").fill("2026-05-29")
    page.get_by_label("人数").fill("40")
    page.get_by_label("内容简介").fill("第一行\n第二行")
    page.get_by_label("姓名").fill("王工")
    page.get_by_label("内容可以在联盟内公开").check()
    page.get_by_role("button", name="提交").click()
    page.get_by_text("已收到。").wait_for()
    (sent,) = form_pages.SENT
    assert [file.name for file in sent["papers"]] == ["论文.pdf"]
    assert (sent["about"], sent["guests"]) == ("第一行\n第二行", [{"name": "王工", "unit": ""}])
