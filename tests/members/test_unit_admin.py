"""Staff's acts on units in the admin: departure, another name, merge, approval, 代录."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tablib import Dataset

from alliance.core.models import AuditEntry
from members.enums import ChangeState
from members.models import Departure, Unit, UnitChangeRequest
from members.resources import UnitResource
from tests import factories as make
from tests.members.make_units import DAY, asked, seat

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def secretary(client):
    user = make.staff()
    client.force_login(user)
    return user


def admin(name: str, pk: int) -> str:
    return reverse(f"admin:members_unit_{name}", args=[pk])


def test_staff_record_a_departure(client, secretary):
    unit = make.UnitFactory()
    held = seat(unit)

    refused = client.post(
        admin("depart", unit.pk), {"kind": "expelled", "left_on": "2020-06-30", "basis": "决议"}
    )
    assert "除名须填写原因。" in refused.content.decode()
    client.post(admin("depart", unit.pk), {"kind": "left", "left_on": "2020-06-30", "basis": "来函"})

    held.refresh_from_db()
    assert (Departure.objects.get().left_on, held.ends_on) == (DAY, DAY)
    assert (
        admin("depart", unit.pk)
        not in client.get(reverse("admin:members_unit_change", args=[unit.pk])).content.decode()
    )


def test_staff_record_another_name(client, secretary):
    unit = make.UnitFactory(name="甲厂")

    client.post(admin("rename", unit.pk), {"name": "乙厂", "name_since": "2020-06-30"})

    assert Unit.objects.get(pk=unit.pk).name_on(DAY - ONE_DAY) == "甲厂"


def test_a_merge_is_shown_before_it_is_done(client, secretary):
    duplicate, into = make.UnitFactory(name="旧号"), make.UnitFactory(name="今号")
    seat(duplicate, name="张三")
    answers = {"into": into.pk, "merged_on": "2020-06-30", "reason": "重复登记"}

    preview = client.post(admin("merge", duplicate.pk), answers)

    text = preview.content.decode()
    assert "张三，转入“今号”继续任职" in text
    assert Unit.objects.filter(merged_into=None).count() == 2
    client.post(admin("merge", duplicate.pk), {**answers, "confirm": "1"})
    assert Unit.objects.get(name="旧号").merged_into == into


def test_a_refused_merge_is_said_at_its_field(client, secretary):
    duplicate, into = make.UnitFactory(joined_on=DAY), make.UnitFactory()
    answers = {"into": into.pk, "merged_on": "2020-06-29", "reason": "重复登记"}

    for more in ({}, {"confirm": "1"}):
        page = client.post(admin("merge", duplicate.pk), {**answers, **more})
        assert "合并日期不能早于这一天" in page.context["form"].errors["merged_on"][0]


def test_staff_approve_in_the_admin_and_an_outdated_request_is_refused(client, secretary):
    unit = make.UnitFactory(name="甲厂")
    request = asked(unit, values={"address": "新址"})
    move = reverse("admin:members_unitchangerequest_move", args=[request.pk, "approve"])
    Unit.objects.filter(pk=unit.pk).update(address="另址")

    refused = client.post(move)
    assert "申请时为“未登记”，现为“另址”" in refused.content.decode()
    Unit.objects.filter(pk=unit.pk).update(address="")
    client.post(move)

    request.refresh_from_db()
    unit.refresh_from_db()
    assert (request.state, unit.address) == (ChangeState.APPROVED, "新址")
    assert AuditEntry.objects.filter(action="members.unit.take_over").count() == 1


def test_staff_record_a_change_for_the_liaison(client, secretary):
    unit = make.UnitFactory(name="甲厂", address="旧址")
    liaison = make.liaison_of(unit)
    address = f"{reverse('admin:behalf_act', args=['unit-change'])}?unit={unit.pk}"
    opened = client.get(address).context["form"]
    data = {
        "behalf_unit": unit.pk,
        "behalf_person_name": liaison.person.name,
        "behalf_channel": "phone",
        "behalf_received_on": timezone.localdate().isoformat(),
        "form_token": uuid.uuid4(),
        "opened_version": opened["opened_version"].value(),
        "name": "甲厂",
        "address": "新址",
    }

    client.post(address, data)

    request = UnitChangeRequest.objects.get()
    assert request.changes == {"address": {"old": "旧址", "new": "新址"}}
    assert AuditEntry.objects.get(action="members.unitchangerequest.submit").behalf.unit_name == "甲厂"


@pytest.mark.parametrize(("day", "refused"), [("2020-06-30", True), ("", False)])
def test_a_sheet_ends_no_membership_of_a_registered_unit(day, refused):
    unit = make.UnitFactory(name="甲厂")
    sheet = Dataset([unit.pk, "甲厂", "0812-7", day], headers=["编号", "单位名称", "单位电话", "退盟日期"])

    result = UnitResource(actor=make.staff()).import_data(sheet)

    assert (result.has_errors() or result.has_validation_errors()) is refused
    unit.refresh_from_db()
    assert (unit.left_on, unit.phone) == (None, "" if refused else "0812-7")
