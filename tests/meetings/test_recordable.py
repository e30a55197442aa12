"""秘书处代录 of replies and of a unit's answer about hosting, through the secretariat's form."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.models import BehalfRecord
from meetings.models import HostingTurn, Reply
from tests import factories as make
from tests.meetings.asked import ATTEND, DELEGATE, convened

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_client(client):
    client.force_login(make.staff())
    return client


def said(unit, name: str, **more) -> dict:
    return {
        "behalf_unit": str(unit.pk),
        "behalf_person_name": name,
        "behalf_channel": "phone",
        "behalf_received_on": timezone.localdate().isoformat(),
        "behalf_note": "",
        **more,
    }


def test_staff_record_a_reply_for_the_person_asked(staff_client):
    member = make.council_member_of(make.UnitFactory())
    meeting = convened("council")
    page = reverse("admin:behalf_act", args=["reply", meeting.pk])
    assert staff_client.get(page).status_code == 200
    missing = staff_client.post(page, {**ATTEND, **said(member.person.unit, member.person.name)})
    assert missing.context["form"].errors == {"person": ["请选择“谁的回执”。"]}
    typed = {**DELEGATE, **said(member.person.unit, member.person.name), "person": str(member.person.pk)}
    assert staff_client.post(page, typed).status_code == 302
    reply = Reply.objects.get()
    assert (reply.person, reply.answer, reply.delegate_name, reply.via) == (
        member.person,
        "delegate",
        "钱二",
        "behalf",
    )
    record = BehalfRecord.objects.get()
    assert (record.person_name, record.channel) == (member.person.name, "phone")


def test_person_of_another_unit_is_not_to_be_chosen_and_nothing_is_lost(staff_client):
    member, other = make.council_member_of(make.UnitFactory()), make.UnitFactory()
    page = reverse("admin:behalf_act", args=["reply", convened("council").pk])
    typed = {**ATTEND, **said(other, member.person.name), "person": str(member.person.pk)}
    answer = staff_client.post(page, typed)
    assert list(answer.context["form"].errors) == ["person"]
    assert answer.context["form"]["phone"].value() == "13900000000"
    assert Reply.objects.count() == 0


@pytest.mark.parametrize("state", ["planned", "held", "cancelled"])
def test_nothing_is_recorded_on_a_meeting_that_takes_no_replies(staff_client, state):
    meeting = make.MeetingBodyFactory(meeting__state=state).meeting
    answer = staff_client.get(reverse("admin:behalf_act", args=["reply", meeting.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:behalf"))


def test_staff_record_that_a_unit_declines(staff_client):
    turn = make.HostingTurnFactory()
    liaison = make.liaison_of(turn.unit)
    page = reverse("admin:behalf_act", args=["hosting", turn.pk])
    typed = said(turn.unit, liaison.person.name)
    refused = staff_client.post(page, {**typed, "answer": "decline", "reason": ""})
    assert refused.context["form"].errors == {"reason": ["请填写不能承办的理由。"]}
    assert staff_client.post(page, {**typed, "answer": "decline", "reason": "缺会场"}).status_code == 302
    assert HostingTurn.objects.values_list("state", "decline_reason").get() == ("declined", "缺会场")
    assert BehalfRecord.objects.get().unit_name == turn.unit.name
