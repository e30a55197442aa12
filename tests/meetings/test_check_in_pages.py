"""签到 on its pages: the desk with its live count, the room's code on a phone, a badge scanned by staff."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.personal_links import read_link
from meetings.member_links import ARRIVAL, ON_SCREEN, arrival_path, badge_path
from meetings.models import Attendance, Meeting
from meetings.services.convening import convene_meeting
from tests import factories as make
from tests.meetings.make_notices import coming, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def members():
    return [make.council_member_of(make.UnitFactory(print_order=order)) for order in (1, 2, 3)]


@pytest.fixture
def meeting(members):
    meeting = planned("council", name="第五次理事会", venue="一号厅", starts_on=timezone.localdate())
    convene_meeting(actor=None, meeting=meeting)
    coming(meeting, members[0].person, phone="13800000001")
    coming(meeting, members[1].person, answer="delegate", delegate_name="钱二")
    coming(meeting, members[2].person, answer="excuse")
    return meeting


@pytest.fixture
def staff_client(client):
    client.force_login(make.staff())
    return client


def page_of(meeting, name: str = "check_in") -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk])


# ---------------------------------------------------------------- the desk
def test_desk_checks_in_takes_back_and_counts(staff_client, members, meeting):
    page = staff_client.get(page_of(meeting))
    assert "&lt;" not in page.content.decode()
    assert page.context["numbers"] == {"expected": 2, "here": 0, "excused": 1, "guests": 0}
    key = f"p{members[0].person.pk}"
    text = staff_client.post(page_of(meeting), {"in": key}, follow=True).content.decode()
    assert f"{members[0].person}已签到。" in text
    text = staff_client.post(
        page_of(meeting), {"in": f"p{members[1].person.pk}"}, follow=True
    ).content.decode()
    assert f"钱二（代{members[1].person}）已签到。" in text
    staff_client.post(page_of(meeting), {"excused": "1"})
    assert sorted(Attendance.objects.values_list("state", flat=True)) == ["excused", "present", "present"]
    staff_client.post(page_of(meeting), {"undo": key})
    page = staff_client.get(page_of(meeting), {"show": "here"})
    assert [one.name for one in page.context["lines"]] == ["钱二"]
    nonsense = staff_client.post(page_of(meeting) + "?show=zz", {"in": "x" * 300}, follow=True)
    assert "请刷新页面" in nonsense.content.decode()


def test_count_changes_by_itself_and_says_304_while_it_does_not(staff_client, members, meeting):
    first = staff_client.get(page_of(meeting, "check_in_count"))
    again = staff_client.get(page_of(meeting, "check_in_count"), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    staff_client.post(page_of(meeting), {"in": f"p{members[0].person.pk}"})
    changed = staff_client.get(page_of(meeting, "check_in_count"), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "到会席位 1／3" in changed.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_takes_the_same_queries_for_one_person_and_three(django_assert_num_queries, staff_client, rows):
    meeting = planned("council", starts_on=timezone.localdate())
    for _ in range(rows):
        make.council_member_of(make.UnitFactory())
    convene_meeting(actor=None, meeting=meeting)
    staff_client.get(page_of(meeting))
    with django_assert_num_queries(19):
        page = staff_client.get(page_of(meeting))
    assert len(page.context["lines"]) == rows


def test_guest_is_added_and_a_refusal_keeps_what_was_typed(staff_client, meeting):
    typed = {"name": "孙三", "unit": "", "affiliation": "", "post": "处长", "phone": ""}
    refused = staff_client.post(page_of(meeting, "check_in_guest"), typed)
    assert list(refused.context["form"].errors) == ["affiliation"]
    assert refused.context["form"]["post"].value() == "处长"
    staff_client.post(page_of(meeting, "check_in_guest"), {**typed, "affiliation": "科技厅"})
    assert Attendance.objects.get().state == "observer"


def test_members_have_no_desk(client, members, meeting):
    client.force_login(members[0])
    for name in ("check_in", "check_in_count", "check_in_code"):
        assert client.get(page_of(meeting, name)).status_code == 403
    assert client.post(page_of(meeting), {"in": f"p{members[0].person.pk}"}).status_code == 403
    assert Attendance.objects.count() == 0


# ---------------------------------------------------------------- the room's code
def test_code_on_the_screen_is_over_soon_and_the_printed_one_lasts(staff_client, meeting):
    def left(path):
        return read_link(ARRIVAL, path.rstrip("/").rpartition("/")[2]).expires_at - timezone.now()

    assert left(arrival_path(meeting)) <= ON_SCREEN < left(arrival_path(meeting, printed=True))
    screen, printed = (
        staff_client.get(page_of(meeting, "check_in_code") + query) for query in ("", "?print=1")
    )
    assert (screen["Refresh"], printed.has_header("Refresh")) == ("300", False)
    assert "<svg" in screen.content.decode()


def test_phone_checks_in_by_name_and_number_without_a_login(client, members, meeting):
    address = arrival_path(meeting)
    assert "手机号码" in client.get(address).content.decode()
    assert Attendance.objects.count() == 0
    wrong = client.post(address, {"name": members[0].person.name, "phone": "13900000000"})
    assert "请核对，或到签到台办理" in wrong.content.decode()
    assert wrong.context["form"]["name"].value() == members[0].person.name
    right = client.post(address, {"name": members[0].person.name, "phone": "138 0000 0001"}).content.decode()
    assert f"{members[0].person}，签到成功。" in right
    assert "会场：一号厅" in right
    assert client.cookies == {}


def test_code_ends_with_its_series_and_opens_nothing_else(client, meeting):
    address = arrival_path(meeting)
    assert client.get(address.replace("/in/", "/r/")).status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(link_series=1)
    assert client.get(address).status_code == 410


# ---------------------------------------------------------------- a badge
def test_badge_is_for_staff_to_scan_and_tells_others_what_it_is(client, members, meeting):
    address = badge_path(meeting, members[1].person)
    for user in (None, members[1]):
        if user:
            client.force_login(user)
        assert "请在签到台出示" in client.get(address).content.decode()
        assert client.post(address, {"in": f"p{members[1].person.pk}"}).status_code == 403
    client.force_login(make.staff())
    assert "本人到会" in client.get(address).content.decode()
    assert Attendance.objects.count() == 0
    done = client.post(address, {"in": f"p{members[1].person.pk}"}, follow=True).content.decode()
    assert "已签到。" in done
    assert Attendance.objects.get().person.name == "钱二"


def test_badge_outlives_the_end_of_other_links_and_nonsense_is_404(client, members, meeting):
    address = badge_path(meeting, members[0].person)
    Meeting.objects.filter(pk=meeting.pk).update(link_series=9)
    assert client.get(address).status_code == 200
    assert client.get(address[:-2] + "x/").status_code == 404
    members[0].person.occupancies.update(ended=True)
    assert "目前不在会议名单中" in client.get(address).content.decode()
