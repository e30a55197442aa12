"""会议通知: text, 发文字号 without gaps, the PDF that went out, and convening with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.models import AuditEntry
from alliance.core.transitions import run_transition
from alliance.notices import private_links
from alliance.notices.models import Delivery, Notice
from alliance.notices.reminding import remind
from meetings.models import Meeting, MeetingNotice
from meetings.notice_document import build_notice, build_unit_notices, title_lines
from meetings.services.notices import number_notice, print_notice, save_notice, send_notice
from members.models import Person
from tests import factories as make
from tests.meetings.make_notices import notice_of, planned

pytestmark = pytest.mark.django_db
TEXT = {
    "subject": "关于召开理事会的通知",
    "purpose": "为总结工作。\n\n请各单位准备。",
    "arrangements": "食宿统一安排。",
    "contact": "",
    "dated": None,
}


@pytest.fixture
def secretary():
    return make.staff()


@pytest.fixture
def meeting():
    return planned("council", name="第五次理事会", starts_on=date(2026, 12, 10), place="甲市", visit="产线")


# ---------------------------------------------------------------- the text
def test_text_is_kept_by_version_and_recorded(secretary, meeting):
    saved = save_notice(actor=secretary, meeting=meeting, content=TEXT, version=0)
    assert (saved.subject, saved.number, saved.code) == (TEXT["subject"], "", "钒钛联盟")
    again = save_notice(
        actor=secretary, meeting=meeting, content={**TEXT, "contact": "张三"}, version=saved.version
    )
    assert (again.contact, MeetingNotice.objects.count()) == ("张三", 1)
    with pytest.raises(StaleVersion):
        save_notice(actor=secretary, meeting=meeting, content=TEXT, version=saved.version)
    assert AuditEntry.objects.filter(action="meetings.notice.save").count() == 2


def test_only_the_secretariat_writes_numbers_and_sends(meeting):
    member = make.council_member_of(make.UnitFactory())
    notice_of(meeting)
    for service, more in (
        (save_notice, {"content": TEXT}),
        (number_notice, {}),
        (send_notice, {}),
        (print_notice, {}),
    ):
        with pytest.raises(NotAllowed):
            service(actor=member, meeting=meeting, **more)


# ---------------------------------------------------------------- the number
def test_numbers_follow_each_other_by_year_and_code(secretary):
    def number(year: int, **fields) -> str:
        meeting = planned("council", **fields)
        notice_of(meeting, dated=date(year, 3, 1))
        return number_notice(actor=secretary, meeting=meeting).number

    assert [number(2026), number(2026), number(2027), number(2026, is_example=True), number(2026)] == [
        "钒钛联盟〔2026〕1号",
        "钒钛联盟〔2026〕2号",
        "钒钛联盟〔2027〕1号",
        "示例〔2026〕1号",
        "钒钛联盟〔2026〕3号",
    ]


def test_number_is_given_once_with_the_day(secretary, meeting):
    notice_of(meeting)
    first = number_notice(actor=secretary, meeting=meeting)
    assert first.dated == timezone.localdate()
    assert number_notice(actor=secretary, meeting=meeting).serial == first.serial == 1
    content = {**TEXT, "dated": date(first.year + 1, 1, 1)}
    save_notice(actor=secretary, meeting=meeting, content=content)
    with pytest.raises(DomainError) as refused:
        number_notice(actor=secretary, meeting=meeting)
    assert refused.value.field == "dated"


def test_no_number_without_a_text(secretary, meeting):
    with pytest.raises(DomainError) as refused:
        number_notice(actor=secretary, meeting=meeting)
    assert refused.value.field == "subject"


@pytest.mark.django_db(transaction=True)
def test_twenty_at_the_same_time_take_the_numbers_one_to_twenty():
    meetings = [planned("council") for _ in range(20)]
    for meeting in meetings:
        notice_of(meeting)

    def number(meeting: Meeting) -> int:
        try:
            return number_notice(actor=None, meeting=meeting).serial
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        given = list(pool.map(number, meetings))
    assert sorted(given) == list(range(1, 21))
    stored = MeetingNotice.objects.order_by("serial").values_list("serial", flat=True)
    assert list(stored) == list(range(1, 21))


# ---------------------------------------------------------------- sending
def test_sending_numbers_keeps_the_pdf_and_tells_who_is_asked(secretary, meeting):
    member = make.council_member_of(make.UnitFactory())
    notice_of(meeting)
    sent = send_notice(actor=secretary, meeting=meeting)
    meeting.refresh_from_db()
    assert (meeting.state, sent.number, sent.document.kind) == (
        "convened",
        f"钒钛联盟〔{timezone.localdate().year}〕1号",
        "meeting_notice",
    )
    assert sent.document.snapshot["number"] == sent.number
    told = Notice.objects.get(recipient=member)
    assert f"文号：{sent.number}" in told.body
    with pytest.raises(WrongState):
        save_notice(actor=secretary, meeting=meeting, content=TEXT)
    assert print_notice(actor=secretary, meeting=meeting) == sent.document


def test_who_has_an_address_and_no_login_is_mailed_and_the_log_holds_no_link(client, secretary, meeting):
    seat = make.OccupancyFactory(seat=make.SeatFactory(body="council"))
    Person.objects.filter(pk=seat.person_id).update(user=None, email="li@example.cn")
    notice_of(meeting)
    send_notice(actor=secretary, meeting=meeting)
    mail = Delivery.objects.get(address="li@example.cn")
    assert mail.url == f"meeting-reply:{meeting.pk}-{seat.person_id}"
    path = private_links.path_of(mail.url)
    assert "不需要登录" in client.get(path).content.decode()
    seat.delete()
    assert private_links.path_of(mail.url) == ""


def test_who_has_no_login_is_reminded_once_and_told_when_the_meeting_is_off(secretary, meeting, daytime):
    seat = make.OccupancyFactory(seat=make.SeatFactory(body="council"))
    Person.objects.filter(pk=seat.person_id).update(user=None, email="li@example.cn")
    Meeting.objects.filter(pk=meeting.pk).update(reply_by=daytime + timedelta(days=1))
    notice_of(meeting)
    send_notice(actor=secretary, meeting=meeting)
    remind(daytime)
    remind(daytime)
    mails = Delivery.objects.filter(address="li@example.cn").order_by("pk")
    invited, reminded = mails.values_list("title", "url")
    assert reminded == (f"填写参会回执：{meeting}（明天截止）", invited[1])
    run_transition(actor=secretary, obj=meeting, name="cancel", reason="会期冲突")
    assert "会期冲突" in Delivery.objects.get(address="li@example.cn", kind="meeting.cancelled").body


@pytest.fixture
def daytime():
    """Noon of today in Shanghai, if it is still to come; else of tomorrow: nobody is reminded at night."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if noon > timezone.localtime() else noon + timedelta(days=1)


