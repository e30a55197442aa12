"""Rows of the harness for agreement, dues, fund."""

from datetime import date
from decimal import Decimal

from alliance.core.models import User
from members.models import Agreement, DuesNotice, DuesRound, Fund, FundEntry, FundStatement
from members.services.agreement import record_signature
from members.services.fund import book_income
from members.services.statements import make_statement
from tests import factories as make
from tests.browser.page import Page, first
from tests.core.listing import Listing
from tests.core.permission_words import FORBIDDEN, GONE, LOGIN, MOVED, OK, WRONG, Row, r
from tests.members import make_money as money

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("members:agreement",              "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("members:agreement",              "POST", "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("members:dues",                   "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("members:dues",                   "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:dues_notice",            "GET",  "own dues",             LOGIN,     OK,        GONE,      GONE,      GONE,      OK),
    r("members:dues_notice",            "GET",  "nothing",              LOGIN,     GONE,      GONE,      GONE,      GONE,      GONE),
    r("members:dues_notice",            "POST", "own dues",             LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:statements",             "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, OK,        OK),
    r("members:statements",             "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:statement",              "GET",  "statement",            LOGIN,     OK,        OK,        FORBIDDEN, OK,        OK),
    r("members:statement",              "GET",  "nothing",              LOGIN,     GONE,      GONE,      FORBIDDEN, GONE,      GONE),
    r("members:statement",              "POST", "statement",            LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:statement_file",         "GET",  "statement",            LOGIN,     GONE,      GONE,      FORBIDDEN, GONE,      GONE),
    r("members:statement_file",         "POST", "statement",            LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:statement_sheet",        "GET",  "statement",            LOGIN,     OK,        OK,        FORBIDDEN, OK,        OK),
    r("members:statement_sheet",        "POST", "statement",            LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("admin:members_agreement_signatures", "GET", "agreement",         LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_agreement_signatures", "POST", "agreement",        LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_agreement_sheet",  "GET",  "agreement",            LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_agreement_remind", "GET",  "agreement",            LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     WRONG),
    r("admin:members_agreement_remind", "POST", "agreement",            LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:members_agreement_sign",   "GET",  "signer",               LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_duesround_collected", "GET", "dues round",         LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_duesround_remind", "POST", "dues round",           LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     MOVED),
    r("admin:members_duesround_arrears", "GET", "",                     LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_duesnotice_pay",   "GET",  "own dues",             LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_duesnotice_pay",   "POST", "own dues",             LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_duesnotice_waive", "GET",  "own dues",             LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_duesnotice_reverse", "GET", "payment",             LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_fund_income",      "GET",  "fund",                 LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_fund_income",      "POST", "fund",                 LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_fund_spending",    "GET",  "fund",                 LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_fund_spending",    "POST", "fund",                 LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_fund_statement",   "GET",  "fund",                 LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_fundentry_counter", "GET", "fund entry",           LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_fundentry_counter", "POST", "fund entry",          LOGIN,     LOGIN,     LOGIN,     LOGIN,     LOGIN,     OK),
    r("admin:members_agreement_sheet", "POST", "agreement", LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, OK),
    r("admin:members_agreement_sign", "POST", "signer", LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, OK),
    r("admin:members_duesround_collected", "POST", "dues round", LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, OK),
    r("admin:members_duesround_remind", "GET", "dues round", LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, WRONG),
    r("admin:members_duesround_arrears", "POST", "", LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, OK),
    r("admin:members_duesnotice_waive", "POST", "own dues", LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, OK),
    r("admin:members_duesnotice_reverse", "POST", "payment", LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, OK),
    r("admin:members_fund_statement", "POST", "fund", LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, OK),
]
# fmt: on

EXAMPLE = Agreement.objects.filter(is_example=True, state="open")


def unsigned() -> list[dict]:
    """The unit of the demo that has not signed yet."""
    return [{"pk": EXAMPLE.get().pk, "unit": DuesNotice.objects.order_by("unit__pk").first().unit_id}]


def handed_in() -> list[dict]:
    return [{"pk": EXAMPLE.get().pk, "unit": EXAMPLE.get().signatures.waiting().get().unit_id}]


def paid() -> list[dict]:
    return [{"pk": DuesNotice.objects.filter(payments__isnull=False).first().payments.first().pk}]


OWN_ROW = FundEntry.objects.filter(payment=None, counters=None, countered_by=None)
PAGES: list[Page] = [
    Page("members:agreement", "liaison"),
    Page("members:agreement", "liaison2"),
    Page("members:dues", "liaison"),
    Page("members:dues_notice", "liaison", first(DuesNotice.objects.filter(unit__name="示例企业"))),
    Page("members:statements", "liaison"),
    Page("members:statement", "council", first(FundStatement.objects)),
    Page("admin:members_agreement_signatures", "staff", first(EXAMPLE)),
    Page("admin:members_agreement_sign", "staff", unsigned),
    Page("admin:members_agreement_return", "staff", handed_in),
    Page("admin:members_duesround_collected", "staff", first(DuesRound.objects)),
    Page("admin:members_duesround_arrears", "staff"),
    Page("admin:members_duesnotice_pay", "staff", first(DuesNotice.objects)),
    Page("admin:members_duesnotice_waive", "staff", first(DuesNotice.objects)),
    Page("admin:members_duesnotice_reverse", "staff", paid),
    Page("admin:members_fund_income", "staff", first(Fund.objects)),
    Page("admin:members_fund_spending", "staff", first(Fund.objects)),
    Page("admin:members_fund_statement", "staff", first(Fund.objects)),
    Page("admin:members_fundentry_counter", "staff", first(OWN_ROW)),
]
NO_PAGE: dict[str, str] = {
    "members:statement_file": "a file",
    "members:statement_sheet": "a file",
    "admin:members_agreement_sheet": "a file",
    "admin:members_agreement_remind": "takes POST alone",
    "admin:members_agreement_confirm": "takes POST alone",
    "admin:members_duesround_sheet": "a file",
    "admin:members_duesround_arrears_sheet": "a file",
    "admin:members_duesround_remind": "takes POST alone",
    "admin:members_duesround_add_notices": "takes POST alone",
}


# ---------------------------------------------------------------- lists
def notices(number: int) -> User:
    """Of one unit, a year each, with a payment."""
    unit = make.UnitFactory()
    for step in range(number):
        money.payment(money.notice(unit, year=2020 + step))
    money.hosting_party()
    return make.liaison_of(unit)


def statements(number: int) -> User:
    for _ in range(number):
        _statement()
    return make.council_member_of(make.UnitFactory())


LISTS: list[Listing] = [
    Listing("members:dues", notices, 14),
    Listing("members:statements", statements, 12),
]
NO_LIST: dict[str, str] = {
    "members:agreement": "one unit's state of one version",
    "members:dues_notice": "a page of one notice",
    "members:statement": "a page of one statement",
}


# ---------------------------------------------------------------- things
def things(own, liaison) -> dict[str, dict]:
    money.collect()
    notice = money.notice(own)
    payment = money.payment(notice)
    agreement = money.agreement()
    statement = _statement()
    return {
        "own dues": {"pk": notice.pk},
        "dues round": {"pk": notice.round_id},
        "payment": {"pk": payment.pk},
        "agreement": {"pk": agreement.pk},
        "signer": {"pk": agreement.pk, "unit": own.pk},
        "statement": {"pk": statement.pk},
        "fund": {"pk": statement.fund_id},
        "fund entry": {"pk": statement.fund.entries.first().pk},
    }


def admin_rows(actor) -> list:
    unit = make.UnitFactory()
    notice = money.notice(unit)
    payment = money.payment(notice)
    agreement = money.agreement()
    signature = record_signature(actor=actor, agreement=agreement, unit=unit, signatory="张三")
    return [
        agreement,
        signature,
        money.hosting_party(unit),
        notice.round,
        notice,
        payment.entry.fund,
        payment.entry,
        _statement(),
    ]


def _statement() -> FundStatement:
    fund = money.fund()
    book_income(
        actor=None, fund=fund, booked_on=date(2026, 1, 5), amount=Decimal(100), source="dues", summary="收入"
    )
    return make_statement(actor=None, fund=fund, year=2026)
