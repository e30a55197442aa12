"""会议纪要 in a real browser: compiled, edited, put before the units, one objects at its link, settled, signed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.minutes_consulting import comment_path
from meetings.models import Minutes
from tests import factories as make
from tests.browser.people import log_in
from tests.browsers import PHONE
from tests.meetings.make_minutes import held

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting():
    return held()


def push(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def compile_and_edit(page, meeting) -> None:
    page.goto(f"/meetings/{meeting.pk}/minutes/work/")
    push(page, "汇编纪要")
    expect(page.get_by_text("已汇编：新增 3 段。")).to_be_visible()
    opening = page.get_by_label("开头")
    opening.fill(opening.input_value() + "会议开得简短。")
    push(page, "保存纪要")
    expect(page.get_by_text("已保存。")).to_be_visible()
    push(page, "重新汇编")
    expect(page.get_by_label("开头")).to_have_value(re.compile("会议开得简短。$"))


def ask(page) -> None:
    until = timezone.localtime() + timedelta(days=5)
    page.get_by_label("征求意见截止").fill(f"{until:%Y-%m-%dT%H:%M}")
    push(page, "向各单位征求意见")
    expect(page.get_by_text("已向各单位征求意见。")).to_be_visible()


def object_on_a_phone(open_context, address: str) -> None:
    phone = open_context(PHONE).new_page()
    phone.goto(address)
    phone.get_by_label("有修改意见").check()
    phone.get_by_label("修改意见", exact=True).fill("第一项应写明完成时间。")
    push(phone, "提交意见")
    expect(phone.get_by_text("第一项应写明完成时间。").first).to_be_visible()


def test_minutes_from_the_records_to_the_signed_version(page, open_context, meeting):
    log_in(page, make.staff(password=make.PASSWORD))
    compile_and_edit(page, meeting)
    ask(page)
    minutes = Minutes.objects.get()
    person = meeting.units[0].liaison.person
    object_on_a_phone(open_context, comment_path(minutes, person))
    page.reload()
    page.get_by_label("怎样处理").fill("采纳，签发前补上。")
    push(page, "登记处理")
    expect(page.get_by_text("处理：采纳，签发前补上。")).to_be_visible()
    page.get_by_text("结束征求意见并修改", exact=True).click()
    push(page, "确定结束征求意见并修改")
    point = page.get_by_label(re.compile("^第1项"))
    point.fill("会议通过工作计划，年底前完成。")
    push(page, "保存纪要")
    page.get_by_label("签发人").fill("秘书长甲")
    push(page, "签发")
    expect(page.get_by_text("会议纪要已签发。")).to_be_visible()
    page.goto(f"/meetings/{meeting.pk}/minutes/")
    for words in ("会议开得简短。", "年底前完成。", "秘书长甲", "内容与签发时一致"):
        expect(page.get_by_text(words).first).to_be_visible()
