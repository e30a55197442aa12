"""Planning a meeting and building its agenda in a real browser: on a phone, and with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from tests import factories as make
from tests.browser.people import log_in
from tests.meetings.make_planning import DAY, held_before, item_of, planned, sitting_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff():
    return make.staff(password=make.PASSWORD)


def add_sitting(page, part: str, starts: str, ends: str) -> None:
    page.get_by_role("link", name="新增分场会议").click()
    page.get_by_label("时段").select_option(label=part)
    page.get_by_label("开始时间").fill(starts)
    page.get_by_label("结束时间").fill(ends)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存：")).to_be_visible()


def add_item(page, title: str, minutes: str) -> None:
    page.locator(".agenda-sitting").last.get_by_role("link", name="新增议程").click()
    page.get_by_label("类别").select_option(label="报告")
    page.get_by_label("议题").fill(title)
    page.get_by_label("时长（分钟）").fill(minutes)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(f"已保存：{title}")).to_be_visible()


def test_next_meeting_is_planned_on_a_phone_and_opens_with_the_last_points(phone_page, staff):
    page, before = phone_page, held_before("done", "open")
    body = before.bodies.get()
    log_in(page, staff)
    page.goto("/admin/meetings/meeting/plan/")
    page.get_by_label("理事会会议", exact=True).check()
    page.locator("#id_term").select_option(label=str(body.term))
    page.get_by_label("开始日期").fill(DAY.isoformat())
    page.get_by_role("button", name="计划会议").click()

    expect(page.get_by_role("heading", name="编排议程")).to_be_visible()
    meeting = Meeting.objects.get(state="planned")
    assert meeting.bodies.get().session == body.session + 1
    expect(page.get_by_text("已完成1项，办理中1项").first).to_be_visible()
    add_sitting(page, "上午", "09:00", "10:00")
    add_item(page, "工作报告", "40")
    rows = page.locator("[data-item]")
    expect(rows.first).to_contain_text("上次会议议定事项落实情况")
    rows.first.get_by_label("的时长").fill("30")
    expect(rows.nth(1).locator("[data-time]")).to_have_text("09:30–10:10")
    expect(page.locator("[data-sum]")).to_contain_text("超出 10 分钟")
    page.get_by_role("button", name="保存时长").click()
    expect(page.get_by_text("超出会议时间 10 分钟")).to_be_visible()


def test_items_are_put_in_order_with_the_keyboard_alone(page, staff):
    meeting = planned()
    sitting = sitting_of(meeting)
    for title in ("甲", "乙", "丙"):
        item_of(sitting, title=title)
    log_in(page, staff)
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/agenda/")
    titles = page.locator("[data-item] strong")
    page.get_by_role("button", name="上移“丙”").focus()
    for order in (["甲", "丙", "乙"], ["丙", "甲", "乙"]):
        page.keyboard.press("Enter")
        expect(titles).to_have_text(order)
        expect(page.get_by_role("button", name="上移“丙”")).to_be_focused()
    minutes = page.get_by_label("“丙”的时长")
    minutes.fill("15")
    minutes.press("Enter")
    expect(page.get_by_text("已保存时长。")).to_be_visible()
    expect(page.locator("[data-time]").nth(1)).to_have_text("09:15–09:45")
