"""The meeting room: what the secretary steps to stands on the wall and on phones, without a reload."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from meetings.enums import MeetingState
from meetings.models import Attendance, BallotSeat, Meeting
from tests import factories as make
from tests.browser.people import log_in
from tests.browsers import PHONE
from tests.meetings.make_live import ballot, room

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARK = "window.notReloaded = true"


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


@pytest.fixture
def secretary():
    return with_password(make.staff(display_name="秘书甲"))


def address(name: str, there) -> str:
    return reverse(f"meetings:{name}", args=[there.meeting.pk])


def test_the_wall_and_a_phone_follow_the_secretary(page, open_context, secretary):
    there = room(state=MeetingState.CONVENED, seats=3, present=1)
    phone = open_context(PHONE).new_page()
    log_in(phone, with_password(there.people[0]))
    phone.goto(address("live", there))
    expect(phone.get_by_role("heading", name="会议尚未开始")).to_be_visible()
    phone.evaluate(MARK)

    log_in(page, secretary)
    page.goto(address("live_control", there))
    page.get_by_role("button", name="宣布开会").click()
    page.get_by_role("button", name="进入第一项").press("Enter")  # by the keyboard alone
    expect(page.get_by_role("heading", name="第1项议题")).to_be_visible()

    expect(phone.get_by_role("heading", name="第1项议题")).to_be_visible()
    expect(phone.locator("[data-clock]")).to_have_text(re.compile(r"^00:\d\d$"))
    expect(phone.get_by_text("还差 1 席")).to_be_visible()
    expect(phone.locator("#said")).to_have_text("现在进行：第1项议题")  # for who does not see it

    user = there.people[1]
    Attendance.objects.create(meeting=there.meeting, person=user.person, unit=user.person.unit)
    expect(phone.get_by_text("达到法定人数（2 席）")).to_be_visible()

    vote = ballot(there)
    expect(phone.get_by_text("已投 0 / 3 席")).to_be_visible()
    BallotSeat.objects.filter(ballot=vote, roll=there.roll[0]).update(voted=True)
    expect(phone.get_by_text("已投 1 / 3 席")).to_be_visible()
    assert phone.evaluate("window.notReloaded") is True

    wall = page.context.new_page()
    wall.goto(address("live", there) + "?show=projector")
    expect(wall.get_by_role("heading", name="第1项议题")).to_be_visible()
    expect(wall.get_by_role("navigation")).to_have_count(0)
    assert wall.get_by_role("heading", name="是否同意接纳新成员").bounding_box()["y"] < 500


def test_an_item_over_its_time_says_so_and_a_dialog_asks_before_the_end(page, secretary):
    there = room()
    began = timezone.now() - timedelta(minutes=11)
    Meeting.objects.filter(pk=there.meeting.pk).update(live_item=there.items[0], live_since=began)
    log_in(page, secretary)
    page.goto(address("live_control", there))
    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"^11:\d\d$"))
    expect(page.get_by_text("，已超时")).to_be_visible()

    page.get_by_text("散会", exact=True).click()
    page.get_by_role("button", name="确定散会").click()

    expect(page.get_by_role("heading", name="会议已结束")).to_be_visible()


def test_a_page_that_may_not_follow_any_more_says_so(page, watch):
    there = room(seats=1, present=0)
    guest = make.UserFactory()
    row = Attendance.objects.create(
        meeting=there.meeting, person=make.PersonFactory(user=guest), state="observer"
    )
    log_in(page, with_password(guest))
    page.goto(address("live", there))
    watch.allow("404")
    row.delete()
    expect(page.get_by_text("本页不再更新")).to_be_visible()
