"""A council meeting as its secretary and its members walk it: each step is clicked as a person sees the page.

Only what was there before the meeting comes from factories: the units with their people, and an application.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Page, expect

from alliance.core.models import User
from members.enums import Body
from tests import factories as make
from tests.browser.people import log_in

TODAY = timezone.localdate()
NAMES = ("甲研究院", "乙大学", "丙公司")
MOBILES = ("13900000001", "13900000002", "13900000003")


@dataclass
class Seat:
    """A unit of the council: who sits there (`user`), with a mobile; its liaison."""

    name: str
    user: User
    liaison: User
    mobile: str

    @property
    def person(self) -> str:
        return self.user.display_name


def seated(order: int) -> Seat:
    """A unit with a council member and a liaison, both with a login and a name."""
    unit = make.UnitFactory(name=NAMES[order], print_order=order)
    people = []
    for body, title in ((Body.COUNCIL, "理事"), (Body.LIAISON_MEETING, "联络员")):
        user = make.UserFactory(display_name=f"{NAMES[order][0]}{title}", password=make.PASSWORD)
        person = make.PersonFactory(name=user.display_name, unit=unit, user=user)
        make.OccupancyFactory(seat=make.SeatFactory(unit=unit, body=body), person=person)
        people.append(user)
    return Seat(unit.name, people[0], people[1], MOBILES[order])


# ---------------------------------------------------------------- getting about
def menu(page: Page, group: str, name: str) -> None:
    """Open one of the admin's lists from its menu; beside the name may stand how much waits there."""
    page.goto("/admin/")
    task = page.locator("#task-menu details", has=page.locator("summary", has_text=group))
    if task.get_attribute("open") is None:
        task.locator("summary").click()
    task.get_by_role("link", name=re.compile(rf"^{name}\s*\d*$")).click()


def open_meeting(page: Page, name: str, *, act: str = "") -> None:
    """From the admin's menu to the meeting, and on to one of its pages."""
    menu(page, "会议与纪要", "会议")
    page.get_by_role("link", name=name, exact=True).click()
    if act:
        page.locator("#content-main").get_by_role("link", name=act, exact=True).click()


