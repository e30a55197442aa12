"""The secretary in Chromium: the palette by keyboard, a sheet from upload to list, the menu on a phone."""

import re

import pytest

from members.models import Unit
from tests import factories as make
from tests.browsers import PHONE
from tests.core.sheets import xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secretary():
    return make.staff(display_name="秘书甲", password=make.PASSWORD)


def logged_in(context, user):
    page = context.new_page()
    page.goto("/accounts/login/?next=/admin/")
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(make.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile("/admin/$"))
    return page


def test_palette_opens_by_keyboard_and_leads_to_the_record(open_context, secretary):
    unit = make.UnitFactory(name="攀枝花研究所")
    page = logged_in(open_context(), secretary)
    page.keyboard.press("Control+k")
    page.get_by_label("搜索单位、人员、会议、稿件等").fill("攀枝花")
    page.get_by_role("link", name="攀枝花研究所").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/admin/members/unit/{unit.pk}/change/"))


def test_a_sheet_is_uploaded_previewed_and_confirmed(open_context, secretary):
    page = logged_in(open_context(), secretary)
    page.goto("/admin/members/unit/")
    page.get_by_role("link", name="导入", exact=True).click()
    upload = xlsx([["单位名称", "类别"], ["甲大学", "高校"]])
    file = {"name": "单位.xlsx", "mimeType": "application/octet-stream", "buffer": upload.read()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_text("将新增 1 条，修改 0 条").wait_for()
    assert Unit.objects.count() == 0
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已导入：新增 1 条，修改 0 条。").wait_for()
    assert Unit.objects.get().name == "甲大学"


def test_menu_opens_on_a_phone_and_leads_to_a_list(open_context, secretary):
    page = logged_in(open_context(PHONE), secretary)
    page.get_by_role("button", name="打开菜单").click()
    page.locator("#task-menu summary", has_text="成员与人员").click()
    page.locator("#task-menu").get_by_role("link", name="成员单位", exact=True).click()
    page.wait_for_url(re.compile("/admin/members/unit/$"))


def test_admin_is_read_and_saved_without_scripts(open_context, secretary):
    unit = make.UnitFactory(place="成都")
    page = logged_in(open_context(java_script_enabled=False), secretary)
    page.goto(f"/admin/members/unit/{unit.pk}/change/")
    page.locator("#id_place").fill("重庆")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile("/admin/members/unit/$"))
    unit.refresh_from_db()
    assert unit.place == "重庆"
