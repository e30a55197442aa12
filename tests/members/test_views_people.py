"""The directory of people, a person's page, and what may be taken along."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from alliance.core.models import AuditEntry
from members.models import UnitName
from members.services.people import move_person
from tests import factories as make
from tests.core.sheets import cells_of

pytestmark = pytest.mark.django_db
PEOPLE = "/members/people/"


@pytest.fixture
def unit():
    return make.UnitFactory(name="甲研究所", short_name="甲所")


@pytest.fixture
def person(unit):
    return make.PersonFactory(
        name="张懿", unit=unit, phone="13812345678", email="zhang@example.com", expertise="选矿、提钒"
    )


@pytest.fixture
def reader(client):
    user = make.expert_of(make.UnitFactory())
    client.force_login(user)
    return user


def names(client, **query) -> list[str]:
    return [row.record.name for row in client.get(PEOPLE, query).context["table"].page.object_list]


@pytest.mark.parametrize("text", ["张懿", "zhangyi", "zhang yi", "zy", "甲研究", "甲所", "旧研究所", "提钒"])
def test_people_are_found_by_name_sound_unit_and_expertise(client, reader, person, unit, text):
    UnitName.objects.create(unit=unit, name="旧研究所")
    make.PersonFactory(name="王五")
    assert names(client, q=text) == ["张懿"]


def test_names_come_by_pinyin_with_what_was_put_right(client, reader):
    for name, override in (("王甲", ""), ("单乙", ""), ("乐丙", "yue bing"), ("安丁", "")):
        make.PersonFactory(name=name, pinyin_override=override)
    found = [name for name in names(client) if name != reader.person.name]
    assert found == ["安丁", "单乙", "王甲", "乐丙"]


def test_roles_of_today_narrow_the_list(client, reader, person):
    make.occupant_of(person.unit, "council", ended=True)
    person.academician = True
    person.save()
    assert names(client, role="academician") == ["张懿"]
    assert names(client, role="expert_committee") == [reader.person.name]
    assert names(client, role="council") == []
    assert names(client, role="nonsense") != []


def test_contact_is_whole_masked_or_not_there(client, reader, person):
    page = client.get(person.get_absolute_url()).content.decode()
    assert "138****5678" in page and "z****@example.com" in page and "13812345678" not in page
    client.force_login(make.liaison_of(person.unit))
    assert "13812345678" in client.get(person.get_absolute_url()).content.decode()
    client.logout()
    assert client.get(person.get_absolute_url()).status_code == 302
    assert client.get(PEOPLE).status_code == 302


def test_page_shows_former_units_seats_and_offices(client, reader, person):
    make.OccupancyFactory(seat=make.SeatFactory(unit=person.unit), person=person, ends_on=date(2016, 1, 1))
    make.OfficeFactory(person=person, kind="secretary_general")
    move_person(actor=None, person=person, unit=make.UnitFactory(name="乙大学"), since=date(2015, 5, 29))
    page = client.get(person.get_absolute_url()).content.decode()
    for text in ("乙大学", "甲研究所", "2015年5月28日", "理事会理事", "2016年1月1日", "秘书长"):
        assert text in page


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_person_asks_a_fixed_number_of_times(
    client, reader, person, django_assert_num_queries, rows
):
    for _ in range(rows):
        make.OccupancyFactory(person=person)
        make.OfficeFactory(person=person)
        person.affiliations.create(unit=make.UnitFactory())
    client.get(person.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(person.get_absolute_url())


def test_a_stranger_name_and_a_hostile_search_are_calm(client, reader):
    for text in ("%", "' or 1=1 --", "z" * 5000, "\N{PILE OF POO}", "(", "\\"):
        assert client.get(PEOPLE, {"q": text}).status_code == 200


# ---------------------------------------------------------------- taken along
def exported(client, address: str = reverse("members:people_export"), **data) -> list[list]:
    answer = client.post(address, data)
    assert answer.status_code == 200
    return [[cell.value for cell in row] for row in cells_of(answer.content)]


def test_member_takes_along_masked_contact_and_the_act_is_recorded(client, reader, person):
    head, row = exported(client, f"{reverse('members:people_export')}?q=张懿")
    assert dict(zip(head, row, strict=True))["电话"] == "138****5678"
    assert dict(zip(head, row, strict=True))["电子邮箱"] == "z****@example.com"
    assert not {"编号", "备注"} & set(head)
    entry = AuditEntry.objects.get()
    assert (entry.action_label, entry.actor, entry.reason[:3]) == ("导出人员", reader, "1 人")


def test_liaison_takes_along_the_own_unit_whole(client, person):
    client.force_login(make.liaison_of(person.unit))
    rows = exported(client)
    assert "13812345678" in rows[[row[0] for row in rows].index("张懿")]


def test_staff_takes_along_everything_from_the_admin(client, person):
    client.force_login(make.staff())
    head, row = exported(client, reverse("admin:members_person_export"), format="xlsx")
    shown = dict(zip(head, row, strict=True))
    assert (shown["编号"], shown["姓名"], shown["单位"], shown["电话"]) == (
        person.pk,
        "张懿",
        "甲研究所",
        "13812345678",
    )


# ---------------------------------------------------------------- the admin of who only reads
def test_staff_who_only_read_see_masked_contact_and_no_versions(client, person):
    user = make.UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    page = client.get(reverse("admin:members_person_change", args=[person.pk])).content.decode()
    assert "138****5678" in page and "13812345678" not in page and "zhang@example.com" not in page
    assert client.get(reverse("admin:members_person_history", args=[person.pk])).status_code == 403
    assert client.get(reverse("admin:members_personimport_changelist")).status_code == 403
    assert client.get(reverse("admin:members_person_move", args=[person.pk])).status_code == 403
