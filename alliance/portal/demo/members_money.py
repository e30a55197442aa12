"""The 示例 part of agreement, dues and fund: a version being signed, a round being paid, a fund with its statement.

Dues are switched on with it, once: what staff switch off stays off.
"""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance.core.enums import FileKind
from alliance.core.files.store import store_file
from alliance.core.writing import save_record
from alliance.portal.demo.members_library import paper
from alliance.portal.demo.pictures import draw
from alliance.portal.demo.records import Book, add, end_of_day, keep, read
from members.models import Agreement, AllianceProfile, DuesRate, DuesRound, Fund, HostingParty
from members.money_enums import FundPurpose, FundSource
from members.services.agreement import hand_in_signature, open_signing, record_signature
from members.services.dues import open_round, record_payment, waive_dues
from members.services.fund import book_income, book_spending, counter_entry
from members.services.statements import make_statement

DAYS_TO_PAY = 40


def load(book: Book) -> None:
    secretary = book.users[read("examples")["secretary"]["name"]]
    load_hosting_party(book)
    load_agreement(book, secretary)
    fund, created = keep(
        Fund,
        {"name": "示例创新基金", "is_example": True},
        {"purpose": "示例：用于联盟的会议、攻关和专利工作。", "starts_on": date(2015, 1, 1)},
    )
    if created:
        load_entries(book, secretary, fund)
    load_dues(book, secretary, fund)


def load_hosting_party(book: Book) -> None:
    unit = book.units["c"]
    keep(
        HostingParty,
        {"unit": unit},
        {
            "invoice_title": unit.name,
            "tax_number": "示例税号",
            "bank": "示例银行某支行",
            "account": "0000 0000 0000 0000",
            "note": "示例数据",
        },
    )


def load_agreement(book: Book, secretary) -> None:
    """The first version was signed by one unit; the second is: one has, one has handed in, one has not."""
    for number, basis in ((1, "示例：成立大会通过"), (2, "示例：理事会会议通过")):
        key = {"title": "示例联盟协议", "number": number, "is_example": True}
        agreement, created = keep(Agreement, key, {"basis": basis, "adopted_on": date(2014 + number, 6, 1)})
        if not created:
            continue
        agreement.stored = paper(secretary, f"示例联盟协议（第{number}版）", basis)
        agreement = open_signing(actor=secretary, agreement=save_record(agreement, actor=None))
        record_signature(
            actor=secretary, agreement=agreement, unit=book.units["c"], signatory="示例法定代表人"
        )
    if created:
        upload = SimpleUploadedFile("签署页.jpg", draw("meeting", "签署页扫描件（示例）", text="示例"))
        liaison = book.users["示例联络员乙"]
        hand_in_signature(
            actor=liaison,
            agreement=agreement,
            unit=book.units["b"],
            signatory="示例法定代表人",
            scan=store_file(actor=liaison, upload=upload, kinds=(FileKind.PICTURE,)),
        )


def load_entries(book: Book, secretary, fund: Fund) -> None:
    """Last year with all that a ledger knows, a mistake with its correction among it; then its statement."""
    year = timezone.localdate().year - 1
    common = {"actor": secretary, "fund": fund}
    for day, amount, kind, summary, party in (
        (date(year - 1, 11, 20), "80000", FundSource.CHAIR_SUPPORT, "示例：上年度资助", ""),
        (date(year, 3, 12), "200000", FundSource.CHAIR_SUPPORT, "示例：理事长单位年度资助", ""),
        (date(year, 4, 2), "18640", FundPurpose.MEETING, "示例：理事会会议会场与资料", "示例会议中心"),
        (date(year, 5, 8), "36500.50", FundSource.RESULT_SHARE, "示例：成果对外推广收益提成", ""),
        (date(year, 6, 15), "95000", FundPurpose.RESEARCH, "示例：攻关课题启动经费", ""),
        (date(year, 9, 1), "120000", FundSource.STATE_PROJECT, "示例：国家项目经费", ""),
        (date(year, 10, 20), "7230.80", FundPurpose.PUBLICATION, "示例：工作简报印刷", "示例印刷厂"),
    ):
        said = {"booked_on": day, "amount": Decimal(amount), "summary": summary, "party": party}
        if isinstance(kind, FundSource):
            last = book_income(**common, **said, source=kind)
        else:
            last = book_spending(**common, **said, purpose=kind)
    counter_entry(
        actor=secretary, entry=last, reason="金额写错，应为 7,320.80 元", booked_on=date(year, 10, 21)
    )
    book_spending(
        **common,
        booked_on=date(year, 10, 21),
        amount=Decimal("7320.80"),
        purpose="publication",
        summary="示例：工作简报印刷",
        party="示例印刷厂",
    )
    make_statement(actor=secretary, fund=fund, year=year)


def load_dues(book: Book, secretary, fund: Fund) -> None:
    """This year's round: one unit has paid, one in part, one was let off some of it."""
    today = timezone.localdate()
    if DuesRound.objects.filter(is_example=True).exists():
        return
    for profile in AllianceProfile.objects.filter(collects_dues=False):
        profile.collects_dues = True
        save_record(profile, actor=None, reason="示例数据：演示会费")
    round_ = add(
        DuesRound,
        year=today.year,
        is_example=True,
        due_at=end_of_day(DAYS_TO_PAY),
        basis="示例：理事会通过的会费标准",
        fund=fund,
    )
    add(DuesRate, round=round_, rank="", amount=Decimal(10000))
    round_ = open_round(actor=secretary, round=round_)
    notices = {notice.unit_id: notice for notice in round_.notices.all()}
    for key, amount, number in (("a", "4000", "示例001"), ("b", "10000", "示例002")):
        record_payment(
            actor=secretary,
            notice=notices[book.units[key].pk],
            amount=Decimal(amount),
            paid_on=today,
            receipt_number=f"{today.year}-{number}",
        )
    waive_dues(
        actor=secretary,
        notice=notices[book.units["c"].pk],
        amount=Decimal(2000),
        reason="示例：承办会议，经秘书处同意减免",
    )
