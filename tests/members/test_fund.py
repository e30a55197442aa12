"""The ledger: what can be booked, what cannot, and that nothing of it is ever changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.models import AuditEntry
from members.models import DuesPayment, Fund, FundEntry, FundStatement
from members.money_enums import FundPurpose, FundSource
from members.services import fund as ledger
from tests import factories as make
from tests.members import make_money as money

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def income(fund: Fund, amount="100", day=DAY, actor=None, **fields) -> FundEntry:
    values = {"source": FundSource.CHAIR_SUPPORT, "summary": "资助", **fields}
    return ledger.book_income(actor=actor, fund=fund, booked_on=day, amount=Decimal(amount), **values)


def spending(fund: Fund, amount="30", day=DAY, **fields) -> FundEntry:
    values = {"purpose": FundPurpose.MEETING, "summary": "会议", **fields}
    return ledger.book_spending(actor=None, fund=fund, booked_on=day, amount=Decimal(amount), **values)


# ---------------------------------------------------------------- booking
def test_income_is_positive_with_its_source_and_spending_negative_with_its_purpose():
    fund = money.fund()

    received, spent = income(fund, "9999999999.99"), spending(fund, "0.01")

    assert (received.amount, received.source, received.purpose) == (
        Decimal("9999999999.99"),
        "chair_support",
        "",
    )
    assert (spent.amount, spent.source, spent.purpose) == (Decimal("-0.01"), "", "meeting")


def test_numbers_run_by_fund_and_year_of_the_day():
    fund, other = money.fund(), money.fund()

    made = [income(fund), income(fund, day=date(2025, 5, 1)), spending(fund), income(other)]

    assert [entry.voucher_number for entry in made] == ["2026-0001", "2025-0001", "2026-0002", "2026-0001"]


def test_a_refused_booking_leaves_no_gap():
    fund = money.fund()
    income(fund)
    with pytest.raises(ValidationError):
        income(fund, summary="长" * 201)

    assert income(fund).number == 2


def test_staff_alone_book_and_the_act_is_recorded():
    fund = money.fund()
    with pytest.raises(NotAllowed):
        income(fund, actor=make.liaison_of(make.UnitFactory()))
    entry = income(fund, actor=make.staff())

    assert FundEntry.objects.get() == entry
    assert (
        AuditEntry.objects.get(object_id=entry.pk, action="members.fundentry.book").action_label == "记收入"
    )


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "大于零"),
        ("-5", "大于零"),
        ("1.005", "两位小数"),
        ("10000000000", "不能超过"),
        ("NaN", "大于零"),
        ("Infinity", "大于零"),
    ],
)
def test_a_sum_that_is_none_is_refused_at_its_field(amount, said):
    with pytest.raises(DomainError, match=said) as refused:
        income(money.fund(), amount)

    assert refused.value.field == "amount"
    assert not FundEntry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "day", "said"),
    [
        ({"starts_on": DAY}, DAY - timedelta(days=1), "才设立"),
        ({"closed_on": date(2026, 6, 30)}, date(2026, 7, 1), "结清"),
        ({"closed_on": date(2026, 6, 30)}, date(2026, 6, 1), "结清"),
        ({"starts_on": None}, date(1026, 3, 1), "核对年份"),
        ({}, date(2099, 1, 1), "晚于今天"),
    ],
)
def test_a_day_on_which_nothing_can_be_booked_is_refused(fields, day, said):
    with pytest.raises(DomainError, match=said) as refused:
        income(money.fund(**fields), day=day)

    assert refused.value.field == "booked_on"


def test_first_and_last_day_of_a_fund_can_be_booked():
    today = timezone.localdate()
    fund = money.fund(starts_on=today, closed_on=today)

    assert income(fund, day=today).number == 1


def close_year(fund: Fund, year: int, made_at) -> None:
    document = make.RenderedDocument.objects.create(
        kind="fund_statement", digest=f"{fund.pk}-{year}", title="表", file_name="表.pdf", snapshot={}
    )
    FundStatement.objects.create(fund=fund, year=year, document=document, made_at=made_at)


def test_a_statement_made_after_the_year_closes_it_and_one_made_within_does_not():
    fund, now = money.fund(), timezone.now()
    close_year(fund, now.year - 1, now)
    close_year(fund, now.year, now)
    with pytest.raises(DomainError, match="不能再记账"):
        income(fund, day=date(now.year - 1, 12, 31))

    assert income(fund, day=date(now.year, 1, 1)).number == 1


# ---------------------------------------------------------------- undoing
def test_a_counter_entry_has_the_other_sign_and_says_why():
    entry = income(money.fund(), "120.50")

    counter = ledger.counter_entry(actor=make.staff(), entry=entry, reason="金额写错")

    assert (counter.amount, counter.source, counter.counters) == (Decimal("-120.50"), entry.source, entry)
    assert counter.summary == "冲销 2026-0001：金额写错"
    assert FundEntry.objects.total_fen() == 0


def test_a_row_is_undone_once_and_an_undoing_never():
    entry = spending(money.fund())
    counter = ledger.counter_entry(actor=None, entry=entry, reason="重复")

    with pytest.raises(WrongState, match="已经冲销"):
        ledger.counter_entry(actor=None, entry=entry, reason="重复")
    with pytest.raises(WrongState, match="本身是冲销"):
        ledger.counter_entry(actor=None, entry=counter, reason="重复")


def test_undoing_needs_a_reason_and_a_day_not_before_the_row():
    entry = spending(money.fund())

    with pytest.raises(DomainError, match="原因"):
        ledger.counter_entry(actor=None, entry=entry, reason="  ")
    with pytest.raises(DomainError, match="不能早于"):
        ledger.counter_entry(actor=None, entry=entry, reason="错", booked_on=DAY - timedelta(days=1))


def test_dues_are_undone_as_a_payment():
    paid = money.payment(money.notice())

    with pytest.raises(WrongState, match="作废缴费"):
        ledger.counter_entry(actor=None, entry=paid.entry, reason="错")


# ---------------------------------------------------------------- never changed
ATTEMPTS = {
    "save": lambda entry: entry.save(),
    "save_some": lambda entry: entry.save(update_fields=["summary"]),
    "delete": lambda entry: entry.delete(),
}
SQL_ATTEMPTS = {
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(amount=1),
    "delete": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "raw_update": lambda row: connection.cursor().execute(f"UPDATE {row._meta.db_table} SET amount = 1"),
    "raw_delete": lambda row: connection.cursor().execute(f"DELETE FROM {row._meta.db_table}"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_the_model_refuses_to_change_a_row(attempt):
    entry = income(money.fund())

    with pytest.raises(DomainError, match="冲销"):
        attempt(entry)


@pytest.mark.parametrize("make_row", [lambda: income(money.fund()), lambda: money.payment(money.notice())])
@pytest.mark.parametrize("attempt", SQL_ATTEMPTS.values(), ids=SQL_ATTEMPTS)
def test_the_database_refuses_to_change_a_row(attempt, make_row):
    row = make_row()
    amount = row.amount

    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        attempt(row)

    assert type(row).objects.get().amount == amount


def test_of_a_payment_only_its_undoing_can_be_written():
    paid = money.payment(money.notice())

    DuesPayment.objects.filter(pk=paid.pk).update(reversed_reason="写错")
    with pytest.raises(DomainError):
        paid.save(update_fields=["reversed_reason", "amount"])

    paid.refresh_from_db()
    assert paid.reversed_reason == "写错"


def test_dates_of_a_fund_cannot_leave_rows_outside():
    fund = money.fund()
    income(fund)
    fund.starts_on = DAY + timedelta(days=1)
    with pytest.raises(ValidationError, match="已有"):
        fund.full_clean()
    fund.starts_on, fund.closed_on = None, DAY - timedelta(days=1)
    with pytest.raises(ValidationError, match="已有"):
        fund.full_clean()
