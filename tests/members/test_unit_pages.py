"""The pages of units: directory of any day, history, the liaison's own unit, and staff's acts in the admin."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from members.enums import Body, ChangeState, NameKind
from members.models import Admission, Departure, EarlierMembership, Unit, UnitChangeRequest, UnitName
from members.services.unit_merges import merge_units
from tests import factories as make
from tests.members.make_units import DAY, USCC, asked, seat

pytestmark = pytest.mark.django_db
UNITS, OWN = reverse("members:units"), reverse("members:own_units")
ONE_DAY = timedelta(days=1)
# unit, names, admissions, departures, earlier memberships, absorbed, seats, offices, profile
QUERIES_OF_HISTORY = 9


def names(page) -> list[str]:
    return [row.record.name for row in page.context["table"].rows]


def change_url(unit) -> str:
    return reverse("members:unit_change_new", args=[unit.pk])


# ---------------------------------------------------------------- directory
def test_directory_of_a_past_day_lists_its_members_by_the_names_of_that_day(client):
    gone = make.UnitFactory(name="已退单位", left_on=DAY)
    UnitName.objects.create(unit=gone, name="原名单位", kind=NameKind.FORMER, used_until=DAY)
    make.UnitFactory(name="后来单位", joined_on=DAY + ONE_DAY)

    on_day = client.get(UNITS, {"on": DAY.isoformat()})

    assert names(on_day) == ["已退单位"]
    text = on_day.content.decode()
    assert "原名单位</a>" in text
    assert "现名：已退单位" in text
    assert "2020年6月30日" in text
    assert names(client.get(UNITS)) == ["后来单位"]


@pytest.mark.parametrize("day", ["2015-02-30", "昨天", "0000-00-00"])
def test_a_day_that_is_none_shows_the_members_of_today(client, day):
    make.UnitFactory(name="甲")

    assert names(client.get(UNITS, {"on": day})) == ["甲"]


def test_directory_is_narrowed_by_region_and_offers_those_that_there_are(client):
    make.UnitFactory(name="川企", region="51")
    make.UnitFactory(name="渝企", region="50")

    page = client.get(UNITS, {"region": "51"})

    assert names(page) == ["川企"]
    offered = [label for _, label in page.context["filter"].form.fields["region"].widget.choices]
    assert offered == ["全部地区", "重庆市", "四川省"]


# ---------------------------------------------------------------- a unit's page
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (lambda: None, False),
        (make.UserFactory, False),
        (lambda: make.liaison_of(make.UnitFactory()), True),
        (lambda: make.expert_of(make.UnitFactory(left_on=date(2015, 1, 1))), False),
        (make.staff, True),
    ],
    ids=["visitor", "no seat", "member", "former member", "staff"],
)
def test_the_contact_person_is_for_members_and_the_office_for_all(client, who, sees):
    unit = make.UnitFactory(phone="0812-123", contact_name="陈某", contact_phone="13900001234")
    if user := who():
        client.force_login(user)

    text = client.get(unit.get_absolute_url()).content.decode()

    assert "0812-123" in text
    assert ("13900001234" in text) is sees
    assert ("陈某" in text) is sees


def test_a_merged_unit_leads_to_the_survivor_with_a_note(client):
    duplicate, into = make.UnitFactory(name="旧号"), make.UnitFactory(name="今号")
    merge_units(actor=None, duplicate=duplicate, into=into, merged_on=DAY, reason="重复")
    last = make.UnitFactory(name="终号")
    merge_units(actor=None, duplicate=into, into=last, merged_on=DAY, reason="重复")

    page = client.get(duplicate.get_absolute_url(), follow=True)

    assert page.redirect_chain == [(f"{last.get_absolute_url()}?merged={duplicate.pk}", 302)]
    text = page.content.decode()
    assert "“旧号”已并入本单位" in text
    assert [one.name for one in page.context["absorbed"]] == ["今号", "旧号"]
    history = client.get(reverse("members:unit_history", args=[duplicate.pk])).content.decode()
    assert "本单位已并入“今号”" in history


# ---------------------------------------------------------------- history
def test_history_tells_everything_on_a_timeline_with_unknown_days_apart(client):
    unit = make.UnitFactory(name="今名", joined_on=date(2012, 3, 1), left_on=DAY)
    UnitName.objects.create(unit=unit, name="旧名", kind=NameKind.FORMER, used_until=date(2013, 3, 31))
    Admission.objects.create(unit=unit, admitted_on=date(2012, 3, 1), basis="理事会决议")
    Departure.objects.create(unit=unit, kind="left", left_on=DAY, basis="来函")
    EarlierMembership.objects.create(unit=unit, left_on=date(2010, 12, 31))
    seat(unit, name="张三", starts_on=date(2014, 5, 1), ends_on=date(2016, 5, 1))
    seat(unit, Body.LIAISON_MEETING, "李四", ended=True)
    other = make.UnitFactory(name="并来的")
    seat(other, Body.EXPERT_COMMITTEE, "王五", starts_on=date(2015, 1, 1))
    merge_units(actor=None, duplicate=other, into=unit, merged_on=date(2019, 1, 1), reason="重复")

    history = client.get(reverse("members:unit_history", args=[unit.pk])).context["history"]

    told = [(event.day, event.title) for _, events in history.years for event in events]
    assert told == sorted(told, key=lambda one: one[0], reverse=True)
    assert (date(2012, 3, 1), "入盟") in told
    assert (DAY, "退盟（自愿退出）") in told
    assert (date(2010, 12, 31), "退盟") in told
    assert (date(2013, 4, 1), "更名为“今名”") in told
    assert (date(2019, 1, 1), "“并来的”并入") in told
    assert (date(2014, 5, 1), "张三任第一届理事会理事") in told
    assert (date(2016, 5, 2), "张三不再任第一届理事会理事") in told
    undated = {(event.title, event.note) for event in history.undated}
    assert ("李四不再任第一届联络员会议联络员", "离任日期未载明") in undated
    assert [period.what for period in history.names] == ["今名", "旧名"]
    assert [(one.since, one.until) for one in history.memberships] == [
        (date(2012, 3, 1), DAY),
        (None, date(2010, 12, 31)),
    ]
    of = {event.of for _, events in history.years for event in events if "王五任" in event.title}
    assert of == {"并来的", ""}


@pytest.mark.parametrize("count", [1, 3])
def test_history_asks_the_same_number_of_times(client, django_assert_num_queries, count):
    unit = make.UnitFactory()
    for step, body in enumerate(Body.nominated()[:count]):
        UnitName.objects.create(unit=unit, name=f"旧名{step}", kind=NameKind.FORMER)
        EarlierMembership.objects.create(unit=unit, left_on=date(2000 + step, 1, 1))
        make.OfficeFactory(person=seat(unit, body, starts_on=date(2010, 1, 1)).person)

    with django_assert_num_queries(QUERIES_OF_HISTORY):
        client.get(reverse("members:unit_history", args=[unit.pk]))


# ---------------------------------------------------------------- the liaison
@pytest.fixture
def unit():
    return make.UnitFactory(name="示例厂", address="旧址", is_example=True)


@pytest.fixture
def liaison(unit, client):
    user = make.liaison_of(unit)
    client.force_login(user)
    return user


def typed(client, unit, **changes) -> dict:
    """What a browser sends of the form as it was opened, with `changes`."""
    form = client.get(change_url(unit)).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    filled = {name: value for name, value in values.items() if value not in (None, "")}
    return {**filled, **changes}


def test_own_unit_shows_the_register_and_what_is_missing(client, unit, liaison):
    text = client.get(OWN).content.decode()

    assert "旧址" in text
    assert "还没有登记：统一社会信用代码、地区、单位电话" in text
    assert change_url(unit) in text


def test_the_form_is_filled_with_what_is_registered_and_says_so(client, unit, liaison):
    page = client.get(change_url(unit))

    assert page.context["form"]["address"].value() == "旧址"
    assert "现登记：旧址" in page.content.decode()


def test_a_request_is_made_shown_and_withdrawn(client, unit, liaison):
    sent = client.post(change_url(unit), typed(client, unit, address="新址", region="51"), follow=True)

    request = UnitChangeRequest.objects.get()
    assert sent.redirect_chain == [(request.get_absolute_url(), 302)]
    assert request.rows == [("地区", "", "四川省"), ("通讯地址", "旧址", "新址")]
    assert client.get(change_url(unit)).url == request.get_absolute_url()

    client.post(reverse("members:unit_change_withdraw", args=[request.pk]))
    request.refresh_from_db()
    assert request.state == ChangeState.WITHDRAWN


def test_a_wrong_code_is_said_at_its_field_and_nothing_typed_is_lost(client, unit, liaison):
    page = client.post(change_url(unit), typed(client, unit, uscc=USCC[:17] + "X", note="请审核"))

    form = page.context["form"]
    assert "末位应为 G" in form.errors["uscc"][0]
    assert form["note"].value() == "请审核"
    assert "示例厂</strong>" in page.content.decode()


def test_a_code_in_small_letters_with_blanks_is_taken(client, unit, liaison):
    code = f"{USCC[:2]} {USCC[2:8]} {USCC[8:]}".lower()
    page = client.post(change_url(unit), typed(client, unit, uscc=code))

    assert list(page.context["form"].errors) == ["paper"]
    assert "统一社会信用代码须附证明材料" in page.context["form"].errors["paper"][0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"postcode": "12a"}, "postcode"),
        ({"region": "99"}, "region"),
        ({"contact_email": "无"}, "contact_email"),
        ({"website": "not a site"}, "website"),
        ({"name": ""}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"name_since": "2020-02-30"}, "name_since"),
    ],
)
def test_bad_input_is_said_at_its_field(client, unit, liaison, changes, field):
    page = client.post(change_url(unit), typed(client, unit, **changes))

    assert page.status_code == 200
    assert field in page.context["form"].errors


def test_what_staff_changed_meanwhile_is_shown_beside(client, unit, liaison):
    data = typed(client, unit, phone="0812-9")
    Unit.objects.filter(pk=unit.pk).update(version=2, address="秘书处改的")

    page = client.post(change_url(unit), data)

    shown = {(one.label, one.stored, one.written) for one in page.context["form"].conflict}
    assert shown == {("通讯地址", "秘书处改的", "旧址"), ("单位电话", "（空）", "0812-9")}
    again = {**data, "opened_version": "2", "address": "秘书处改的"}
    assert client.post(change_url(unit), again).status_code == 302


def test_another_unit_and_its_requests_do_not_exist_here(client, unit, liaison):
    other = make.UnitFactory()
    request = asked(other)

    for url in (change_url(other), request.get_absolute_url()):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("what", ["logo", "paper"])
def test_the_papers_of_a_request_are_for_its_unit_until_the_logo_is_public(client, unit, liaison, what):
    stored = make.stored_picture()
    asked(unit, liaison, **{what: stored})
    address = reverse("core:file", args=[stored.pk])

    assert client.get(address).status_code == 200
    client.force_login(make.liaison_of(make.UnitFactory()))
    assert client.get(address).status_code == 404
    Unit.objects.filter(pk=unit.pk).update(logo=stored)
    assert client.get(address).status_code == 200
    client.logout()
    assert client.get(address).status_code == 404  # the unit is an example
    Unit.objects.filter(pk=unit.pk).update(is_example=False)
    assert client.get(address).status_code == 200
