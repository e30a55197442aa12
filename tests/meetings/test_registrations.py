"""报名: taken while it is open and places are left, once each; confirmed, declined, taken back; the door."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from alliance.core.behalf import BehalfError, OnBehalf
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry, BehalfRecord
from alliance.notices.models import Delivery
from meetings.models import Event, EventRegistration
from meetings.services import registrations
from meetings.services.registrations import register_for_event
from tests import factories as make
from tests.meetings import make_events as events

pytestmark = pytest.mark.django_db


def register(event, token=None, actor=None, behalf=None, **content):
    said = events.said(**content)
    return register_for_event(
        actor=actor, event=event, token=token or uuid.uuid4(), content=said, behalf=behalf
    )


# ---------------------------------------------------------------- taking
def test_the_same_form_sent_twice_is_one_registration():
    event, token = events.open_event(), uuid.uuid4()
    first = register(event, token, name="张三")
    assert register(event, token, name="李四") == first
    assert EventRegistration.objects.get().name == "张三"
    with pytest.raises(DomainError, match="已失效"):
        register(events.open_event(), token)


def test_somebody_who_is_registered_is_told_so_at_the_phone_and_may_come_again_after_withdrawing():
    event = events.open_event()
    first = register(event, name="张三", phone="13900000001")
    with pytest.raises(DomainError, match="已经报名") as refused:
        register(event, name="张三", phone="13900000001")
    assert refused.value.field == "phone"
    assert register(event, name="李四", phone="13900000001").pk  # an office has one telephone
    registrations.withdraw_registration(actor=None, registration=first)
    assert register(event, name="张三", phone="13900000001").state == "submitted"


def test_what_is_missing_is_said_by_field():
    with pytest.raises(ValidationError) as refused:
        register(events.open_event(), name="", phone="")
    assert set(refused.value.message_dict) == {"name", "phone"}


@pytest.mark.parametrize(
    ("fields", "late", "refusal"),
    [
        ({"takes_registrations": False}, 0, "不在网上报名"),
        ({"register_by": timezone.now()}, 0, ""),
        ({"register_by": timezone.now()}, 0.999, ""),
        ({"register_by": timezone.now()}, 1, "报名已于"),
        ({"register_by": None, "starts_on": None}, 0, ""),
        ({"register_by": None, "starts_on": date(2000, 1, 1)}, 0, "活动已经结束"),
    ],
)
def test_the_deadline_is_inclusive_to_the_second(fields, late, refusal):
    event = Event(**{"takes_registrations": True, "name": "会", "year": 2026, **fields})
    moment = (event.register_by or timezone.now()) + timedelta(seconds=late)
    said = event.registration_refusal(moment)
    assert refusal in said and bool(refusal) == bool(said)


def test_an_event_without_a_deadline_takes_registrations_on_its_last_day():
    today = timezone.localdate()
    event = Event(takes_registrations=True, starts_on=today - timedelta(days=2), days=3)
    assert event.registration_refusal(timezone.now()) == ""
    event.days = 2
    assert event.registration_refusal(timezone.now()) == "活动已经结束。"


def test_declined_and_withdrawn_leave_their_place_to_others():
    event = events.open_event(capacity=1)
    first = register(event)
    with pytest.raises(DomainError, match="名额已满"):
        register(event)
    registrations.decline_registration(actor=make.staff(), registration=first, reason="重复")
    second = register(event)
    registrations.withdraw_registration(actor=None, registration=second)
    assert registrations.places_left(event) == 1
    assert registrations.places_left(events.open_event()) is None


def test_unit_organisation_and_person_are_linked_by_their_names():
    unit = make.UnitFactory(name="东北大学", short_name="东大")
    other, example = make.OrganisationFactory(name="某学会"), make.UnitFactory(name="示例所", is_example=True)
    user = make.liaison_of(unit)
    event = events.open_event()
    assert register(event, affiliation="东大").unit == unit
    assert register(event, affiliation="某学会").organisation == other
    assert register(event, affiliation=example.name).unit is None
    assert register(event, actor=user, name=user.person.name).person == user.person
    assert register(event, actor=user, name="同事").person is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_of_twenty_at_once_no_more_are_taken_than_there_are_places():
    event = events.open_event(capacity=7)
    barrier, outcome = threading.Barrier(20), []

    def send():
        try:
            barrier.wait(30)
            outcome.append(register(event).state)
        except DomainError as full:
            outcome.append(full.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (outcome.count("submitted"), outcome.count(registrations.FULL)) == (7, 13)
    assert event.registrations.count() == 7


# ---------------------------------------------------------------- 代录
def said_by(**more) -> OnBehalf:
    return OnBehalf(
        **{"person_name": "王五", "channel": "phone", "received_on": timezone.localdate(), **more}
    )


def test_staff_record_what_came_by_telephone_also_after_the_deadline_with_its_paper():
    staff = make.staff()
    assert register(events.open_event(), actor=staff, behalf=said_by()).person is None
    assert BehalfRecord.objects.get().person_name == "王五"
    over = events.open_event(register_by=timezone.now() - timedelta(days=1))
    with pytest.raises(DomainError, match="报名已于"):
        register(over, actor=staff)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(BehalfError) as refused:
        register(over, actor=staff, behalf=said_by(received_on=yesterday, note="上午"))
    assert refused.value.field == "paper"
    paper = make.stored_picture()
    kept = register(over, actor=staff, behalf=said_by(received_on=yesterday, note="上午", paper=paper))
    assert kept.state == "submitted"


def test_nobody_else_records():
    with pytest.raises(NotAllowed):
        register(events.open_event(), actor=make.liaison_of(make.UnitFactory()), behalf=said_by())


# ---------------------------------------------------------------- moving
def test_the_participant_is_told_by_mail_and_the_log_holds_no_link():
    staff, event = make.staff(), events.open_event()
    first = events.registered(event, email="a@example.org")
    registrations.confirm_registration(actor=staff, registration=first)
    registrations.confirm_registration(actor=staff, registration=first)
    second = events.registered(event, email="b@example.org")
    registrations.decline_registration(actor=staff, registration=second, reason="名额有限")
    events.registered(event)
    sent = list(Delivery.objects.order_by("pk").values_list("address", "kind", "url"))
    assert sent == [
        ("a@example.org", "registration.received", f"registration:{first.pk}"),
        ("a@example.org", "registration.confirmed", f"registration:{first.pk}"),
        ("b@example.org", "registration.received", f"registration:{second.pk}"),
        ("b@example.org", "registration.declined", f"registration:{second.pk}"),
    ]
    assert "理由：名额有限" in Delivery.objects.get(kind="registration.declined").body


def test_all_who_wait_are_confirmed_at_once():
    event = events.open_event()
    for _ in range(3):
        events.registered(event)
    events.registered()
    assert registrations.confirm_all(actor=make.staff(), event=event) == 3
    assert registrations.confirm_all(actor=make.staff(), event=event) == 0
    assert EventRegistration.objects.waiting().count() == 1


def test_declining_needs_its_reason():
    with pytest.raises(DomainError, match="请填写理由"):
        registrations.decline_registration(actor=make.staff(), registration=events.registered(), reason=" ")


def test_only_the_secretariat_decides():
    user, row = make.liaison_of(make.UnitFactory()), events.registered()
    for act in (
        lambda: registrations.confirm_registration(actor=user, registration=row),
        lambda: registrations.confirm_all(actor=user, event=row.event),
        lambda: registrations.decline_registration(actor=user, registration=row, reason="否"),
        lambda: registrations.withdraw_registration(actor=user, registration=row, reason="否"),
        lambda: registrations.check_in(actor=user, registration=row),
        lambda: registrations.undo_check_in(actor=user, registration=row),
    ):
        with pytest.raises(NotAllowed):
            act()


# ---------------------------------------------------------------- the door
def test_checking_in_confirms_and_keeps_the_first_time():
    row = registrations.check_in(actor=make.staff(), registration=events.registered())
    assert row.state == "confirmed"
    again = registrations.check_in(actor=make.staff(), registration=row)
    assert again.checked_in_at == row.checked_in_at
    assert registrations.undo_check_in(actor=make.staff(), registration=row).checked_in_at is None
    labels = list(AuditEntry.objects.order_by("pk").values_list("action_label", flat=True))
    assert labels == ["报名", "确认报名", "签到", "撤销签到"]


def test_who_withdrew_is_not_checked_in_and_who_is_there_cannot_withdraw():
    gone = registrations.withdraw_registration(actor=None, registration=events.registered())
    with pytest.raises(WrongState, match="已取消"):
        registrations.check_in(actor=make.staff(), registration=gone)
    with pytest.raises(WrongState, match="已经签到"):
        registrations.withdraw_registration(actor=None, registration=events.present())
