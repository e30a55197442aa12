"""The ledger on SQLite: triggers hold, and sums are exact although SQLite keeps decimals as floats."""

import textwrap

import pytest

ON_SQLITE = textwrap.dedent(
    """
    import json
    from datetime import date, timedelta
    from decimal import Decimal
    import django
    django.setup()
    from django.db import connection, transaction
    from django.db.utils import IntegrityError
    from django.utils import timezone
    from members.fund_statement import balance_of, statement_of
    from members.models import AllianceProfile, DuesNotice, DuesPayment, Fund, FundEntry, Unit
    from members.models import DuesRate, DuesRound
    from members.services import dues, fund as ledger

    def refused(act):
        try:
            with transaction.atomic():
                act()
        except IntegrityError as error:
            return "append-only" in str(error)
        return False

    def attempts(model):
        cursor, table = connection.cursor(), model._meta.db_table
        pk = model.objects.latest("pk").pk
        return [
            refused(lambda: model.objects.filter(pk=pk).update(amount=1)),
            refused(lambda: model.objects.filter(pk=pk).delete()),
            refused(lambda: cursor.execute(f"UPDATE {table} SET amount = 1")),
            refused(lambda: cursor.execute(f"DELETE FROM {table}")),
        ]

    fund = Fund.objects.create(name="基金")
    sums = ["9999999999.99", "0.01", "0.1", "0.2", "1.15", "4.35", "8.29", "1000000.07"] * 5
    for amount in sums:
        ledger.book_income(actor=None, fund=fund, booked_on=date(2025, 1, 5), amount=Decimal(amount),
                           source="dues", summary="记")
    ledger.counter_entry(actor=None, entry=FundEntry.objects.first(), reason="错", booked_on=date(2025, 1, 6))
    right = sum(map(Decimal, sums)) - Decimal(sums[0])
    found = {"entries": attempts(FundEntry), "balance": balance_of(fund) == right,
             "closing": statement_of(fund, 2025).closing == right}

    AllianceProfile.objects.create(name="联盟", collects_dues=True)
    unit = Unit.objects.create(name="单位", kind="institute")
    due_at = timezone.now() + timedelta(days=3)
    round_ = DuesRound.objects.create(year=2025, due_at=due_at, fund=fund)
    DuesRate.objects.create(round=round_, rank="", amount=Decimal("0.30"))
    notice = dues.open_round(actor=None, round=round_).notices.get()
    for number, amount in enumerate(("0.10", "0.20")):
        payment = dues.record_payment(actor=None, notice=notice, amount=Decimal(amount),
                                      paid_on=timezone.localdate(), receipt_number=str(number))
    found["payments"] = attempts(DuesPayment)
    found["owed"] = str(DuesNotice.objects.with_paid().get().owed)
    dues.reverse_payment(actor=None, payment=payment, reason="错")
    found["owed again"] = str(DuesNotice.objects.with_paid().get().owed)
    print(json.dumps(found))
    """
)


@pytest.mark.embedded
def test_sqlite_keeps_the_ledger_as_postgresql_does(on_sqlite):
    assert on_sqlite(ON_SQLITE) == {
        "entries": [True] * 4,
        "payments": [True] * 4,
        "balance": True,
        "closing": True,
        "owed": "0.00",
        "owed again": "0.20",
    }
