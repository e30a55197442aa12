"""会费: a round for every member, payments in parts, waivers, corrections."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.notices.models import Notice
from members.models import AllianceProfile, DuesNotice, DuesRate, FundEntry
from members.money_reminders import of_dues
from members.services import dues
from tests import factories as make
from tests.members import make_money as money

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)


# ---------------------------------------------------------------- rounds
def test_opening_makes_one_notice_for_each_present_member_by_its_rank():
    chair, plain = make.UnitFactory(rank="chair"), make.UnitFactory()
    make.UnitFactory(left_on=YESTERDAY)
    make.UnitFactory(joined_on=timezone.localdate() + timedelta(days=1))
    make.UnitFactory(is_example=True)

    opened = dues.open_round(actor=make.staff(), round=money.round_(by_rank={"chair": "5000"}))

    assert opened.state == "open"
    assert dict(opened.notices.values_list("unit", "amount")) == {chair.pk: 5000, plain.pk: 1000}


def test_an_example_round_is_for_example_units_alone():
    example = make.UnitFactory(is_example=True)
    make.UnitFactory()

    opened = dues.open_round(actor=None, round=money.round_(is_example=True))

    assert [notice.unit for notice in opened.notices.all()] == [example]


def test_liaisons_are_told_of_their_own_notice():
    unit = make.UnitFactory()
    liaison, other = make.liaison_of(unit), make.liaison_of(make.UnitFactory())

    notice = money.notice(unit, amount="12345.60")

    told = Notice.objects.get(recipient=liaison)
    assert told.title == "缴费通知：2026年度会费"
    assert "12,345.60 元" in told.body
    assert told.url == notice.get_absolute_url()
    assert Notice.objects.get(recipient=other).url != told.url


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda one: DuesRate.objects.all().delete(), "会费标准"),
        (lambda one: DuesRate.objects.update(rank="chair"), "没有适用的会费标准"),
        (lambda one: type(one).objects.update(fund=None), "哪个基金"),
        (lambda one: type(one).objects.update(due_at=timezone.now()), "已过"),
        (lambda one: AllianceProfile.objects.update(collects_dues=False), "不收取会费"),
    ],
)
def test_a_round_that_is_not_ready_stays_a_draft(spoil, said):
    make.UnitFactory()
    draft = money.round_()
    spoil(draft)

    with pytest.raises(DomainError, match=said):
        dues.open_round(actor=make.staff(), round=draft)

    draft.refresh_from_db()
    assert (draft.state, DuesNotice.objects.count()) == ("draft", 0)


def test_staff_alone_open_a_round_and_once():
    unit = make.UnitFactory()
    draft = money.round_()
    with pytest.raises(NotAllowed):
        dues.open_round(actor=make.liaison_of(unit), round=draft)
    opened = dues.open_round(actor=make.staff(), round=draft)
    with pytest.raises(WrongState):
        dues.open_round(actor=make.staff(), round=opened)


def test_members_that_came_later_get_their_notice():
    opened = money.notice().round
    late = make.UnitFactory()

    made = dues.add_notices(actor=make.staff(), round=opened)

    assert [notice.unit for notice in made] == [late]
    assert dues.add_notices(actor=make.staff(), round=opened) == []


# ---------------------------------------------------------------- payments
def test_payments_in_parts_are_booked_as_dues_until_nothing_is_owed():
    notice = money.notice(amount="1000")

    money.payment(notice, "400.25", payer="某某公司")
    money.payment(notice, "599.75")

    assert (notice.paid, notice.owed) == (Decimal("1000.00"), Decimal("0.00"))
    assert [(e.amount, e.source, e.unit, e.party) for e in FundEntry.objects.order_by("pk")] == [
        (Decimal("400.25"), "dues", notice.unit, "某某公司"),
        (Decimal("599.75"), "dues", notice.unit, ""),
    ]
    assert notice not in DuesNotice.objects.owing()


@pytest.mark.parametrize(
    ("amount", "fields", "field", "said"),
    [
        ("1000.01", {}, "amount", "尚欠 1,000.00 元"),
        ("0", {}, "amount", "大于零"),
        ("0.001", {}, "amount", "两位小数"),
        ("1", {"paid_on": date(2099, 1, 1)}, "paid_on", "晚于今天"),
        ("1", {"paid_on": date(2014, 12, 31)}, "paid_on", "才设立"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_at_its_field(amount, fields, field, said):
    notice = money.notice()

    with pytest.raises(DomainError, match=said) as refused:
        money.payment(notice, amount, **fields)

    assert refused.value.field == field
    assert not FundEntry.objects.exists()


def test_a_receipt_number_is_used_once():
    notice = money.notice()
    money.payment(notice, receipt_number="A1")

    with pytest.raises(DomainError, match="已经用过") as refused:
        money.payment(notice, receipt_number=" A1 ")

    assert refused.value.field == "receipt_number"
    assert FundEntry.objects.count() == 1


def test_a_payment_into_a_closed_fund_is_refused():
    notice = money.notice()
    type(notice.round.fund).objects.update(closed_on=YESTERDAY)

    with pytest.raises(DomainError, match="结清"):
        money.payment(notice)

    assert not notice.payments.exists()


def test_a_reversed_payment_is_owed_again_and_countered_in_the_fund():
    notice = money.notice()
    paid = money.payment(notice, "300")

    dues.reverse_payment(actor=make.staff(), payment=paid, reason="记到别家了")

    paid.refresh_from_db()
    notice = DuesNotice.objects.get()
    assert (paid.reversed_reason, paid.amount, notice.owed) == ("记到别家了", 300, 1000)
    assert [entry.amount for entry in FundEntry.objects.order_by("number")] == [300, -300]
    with pytest.raises(WrongState):
        dues.reverse_payment(actor=make.staff(), payment=paid, reason="再来")


def test_reversing_needs_a_reason():
    paid = money.payment(money.notice())

    with pytest.raises(DomainError, match="原因"):
        dues.reverse_payment(actor=make.staff(), payment=paid, reason=" ")


def test_waiving_is_limited_to_what_is_not_paid_and_keeps_the_reason():
    notice = money.notice()
    money.payment(notice, "400")
    with pytest.raises(DomainError, match=r"最多可减免 600\.00"):
        dues.waive_dues(actor=make.staff(), notice=notice, amount=Decimal("600.01"), reason="困难")
    with pytest.raises(DomainError, match="原因"):
        dues.waive_dues(actor=make.staff(), notice=notice, amount=Decimal("600"), reason="")

    notice = dues.waive_dues(actor=make.staff(), notice=notice, amount=Decimal("600"), reason="困难")

    assert (notice.owed, notice.waived_reason) == (0, "困难")


def test_nothing_of_it_goes_while_dues_are_off():
    notice = money.notice()
    money.collect(False)

    for act in (
        lambda: money.payment(notice),
        lambda: dues.waive_dues(actor=None, notice=notice, amount=Decimal(1), reason="x"),
        lambda: dues.add_notices(actor=None, round=notice.round),
        lambda: dues.remind_arrears(actor=None, round=notice.round),
    ):
        with pytest.raises(DomainError, match="不收取会费"):
            act()


# ---------------------------------------------------------------- reminders and arrears
def test_who_owes_is_reminded_before_the_deadline_and_who_paid_is_not():
    owing, paid = make.UnitFactory(), make.UnitFactory()
    liaison, _ = make.liaison_of(owing), make.liaison_of(paid)
    notice = money.notice(owing, due_at=timezone.now() + timedelta(days=3))
    money.payment(notice.round.notices.get(unit=paid), "1000")

    (reminder,) = of_dues()

    assert (reminder.recipients, reminder.url) == ((liaison,), notice.get_absolute_url())
    money.collect(False)
    assert list(of_dues()) == []


def test_arrears_are_asked_for_once_a_day():
    unit = make.UnitFactory()
    liaison = make.liaison_of(unit)
    notice = money.notice(unit)

    assert dues.remind_arrears(actor=make.staff(), round=notice.round) == 1
    assert dues.remind_arrears(actor=make.staff(), round=notice.round) == 1

    assert Notice.objects.filter(recipient=liaison, kind="dues.unpaid").count() == 1
