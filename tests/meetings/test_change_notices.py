"""变更通知: whoever was asked hears what changed after the notice went out, with or without a login."""

from datetime import date

import pytest
from django.urls import reverse

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.notices.models import Delivery, Notice
from meetings.models import Meeting
from meetings.services.changes import LONGEST, tell_change, told_changes
from members.models import Person
from tests import factories as make
from tests.meetings.asked import convened

pytestmark = pytest.mark.django_db
TEXT = "报到改在酒店大堂。"


@pytest.fixture
def meeting():
    return convened("council", name="第五次理事会", starts_on=date(2099, 12, 10), place="乙市")


def test_everybody_asked_hears_of_it_with_time_and_place_as_they_are_now(meeting):
    member = make.council_member_of(make.UnitFactory())
    seat = make.OccupancyFactory(seat=make.SeatFactory(body="council"))
    Person.objects.filter(pk=seat.person_id).update(user=None, email="li@example.cn")
    make.liaison_of(make.UnitFactory())
    assert tell_change(actor=make.staff(), meeting=meeting, text=f" {TEXT} ") == 1
    notice = Notice.objects.get()
    assert (notice.recipient, notice.title) == (member, "会议变更：第五次理事会")
    assert notice.body.startswith(f"{TEXT}\n现在的时间：2099年12月10日\n现在的地点：乙市")
    mail = Delivery.objects.get(address="li@example.cn")
    assert (mail.body, mail.url) == (notice.body, f"meeting-reply:{meeting.pk}-{seat.person_id}")


def test_second_change_is_told_too_but_the_same_words_only_once(meeting):
    secretary = make.staff()
    make.council_member_of(make.UnitFactory())
    tell_change(actor=secretary, meeting=meeting, text=TEXT)
    with pytest.raises(DomainError, match="已经通知过"):
        tell_change(actor=secretary, meeting=meeting, text=TEXT)
    assert tell_change(actor=secretary, meeting=meeting, text="会期延后一天。") == 2
    assert [each.data["text"] for each in told_changes(meeting)] == ["会期延后一天。", TEXT]
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(("text", "said"), [("  ", "请写明变更内容"), ("长" * (LONGEST + 1), "不能超过")])
def test_words_are_asked_for_and_bounded(meeting, text, said):
    with pytest.raises(DomainError, match=said) as refused:
        tell_change(actor=make.staff(), meeting=meeting, text=text)
    assert refused.value.field == "text"


@pytest.mark.parametrize("state", ["planned", "in_session", "held", "cancelled"])
def test_only_a_convened_meeting_can_change(meeting, state):
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    with pytest.raises(WrongState):
        tell_change(actor=make.staff(), meeting=meeting, text=TEXT)


def test_members_cannot_announce_changes(meeting):
    with pytest.raises(NotAllowed):
        tell_change(actor=make.council_member_of(make.UnitFactory()), meeting=meeting, text=TEXT)
    assert told_changes(meeting) == []


def test_page_sends_it_keeps_what_was_typed_and_shows_what_was_told(client, meeting):
    client.force_login(make.staff())
    make.council_member_of(make.UnitFactory())
    page = reverse("admin:meetings_meeting_notice_change", args=[meeting.pk])
    assert "已发出的变更通知" in client.post(page, {"text": TEXT}, follow=True).content.decode()
    refused = client.post(page, {"text": TEXT})
    assert refused.context["form"].errors["text"] == ["这一变更刚才已经通知过。"]
    assert refused.context["form"]["text"].value() == TEXT
    assert Notice.objects.count() == 1
