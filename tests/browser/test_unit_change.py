"""A change request from the liaison's desk to its approval, in Chromium: the former name stays with its day."""

import re

import pytest
from playwright.sync_api import expect

from members.models import Unit, UnitChangeRequest
from tests import factories as make
from tests.browser.people import log_in
from tests.browsers import PHONE
from tests.members.make_units import USCC
from tests.projects.behalf import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CERTIFICATE = {"name": "变更通知书.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例研究所", address="示例路1号", is_example=True)


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


def test_from_the_desk_to_the_register(open_context, unit):
    liaison, secretary = with_password(make.liaison_of(unit)), with_password(make.staff())
    page = open_context().new_page()
    log_in(page, liaison)
    page.get_by_role("link", name="我的单位").first.click()
    page.get_by_role("link", name="申请变更").click()
    expect(page.get_by_label("通讯地址")).to_have_value("示例路1号")

    page.get_by_label("单位名称").fill("示例研究院")
    page.get_by_label("统一社会信用代码").fill(USCC[:17] + "X")
    page.get_by_label("新名称启用日期").fill("2020-07-01")
    expect(page.get_by_text(re.compile(r"已保存 \d\d:\d\d"))).to_be_visible()  # the draft on the server
    page.get_by_role("button", name="提交变更申请").click()
    expect(page.get_by_role("link", name=re.compile("末位应为 G"))).to_be_visible()
    expect(page.get_by_label("单位名称")).to_have_value("示例研究院")

    page.get_by_label("统一社会信用代码").fill(USCC)
    page.locator("input[type=file][name=paper]").set_input_files(CERTIFICATE)
    page.get_by_role("button", name="提交变更申请").click()
    expect(page.get_by_text("变更申请已提交，秘书处已收到通知。")).to_be_visible()
    expect(page.get_by_text("变更通知书.pdf")).to_be_visible()
    request = UnitChangeRequest.objects.get()

    staff = open_context().new_page()
    log_in(staff, secretary)
    staff.goto(f"/admin/members/unitchangerequest/{request.pk}/change/")
    row = staff.locator(".compared tr", has_text="单位名称")
    expect(row.locator("ins")).to_contain_text("院")
    staff.get_by_role("link", name="采纳", exact=True).click()
    staff.get_by_role("button", name="确定采纳").click()
    expect(staff.get_by_text("已采纳：")).to_be_visible()

    page.reload()
    expect(page.locator(".tag", has_text="已采纳")).to_be_visible()
    page.goto(f"/members/{unit.pk}/history/")
    expect(page.get_by_text("更名为“示例研究院”")).to_be_visible()
    changed = Unit.objects.get(pk=unit.pk)
    assert (changed.name, changed.uscc) == ("示例研究院", USCC)
    assert changed.names.get().name == "示例研究所"


def test_a_request_is_withdrawn_on_a_phone_and_asked_for_again(open_context, unit):
    liaison = with_password(make.liaison_of(unit))
    page = open_context(PHONE).new_page()
    log_in(page, liaison)
    page.goto(f"/members/{unit.pk}/change/")
    page.get_by_label("单位电话").fill("0812-3333333")
    page.get_by_role("button", name="提交变更申请").click()
    page.get_by_text("撤回", exact=True).click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.get_by_text("已撤回变更申请。")).to_be_visible()

    page.goto("/members/mine/")
    expect(page.get_by_role("link", name="申请变更")).to_be_visible()
