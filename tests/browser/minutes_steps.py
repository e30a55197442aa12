"""The minutes of a council meeting as the secretary and the units walk them, and what came of its points."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.meeting_steps import Seat, open_meeting, open_point, press, said

PRINT_MS = 90_000
ABSENT = "丙理事"
CORRECTION = "会议向丙公司通报了情况。"


def close_meeting(staff: Page, meeting: str) -> None:
    """The meeting is closed; whoever excused themselves is put on the list after it."""
    open_meeting(staff, meeting, act="会议现场")
    staff.get_by_text("散会", exact=True).click()
    press(staff, "确定散会")
    said(staff, "会议已结束")
    open_meeting(staff, meeting, act="签到台")
    press(staff, "按回执登记请假")
    said(staff, "已按回执登记请假 1 人。")


def write_minutes(staff: Page, meeting: str, number: str) -> None:
    """Assembled from what was recorded, and a sentence added by hand."""
    open_meeting(staff, meeting, act="会议纪要")
    press(staff, "汇编纪要")
    expect(staff.locator(".minutes-people").last).to_contain_text(ABSENT)
    staff.locator("#id_text_number").fill(number)
    box = staff.locator("#edit textarea").first
    box.fill(box.input_value() + "会议由秘书处记录。")
    press(staff, "保存纪要")
    said(staff, "已保存。")
    expect(staff.locator(".minutes-sheet")).to_contain_text("会议由秘书处记录。")


def consult(staff: Page, days: int = 5) -> None:
    by = timezone.localtime() + timedelta(days=days)
    staff.locator("#id_ask_comments_by").fill(by.strftime("%Y-%m-%dT%H:%M"))
    staff.get_by_label("逾期未复视为无异议").check()
    press(staff, "向各单位征求意见")
    said(staff, "已向各单位征求意见。")


def comment_at_desk(page: Page, stance: str, text: str = "") -> None:
    """What a unit says about the draft, from its liaison's desk."""
    page.get_by_role("link", name="去答复").first.click()
    answer_minutes(page, stance, text)
    said(page, f"已提交：{stance}。")


def comment_by_link(staff: Page, phone: Page, seat: Seat) -> None:
    """The same over a personal link, by somebody who is not logged in."""
    staff.get_by_role("link", name="各单位的个人链接").click()
    link = staff.get_by_role("listitem").filter(has_text=seat.name).get_by_role("textbox").first.input_value()
    phone.goto(urlsplit(link).path)
    answer_minutes(phone, "无异议")
    expect(phone.get_by_text("已答复")).to_be_visible()


def answer_minutes(page: Page, stance: str, text: str = "") -> None:
    expect(page.get_by_text("（征求意见稿）")).to_be_visible()
    page.get_by_role("radio", name=stance, exact=True).check()
    if text:
        page.get_by_role("textbox", name="修改意见").fill(text)
    press(page, "提交意见")


def settle_and_sign(staff: Page, meeting: str, unit: str, signer: str) -> None:
    """Refused while the objection stands; then it is settled, the text changed, and the minutes are signed."""
    open_meeting(staff, meeting, act="会议纪要")
    said(staff, f"{unit}的修改意见还没有处理。")
    staff.get_by_label("怎样处理").fill("采纳，已补充。")
    press(staff, "登记处理")
    said(staff, f"已登记对{unit}意见的处理。")
    staff.get_by_text("结束征求意见并修改", exact=True).click()
    press(staff, "确定结束征求意见并修改")
    box = staff.locator("#edit textarea").first
    box.fill(box.input_value() + CORRECTION)
    press(staff, "保存纪要")
    said(staff, "已保存。")
    staff.get_by_label("签发人").fill(signer)
    press(staff, "签发")
    said(staff, "会议纪要已签发。")


def download(staff: Page, meeting: str, form: str, label: str) -> bytes:
    """One printed form of the minutes, made by the worker."""
    open_meeting(staff, meeting, act="会议纪要")
    press(staff, form)
    link = staff.get_by_role("link", name=label)
    link.wait_for(timeout=PRINT_MS)
    answer = staff.request.get(link.get_attribute("href"))
    assert answer.status == 200
    return answer.body()


# ---------------------------------------------------------------- what came of it
def adopt(staff: Page, subject: str, done: str) -> None:
    open_point(staff, subject)
    staff.get_by_role("link", name="生效与效果").click()
    press(staff, "确定生效")
    said(staff, "已生效：")
    said(staff, done)
