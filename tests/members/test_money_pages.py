"""Dues on the desk and in the admin; while dues are off nothing of them is there."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.portal.admin_menu import menu
from members import money_todos
from members.desk.links import links as desk_links
from members.models import DuesPayment, FundEntry
from members.services import fund as ledger
from tests import factories as make
from tests.members import make_money as money

pytestmark = pytest.mark.django_db
DUES = reverse("members:dues")


def titles(provider, user) -> list[str]:
    return [each.title for each in provider(user)]


# ---------------------------------------------------------------- the desk
def test_the_page_says_what_is_owed_and_to_which_account(client):
    unit = make.UnitFactory()
    client.force_login(make.liaison_of(unit))
    money.hosting_party(make.UnitFactory(name="承托研究院"), account="6222 0001")
    notice = money.notice(unit, amount="12000")
    money.payment(notice, "2000", receipt_number="收-77")

    page = client.get(DUES).content.decode()
    sheet = client.get(notice.get_absolute_url()).content.decode()

    assert "10,000.00 元" in page
    for words in ("承托研究院", "6222 0001"):
        assert words in page
        assert words in sheet
    assert "壹万元整" in sheet
    assert "收-77" in sheet


def test_the_account_is_the_one_of_today(client):
    unit = make.UnitFactory()
    client.force_login(make.liaison_of(unit))
    notice = money.notice(unit)
    today = timezone.localdate()
    money.hosting_party(make.UnitFactory(name="前依托"), ends_on=today - timedelta(days=1))
    money.hosting_party(make.UnitFactory(name="今依托"), starts_on=today)

    sheet = client.get(notice.get_absolute_url()).content.decode()

    assert "今依托" in sheet
    assert "前依托" not in sheet


def test_a_notice_of_another_unit_does_not_exist(client):
    notice = money.notice(make.UnitFactory())
    client.force_login(make.liaison_of(make.UnitFactory()))

    assert client.get(notice.get_absolute_url()).status_code == 404


def test_what_waits_is_on_the_desk_until_it_is_done():
    unit = make.UnitFactory()
    liaison = make.liaison_of(unit)
    agreement = money.agreement()
    notice = money.notice(unit)
    assert titles(money_todos.of_liaison, liaison) == ["签署联盟协议", "缴纳2026年度会费"]

    money.payment(notice, "1000")
    ledger_row = agreement.signatures.create(unit=unit, signatory="张三")

    assert titles(money_todos.of_liaison, liaison) == []
    assert titles(money_todos.of_staff, make.staff()) == ["1 份待确认的协议签署件"]
    assert ledger_row.confirmed_at is None


@pytest.mark.parametrize("provider", [money_todos.of_liaison, desk_links, money_todos.of_staff])
@pytest.mark.parametrize("role", [make.liaison_of, make.expert_of])
def test_the_desk_asks_once_at_most(django_assert_max_num_queries, provider, role):
    user = role(make.UnitFactory())
    money.agreement()
    with django_assert_max_num_queries(1):
        list(provider(user))


def test_without_a_seat_there_is_no_link():
    money.notice()
    user = make.UserFactory()

    assert titles(desk_links, user) == ["人员名录"]
    assert "会费" in titles(desk_links, make.liaison_of(make.UnitFactory()))
    assert titles(desk_links, make.council_member_of(make.UnitFactory())) == ["资料交流", "人员名录"]


# ---------------------------------------------------------------- switched off
def test_while_dues_are_off_nothing_of_them_is_there(client, rf):
    unit = make.UnitFactory()
    liaison, staff = make.liaison_of(unit), make.staff()
    notice = money.notice(unit)
    payment = money.payment(notice)
    money.collect(False)

    def codes(user) -> set[int]:
        client.force_login(user)
        own = [DUES, notice.get_absolute_url()]
        names = {
            "members_duesround_changelist": [],
            "members_duesround_change": [notice.round_id],
            "members_duesround_collected": [notice.round_id],
            "members_duesround_arrears": [],
            "members_duesnotice_change": [notice.pk],
            "members_duesnotice_pay": [notice.pk],
            "members_duesnotice_reverse": [payment.pk],
        }
        admin = [reverse(f"admin:{name}", args=args) for name, args in names.items()]
        return {client.get(address).status_code for address in own + admin}

    assert codes(liaison) == {404}
    assert codes(staff) == {404}
    assert titles(money_todos.of_liaison, liaison) == []
    assert "会费" not in titles(desk_links, liaison)
    assert not menu_items(rf, staff) & {"会费年度", "缴费通知"}
    money.collect()
    assert menu_items(rf, staff) >= {"会费年度", "缴费通知"}


def menu_items(rf, user) -> set[str]:
    request = rf.get("/admin/")
    request.user = user
    return {item["title"] for group in menu(request) for item in group["items"]}


# ---------------------------------------------------------------- the admin
@pytest.fixture
def staff_client(client):
    client.force_login(make.staff())
    return client


def test_a_payment_is_recorded_on_its_page_and_undone_on_another(staff_client):
    notice = money.notice()
    address = reverse("admin:members_duesnotice_pay", args=[notice.pk])
    typed = {"amount": "1000.01", "paid_on": timezone.localdate(), "method": "cash", "receipt_number": "A-1"}

    refused = staff_client.post(address, typed)
    assert "尚欠 1,000.00 元" in refused.context["form"].errors["amount"][0]
    assert "A-1" in refused.content.decode()
    staff_client.post(address, {**typed, "amount": "1000"})
    payment = DuesPayment.objects.get()
    staff_client.post(reverse("admin:members_duesnotice_reverse", args=[payment.pk]), {"reason": "记错单位"})

    payment.refresh_from_db()
    assert payment.reversed_reason == "记错单位"
    assert FundEntry.objects.total_fen() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-3"}, "amount"),
        ({"amount": "1.234"}, "amount"),
        ({"amount": "一百"}, "amount"),
        ({"amount": "10000000000"}, "amount"),
        ({"amount": "1e9999"}, "amount"),
        ({"booked_on": "2099-01-01"}, "booked_on"),
        ({"booked_on": "2014-12-31"}, "booked_on"),
        ({"booked_on": "昨天"}, "booked_on"),
        ({"kind": "gift"}, "kind"),
        ({"summary": "长" * 201}, "summary"),
        ({"form_token": ""}, "form_token"),
    ],
)
def test_a_booking_that_is_wrong_says_so_at_its_field(staff_client, typed, field):
    address = reverse("admin:members_fund_income", args=[money.fund().pk])
    right = {"booked_on": "2026-01-05", "amount": "5", "kind": "dues", "summary": "摘要词"}
    token = staff_client.get(address).context["form"]["form_token"].value()

    answer = staff_client.post(address, {**right, "form_token": token, **typed})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not FundEntry.objects.exists()


def test_a_booking_sent_twice_is_one_row(staff_client):
    address = reverse("admin:members_fund_spending", args=[money.fund().pk])
    token = staff_client.get(address).context["form"]["form_token"].value()
    typed = {"booked_on": "2026-01-05", "amount": "9999999999.99", "kind": "other", "summary": "大额"}

    for _ in range(2):
        assert staff_client.post(address, {**typed, "form_token": token}).status_code == 302

    assert [row.amount for row in FundEntry.objects.all()] == [Decimal("-9999999999.99")]


def test_the_ledger_is_read_with_its_totals_and_undone_by_a_page(staff_client):
    fund = money.fund()
    entry = ledger.book_income(
        actor=None, fund=fund, booked_on=date(2026, 1, 5), amount=Decimal(70), source="dues", summary="记"
    )
    address = reverse("admin:members_fundentry_changelist")
    assert dict(staff_client.get(address).context["totals"])["结余"] == "70.00"
    change = reverse("admin:members_fundentry_change", args=[entry.pk])
    assert staff_client.post(change, {"amount": "1"}).status_code == 403

    staff_client.post(reverse("admin:members_fundentry_counter", args=[entry.pk]), {"reason": "写错"})

    totals = dict(staff_client.get(address, {"fund__id__exact": fund.pk}).context["totals"])
    assert totals == {"收入": "0.00", "支出": "0.00", "结余": "0.00"}


def test_arrears_run_over_the_years(staff_client):
    unit = make.UnitFactory(name="欠费单位")
    for year in (2024, 2025):
        money.notice(unit, year=year)

    page = staff_client.get(reverse("admin:members_duesround_arrears")).content.decode()

    assert "2,000.00" in page
    for name in ("arrears_sheet",):
        assert staff_client.get(reverse(f"admin:members_duesround_{name}")).content.startswith(b"PK")


def test_signatures_are_listed_recorded_and_exported(staff_client):
    agreement, unit = money.agreement(), make.UnitFactory(name="签署单位")
    page = reverse("admin:members_agreement_signatures", args=[agreement.pk])
    assert "未签署 <strong>1</strong> 家" in staff_client.get(page).content.decode()

    staff_client.post(
        reverse("admin:members_agreement_sign", args=[agreement.pk, unit.pk]), {"signatory": "张三"}
    )

    assert "已签署 <strong>1</strong> 家" in staff_client.get(page).content.decode()
    sheet = staff_client.get(reverse("admin:members_agreement_sheet", args=[agreement.pk]))
    assert sheet.content.startswith(b"PK")
