"""Saving in the admin: audited, versioned, never overwriting somebody else, never a 500."""

import pytest
from django.urls import reverse

from alliance.core.models import AuditEntry, User
from members.models import Occupancy, Person, Unit
from members.services.people import correct_unit
from tests import factories as make
from tests.core.admin_forms import add_row, page_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client) -> User:
    user = make.staff(display_name="秘书甲")
    client.force_login(user)
    return user


def change_page(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def acts(row) -> list[tuple]:
    found = AuditEntry.objects.filter(object_id=row.pk, content_type__model=row._meta.model_name)
    return [(entry.action_label, str(entry.actor), entry.data) for entry in found.order_by("pk")]


# ---------------------------------------------------------------- two memories
def test_adding_a_unit_with_a_name_is_recorded_with_its_actor(client, secretary):
    address = reverse("admin:members_unit_add")
    data = page_data(client.get(address))
    data.update(name="新研究所", kind="institute")
    answer = client.post(address, add_row(data, "names", name="新所", kind="short"))
    assert answer.status_code == 302
    unit = Unit.objects.get(name="新研究所")
    changes = [{"added": {}}, {"added": {"name": "单位其他名称", "object": "新所"}}]
    assert acts(unit) == [("新增", "秘书甲", {"changes": changes})]
    assert [(record.history_type, str(record.history_user)) for record in unit.history.all()] == [
        ("+", "秘书甲")
    ]


def test_changing_a_field_is_recorded_and_counts_the_version(client, secretary):
    unit = make.UnitFactory(place="成都")
    page = client.get(change_page(unit))
    answer = client.post(change_page(unit), {**page_data(page), "place": "重庆"})
    assert answer.status_code == 302
    unit.refresh_from_db()
    assert (unit.place, unit.version) == ("重庆", 2)
    assert acts(unit) == [("修改", "秘书甲", {"changes": [{"changed": {"fields": ["所在地"]}}]})]
    assert str(unit.history.first().history_user) == "秘书甲"


def test_changing_only_a_row_below_counts_the_version_and_is_recorded(client, secretary):
    meeting = make.MeetingFactory()
    attendance = make.AttendanceFactory(meeting=meeting)
    page = client.get(change_page(meeting))
    answer = client.post(change_page(meeting), {**page_data(page), "attendances-0-unit_printed": "某所"})
    assert answer.status_code == 302
    meeting.refresh_from_db()
    attendance.refresh_from_db()
    assert (attendance.unit_printed, meeting.version) == ("某所", 2)
    changed = {"name": "参会人员", "object": str(attendance), "fields": ["单位（印刷写法）"]}
    assert acts(meeting) == [("修改", "秘书甲", {"changes": [{"changed": changed}]})]
    assert meeting.history.first().history_change_reason == "明细：参会人员"


def test_saving_unchanged_makes_no_version_and_no_record(client, secretary):
    unit = make.UnitFactory()
    before = unit.history.count()
    answer = client.post(change_page(unit), page_data(client.get(change_page(unit))))
    assert answer.status_code == 302
    unit.refresh_from_db()
    assert (unit.version, unit.history.count() - before, acts(unit)) == (1, 0, [])


def test_deleting_is_recorded(client, secretary):
    organisation = make.OrganisationFactory(name="某学会")
    address = reverse("admin:members_organisation_delete", args=[organisation.pk])
    answer = client.post(address, {"post": "yes"})
    assert answer.status_code == 302
    assert acts(organisation) == [("删除", "秘书甲", {})]
    last = organisation.history.model.objects.filter(id=organisation.pk).first()
    assert (last.history_type, str(last.history_user)) == ("-", "秘书甲")


def test_deleting_several_is_recorded_for_each(client, secretary):
    rows = make.OrganisationFactory.create_batch(2)
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    answer = client.post(reverse("admin:members_organisation_changelist"), data)
    assert answer.status_code == 302
    assert [acts(row) for row in rows] == [[("删除", "秘书甲", {})], [("删除", "秘书甲", {})]]


def test_deleting_what_others_refer_to_is_refused_on_a_page(client, secretary):
    seat = make.OccupancyFactory().seat
    address = reverse("admin:members_unit_delete", args=[seat.unit.pk])
    shown = client.get(address)
    posted = client.post(address, {"post": "yes"})
    assert (shown.status_code, posted.status_code) == (200, 200)
    assert "受保护" in shown.content.decode()
    assert Unit.objects.filter(pk=seat.unit.pk).exists()


def test_accounts_cannot_be_deleted(client, secretary):
    user = make.UserFactory()
    assert client.get(reverse("admin:core_user_delete", args=[user.pk])).status_code == 403


def test_setting_a_password_is_recorded_without_it(client, secretary):
    user = make.UserFactory(password=make.PASSWORD)
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    answer = client.post(address, {"password1": "vanadium-2015-x", "password2": "vanadium-2015-x"})
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.check_password("vanadium-2015-x")
    assert acts(user) == [("修改", "秘书甲", {"changes": [{"changed": {"fields": ["password"]}}]})]


# ---------------------------------------------------------------- two people at once
def test_saving_over_a_newer_version_is_refused_and_keeps_what_was_typed(client, secretary):
    unit = make.UnitFactory(place="成都")
    opened = page_data(client.get(change_page(unit)))
    other = make.staff(display_name="秘书乙")
    unit.place, unit.version, unit._history_user = "攀枝花", 2, other
    unit.save()
    answer = client.post(change_page(unit), {**opened, "place": "重庆"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "秘书乙于" in text and "修改了这份内容" in text
    assert 'value="重庆"' in text
    unit.refresh_from_db()
    assert (unit.place, unit.version) == ("攀枝花", 2)


def test_saving_once_more_after_the_warning_is_accepted(client, secretary):
    unit = make.UnitFactory(place="成都")
    opened = page_data(client.get(change_page(unit)))
    Unit.objects.filter(pk=unit.pk).update(version=2, place="攀枝花")
    warned = client.post(change_page(unit), {**opened, "place": "重庆"})
    again = page_data(warned)
    assert again["opened_version"] == 2
    assert client.post(change_page(unit), again).status_code == 302
    unit.refresh_from_db()
    assert (unit.place, unit.version) == ("重庆", 3)


def test_a_row_deleted_by_somebody_else_is_said_at_its_table(client, secretary):
    unit = make.UnitFactory()
    name = unit.names.create(name="旧称")
    opened = page_data(client.get(change_page(unit)))
    name.delete()
    answer = client.post(change_page(unit), opened)
    assert answer.status_code == 200
    assert "有的行已被他人删除" in answer.content.decode()


# ---------------------------------------------------------------- refusals of the database
def test_a_constraint_is_said_at_the_form(client, secretary):
    unit = make.UnitFactory(left_on="2014-01-01")
    opened = page_data(client.get(change_page(unit)))
    answer = client.post(change_page(unit), {**opened, "joined_on": "2015-05-29"})
    assert answer.status_code == 200
    assert "退盟日期不能早于入盟日期。" in answer.content.decode()


def test_two_new_occupants_of_one_seat_are_refused_in_words(client, secretary):
    """Each row passes its own check; only the database sees both."""
    seat = make.SeatFactory()
    people = make.PersonFactory.create_batch(2)
    data = page_data(client.get(change_page(seat)))
    for person in people:
        data = add_row(data, "occupancies", person=person.pk, evidence="stated")
    answer = client.post(change_page(seat), data)
    assert answer.status_code == 200
    assert "该席位已有现任人员，请先办理离任。" in answer.content.decode()
    assert Occupancy.objects.count() == 0


def test_a_seat_passes_on_when_the_former_occupant_has_a_last_day(client, secretary):
    former = make.OccupancyFactory()
    new = make.PersonFactory()
    data = page_data(client.get(change_page(former.seat)))
    data["occupancies-0-ends_on"] = "2015-05-29"
    answer = client.post(
        change_page(former.seat), add_row(data, "occupancies", person=new.pk, evidence="stated")
    )
    assert answer.status_code == 302
    assert set(Occupancy.objects.values_list("person__name", "ended")) == {
        (former.person.name, True),
        (new.name, False),
    }


# ---------------------------------------------------------------- versions
def test_history_tells_who_changed_what(client, secretary):
    unit = make.UnitFactory(kind="institute", place="")
    opened = page_data(client.get(change_page(unit)))
    client.post(change_page(unit), {**opened, "kind": "university", "place": "重庆"})
    text = client.get(reverse("admin:members_unit_history", args=[unit.pk])).content.decode()
    assert "<del>科研院所</del>" in text and "<ins>高校</ins>" in text
    assert "<del>未载明</del>" in text and "<ins>重庆</ins>" in text
    assert "版本</dt>" not in text
    assert "秘书甲" in text


def test_an_old_version_is_read_and_never_saved(client, secretary):
    unit = make.UnitFactory(place="成都")
    address = reverse("admin:members_unit_simple_history", args=[unit.pk, unit.history.first().pk])
    assert "成都" in client.get(address).content.decode()
    assert client.post(address, {"name": "改名"}).status_code == 403
    assert Unit.objects.get().name == unit.name


def test_history_of_a_relation_shows_names(client, secretary):
    unit, other = make.UnitFactory(), make.UnitFactory()
    person = make.PersonFactory(unit=unit)
    correct_unit(actor=secretary, person=person, unit=other, reason="登记有误")
    text = client.get(reverse("admin:members_person_history", args=[person.pk])).content.decode()
    assert f"<del>{unit}</del>" in text and f"<ins>{other}</ins>" in text
    assert Person.objects.get(pk=person.pk).unit == other


# ---------------------------------------------------------------- start page
def test_start_page_groups_tasks_and_shows_recent_acts(client, secretary):
    make.AllianceProfileFactory()
    unit = make.UnitFactory(name="某研究所")
    client.post(change_page(unit), {**page_data(client.get(change_page(unit))), "place": "重庆"})
    answer = client.get(reverse("admin:index"))
    groups = [group["name"] for group in answer.context["app_list"]]
    assert groups[-1] == "系统与账号"
    assert {"会议与议定事项", "学术交流", "专利技术库"} <= set(groups)
    assert [(act.label, act.obj) for act in answer.context["recent_acts"]] == [("修改", "某研究所")]


def test_start_page_shows_only_own_acts_without_the_right_to_read_all(client, secretary):
    unit = make.UnitFactory()
    client.post(change_page(unit), {**page_data(client.get(change_page(unit))), "place": "重庆"})
    client.force_login(make.UserFactory(is_staff=True))
    answer = client.get(reverse("admin:index"))
    assert answer.context["recent_acts"] == []
