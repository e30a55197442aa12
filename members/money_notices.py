"""Whom the acts on agreement and dues concern, and what they are told. Called inside the act's transaction."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from alliance.core.dates import moment_words
from alliance.core.models import User
from alliance.notices.services import notify
from members.enums import Body
from members.models import Agreement, AgreementSignature, DuesNotice, DuesPayment, DuesRound, Occupancy, Unit
from members.money import figures


def liaisons_by_unit(units: Iterable[int]) -> dict[int, list[User]]:
    """Unit → the logins of its liaisons of today, in one query; units without one are not in it."""
    held = Occupancy.objects.in_body(Body.LIAISON_MEETING).current()
    held = held.filter(seat__unit__in=list(units), person__user__is_active=True)
    found: dict[int, list[User]] = {}
    for each in held.select_related("seat", "person__user"):
        found.setdefault(each.seat.unit_id, []).append(each.person.user)
    return found


# ---------------------------------------------------------------- agreement
def tell_of_agreement(agreement: Agreement) -> None:
    """The liaisons of all units that are to sign it."""
    units = Unit.objects.current().filter(is_example=agreement.is_example)
    liaisons = liaisons_by_unit(units.values_list("pk", flat=True))
    notify(
        recipients=[user for users in liaisons.values() for user in users],
        key=f"agreement-{agreement.pk}-open",
        kind="agreement.open",
        values={"协议": agreement},
        url=reverse("members:agreement"),
    )


def ask_to_sign(agreement: Agreement, units: Iterable[Unit]) -> None:
    units = {unit.pk: unit for unit in units}
    for pk, users in liaisons_by_unit(units).items():
        notify(
            recipients=users,
            key=f"agreement-{agreement.pk}-unsigned-{pk}-{timezone.localdate():%Y%m%d}",
            kind="agreement.unsigned",
            values={"协议": agreement, "单位": units[pk]},
            url=reverse("members:agreement"),
        )


def tell_staff_of_signature(signature: AgreementSignature) -> None:
    notify(
        recipients=User.objects.secretariat(),
        key=f"signature-{signature.pk}-{signature.scan_id}",
        kind="agreement.handed_in",
        values={"协议": signature.agreement, "单位": signature.unit},
        url=reverse("admin:members_agreement_signatures", args=[signature.agreement_id]),
    )


def tell_of_signature(signature: AgreementSignature, *, confirmed: bool, reason: str = "") -> None:
    """The unit's liaisons: confirmed, or returned with the reason."""
    notify(
        recipients=liaisons_by_unit([signature.unit_id]).get(signature.unit_id, []),
        key=f"signature-{signature.pk}-{'confirmed' if confirmed else 'returned'}",
        kind="agreement.confirmed" if confirmed else "agreement.returned",
        values={
            "协议": signature.agreement,
            "单位": signature.unit,
            **({} if confirmed else {"原因": reason}),
        },
        url=reverse("members:agreement"),
    )


# ---------------------------------------------------------------- dues
def tell_of_round(round: DuesRound, units: Iterable[int] | None = None) -> None:
    """Each unit its own notice; `units` narrows it to those that came later."""
    notices = round.notices.select_related("unit", "round")
    notices = {one.unit_id: one for one in (notices if units is None else notices.filter(unit__in=units))}
    for pk, users in liaisons_by_unit(notices).items():
        notify(
            recipients=users,
            key=f"dues-{notices[pk].pk}",
            kind="dues.notice",
            values={
                "会费": round,
                "单位": notices[pk].unit,
                "金额": figures(notices[pk].amount),
                "截止时间": moment_words(round.due_at),
            },
            url=notices[pk].get_absolute_url(),
        )


def ask_for_dues(notices: Iterable[DuesNotice]) -> None:
    """Those that owe something, once a day."""
    owing = {notice.unit_id: notice for notice in notices}
    for pk, users in liaisons_by_unit(owing).items():
        notify(
            recipients=users,
            key=f"dues-{owing[pk].pk}-unpaid-{timezone.localdate():%Y%m%d}",
            kind="dues.unpaid",
            values={"会费": owing[pk].round, "单位": owing[pk].unit, "金额": figures(owing[pk].owed)},
            url=owing[pk].get_absolute_url(),
        )


def tell_of_payment(payment: DuesPayment) -> None:
    notice = DuesNotice.objects.with_paid().select_related("unit", "round").get(pk=payment.notice_id)
    left = "已缴清" if notice.owed <= 0 else f"尚欠 {figures(notice.owed)} 元"
    _tell_payer(payment, "dues.received", {"余额": left})


def tell_of_reversal(payment: DuesPayment) -> None:
    _tell_payer(payment, "dues.reversed", {"原因": payment.reversed_reason})


def _tell_payer(payment: DuesPayment, kind: str, more: dict) -> None:
    notice = payment.notice
    notify(
        recipients=liaisons_by_unit([notice.unit_id]).get(notice.unit_id, []),
        key=f"dues-payment-{payment.pk}-{kind}",
        kind=kind,
        values={
            "会费": notice.round,
            "金额": figures(payment.amount),
            "收据号": payment.receipt_number,
            **more,
        },
        url=notice.get_absolute_url(),
    )