def test_meeting_that_cannot_be_convened_uses_up_no_number(secretary, meeting):
    notice_of(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled")
    with pytest.raises(WrongState):
        send_notice(actor=secretary, meeting=meeting)
    assert MeetingNotice.objects.get().serial is None
    other = planned("council")
    notice_of(other)
    assert send_notice(actor=secretary, meeting=other).serial == 1


def test_meeting_with_a_numbered_notice_is_cancelled_and_never_deleted(secretary, meeting):
    notice_of(meeting)
    number = number_notice(actor=secretary, meeting=meeting).number
    with pytest.raises(DomainError, match=f"{number}已编号，通知和会议不能删除"), transaction.atomic():
        meeting.delete()
    MeetingNotice.objects.update(serial=None)
    meeting.delete()
    assert not Meeting.objects.exists()


def test_unnumbered_notice_is_possible(secretary, meeting):
    notice_of(meeting)
    sent = send_notice(actor=secretary, meeting=meeting, numbered=False)
    assert (sent.number, sent.dated) == ("", timezone.localdate())


# ---------------------------------------------------------------- on paper
def test_letter_says_what_the_meeting_says_in_numbered_sections(secretary, meeting):
    unit = make.UnitFactory(name="甲公司")
    member = make.council_member_of(unit)
    make.AgendaItemFactory(meeting=meeting, title="审议工作计划")
    notice_of(meeting, purpose="为总结工作。", arrangements="食宿统一安排。", contact="李四")
    said = build_notice(pk=meeting.pk)
    (letter,) = said["letters"]
    assert letter["addressee"] == "各成员单位"
    headings = [section["heading"] for section in letter["sections"]]
    assert headings == [
        "一、会议时间", "二、会议地点", "三、会议议程", "四、参会人员", "五、会务安排", "六、参会回执",
    ]  # fmt: skip
    lines = [line for section in letter["sections"] for line in section["lines"]]
    for line in (
        "2026年12月10日",
        "甲市",
        "（一）审议工作计划",
        "各成员单位理事。",
        "会议期间组织参观：产线。",
    ):
        assert line in lines
    (own,) = build_unit_notices(pk=meeting.pk)["letters"]
    assert (own["addressee"], own["asked"]) == ("甲公司", [f"理事 {member.person}。"])
    assert [row["name"] for row in own["rows"]] == [member.person.name]


def test_title_breaks_where_a_phrase_ends():
    assert title_lines("关于召开理事会的通知") == ["关于召开理事会的通知"]
    assert title_lines("关于召开第二届第三次理事会暨专家委员会工作会的通知") == [
        "关于召开第二届第三次理事会暨",
        "专家委员会工作会的通知",
    ]
    for length in range(1, 121):
        lines = title_lines("会" * length)
        assert "".join(lines) == "会" * length
        assert all(0 < len(line) <= 19 for line in lines)


# ---------------------------------------------------------------- the secretariat's page
def page_of(meeting, act: str = "") -> str:
    return reverse(f"admin:meetings_meeting_notice{act}", args=[meeting.pk])


def test_staff_write_number_and_send_on_one_page(client, secretary, meeting):
    make.council_member_of(make.UnitFactory())
    client.force_login(secretary)
    empty = client.get(page_of(meeting)).content.decode()
    assert "关于召开第五次理事会的通知" in empty
    assert "发出通知" not in empty
    client.post(page_of(meeting), {**TEXT, "dated": "", "opened_version": "0"})
    text = client.get(page_of(meeting)).content.decode()
    assert "邀请 1 家单位 1 人" in text
    numbered = client.post(page_of(meeting, "_number"), follow=True).content.decode()
    assert f"发文字号：钒钛联盟〔{timezone.localdate().year}〕1号" in numbered
    made = client.post(page_of(meeting, "_print"), {"by_unit": "1"})
    assert made["Location"].startswith("/documents/")
    sent = client.post(page_of(meeting, "_send"), follow=True).content.decode()
    assert "通知已发出" in sent
    assert "群通知" in sent
    refused = client.post(page_of(meeting, "_send"), follow=True).content.decode()
    assert "会议通知已发出，不能再修改" in refused


def test_bad_input_is_said_at_its_field_and_kept(client, secretary, meeting):
    client.force_login(secretary)
    answer = client.post(page_of(meeting), {**TEXT, "subject": "", "dated": "昨天", "opened_version": "x"})
    form = answer.context["form"]
    assert sorted(form.errors) == ["dated", "opened_version", "subject"]
    assert form["purpose"].value() == TEXT["purpose"]
    assert client.post(page_of(meeting, "_number"), follow=True).status_code == 200
    assert client.get(page_of(meeting, "_send")).status_code == 405


def test_somebody_elses_text_is_not_overwritten_unseen(client, secretary, meeting):
    notice_of(meeting, subject="别人的标题")
    client.force_login(secretary)
    stale = client.post(page_of(meeting), {**TEXT, "dated": "", "opened_version": "0"})
    assert "已被他人修改" in stale.content.decode()
    version = stale.context["form"]["opened_version"].value()
    client.post(page_of(meeting), {**TEXT, "dated": "", "opened_version": version})
    assert MeetingNotice.objects.get().subject == TEXT["subject"]
