"""参会回执 in a real browser: over a personal link on a phone without logging in, by a liaison, by the secretariat."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.core.transitions import run_transition
from alliance.notices.models import Notice
from meetings.models import HostingTurn, Meeting, Reply
from tests import factories as make
from tests.browser.people import log_in
from tests.meetings.asked import hosting_link, reply_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例企业", is_example=True)


@pytest.fixture
def member(unit):
    return make.council_member_of(unit)


@pytest.fixture
def meeting(member):
    """Convened by the transition, so that the notice with the link has gone out."""
    planned = make.MeetingFactory(
        name="示例理事会",
        is_example=True,
        state="planned",
        starts_on=timezone.localdate() + timedelta(days=20),
        reply_by=timezone.now() + timedelta(days=10),
        place="攀枝花",
    )
    make.MeetingBodyFactory(meeting=planned)
    return run_transition(actor=None, obj=planned, name="convene")


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


def test_what_is_missing_is_said_below_the_choices_on_a_phone(phone_page, member, meeting):
    phone_page.goto(reply_link(meeting, member.person))
    phone_page.get_by_role("button", name="提交").first.tap()
    wrong = phone_page.locator(".reply-form .invalid-feedback").first
    wrong.wait_for()
    last = phone_page.get_by_text("委派他人参加", exact=True).bounding_box()
    assert last["height"] < 60, "one line, not a sign a line"
    assert wrong.bounding_box()["y"] >= last["y"] + last["height"] - 1


def test_link_in_the_notice_replies_on_a_phone_without_login(phone_page, member, meeting):
    page = phone_page
    page.goto(Notice.objects.get(recipient=member).url)
    assert page.get_by_text("不需要登录").is_visible()
    assert page.get_by_role("link", name="登录").count() == 0
    assert page.get_by_label("代为参会者姓名").is_hidden()

    page.get_by_label("委派他人参加").check()
    assert page.get_by_label("代为参会者姓名").is_visible()
    page.get_by_label("备注").fill("住两晚")
    page.get_by_role("button", name="提交回执").click()
    page.get_by_role("link", name="请填写代为参会者姓名。").wait_for()
    assert page.get_by_label("备注").input_value() == "住两晚"

    page.get_by_label("代为参会者姓名").fill("钱二")
    page.get_by_role("button", name="提交回执").click()
    page.get_by_text("的答复：委派他人").wait_for()
    page.reload()
    assert page.get_by_text("代为参会：钱二").is_visible()

    page.get_by_text("修改答复").click()
    page.get_by_label("参加", exact=True).check()
    page.get_by_label("到达安排").fill("前一天下午")
    page.get_by_role("button", name="提交回执").click()
    page.get_by_text("的答复：参加").wait_for()
    reply = Reply.objects.get()
    assert (reply.answer, reply.delegate_name, reply.arrival, reply.via) == (
        "attend",
        "",
        "前一天下午",
        "link",
    )
    assert page.context.cookies() == []


def test_two_tabs_that_send_the_same_reply_make_one(phone_page, member, meeting):
    link = reply_link(meeting, member.person)
    second = phone_page.context.new_page()
    for each in (phone_page, second):
        each.goto(link)
        each.get_by_label("请假（不参加）").check()
    for each in (phone_page, second):
        each.get_by_role("button", name="提交回执").click()
        each.get_by_text("的答复：请假").wait_for()
    assert list(Reply.objects.values_list("answer", "version")) == [("excuse", 1)]


def test_link_works_with_javascript_blocked(open_context, member, meeting):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(reply_link(meeting, member.person))
    page.get_by_label("参加", exact=True).check()
    page.get_by_role("button", name="提交回执").click()
    page.get_by_text("的答复：参加").wait_for()
    assert Reply.objects.get().answer == "attend"


def test_link_that_is_over_says_so_on_a_phone(phone_page, member, meeting, watch):
    watch.allow("410")
    run_transition(actor=None, obj=meeting, name="cancel", reason="改期")
    assert phone_page.goto(reply_link(meeting, member.person)).status == 410
    assert phone_page.get_by_text("“示例理事会”已取消，不需要答复。").is_visible()


def test_liaison_goes_from_the_desk_to_the_reply_of_a_colleague(page, unit, member, meeting):
    log_in(page, with_password(make.liaison_of(unit)))
    page.get_by_role("link", name="填写回执").first.click()
    page.get_by_label("请假（不参加）").check()
    assert page.get_by_label("到达安排").is_hidden()
    page.get_by_role("button", name="提交回执").click()
    page.get_by_text(f"回执已提交：{member.person}，请假。").wait_for()
    page.goto("/desk/")
    assert page.get_by_role("link", name="填写回执").count() == 0


def test_staff_copy_a_link_and_end_all_of_them(page, member, meeting, watch):
    log_in(page, make.staff(password=make.PASSWORD))
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    page.get_by_role("link", name="参会回执与个人链接").click()
    page.get_by_role("button", name="复制链接").click()
    page.get_by_role("status").get_by_text("已复制").wait_for()
    old = page.get_by_label("个人链接").input_value()
    page.get_by_text("链接发错了人？").click()
    page.get_by_role("button", name="作废全部个人链接").click()
    page.get_by_text("已作废此前发出的全部个人链接").wait_for()
    assert Meeting.objects.get().link_series == 1
    assert page.get_by_label("个人链接").input_value() != old


def test_unit_declines_to_host_over_its_link(phone_page, member, unit):
    turn = make.HostingTurnFactory(unit=unit, year=2027)
    phone_page.goto(hosting_link(turn, member.person))
    assert phone_page.get_by_label("不能承办的理由").is_hidden()
    phone_page.get_by_label("不能承办", exact=True).check()
    phone_page.get_by_label("不能承办的理由").fill("会场正在维修")
    phone_page.get_by_role("button", name="提交确认").click()
    phone_page.get_by_text("已经答复").wait_for()
    assert HostingTurn.objects.values_list("state", "decline_reason").get() == ("declined", "会场正在维修")
