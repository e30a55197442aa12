"""The ledger after any sequence of acts: balanced, without gaps, corrected only by counter-entries."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.core.errors import DomainError
from members.fund_statement import ZERO, balance_of, build_fund_statement, statement_of, years_of
from members.models import FundEntry
from members.money import MOST, figures, in_words
from members.money_enums import FundPurpose, FundSource
from members.services import fund as ledger
from tests.members import make_money as money

FIRST = date(2021, 1, 1)
DAYS = st.integers(0, 365 * 4).map(lambda days: FIRST + timedelta(days=days))
SUMS = st.one_of(st.integers(1, 10**12 - 1), st.sampled_from([1, 10, 99, 115, 10**12 - 1])).map(
    lambda fen: Decimal(fen) / 100
)
BAD_SUMS = st.sampled_from(["0", "-1", "0.001", "10000000000", "NaN"]).map(Decimal)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("income"), DAYS, SUMS, st.sampled_from(FundSource.values)),
        st.tuples(st.just("spending"), DAYS, SUMS, st.sampled_from(FundPurpose.values)),
        st.tuples(st.just("income"), DAYS, BAD_SUMS, st.just("dues")),
        st.tuples(st.just("counter"), DAYS, st.integers(0, 30), st.just("")),
    ),
    max_size=14,
)


def play(fund, acts) -> list[tuple]:
    """Do what can be done; (day, amount, kind) of what was booked."""
    done, rows = [], []
    for name, day, what, kind in acts:
        values = {"actor": None, "fund": fund, "booked_on": day, "amount": what, "summary": "记账"}
        try:
            if name == "counter":
                entry = rows[what % len(rows)] if rows else None
                if entry is None:
                    continue
                row = ledger.counter_entry(actor=None, entry=entry, reason="更正", booked_on=day)
            elif name == "income":
                row = ledger.book_income(**values, source=kind)
            else:
                row = ledger.book_spending(**values, purpose=kind)
        except DomainError:
            continue
        rows.append(row)
        done.append((row.booked_on, row.amount, row.source or row.purpose))
    return done


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS, other=ACTS)
def test_the_ledger_is_balanced_after_any_sequence(acts, other):
    with transaction.atomic():
        fund, beside = money.fund(), money.fund()
        booked = play(fund, acts)
        play(beside, other)

        check_rows(fund, booked)
        check_statements(fund, booked)
        transaction.set_rollback(True)


def check_rows(fund, booked) -> None:
    """Every act is one row; numbers run from 1 in each year; what is undone is undone once by its opposite."""
    rows = list(FundEntry.objects.filter(fund=fund).select_related("counters").order_by("pk"))
    assert [(row.booked_on, row.amount, row.source or row.purpose) for row in rows] == booked
    numbers = defaultdict(list)
    for row in rows:
        numbers[row.booked_on.year].append(row.number)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    undone = [row.counters for row in rows if row.counters]
    assert len({row.pk for row in undone}) == len(undone)
    for row in rows:
        if row.counters:
            assert (row.amount, row.counters.counters) == (-row.counters.amount, None)
            assert (row.source, row.purpose) == (row.counters.source, row.counters.purpose)


def check_statements(fund, booked) -> None:
    """Each year's statement is the rows of that year, and hands its closing balance to the next."""
    total = sum((amount for _, amount, _ in booked), ZERO)
    assert balance_of(fund) == total
    last = None
    for year in sorted(years_of(fund)):
        said = statement_of(fund, year)
        own = [(amount, kind) for day, amount, kind in booked if day.year == year]
        for source in FundSource.values:
            assert said.income[source] == sum((a for a, kind in own if kind == source), ZERO)
        for purpose in FundPurpose.values:
            assert said.spending[purpose] == -sum((a for a, kind in own if kind == purpose), ZERO)
        assert said.opening == (last if last is not None else ZERO)
        assert said.rows[-1].balance == said.closing == said.opening + sum((a for a, _ in own), ZERO)
        assert build_fund_statement(pk=fund.pk, year=year)["closing"]["amount"] == figures(said.closing)
        last = said.closing
    assert last is None or last == total


# ---------------------------------------------------------------- 大写
DIGITS = {word: digit for digit, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_whole(words: str) -> int:
    """The number of yuan in words, read independently of how they were written."""
    for mark, worth in (("亿", 10**8), ("万", 10**4)):
        before, found, after = words.rpartition(mark)
        if found:
            return read_whole(before) * worth + read_whole(after)
    total = digit = 0
    for word in words:
        if word in DIGITS:
            digit = DIGITS[word]
        else:
            total, digit = total + digit * UNITS[word], 0
    return total + digit


def read(words: str) -> Decimal:
    yuan, mark, rest = words.removesuffix("整").partition("元")
    if not mark:
        yuan, rest = "", yuan
    jiao, mark, fen = rest.partition("角")
    if not mark:
        jiao, fen = "", rest
    fen = fen.removesuffix("分").lstrip("零")
    return read_whole(yuan) + Decimal(DIGITS[jiao or "零"]) / 10 + Decimal(DIGITS[fen or "零"]) / 100


@settings(max_examples=400, deadline=None)
@given(fen=st.one_of(st.integers(0, int(MOST * 100)), st.integers(0, 10**5)))
def test_a_sum_in_words_reads_back_as_itself(fen):
    amount = Decimal(fen) / 100

    words = in_words(amount)

    assert read(words) == amount
    assert words.endswith("整") == (fen % 10 == 0)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("10", "壹拾元整"),
        ("20.30", "贰拾元叁角整"),
        ("1005.00", "壹仟零伍元整"),
        ("100000.05", "壹拾万元零伍分"),
        ("9999999999.99", "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-12.00", "负壹拾贰元整"),
    ],
)
def test_sums_in_words(amount, words):
    assert in_words(Decimal(amount)) == words
