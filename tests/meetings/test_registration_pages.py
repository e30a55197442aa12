"""报名 on its pages: the public form, the participant's own page, the door, the secretariat's list."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from alliance.core.accounts.limits import Limit
from alliance.core.models import AuditEntry
from meetings import registration_mail
from meetings.models import EventRegistration
from meetings.services import registrations
from meetings.views import registrations as views
from tests import factories as make
from tests.meetings import make_events as events

pytestmark = pytest.mark.django_db
TWO = (("张三", "13800000001"), ("李四", "13800000002"))


def form_of(event) -> str:
    return reverse("meetings:event_register", args=[event.pk])


def send(client, event, **content):
    data = {"form_token": str(uuid.uuid4()), **events.said(**content)}
    return client.post(form_of(event), data)


# ---------------------------------------------------------------- the public form
def test_a_visitor_registers_and_sees_what_they_sent(client):
    event = events.open_event(capacity=5)
    make.UnitFactory(name="东北大学")
    page = client.get(form_of(event)).content.decode()
    assert "还有 5 个名额" in page
    assert '<option value="东北大学">' in page
    sent = send(client, event, name="张三", talk_title="钒渣提钒")
    assert sent.status_code == 302
    own = client.get(sent.url).content.decode()
    assert all(each in own for each in ("报名已提交", "张三", "钒渣提钒", "已报名"))
    assert AuditEntry.objects.get(action_label="报名").actor is None


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client):
    page = send(
        client, events.open_event(), name="", phone="没有", email="x", invoice_number="12", note="忌辣"
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"name", "phone", "email", "invoice_number"}
    assert "请填写电话号码" in text
    assert "忌辣" in text
    assert not EventRegistration.objects.exists()


def test_too_many_of_one_network_wait_and_keep_what_they_typed(client, monkeypatch):
    monkeypatch.setattr(views, "SENT", Limit("register-test", 1, 3600))
    cache.clear()
    event = events.open_event()
    first, second = (send(client, event, name=name, phone=phone) for name, phone in TWO)
    assert (first.status_code, second.status_code) == (302, 429)
    text = second.content.decode()
    assert "短时间内提交次数过多，没有提交" in text
    assert "李四" in text
    assert EventRegistration.objects.count() == 1


@pytest.mark.parametrize("abstract", ["字" * 2001, "字" * 2000])
def test_a_long_abstract_is_counted_not_cut(client, abstract):
    answer = send(client, events.open_event(), abstract=abstract)
    assert (answer.status_code == 302) == (len(abstract) == 2000)


def test_a_form_that_is_closed_or_full_says_so_and_takes_nothing(client):
    over = events.open_event(register_by=timezone.now() - timedelta(minutes=1))
    assert "报名已于" in client.get(form_of(over)).content.decode()
    full = events.open_event(capacity=1)
    events.registered(full)
    assert "名额已满" in client.get(form_of(full)).content.decode()
    page = send(client, full, note="想来")
    assert "名额已满" in page.content.decode()
    assert "想来" in page.content.decode()
    assert EventRegistration.objects.count() == 1
    assert "名额已满" in client.get(full.get_absolute_url()).content.decode()


def test_an_example_event_does_not_exist_for_visitors(client):
    example = events.open_event(is_example=True)
    assert client.get(form_of(example)).status_code == 404
    assert send(client, example).status_code == 404
    assert example.name not in client.get(reverse("meetings:events")).content.decode()
    client.force_login(make.staff())
    assert client.get(form_of(example)).status_code == 200
    assert example.name in client.get(reverse("meetings:events")).content.decode()


def test_who_is_logged_in_finds_their_own_facts_filled_in(client):
    user = make.liaison_of(make.UnitFactory(name="东北大学"))
    client.force_login(user)
    page = client.get(form_of(events.open_event())).content.decode()
    assert f'value="{user.person.name}"' in page
    assert 'value="东北大学"' in page


# ---------------------------------------------------------------- the participant's own page
def test_the_days_go_into_the_participants_calendar_until_they_withdraw(client):
    event = events.open_event(starts_on=date(2030, 9, 12), days=2, place="西昌", venue="一号厅")
    path = registration_mail.path_to(row := events.registered(event))
    assert f'href="{path}calendar.ics"' in client.get(path).content.decode()
    lines = client.get(f"{path}calendar.ics").content.decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20300912" in lines
    assert "DTEND;VALUE=DATE:20300914" in lines
    assert "LOCATION:西昌，一号厅" in lines
    assert "STATUS:TENTATIVE" in lines
    registrations.confirm_registration(actor=None, registration=row)
    assert b"STATUS:CONFIRMED" in client.get(f"{path}calendar.ics").content
    client.post(path)
    assert "calendar.ics" not in client.get(path).content.decode()
    assert client.get(f"{path}calendar.ics").status_code == 404


def test_the_code_for_the_door_comes_with_the_confirmation(client):
    row = events.registered()
    path = registration_mail.path_to(row)
    assert "签到码" not in client.get(path).content.decode().partition("报名内容")[0].replace(
        "出现签到码", ""
    )
    registrations.confirm_registration(actor=None, registration=row)
    page = client.get(path)
    assert 'class="qr"' in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"


def test_taking_back_needs_a_press_and_is_recorded_as_done_by_link(client):
    row = events.confirmed()
    path = registration_mail.path_to(row)
    assert client.get(path).status_code == 200
    assert EventRegistration.objects.get().state == "confirmed"
    assert client.post(path).status_code == 302
    assert EventRegistration.objects.get().state == "withdrawn"
    entry = AuditEntry.objects.get(action_label="登记取消报名")
    assert (entry.actor, entry.data) == (None, {"by_link": row.name})
    assert "取消报名" not in client.get(path).content.decode()


def test_a_link_of_another_event_opens_nothing(client):
    row, other = events.registered(), events.registered()
    row.event = other.event
    assert client.get(registration_mail.path_to(row)).status_code == 410


def test_who_is_there_cannot_withdraw_any_more(client):
    row = events.present()
    page = client.post(registration_mail.path_to(row))
    assert "已经签到，不能取消报名。" in page.content.decode()


# ---------------------------------------------------------------- the door
def test_staff_check_in_by_the_code_and_from_the_list(client):
    row = events.registered()
    address = reverse("meetings:event_check_in", args=[row.pk])
    client.force_login(make.staff())
    assert "确认并签到" in client.get(address).content.decode()
    assert client.post(address, follow=True).content.decode().count("已签到") >= 2
    back = client.post(address, {"undo": "", "list": "1"})
    assert back.url == reverse("admin:meetings_event_registrations", args=[row.event_id])
    assert EventRegistration.objects.get().checked_in_at is None


def test_the_code_tells_nothing_to_anybody_else(client):
    address = reverse("meetings:event_check_in", args=[events.registered().pk])
    assert client.get(address).status_code == 302
    client.force_login(make.liaison_of(make.UnitFactory()))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


# ---------------------------------------------------------------- the secretariat's list
@pytest.fixture
def secretary(client):
    user = make.staff()
    client.force_login(user)
    return user


def desk(event, page="registrations") -> str:
    return reverse(f"admin:meetings_event_{page}", args=[event.pk])


def test_the_list_counts_searches_and_narrows(client, secretary):
    event = events.open_event(capacity=10)
    events.present(event, name="甲", lodging="single")
    events.confirmed(event, name="乙", affiliation="钢铁研究总院")
    events.registered(event, name="丙")
    page = client.get(desk(event))
    assert dict(page.context["numbers"]) == {
        "占用名额": "3 / 10", "已签到": "1 / 2", "单间": "1", "合住": "0", "拟作报告": "0",
    }  # fmt: skip

    def names(query):
        return [row.name for row, _ in client.get(desk(event) + query).context["rows"]]

    assert names("") == ["丙", "乙", "甲"]
    assert names("?q=钢铁") == ["乙"]
    assert names("?state=present") == ["甲"]
    assert names("?state=submitted") == ["丙"]
    assert names("?state=x") == ["丙", "乙", "甲"]


def test_all_are_confirmed_by_one_press(client, secretary):
    event = events.open_event()
    events.registered(event)
    events.registered(event)
    told = client.post(desk(event, "confirm"), follow=True).content.decode()
    assert "已确认 2 人。" in told
    assert not EventRegistration.objects.waiting().exists()


def test_declining_asks_for_the_reason(client, secretary):
    row = events.registered()
    address = reverse("admin:meetings_eventregistration_move", args=[row.pk, "decline"])
    assert "请填写理由" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": "名额有限"})
    assert EventRegistration.objects.get().state == "declined"


def test_staff_record_a_call(client, secretary):
    event = events.open_event()
    data = {
        "form_token": str(uuid.uuid4()),
        **events.said(name="张三"),
        "behalf_person_name": "张三",
        "behalf_channel": "phone",
        "behalf_received_on": str(timezone.localdate()),
    }
    assert client.get(desk(event, "record")).status_code == 200
    answer = client.post(desk(event, "record"), data)
    assert answer.url == desk(event)
    entry = AuditEntry.objects.get(action_label="报名")
    assert (entry.actor, entry.behalf.person_name) == (secretary, "张三")
    later = client.post(desk(event, "record"), {**data, "behalf_channel": "paper"})
    assert later.status_code == 302  # the same form again: nothing new
    again = client.post(
        desk(event, "record"), {**data, "form_token": str(uuid.uuid4()), "behalf_channel": "paper"}
    )
    assert "behalf_paper" in again.context["form"].errors


def test_the_sheet_holds_the_event_alone(client, secretary):
    event = events.open_event()
    events.registered(event, name="甲")
    events.registered(name="乙")
    export = client.get(desk(event)).context["export"]
    sheet = client.post(export, {"format": "csv"}).content.decode()
    assert "甲" in sheet
    assert "乙" not in sheet
