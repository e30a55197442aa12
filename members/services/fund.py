"""基金台账: book income and spending, undo by a counter-entry. Rows are never changed; numbers have no gaps.

A year is closed once its statement was made after it had ended: what is found later goes into the year of its finding.
"""

import uuid
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.dates import day_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.models import StoredFile
from alliance.core.writing import lock, save_record
from members.models import Fund, FundEntry, FundStatement, Unit
from members.money import checked_amount, figures

FIRST_YEAR = 2000  # an earlier one is a slip of the pen
LONGEST = 200  # characters of a summary or basis


@transaction.atomic
def book_income(  # noqa: PLR0913  one keyword for each thing that a row says
    *,
    actor,
    fund: Fund,
    booked_on: date,
    amount: Decimal,
    source: str,
    summary: str,
    unit: Unit | None = None,
    party: str = "",
    basis: str = "",
    voucher: StoredFile | None = None,
    token: uuid.UUID | None = None,
) -> FundEntry:
    """Enter money received, `amount` yuan to the fen, from one of the charter's four sources.

    The same `token` again, from a second click or tab, returns the row that it made. Raises DomainError at the field for
    a sum of nothing or less, a day before the fund began or after it was closed, in
    the future or in a closed year; ValidationError by field for what the model refuses.
    """
    words = {"summary": summary, "basis": basis, "party": party}
    values = {"source": source, "unit": unit, "voucher": voucher, "form_token": token, **words}
    return _book(actor, fund, booked_on, checked_amount(amount), "记收入", values)


@transaction.atomic
def book_spending(  # noqa: PLR0913
    *,
    actor,
    fund: Fund,
    booked_on: date,
    amount: Decimal,
    purpose: str,
    summary: str,
    unit: Unit | None = None,
    party: str = "",
    basis: str = "",
    voucher: StoredFile | None = None,
    token: uuid.UUID | None = None,
) -> FundEntry:
    """Enter money spent for a purpose: `amount` yuan, more than nothing. Raises as `book_income`."""
    words = {"summary": summary, "basis": basis, "party": party}
    values = {"purpose": purpose, "unit": unit, "voucher": voucher, "form_token": token, **words}
    return _book(actor, fund, booked_on, -checked_amount(amount), "记支出", values)


@transaction.atomic
def counter_entry(*, actor, entry: FundEntry, reason: str, booked_on: date | None = None) -> FundEntry:
    """Undo a row by one of the same amount with the other sign, on `booked_on` (today). Once, and never of its kind.

    Raises WrongState for a row that was undone or undoes another, and for dues, which are reversed as a payment.
    """
    require(actor, "members.keep_fund", entry)
    if hasattr(entry, "payment"):
        raise WrongState("这是一笔会费，请在该单位的缴费通知里作废缴费，台账会同时冲销。")
    return counter_locked(actor=actor, entry=entry, reason=reason, booked_on=booked_on)


@transaction.atomic
def counter_locked(*, actor, entry: FundEntry, reason: str, booked_on: date | None = None) -> FundEntry:
    """The counter-entry itself; what else hangs on the row is the caller's business (`dues.reverse_payment`)."""
    fund = lock(entry.fund)  # two at once come one after another: the second finds the first
    entry = FundEntry.objects.get(pk=entry.pk)
    if not reason.strip():
        raise DomainError("请填写冲销原因。", field="reason")
    if entry.counters_id:
        raise WrongState("这一笔本身是冲销，不能再冲销；请重新记账。")
    if FundEntry.objects.filter(counters=entry).exists():
        raise WrongState("这一笔已经冲销过了。")
    day = booked_on or timezone.localdate()
    if day < entry.booked_on:
        raise DomainError(
            f"冲销日期不能早于原分录的日期（{day_words(entry.booked_on)}）。", field="booked_on"
        )
    values = {
        "source": entry.source,
        "purpose": entry.purpose,
        "unit": entry.unit,
        "party": entry.party,
        "summary": f"冲销 {entry.voucher_number}：{reason.strip()}"[:LONGEST],
        "counters": entry,
    }
    return _book(actor, fund, day, -entry.amount, "冲销", values, reason=reason.strip())


def _book(
    actor, fund: Fund, day: date, amount: Decimal, label: str, values: dict, reason: str = ""
) -> FundEntry:
    require(actor, "members.keep_fund", fund)
    fund = lock(fund)
    if done := _made_by(values.get("form_token"), actor):
        return done
    check_day(fund, day)
    entry = FundEntry(
        fund=fund,
        year=day.year,
        number=_next_number(fund, day.year),
        booked_on=day,
        amount=amount,
        created_by=actor,
        **values,
    )
    save_record(entry, actor=actor)
    audit.record(
        actor=actor,
        obj=entry,
        action="members.fundentry.book",
        label=label,
        reason=reason,
        data={"amount": str(amount), "fund": fund.pk},
    )
    return entry


def _made_by(token: uuid.UUID | None, actor) -> FundEntry | None:
    """What this person's form has booked already; somebody else's form tells nothing."""
    found = FundEntry.objects.filter(form_token=token).first() if token else None
    if found is not None and found.created_by != actor:
        raise DomainError("这份表单已失效，请重新打开后填写。")
    return found


def _next_number(fund: Fund, year: int) -> int:
    """One more than the last of the year; the fund's row is locked, so that no two get the same."""
    last = FundEntry.objects.filter(fund=fund, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def check_day(fund: Fund, day: date) -> None:
    """Raise DomainError at `booked_on` for a day on which nothing can be booked in the fund."""
    if refusal := _refusal_of(fund, day):
        raise DomainError(refusal, field="booked_on")


def _refusal_of(fund: Fund, day: date) -> str:
    today = timezone.localdate()
    if fund.closed_on and (day > fund.closed_on or today > fund.closed_on):
        return f"“{fund}”已于{day_words(fund.closed_on)}结清，不能再记账。"
    if day > today:
        return "日期不能晚于今天。"
    if day.year < FIRST_YEAR:
        return "请核对年份。"
    if fund.starts_on and day < fund.starts_on:
        return f"“{fund}”{day_words(fund.starts_on)}才设立，不能记入更早的日期。"
    if year_is_closed(fund, day.year):
        return f"{day.year}年度收支表已在年度结束后生成，该年度不能再记账；请记在今年，并在摘要里说明。"
    return ""


def year_is_closed(fund: Fund, year: int) -> bool:
    """Whether the year's statement was made after the year had ended."""
    made = FundStatement.objects.filter(fund=fund, year=year).values_list("made_at", flat=True).first()
    return made is not None and timezone.localdate(made).year > year


def said_of(entry: FundEntry) -> str:
    """For a message after booking: 收入 1,200.00 元，凭证号 2026-0007."""
    kind = "冲销" if entry.counters_id else "收入" if entry.amount > 0 else "支出"
    return f"{kind} {figures(abs(entry.amount))} 元，凭证号 {entry.voucher_number}"
