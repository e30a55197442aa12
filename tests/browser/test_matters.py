"""A matter in a real browser: raised at the desk, taken up in the admin, a step, the answer, read at the desk."""

import pytest
from playwright.sync_api import expect

from members.models import Matter
from tests import factories as make
from tests.browser.people import log_in
from tests.members.make_library import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAPER = {"name": "情况说明.pdf", "mimeType": "application/pdf", "buffer": pdf().read()}


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


@pytest.fixture
def unit():
    make.UnitFactory(name="示例大学", is_example=True)
    return make.UnitFactory(name="示例研究院", is_example=True)


@pytest.fixture
def liaison(unit):
    return with_password(make.liaison_of(unit))


@pytest.fixture
def secretary():
    return with_password(make.staff(display_name="秘书甲"))


def test_matter_from_the_desk_to_the_answer(page, open_context, liaison, secretary):
    log_in(page, liaison)
    page.get_by_role("link", name="意见与协调").first.click()
    page.get_by_role("link", name="提出事项").click()
    page.get_by_label("争端协调").check()
    page.get_by_label("标题").fill("合作款的支付")
    page.get_by_label("涉及单位").select_option(label="示例大学")
    page.get_by_label("保密").check()
    page.locator("input[name=stored]").set_input_files(PAPER)
    page.get_by_role("button", name="提交", exact=True).first.click()

    # Refused for what is missing: nothing typed is lost, the paper is kept.
    expect(page.locator("#id_text")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("标题")).to_have_value("合作款的支付")
    expect(page.get_by_role("link", name="情况说明.pdf")).to_be_visible()
    page.locator("#id_text").fill("对方逾期半年未付。")
    page.get_by_role("button", name="提交", exact=True).first.click()
    expect(page.get_by_text("秘书处已收到通知")).to_be_visible()
    matter = Matter.objects.get()
    expect(page.get_by_text("待受理").first).to_be_visible()

    office = open_context().new_page()
    log_in(office, secretary)
    office.goto(f"/admin/members/matter/{matter.pk}/change/")
    office.get_by_role("link", name="受理", exact=True).click()
    office.get_by_role("button", name="确定受理").click()
    expect(office.get_by_text(f"已受理：{matter.number}（保密）")).to_be_visible()
    office.get_by_role("link", name="答复", exact=True).click()
    office.get_by_role("button", name="确定答复").click()
    office.get_by_label("答复").fill("已约谈对方，月内支付。")
    office.get_by_role("button", name="确定答复").click()
    expect(office.get_by_text(f"已答复：{matter.number}（保密）")).to_be_visible()

    page.goto(matter.get_absolute_url())
    expect(page.get_by_text("已约谈对方，月内支付。")).to_be_visible()
    expect(page.locator(".timeline strong")).to_have_text(["答复", "受理", "提交"])
    page.goto("/inbox/")
    expect(page.get_by_text(f"争端协调已答复：{matter.number}（保密）").first).to_be_visible()
