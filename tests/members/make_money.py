"""Rows of agreement, dues and fund, made through the services where there is one."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from members.enums import UnitRank
from members.models import (
    Agreement,
    AllianceProfile,
    DuesNotice,
    DuesPayment,
    DuesRate,
    DuesRound,
    Fund,
    HostingParty,
    Unit,
)
from members.services.dues import open_round, record_payment
from tests import factories as make

_numbers = count(1)


def fund(**fields) -> Fund:
    return Fund.objects.create(**{"name": f"第{next(_numbers)}基金", "starts_on": date(2015, 1, 1), **fields})


def collect(on: bool = True) -> None:
    """Dues are switched on, or off."""
    if not AllianceProfile.objects.update(collects_dues=on):
        make.AllianceProfileFactory(collects_dues=on)


def round_(*, amount="1000", by_rank=None, **fields) -> DuesRound:
    """A draft with a rate for everybody, and those of `by_rank`."""
    collect()
    values = {"year": 2026, "due_at": timezone.now() + timedelta(days=30), **fields}
    made = DuesRound.objects.create(**{"fund": None, **values})
    if "fund" not in fields:
        made.fund = fund()
        made.save()
    DuesRate.objects.create(round=made, rank="", amount=Decimal(amount))
    for rank, each in (by_rank or {}).items():
        DuesRate.objects.create(round=made, rank=UnitRank(rank), amount=Decimal(each))
    return made


def notice(unit: Unit | None = None, *, amount="1000", **fields) -> DuesNotice:
    """The notice of a unit of a round that went out."""
    unit = unit or make.UnitFactory()
    made = open_round(actor=None, round=round_(amount=amount, is_example=unit.is_example, **fields))
    return made.notices.get(unit=unit)


def payment(of: DuesNotice, amount="400", **fields) -> DuesPayment:
    values = {"paid_on": timezone.localdate(), "receipt_number": f"收{next(_numbers):05}", **fields}
    return record_payment(actor=None, notice=of, amount=Decimal(amount), **values)


def agreement(**fields) -> Agreement:
    values = {"number": next(_numbers), "state": "open", "stored": make.stored_picture(), **fields}
    return Agreement.objects.create(**values)


def hosting_party(unit: Unit | None = None, **fields) -> HostingParty:
    unit = unit or make.UnitFactory()
    values = {"unit": unit, "invoice_title": unit.name, "bank": "测试银行", "account": "1234567890", **fields}
    return HostingParty.objects.create(**values)
