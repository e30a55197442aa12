"""联盟协议: one version is signed at a time; signatures by staff and by liaisons; 依托单位 of a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.notices.models import Notice
from members.models import Agreement, AgreementSignature, HostingParty
from members.services import agreement as signing
from tests import factories as make
from tests.members import make_money as money

pytestmark = pytest.mark.django_db
PAGE = reverse("members:agreement")


def record(agreement, unit, **fields) -> AgreementSignature:
    return signing.record_signature(
        actor=make.staff(), agreement=agreement, unit=unit, **{"signatory": "张三", **fields}
    )


# ---------------------------------------------------------------- versions
def test_opening_a_version_replaces_the_one_before_and_tells_the_liaisons():
    old, new = money.agreement(number=1), money.agreement(number=2, state="draft")
    example = money.agreement(number=1, is_example=True)
    liaison = make.liaison_of(make.UnitFactory())

    signing.open_signing(actor=make.staff(), agreement=new)

    states = dict(Agreement.objects.values_list("pk", "state"))
    assert states == {old.pk: "closed", new.pk: "open", example.pk: "open"}
    assert Notice.objects.get(recipient=liaison).title == "请签署联盟协议（第2版）"


@pytest.mark.parametrize(
    ("fields", "said"), [({"stored": None}, "上传协议文本"), ({"number": 1}, "更早的版本")]
)
def test_a_version_that_is_not_ready_stays_a_draft(fields, said):
    money.agreement(number=5)
    draft = money.agreement(**{"number": 6, "state": "draft", **fields})

    with pytest.raises(DomainError, match=said):
        signing.open_signing(actor=make.staff(), agreement=draft)

    draft.refresh_from_db()
    assert draft.state == "draft"


def test_staff_alone_open_and_record():
    liaison, agreement = make.liaison_of(unit := make.UnitFactory()), money.agreement(state="draft")
    with pytest.raises(NotAllowed):
        signing.open_signing(actor=liaison, agreement=agreement)
    with pytest.raises(NotAllowed):
        signing.record_signature(actor=liaison, agreement=money.agreement(), unit=unit, signatory="张三")


# ---------------------------------------------------------------- signatures
def test_what_staff_record_is_confirmed_and_cannot_be_recorded_again():
    agreement, unit, other = money.agreement(), *make.UnitFactory.create_batch(2)
    make.UnitFactory(left_on=timezone.localdate() - timedelta(days=1))

    signature = record(agreement, unit)

    assert signature.is_confirmed
    assert list(signing.unsigned_units(agreement)) == [other]
    with pytest.raises(WrongState, match="已登记签署"):
        record(agreement, unit)


@pytest.mark.parametrize(
    ("state", "is_example", "fields", "error"),
    [
        ("draft", False, {}, DomainError),
        ("open", True, {}, DomainError),
        ("open", False, {"signed_on": date(2099, 1, 1)}, DomainError),
        ("open", False, {"signatory": ""}, ValidationError),
    ],
)
def test_a_signature_that_cannot_be_is_refused(state, is_example, fields, error):
    agreement = money.agreement(state=state, is_example=is_example)

    with pytest.raises(error):
        record(agreement, make.UnitFactory(), **fields)

    assert not AgreementSignature.objects.exists()


def test_a_liaison_hands_in_and_staff_confirm():
    agreement, unit = money.agreement(), make.UnitFactory()
    liaison, staff = make.liaison_of(unit), make.staff()

    signature = signing.hand_in_signature(
        actor=liaison, agreement=agreement, unit=unit, signatory="张三", scan=make.stored_picture()
    )

    assert not signature.is_confirmed
    assert Notice.objects.filter(recipient=staff, kind="agreement.handed_in").exists()
    signing.confirm_signature(actor=staff, signature=signature)
    signature.refresh_from_db()
    assert signature.is_confirmed
    assert Notice.objects.filter(recipient=liaison, kind="agreement.confirmed").exists()


def test_what_is_returned_is_unsigned_again_with_the_reason_told():
    agreement, unit = money.agreement(), make.UnitFactory()
    liaison = make.liaison_of(unit)
    signature = signing.hand_in_signature(
        actor=liaison, agreement=agreement, unit=unit, signatory="张三", scan=make.stored_picture()
    )
    with pytest.raises(DomainError, match="原因"):
        signing.return_signature(actor=make.staff(), signature=signature, reason="")

    signing.return_signature(actor=make.staff(), signature=signature, reason="没有公章")

    assert list(signing.unsigned_units(agreement)) == [unit]
    assert "没有公章" in Notice.objects.get(recipient=liaison, kind="agreement.returned").body
    assert AgreementSignature.history.filter(history_type="-").count() == 1


def test_a_liaison_hands_in_for_the_own_unit_alone():
    agreement, unit = money.agreement(), make.UnitFactory()
    other = make.liaison_of(make.UnitFactory())

    with pytest.raises(NotAllowed):
        signing.hand_in_signature(
            actor=other, agreement=agreement, unit=unit, signatory="张三", scan=make.stored_picture()
        )


def test_liaisons_of_unsigned_units_are_reminded_once_a_day():
    agreement, signed, unsigned = money.agreement(), *make.UnitFactory.create_batch(2)
    make.liaison_of(signed)
    liaison = make.liaison_of(unsigned)
    record(agreement, signed)

    numbers = [signing.remind_unsigned(actor=make.staff(), agreement=agreement) for _ in range(2)]

    assert numbers == [1, 1]
    (told,) = Notice.objects.filter(kind="agreement.unsigned")
    assert told.recipient == liaison


# ---------------------------------------------------------------- 依托单位
def test_the_hosting_party_of_a_day_is_known_at_each_boundary():
    old = money.hosting_party(ends_on=date(2020, 5, 31))
    new = money.hosting_party(starts_on=date(2020, 6, 1))

    found = {day: HostingParty.objects.on(date(2020, *day)) for day in ((5, 31), (6, 1))}

    assert found == {(5, 31): old, (6, 1): new}


def test_there_is_one_hosting_party_at_a_time():
    money.hosting_party(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    unit = make.UnitFactory()
    for starts_on, ends_on, fits in (
        (date(2020, 12, 31), None, False),
        (None, None, False),
        (None, date(2020, 1, 1), False),
        (date(2021, 1, 1), None, True),
        (None, date(2019, 12, 31), True),
    ):
        party = HostingParty(unit=unit, invoice_title="甲", starts_on=starts_on, ends_on=ends_on)
        if fits:
            party.full_clean()
        else:
            with pytest.raises(ValidationError, match="重叠"):
                party.full_clean()


# ---------------------------------------------------------------- the liaison's page
def test_the_page_takes_the_signed_page_and_then_says_so(client):
    agreement, unit = money.agreement(), make.UnitFactory()
    client.force_login(make.liaison_of(unit))
    assert "未签署" in client.get(PAGE).content.decode()
    upload = make.SimpleUploadedFile("签署页.png", make.picture_bytes())

    answer = client.post(PAGE, {"signatory": "张三", "scan": upload}, follow=True)

    assert "已提交，待秘书处确认" in answer.content.decode()
    assert agreement.signatures.get().unit == unit


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(client):
    money.agreement()
    client.force_login(make.liaison_of(make.UnitFactory()))

    answer = client.post(PAGE, {"signatory": "李四", "signed_on": "2026-13-40"})

    assert set(answer.context["form"].errors) == {"signed_on", "scan"}
    assert "李四" in answer.content.decode()
    assert not AgreementSignature.objects.exists()


def test_text_scan_and_receipt_are_read_by_their_liaison_alone(client):
    unit = make.UnitFactory()
    liaison, other = make.liaison_of(unit), make.liaison_of(make.UnitFactory())
    agreement = money.agreement(stored=make.stored_picture(colour="#010203"))
    draft = money.agreement(state="draft", stored=make.stored_picture(colour="#020304"))
    scan = make.stored_picture(colour="#030405")
    record(agreement, unit, scan=scan)
    receipt = money.payment(money.notice(unit), receipt=make.stored_picture(colour="#040506")).receipt
    files = (agreement.stored, draft.stored, scan, receipt)

    answers = {}
    for user in (liaison, other):
        client.force_login(user)
        answers[user] = [client.get(reverse("core:file", args=[one.pk])).status_code for one in files]

    assert answers == {liaison: [200, 404, 200, 200], other: [200, 404, 404, 404]}
