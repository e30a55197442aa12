"""年度收支表: have a year's statement made, from the rows as they stand, for members to read."""

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.core.writing import lock
from alliance.printing.services import request_document
from members.fund_statement import years_of
from members.models import Fund, FundStatement
from members.printing import STATEMENT


@transaction.atomic
def make_statement(*, actor, fund: Fund, year: int) -> FundStatement:
    """Ask for the document of the year and show it to members. Again takes the place of the one before.

    Made after the year has ended, it closes the year (`fund.check_day`); and then it stands, since nothing changes any
    more. Raises DomainError for a year in which nothing was booked or that has not begun.
    """
    require(actor, "members.keep_fund", fund)
    fund = lock(fund)  # nothing is booked between reading the rows and closing the year
    if year > timezone.localdate().year or year not in years_of(fund):
        raise DomainError(f"{year}年度没有记账，不能生成收支表。", field="year")
    document = request_document(actor=actor, kind=STATEMENT.name, pk=fund.pk, year=year)
    statement, _ = FundStatement.objects.update_or_create(
        fund=fund, year=year, defaults={"document": document, "made_at": timezone.now()}
    )
    audit.record(actor=actor, obj=fund, action="members.fund.statement", label=f"生成{year}年度收支表")
    return statement
