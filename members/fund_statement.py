"""年度收支表: what a fund's year was, from its rows; as a snapshot for paper, page and Excel."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from alliance.core.dates import day_words
from members.models import AllianceProfile, Fund, FundEntry, HostingParty
from members.money import figures, in_words, yuan_of
from members.money_enums import FundPurpose, FundSource

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Row:
    """A row of the ledger with the balance after it."""

    entry: FundEntry
    balance: Decimal


@dataclass(frozen=True)
class Statement:
    """The year of a fund, yuan. Counter-entries lessen the source or purpose of what they undo.

    `opening + total_income − total_spending = closing`, and the balance of the last row is `closing`.
    """

    fund: Fund
    year: int
    opening: Decimal
    income: dict[str, Decimal]
    spending: dict[str, Decimal]
    rows: list[Row]

    @property
    def total_income(self) -> Decimal:
        return sum(self.income.values(), ZERO)

    @property
    def total_spending(self) -> Decimal:
        return sum(self.spending.values(), ZERO)

    @property
    def closing(self) -> Decimal:
        return self.opening + self.total_income - self.total_spending


def balance_of(fund: Fund, *, before: date | None = None) -> Decimal:
    """What is in the fund, or was at the end of the day before `before`."""
    rows = FundEntry.objects.filter(fund=fund)
    return yuan_of((rows.filter(booked_on__lt=before) if before else rows).total_fen())


def years_of(fund: Fund) -> list[int]:
    """The years in which something was booked, newest first."""
    return list(
        FundEntry.objects.filter(fund=fund).order_by("-year").values_list("year", flat=True).distinct()
    )


def statement_of(fund: Fund, year: int) -> Statement:
    """Opening balance, income by source, spending by purpose, closing balance and the rows; two queries."""
    opening = balance_of(fund, before=date(year, 1, 1))
    income = dict.fromkeys(map(str, FundSource), ZERO)
    spending = dict.fromkeys(map(str, FundPurpose), ZERO)
    rows, balance = [], opening
    entries = FundEntry.objects.filter(fund=fund, year=year).with_parties().order_by("booked_on", "number")
    for entry in entries:
        balance += entry.amount
        rows.append(Row(entry, balance))
        if entry.source:
            income[entry.source] += entry.amount
        else:
            spending[entry.purpose] -= entry.amount
    return Statement(fund, year, opening, income, spending, rows)


# ---------------------------------------------------------------- the snapshot
def build_fund_statement(*, pk: int, year: int) -> dict:
    """Everything that the printed statement shows, as JSON; sums as figures. Raises DoesNotExist."""
    fund = Fund.objects.get(pk=pk)
    said = statement_of(fund, year)
    alliance = AllianceProfile.objects.first()
    today = timezone.localdate()
    party = HostingParty.objects.on(min(today, date(year, 12, 31)))
    title = f"{fund}{year}年度收支表"
    return {
        "title": title,
        "file_name": f"{title}.pdf",
        "alliance": alliance.name if alliance else "",
        "fund": fund.name,
        "purpose": fund.purpose,
        "year": year,
        "is_example": fund.is_example,
        "hosting_party": party.invoice_title if party else "",
        "made_on": day_words(today),
        "until": day_words(today) if today.year == year else "",
        "opening": figures(said.opening),
        "income": _lines(FundSource, said.income),
        "spending": _lines(FundPurpose, said.spending),
        "total_income": _total(said.total_income),
        "total_spending": _total(said.total_spending),
        "closing": _total(said.closing),
        "rows": [_row(row) for row in said.rows],
    }


def _lines(choices, sums: dict[str, Decimal]) -> list[dict]:
    """In the charter's order; also what was nothing, since that is said by it."""
    return [{"label": choice.label, "amount": figures(sums[choice])} for choice in choices]


def _total(amount: Decimal) -> dict:
    return {"amount": figures(amount), "words": in_words(amount)}


def _row(row: Row) -> dict:
    entry = row.entry
    income = entry.amount if entry.source else None
    spending = -entry.amount if not entry.source else None
    return {
        "number": f"{entry.number:04d}",
        "day": entry.booked_on.isoformat(),
        "summary": entry.summary,
        "party": entry.party or (str(entry.unit) if entry.unit_id else ""),
        "kind": entry.get_source_display() if entry.source else entry.get_purpose_display(),
        "income": "" if income is None else figures(income),
        "spending": "" if spending is None else figures(spending),
        "balance": figures(row.balance),
        "undone": hasattr(entry, "countered_by"),
    }
