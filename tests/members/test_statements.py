"""The yearly statement: equal to the rows to the fen, on paper, in Excel, and for whom it is."""

import io
import subprocess
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed
from alliance.printing.tasks import render
from members.fund_statement import build_fund_statement, statement_of
from members.models import FundStatement
from members.money_enums import FundPurpose, FundSource
from members.services import fund as ledger
from members.services.statements import make_statement
from members.statement_sheet import make_sheet
from tests import factories as make
from tests.members import make_money as money

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 1


def filled(**fields):
    """A fund with a balance from before, and a year with income, spending and a correction."""
    fund = money.fund(**fields)
    book = {"actor": None, "fund": fund}
    ledger.book_income(
        **book, booked_on=date(YEAR - 1, 5, 1), amount=Decimal(500), source="dues", summary="上年"
    )
    ledger.book_income(
        **book,
        booked_on=date(YEAR, 2, 1),
        amount=Decimal("1234567.89"),
        source="chair_support",
        summary="资助",
    )
    spent = ledger.book_spending(
        **book, booked_on=date(YEAR, 3, 1), amount=Decimal("0.10"), purpose="meeting", summary="会议"
    )
    ledger.counter_entry(actor=None, entry=spent, reason="写错", booked_on=date(YEAR, 3, 2))
    ledger.book_spending(
        **book, booked_on=date(YEAR, 4, 1), amount=Decimal("67.89"), purpose="patent", summary="=专利"
    )
    return fund


def test_a_year_opens_with_what_the_one_before_left_and_counter_entries_lessen_their_kind():
    said = statement_of(filled(), YEAR)

    assert (said.opening, said.closing) == (Decimal("500.00"), Decimal("1235000.00"))
    assert said.income == {**dict.fromkeys(map(str, FundSource), 0), "chair_support": Decimal("1234567.89")}
    assert said.spending == {**dict.fromkeys(map(str, FundPurpose), 0), "patent": Decimal("67.89")}
    assert [row.balance for row in said.rows][-1] == said.closing
    assert said.rows[1].balance == Decimal("1235067.79")


def test_the_snapshot_says_sums_in_figures_and_words_and_who_hosted_it_then():
    money.hosting_party(make.UnitFactory(name="旧依托"), ends_on=date(YEAR, 12, 30))
    money.hosting_party(make.UnitFactory(name="新依托"), starts_on=date(YEAR, 12, 31))
    fund = filled()

    said = build_fund_statement(pk=fund.pk, year=YEAR)

    assert said["closing"] == {"amount": "1,235,000.00", "words": "壹佰贰拾叁万伍仟元整"}
    assert said["hosting_party"] == "新依托"
    assert build_fund_statement(pk=fund.pk, year=YEAR - 1)["hosting_party"] == "旧依托"


def test_the_workbook_holds_numbers_and_no_formulas():
    snapshot = build_fund_statement(pk=filled().pk, year=YEAR)

    book = openpyxl.load_workbook(io.BytesIO(make_sheet(snapshot)))

    rows = list(book["明细"].iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows][-1] == "=专利"
    assert book["明细"]["C5"].data_type == "s"
    income = sum(Decimal(str(row[5])) for row in rows if row[5] is not None)
    spending = sum(Decimal(str(row[6])) for row in rows if row[6] is not None)
    assert (income, spending) == (Decimal("1234567.89"), Decimal("67.89"))
    sums = {row[0]: row[1] for row in book["收支汇总"].iter_rows(values_only=True) if row[0]}
    assert Decimal(str(sums["期末余额"])) == Decimal("1235000.00")


def test_the_pdf_says_what_the_rows_say(tmp_path):
    made = make_statement(actor=make.staff(), fund=filled(), year=YEAR)
    render(made.document_id)
    made.document.refresh_from_db()

    paper = tmp_path / "paper.pdf"
    paper.write_bytes(made.document.file.read())
    text = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout

    for sum_ in ("500.00", "1,234,567.89", "67.89", "1,235,000.00", "壹佰贰拾叁万伍仟元整", "-0.10"):
        assert sum_ in text


# ---------------------------------------------------------------- making it
def test_a_statement_closes_a_year_that_has_ended_and_can_be_made_again():
    fund = filled()
    first = make_statement(actor=make.staff(), fund=fund, year=YEAR)

    with pytest.raises(DomainError, match="不能再记账"):
        ledger.book_income(
            actor=None, fund=fund, booked_on=date(YEAR, 6, 1), amount=Decimal(1), source="dues", summary="迟"
        )
    assert make_statement(actor=make.staff(), fund=fund, year=YEAR) == first


def test_no_statement_of_a_year_without_rows_nor_by_others_than_staff():
    fund = filled()
    with pytest.raises(DomainError, match="没有记账"):
        make_statement(actor=make.staff(), fund=fund, year=YEAR + 1)
    with pytest.raises(NotAllowed):
        make_statement(actor=make.liaison_of(make.UnitFactory()), fund=fund, year=YEAR)
    assert not FundStatement.objects.exists()


# ---------------------------------------------------------------- who reads it
@pytest.mark.parametrize("name", ["statement", "statement_sheet", "statements"])
def test_liaisons_and_council_read_it_others_do_not(client, name):
    made = make_statement(actor=make.staff(), fund=filled(), year=YEAR)
    address = reverse(f"members:{name}", args=[made.pk] if name != "statements" else [])
    unit = make.UnitFactory()

    assert client.get(address).status_code == 302
    answers = {}
    for role in (make.liaison_of, make.council_member_of, make.expert_of):
        client.force_login(role(unit))
        answers[role] = client.get(address).status_code

    assert list(answers.values()) == [200, 200, 403]


def test_the_file_is_served_once_it_is_there(client):
    made = make_statement(actor=make.staff(), fund=filled(), year=YEAR)
    client.force_login(make.liaison_of(make.UnitFactory()))
    address = reverse("members:statement_file", args=[made.pk])
    assert client.get(address).status_code == 404

    render(made.document_id)

    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer).startswith(b"%PDF")
