"""Nominating a patent: one service makes patent and nomination, once."""

import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import run_transition
from members.enums import Body
from projects.enums import NominationState, PatentKind
from projects.models import Nomination, Patent
from projects.services import nominate_patent, withdraw_nomination
from tests import factories as make
from tests.projects.acts import NUMBER, PATENT, leave_office, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例研究院")


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


def nominate(user, unit, token=None, **patent) -> Nomination:
    return nominate_patent(
        actor=user,
        unit=unit,
        token=token or uuid.uuid4(),
        patent={**PATENT, **patent},
        statement="可供许可。",
    )


def test_nominate_keeps_number_in_normal_form_and_derives_the_kind(liaison, unit):
    nomination = nominate(liaison, unit, number="２００９ 2 0107659 1")
    patent = nomination.patent
    assert (patent.number, patent.kind) == ("ZL200920107659.1", PatentKind.UTILITY_MODEL)
    assert (patent.owner, nomination.unit, nomination.state) == (unit, unit, NominationState.SUBMITTED)


def test_nominate_records_and_tells_the_secretariat(liaison, unit):
    staff = make.staff()
    nomination = nominate(liaison, unit)
    assert [(act.action_label, act.actor) for act in audit.entries_of(nomination)] == [("申报", liaison)]
    assert nomination.patent.history.get().history_user == liaison
    assert told(staff) == [f"收到入库申报：{NUMBER} 一种提钒方法"]


def test_nominate_with_a_wrong_check_digit_names_the_right_one(liaison, unit):
    with pytest.raises(ValidationError) as refused:
        nominate(liaison, unit, number="ZL201310699744.5")
    assert refused.value.message_dict == {"number": ["专利号校验位不对：末位应为 2，请核对各位数字。"]}
    assert Patent.objects.count() == 0


def test_nominate_the_same_patent_twice_is_refused_at_the_number(liaison, unit):
    nominate(liaison, unit)
    with pytest.raises(DomainError) as refused:
        nominate(liaison, unit, number="201310699744.2")
    assert (refused.value.field, refused.value.message) == ("number", "该专利已申报入库，不能重复申报。")
    assert Nomination.objects.count() == 1


def test_nominate_the_patent_of_another_unit_is_refused_and_changes_nothing(liaison, unit):
    patent = make.PatentFactory(number=NUMBER, title="他人的专利")
    with pytest.raises(DomainError, match="不能重复申报"):
        nominate(liaison, unit)
    patent.refresh_from_db()
    assert (patent.title, Nomination.objects.count()) == ("他人的专利", 0)


def test_nominate_with_the_same_token_is_the_same_nomination(liaison, unit):
    token = uuid.uuid4()
    first = nominate(liaison, unit, token)
    assert nominate(liaison, unit, token).pk == first.pk
    assert audit.entries_of(first).count() == 1


def test_nominate_again_after_withdrawal_keeps_one_patent(liaison, unit):
    first = nominate(liaison, unit)
    withdraw_nomination(actor=liaison, nomination=first)
    second = nominate(liaison, unit, title="改正后的名称")
    assert (second.patent_id, second.patent.title) == (first.patent_id, "改正后的名称")
    assert Patent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_three_forms_of_one_patent_at_once_make_one_nomination(liaison, unit):
    gate, results = threading.Barrier(3), []

    def send():
        try:
            gate.wait(timeout=10)
            results.append(nominate(liaison, unit).pk)
        except DomainError as refused:
            results.append(refused.field)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    only = Nomination.objects.get()
    assert sorted(map(str, results)) == sorted([str(only.pk), "number", "number"])


@pytest.mark.django_db(transaction=True)
def test_two_units_with_one_patent_at_once_make_one_nomination(unit):
    other = make.UnitFactory()
    people = [(make.liaison_of(unit), unit), (make.liaison_of(other), other)]
    gate, results = threading.Barrier(2), []

    def send(user, of_unit):
        try:
            gate.wait(timeout=10)
            nominate(user, of_unit)
            results.append("made")
        except (DomainError, ValidationError) as refused:
            results.append(getattr(refused, "field", None) or next(iter(refused.message_dict)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=pair) for pair in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["made", "number"]
    assert (Patent.objects.count(), Nomination.objects.count()) == (1, 1)


def test_nominate_for_another_unit_is_refused(liaison):
    with pytest.raises(NotAllowed):
        nominate(liaison, make.UnitFactory())


def test_nominate_after_the_seat_has_ended_is_refused(liaison, unit):
    leave_office(liaison, Body.LIAISON_MEETING)
    with pytest.raises(NotAllowed):
        nominate(liaison, unit)


def test_withdraw_twice_is_one_withdrawal(liaison, unit):
    nomination = nominate(liaison, unit)
    withdraw_nomination(actor=liaison, nomination=nomination)
    again = withdraw_nomination(actor=liaison, nomination=nomination)
    assert (again.state, again.version) == (NominationState.WITHDRAWN, 2)


def test_withdraw_after_the_decision_is_refused(liaison, unit):
    nomination = nominate(liaison, unit)
    run_transition(actor=make.staff(), obj=nomination, name="decline", reason="缴费终止")
    with pytest.raises(WrongState):
        withdraw_nomination(actor=liaison, nomination=nomination)


def test_withdraw_of_another_units_nomination_is_refused(liaison, unit):
    nomination = nominate(liaison, unit)
    with pytest.raises(NotAllowed):
        withdraw_nomination(actor=make.liaison_of(make.UnitFactory()), nomination=nomination)
