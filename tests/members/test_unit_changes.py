"""What a unit asks to have changed: asked for once, taken over as a whole or not at all."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.core.behalf import BehalfError
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.models import AuditEntry, BehalfRecord
from alliance.core.transitions import run_transition
from alliance.notices.models import Notice
from members.enums import ChangeState, NameKind
from members.models import Unit, UnitChangeRequest
from members.services.unit_changes import approve_change, request_change, withdraw_change
from tests import factories as make
from tests.members.make_units import DAY, USCC, asked
from tests.projects.behalf import called_by_liaison, on_behalf, paper

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def unit():
    return make.UnitFactory(name="甲厂", address="旧址", region="51")


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


# ---------------------------------------------------------------- asking
def test_only_what_differs_is_asked_for_with_what_stood_there(unit, liaison):
    request = asked(
        unit, liaison, values={"address": " 新址 ", "region": "51", "phone": "0812-1", "rank": "chair"}
    )

    assert request.changes == {
        "address": {"old": "旧址", "new": "新址"},
        "phone": {"old": "", "new": "0812-1"},
    }
    assert request.rows == [("通讯地址", "旧址", "新址"), ("单位电话", "", "0812-1")]
    assert Unit.objects.get(pk=unit.pk).address == "旧址"


def test_regions_are_read_by_their_names(unit, liaison):
    assert asked(unit, liaison, values={"region": "50"}).rows == [("地区", "四川省", "重庆市")]


def test_staff_are_told(unit, liaison, django_capture_on_commit_callbacks):
    secretary = make.staff()

    with django_capture_on_commit_callbacks(execute=True):
        asked(unit, liaison)

    told = Notice.objects.get(kind="units.change_requested")
    assert (told.recipient, told.title) == (secretary, "单位信息变更申请：甲厂")
    assert "通讯地址" in told.body


def test_the_same_form_sent_twice_is_one_request(unit, liaison):
    token = uuid.uuid4()
    given = {"actor": liaison, "unit": unit, "token": token, "values": {"phone": "1"}}

    assert request_change(**given).pk == request_change(**given).pk


def test_one_open_request_for_a_unit(unit, liaison):
    asked(unit, liaison)

    with pytest.raises(WrongState, match="待审核"):
        asked(unit, liaison, values={"phone": "2"})

    assert UnitChangeRequest.objects.count() == 1


def test_nothing_to_change_is_said(unit, liaison):
    with pytest.raises(DomainError, match="没有需要变更的"):
        asked(unit, liaison, values={"address": "旧址"})


def test_a_logo_alone_is_a_change(unit, liaison):
    request = asked(unit, liaison, values={}, logo=make.stored_picture())

    assert request.labels == ["标识"]


@pytest.mark.parametrize(
    ("values", "given", "field"),
    [
        ({"name": "乙厂"}, {}, "name_since"),
        ({"name": "乙厂"}, {"name_since": timezone.localdate() + ONE_DAY}, "name_since"),
        ({"name": "乙厂"}, {"name_since": DAY}, "paper"),
        ({"uscc": USCC}, {}, "paper"),
    ],
)
def test_a_name_or_a_code_needs_its_day_and_its_paper(unit, liaison, values, given, field):
    with pytest.raises(DomainError) as refused:
        asked(unit, liaison, values=values, **given)

    assert refused.value.field == field
    assert not UnitChangeRequest.objects.exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (USCC[:17] + "X", "末位应为 G"),
        (USCC[:17], "应为 18 位，现为 17 位"),
        (USCC.replace("M", "O"), "不含字符“O”"),
        ("A1510400MA62120Y0G", "末位应为 F"),
    ],
)
def test_a_wrong_code_names_the_right_check_character(unit, liaison, code, said):
    with pytest.raises(ValidationError, match=said) as refused:
        asked(unit, liaison, values={"uscc": code}, paper=paper())

    assert list(refused.value.message_dict) == ["uscc"]


@pytest.mark.parametrize("code", [USCC, "A1510400MA62120Y0F"])
def test_right_codes_are_accepted(unit, liaison, code):
    assert asked(unit, liaison, values={"uscc": code}, paper=paper()).changes["uscc"]["new"] == code


def test_a_code_or_name_of_another_unit_is_refused_at_its_field(unit, liaison):
    make.UnitFactory(name="乙厂", uscc=USCC)

    for values, field in (({"uscc": USCC}, "uscc"), ({"name": "乙厂"}, "name")):
        with pytest.raises(ValidationError) as refused:
            asked(unit, liaison, values=values, paper=paper(), name_since=DAY)
        assert list(refused.value.message_dict) == [field]


def test_what_was_registered_meanwhile_is_not_asked_back_unseen(unit, liaison):
    Unit.objects.filter(pk=unit.pk).update(version=2)

    with pytest.raises(StaleVersion):
        asked(unit, liaison, version=1)


@pytest.mark.parametrize("who", ["another unit", "expert", "former"])
def test_only_the_liaison_of_today_asks(unit, who):
    actors = {
        "another unit": lambda: make.liaison_of(make.UnitFactory()),
        "expert": lambda: make.expert_of(unit),
        "former": lambda: make.liaison_of(unit, ends_on=date(2020, 1, 1)),
    }

    with pytest.raises(NotAllowed):
        asked(unit, actors[who]())


# ---------------------------------------------------------------- decision
def test_approval_takes_over_everything_and_keeps_the_former_name(unit, liaison):
    logo = make.stored_picture()
    request = asked(
        unit, liaison, values={"name": "乙厂", "address": "新址"}, name_since=DAY, paper=paper(), logo=logo
    )

    approve_change(actor=make.staff(), request=request)

    unit = Unit.objects.get(pk=unit.pk)
    assert (unit.name, unit.address, unit.logo) == ("乙厂", "新址", logo)
    former = unit.names.get()
    assert (former.name, former.kind, former.used_until) == ("甲厂", NameKind.FORMER, DAY - ONE_DAY)
    assert (unit.name_on(DAY - ONE_DAY), unit.name_on(DAY)) == ("甲厂", "乙厂")
    request.refresh_from_db()
    assert (request.state, request.decided_at is None) == (ChangeState.APPROVED, False)
    assert AuditEntry.objects.get(action="members.unit.take_over").data["request"] == request.pk


def test_a_register_that_moved_on_refuses_the_request_whole(unit, liaison):
    request = asked(unit, liaison, values={"address": "新址", "phone": "1"})
    Unit.objects.filter(pk=unit.pk).update(address="另址")

    with pytest.raises(StaleVersion, match="通讯地址（申请时为“旧址”，现为“另址”）"):
        approve_change(actor=make.staff(), request=request)

    unit.refresh_from_db()
    request.refresh_from_db()
    assert (unit.address, unit.phone, request.state) == ("另址", "", ChangeState.SUBMITTED)


def test_a_name_that_another_unit_took_meanwhile_is_refused_whole(unit, liaison):
    request = asked(unit, liaison, values={"name": "乙厂", "phone": "1"}, name_since=DAY, paper=paper())
    make.UnitFactory(name="乙厂")

    with pytest.raises(ValidationError):
        approve_change(actor=make.staff(), request=request)

    unit.refresh_from_db()
    assert (unit.name, unit.phone, unit.names.count()) == ("甲厂", "", 0)


@pytest.mark.parametrize(("move", "result"), [("approve", "已采纳"), ("reject", "不予采纳")])
def test_the_liaison_is_told_what_became_of_it(unit, liaison, move, result):
    request = asked(unit, liaison)

    if move == "approve":
        approve_change(actor=make.staff(), request=request)
    else:
        run_transition(actor=make.staff(), obj=request, name="reject", reason="地址不详")

    told = Notice.objects.get(kind="units.change_decided")
    assert (told.recipient, told.title) == (liaison, f"单位信息变更{result}：甲厂")
    assert ("地址不详" in told.body) is (move == "reject")


def test_only_staff_decide_and_a_refusal_needs_its_reason(unit, liaison):
    request = asked(unit, liaison)

    with pytest.raises(NotAllowed):
        approve_change(actor=liaison, request=request)
    with pytest.raises(DomainError, match="理由"):
        run_transition(actor=make.staff(), obj=request, name="reject")


def test_withdrawn_once_and_then_decided_no_more(unit, liaison):
    request = asked(unit, liaison)

    withdraw_change(actor=liaison, request=request)
    withdraw_change(actor=liaison, request=request)

    assert AuditEntry.objects.filter(action="members.unitchangerequest.withdraw").count() == 1
    with pytest.raises(WrongState):
        approve_change(actor=make.staff(), request=request)
    assert asked(unit, liaison, values={"phone": "3"}).state == ChangeState.SUBMITTED


def test_another_units_liaison_withdraws_nothing(unit, liaison):
    with pytest.raises(NotAllowed):
        withdraw_change(actor=make.liaison_of(make.UnitFactory()), request=asked(unit, liaison))


# ---------------------------------------------------------------- 代录
def test_staff_record_it_for_the_liaison_with_its_paper(unit, liaison):
    behalf = called_by_liaison(liaison, unit, channel="paper", paper=paper())

    request = asked(unit, make.staff(), values={"uscc": USCC}, behalf=behalf)

    assert request.paper == behalf.paper
    record = BehalfRecord.objects.get()
    assert (record.unit_name, record.person_name) == ("甲厂", liaison.person.name)


def test_it_is_recorded_for_a_member_of_today_alone(unit):
    Unit.objects.filter(pk=unit.pk).update(left_on=date(2020, 1, 1))

    with pytest.raises(BehalfError, match="现在的成员单位"):
        asked(unit, make.staff(), behalf=on_behalf(unit, note="来电"))


def test_taking_back_is_recorded_as_well(unit, liaison):
    request = asked(unit, liaison)

    withdraw_change(actor=make.staff(), request=request, behalf=called_by_liaison(liaison, unit))

    request.refresh_from_db()
    assert request.state == ChangeState.WITHDRAWN
