"""The notice as PDF and the meeting as a calendar entry: who gets them, and what they say."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.printing.tasks import render
from meetings.calendar import LINE, calendar_of
from meetings.models import Meeting
from meetings.services.notices import send_notice
from tests import factories as make
from tests.meetings.asked import convened, reply_link
from tests.meetings.make_notices import notice_of, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    """A meeting whose notice went out, its PDF finished."""
    meeting = planned("council", name="第五次理事会", starts_on=timezone.localdate() + timedelta(days=9))
    notice_of(meeting)
    render(send_notice(actor=None, meeting=meeting).document_id)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def member():
    return make.council_member_of(make.UnitFactory())


def test_notice_is_read_by_who_is_asked_and_by_staff(client, member, sent):
    address = reverse("meetings:notice", args=[sent.pk])
    assert client.get(address).status_code == 302
    answers = []
    for user in (member, make.staff(), make.liaison_of(make.UnitFactory())):
        client.force_login(user)
        answers.append(client.get(address).status_code)
    assert answers == [200, 200, 404]


def test_page_and_link_lead_to_the_notice_once_it_is_made(client, member, sent):
    link = reply_link(sent, member.person)
    text = client.get(link).content.decode()
    assert sent.notice.number in text
    for path in ("notice/", "calendar.ics"):
        assert f'href="{link}{path}"' in text
        assert client.get(link + path).status_code == 200
    sent.notice.document.state = "failed"
    sent.notice.document.save()
    assert client.get(link + "notice/").status_code == 404
    assert f"{link}notice/" not in client.get(link).content.decode()


def test_link_to_the_files_ends_as_the_page_does(client, member, sent):
    link = reply_link(sent, member.person)
    Meeting.objects.filter(pk=sent.pk).update(link_series=1)
    assert [client.get(link + path).status_code for path in ("notice/", "calendar.ics")] == [410, 410]


# ---------------------------------------------------------------- the calendar
def unfolded(meeting) -> list[str]:
    content = calendar_of(meeting)
    assert all(len(line) <= LINE for line in content.split(b"\r\n"))
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_days_are_one_entry_that_ends_on_the_day_after():
    meeting = make.MeetingFactory(
        name="会议；甲, 乙\\丙" + "长" * 60,
        starts_on=date(2026, 12, 31),
        ends_on=date(2027, 1, 1),
        place="甲市",
    )
    lines = unfolded(meeting)
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270102" in lines
    assert f"SUMMARY:会议；甲\\, 乙\\\\丙{'长' * 60}" in lines
    assert lines.count("BEGIN:VEVENT") == 1


def test_half_days_with_a_time_are_entries_in_utc():
    meeting = make.MeetingFactory(starts_on=date(2026, 12, 10))
    for part, start, end in (("morning", time(8, 30), time(12)), ("afternoon", time(14), None)):
        make.SittingFactory(meeting=meeting, date=date(2026, 12, 10), part=part, starts_at=start, ends_at=end)
    lines = unfolded(meeting)
    starts = [line for line in lines if line.startswith("DTSTART")]
    assert starts == ["DTSTART:20261210T003000Z", "DTSTART:20261210T060000Z"]
    assert "DTEND:20261210T040000Z" in lines
    assert "DTEND:20261210T090000Z" in lines


def test_cancelled_meeting_says_so_and_one_without_a_day_has_no_entry(client):
    cancelled = make.MeetingFactory(state="cancelled", starts_on=date(2026, 12, 10))
    assert "STATUS:CANCELLED" in unfolded(cancelled)
    assert "BEGIN:VEVENT" not in unfolded(make.MeetingFactory(starts_on=None))
    answer = client.get(reverse("meetings:calendar", args=[cancelled.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_example_meeting_has_no_calendar_for_visitors(client, member):
    address = reverse("meetings:calendar", args=[convened("council", is_example=True).pk])
    assert client.get(address).status_code == 404
    client.force_login(member)
    assert client.get(address).status_code == 200
