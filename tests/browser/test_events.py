"""An event in a real browser: registered on a phone without a login, confirmed, checked in by the code, certified."""

import pytest
from playwright.sync_api import expect

from meetings.models import Certificate, EventRegistration
from tests import factories as make
from tests.browser.people import log_in
from tests.browsers import PHONE
from tests.meetings import make_events as events

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event():
    return events.open_event(name="第四届钒产业交流会", capacity=2)


def test_from_the_form_on_a_phone_to_the_certificate(page, phone_page, open_context, event):
    phone_page.goto("/meetings/events/")
    phone_page.get_by_role("region", name="正在报名").get_by_role("link", name=event.name).click()
    phone_page.get_by_role("link", name="我要报名").click()
    phone_page.locator("#id_name").fill("张三")
    phone_page.locator("#id_affiliation").fill("东北大学")
    phone_page.get_by_label("备注").fill("忌辣")
    phone_page.get_by_role("button", name="提交报名").click()
    phone_page.get_by_role("link", name="请填写“手机”").wait_for()
    assert phone_page.get_by_label("备注").input_value() == "忌辣"
    phone_page.get_by_role("textbox", name="手机").fill("13800000000")
    phone_page.get_by_role("button", name="提交报名").click()
    phone_page.get_by_text("报名已提交").wait_for()
    own = phone_page.url

    log_in(page, make.staff(password=make.PASSWORD))
    page.goto(f"/admin/meetings/event/{event.pk}/registrations/")
    page.get_by_role("button", name="全部确认（1）").click()
    page.get_by_text("已确认 1 人。").wait_for()

    phone_page.goto(own)
    expect(phone_page.get_by_role("heading", name="签到码")).to_be_visible()
    row = EventRegistration.objects.get()

    door = open_context(PHONE).new_page()  # what the code opens on a phone of the secretariat
    log_in(door, make.staff(email="door@example.org", password=make.PASSWORD))
    door.goto(f"/meetings/events/check-in/{row.pk}/")
    door.get_by_role("button", name="签到").click()
    door.get_by_text("现已签到 1 人。").wait_for()
    phone_page.reload()
    expect(phone_page.get_by_text("已签到")).to_be_visible()
    assert phone_page.locator("summary", has_text="取消报名").count() == 0

    page.goto(f"/admin/meetings/event/{event.pk}/certificates/")
    page.get_by_role("button", name="颁发 1 份参会证书").click()
    page.get_by_text("已颁发 1 份参会证书。").wait_for()
    phone_page.reload()
    phone_page.get_by_role("link", name=Certificate.objects.get().number).click()
    phone_page.get_by_text("这份证书由本门户颁发").wait_for()
    expect(phone_page.get_by_text("张三")).to_be_visible()


def test_two_tabs_that_send_the_same_form_make_one_registration(phone_page, event):
    phone_page.goto(f"/meetings/events/{event.pk}/register/")
    token = phone_page.locator("input[name=form_token]").input_value()
    second = phone_page.context.new_page()
    second.goto(phone_page.url)
    second.locator("input[name=form_token]").evaluate("(field, value) => { field.value = value }", token)
    for each in (phone_page, second):
        each.locator("#id_name").fill("张三")
        each.locator("#id_affiliation").fill("东北大学")
        each.get_by_role("textbox", name="手机").fill("13800000000")
        each.get_by_role("button", name="提交报名").click()
        each.get_by_role("heading", name="我的报名").wait_for()
    assert EventRegistration.objects.count() == 1


def test_without_javascript_one_registers_and_withdraws(open_context, event):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"/meetings/events/{event.pk}/register/")
    page.locator("#id_name").fill("张三")
    page.locator("#id_affiliation").fill("某公司")
    page.get_by_role("textbox", name="手机").fill("13800000000")
    page.get_by_role("button", name="提交报名").click()
    page.get_by_text("报名已提交").wait_for()
    page.locator("summary", has_text="取消报名").click()
    page.get_by_role("button", name="确定取消报名").click()
    expect(page.get_by_text("已取消", exact=True)).to_be_visible()
    assert EventRegistration.objects.get().state == "withdrawn"