def said(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


# ---------------------------------------------------------------- before
def plan(page: Page, *, days: int = 0, expected: str) -> None:
    """Plan the next council meeting for today, or so many days on."""
    day = (TODAY + timedelta(days=days)).isoformat()
    menu(page, "会议与纪要", "会议")
    page.get_by_role("link", name="计划会议", exact=True).click()
    expect(page.get_by_text(expected)).to_be_visible()
    page.get_by_label("理事会会议", exact=True).check()
    page.get_by_label("开始日期").fill(day)
    page.get_by_label("结束日期").fill(day)
    page.get_by_label("地点", exact=True).fill("攀枝花")
    page.get_by_label("会场", exact=True).fill("一号会议室")
    press(page, "计划会议")
    said(page, f"已计划：{expected}")


def add_sitting(page: Page) -> None:
    page.get_by_role("link", name="新增分场会议").first.click()
    page.get_by_label("时段").select_option(label="上午")
    page.get_by_label("开始时间").fill("09:00")
    page.get_by_label("结束时间").fill("10:00")
    press(page, "保存")
    said(page, "已保存：")


def add_item(page: Page, kind: str, title: str, minutes: int, presenter: str) -> None:
    page.get_by_role("link", name="新增议程").last.click()
    page.get_by_label("类别").select_option(label=kind)
    page.get_by_label("议题").fill(title)
    page.get_by_label("时长（分钟）").fill(str(minutes))
    page.get_by_label("报告人").select_option(label=presenter)
    press(page, "保存")
    said(page, f"已保存：{title}")


def send_notice(page: Page, name: str) -> str:
    """The number of the notice that went out."""
    open_meeting(page, name, act="会议通知")
    page.get_by_label("会议主旨").fill("为审议接纳新成员单位，决定召开理事会会议。")
    press(page, "保存通知")
    said(page, "通知已保存。")
    press(page, "编发文字号")
    expect(page.get_by_text("发文字号：钒钛联盟〔")).to_be_visible()
    press(page, "发出通知")
    said(page, "通知已发出（")
    return page.locator("strong", has_text="钒钛联盟〔").first.inner_text()


# ---------------------------------------------------------------- replies
def reply_by_link(staff: Page, phone: Page, seat: Seat, meeting: str) -> None:
    """The secretary copies the personal link; its person answers on a phone, without a login."""
    open_meeting(staff, meeting, act="参会回执与个人链接")
    link = staff.get_by_role("row", name=seat.person).get_by_label("个人链接").input_value()
    phone.goto(urlsplit(link).path)
    expect(phone.get_by_text("不需要登录")).to_be_visible()
    phone.get_by_label("参加", exact=True).check()
    phone.get_by_label("联系电话").fill(seat.mobile)
    press(phone, "提交回执")
    said(phone, "的答复：参加")
    assert phone.context.cookies() == []


def reply_at_desk(page: Page, seat: Seat) -> None:
    log_in(page, seat.user)
    page.get_by_role("link", name="填写回执").first.click()
    page.get_by_label("参加", exact=True).check()
    page.get_by_label("联系电话").fill(seat.mobile)
    press(page, "提交回执")
    said(page, f"回执已提交：{seat.person}，参加。")


def record_excuse(staff: Page, seat: Seat, meeting: str) -> None:
    """代录: the unit called, its council member does not come."""
    open_meeting(staff, meeting, act="代录参会回执")
    staff.locator("select[name=behalf_unit]").select_option(label=seat.name, force=True)
    staff.get_by_role("radio", name="电话", exact=True).check()
    staff.get_by_label("谁的回执").select_option(label=f"{seat.person}（{seat.name} 理事）")
    staff.get_by_label("请假（不参加）").check()
    press(staff, "记录参会回执")
    said(staff, "已代录")


# ---------------------------------------------------------------- in the room
def room_code(staff: Page, meeting: str, codes: list[str]) -> str:
    """The path behind the code on the screen; `codes` are the addresses that were drawn as QR codes."""
    open_meeting(staff, meeting, act="签到台")
    staff.get_by_role("link", name="签到码").click()
    expect(staff.get_by_text("手机扫码签到")).to_be_visible()
    expect(staff.locator(".arrival-poster__code svg")).to_be_visible()
    staff.get_by_role("link", name="返回签到台").click()
    return urlsplit(codes[-1]).path


def check_in_by_code(phone: Page, path: str, seat: Seat) -> None:
    """Scanned with a phone; a wrong number is refused, nothing typed is lost."""
    phone.goto(path)
    phone.get_by_label("姓名").fill(seat.person)
    phone.get_by_label("手机号码").fill("13800000000")
    press(phone, "签到")
    said(phone, "没有找到这个姓名和手机号码")
    expect(phone.get_by_label("姓名")).to_have_value(seat.person)
    phone.get_by_label("手机号码").fill(seat.mobile)
    press(phone, "签到")
    said(phone, f"{seat.person}，签到成功。")


# ---------------------------------------------------------------- points and the vote
def add_point(staff: Page, meeting: str, *, kind: str, subject: str, text: str) -> None:
    """On the meeting's page, below its agenda."""
    open_meeting(staff, meeting)
    staff.get_by_role("link", name=re.compile("^议定事项")).last.click()
    staff.get_by_text("添加另一个 议定事项").click()
    staff.locator("[name=resolutions-0-number]").fill("1")
    staff.locator("[name=resolutions-0-kind]").select_option(label=kind)
    staff.locator("[name=resolutions-0-subject]").fill(subject)
    staff.locator("[name=resolutions-0-text]").fill(text)
    press(staff, "保存")
    said(staff, "成功")


def open_point(staff: Page, subject: str) -> None:
    menu(staff, "会议与纪要", "议定事项")
    staff.get_by_role("link", name=subject, exact=True).click()


def plan_effects(staff: Page, subject: str, *, applicant: str, task: str, unit: str) -> None:
    """What the point brings about: the unit is admitted, and another has a task. Nothing happens yet."""
    open_point(staff, subject)
    staff.get_by_role("link", name="生效与效果").click()
    staff.get_by_role("link", name="接纳成员单位").click()
    staff.get_by_label("入盟申请").select_option(label=f"{applicant} 入盟申请")
    press(staff, "加入计划")
    said(staff, f"已加入计划：接纳“{applicant}”为成员单位")
    staff.get_by_role("link", name="部署督办事项").click()
    staff.get_by_label("任务").fill(task)
    staff.get_by_label("责任单位").select_option(label=unit)
    press(staff, "加入计划")
    said(staff, f"已加入计划：督办：{task}")


def move(page: Page, label: str, *, reason: str = "") -> None:
    """A step of the lifecycle, asked about once more on a page of its own."""
    page.locator("#content-main").get_by_role("link", name=label, exact=True).click()
    if reason:
        page.get_by_label("理由").fill(reason)
    press(page, f"确定{label}")
    said(page, f"已{label}：")


def open_ballot(staff: Page, meeting: str, question: str, *, item: str, point: str) -> None:
    open_meeting(staff, meeting, act="名册与表决")
    staff.get_by_role("link", name="新增表决").click()
    staff.get_by_label("表决机构").select_option(label="理事会")
    staff.get_by_label("表决事项").fill(question)
    press(staff, "保存并继续编辑")
    staff.get_by_label("议程", exact=True).select_option(label=item)
    staff.get_by_label("议定事项", exact=True).select_option(label=f"1. {point}")
    press(staff, "保存并继续编辑")
    move(staff, "开始表决")


def vote(page: Page, question: str, choice: str) -> None:
    """From the member's desk."""
    page.goto("/desk/")
    page.get_by_role("link", name="去表决").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question)
    page.get_by_role("radio", name=choice, exact=True).check()
    press(page, "投出这一票")
    said(page, "表决一经投出不能更改")
    expect(page.get_by_text(f"该席位已表决：{choice}")).to_be_visible()


def close_ballot(staff: Page, meeting: str, question: str, *, tally: str) -> None:
    """The page of the vote counts by itself; `tally` is what it shows before the vote is closed."""
    open_meeting(staff, meeting, act="名册与表决")
    staff.get_by_role("link", name=question).click()
    expect(staff.locator("#tally-now")).to_contain_text(re.compile(tally))
    move(staff, "结束表决")


def step_through(staff: Page, titles: list[str]) -> None:
    """On the secretary's page of the live meeting."""
    for title in titles:
        staff.get_by_role("button", name=re.compile("进入第一项|下一项")).click()
        expect(staff.locator(".live-item__title")).to_have_text(title)
