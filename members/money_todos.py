"""Agreement and dues on the desk: one query for the to-dos of a liaison. Registered by `desk.money`."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from alliance.core.registry import ToDo
from members.enums import Body
from members.models import (
    Agreement,
    AgreementSignature,
    AllianceProfile,
    DuesNotice,
    Occupancy,
    Unit,
)
from members.money import figures, yuan_of
from members.money_enums import AgreementState, DuesRoundState

DUES_ON = AllianceProfile.objects.filter(collects_dues=True)


def of_liaison(user) -> Iterator[ToDo]:
    """The agreement that the unit has not signed, the oldest dues that it owes. Staff have a list of their own."""
    if user.is_staff or not user.is_authenticated:
        return
    for unit in _units_with_business(user):
        if unit.to_sign:
            yield ToDo(
                title=f"签署{unit.to_sign}",
                url=reverse("members:agreement"),
                note=f"{unit}尚未签署",
                role=Body.LIAISON_MEETING.role,
                kind=Agreement._meta.verbose_name,
                action="去签署",
                tone="wait",
            )
        if unit.notice:
            yield ToDo(
                title=f"缴纳{unit.dues_year}年度会费",
                url=reverse("members:dues_notice", args=[unit.notice]),
                due=unit.dues_due,
                note=f"{unit}尚欠 {figures(yuan_of(unit.owed_fen))} 元",
                role=Body.LIAISON_MEETING.role,
                kind="会费",
                action="查看通知",
            )


def _units_with_business(user):
    seats = Occupancy.objects.of_user(user).in_body(Body.LIAISON_MEETING).current()
    signed = AgreementSignature.objects.filter(agreement=OuterRef("pk"), unit=OuterRef(OuterRef("pk")))
    open_ = Agreement.objects.filter(state=AgreementState.SIGNING, is_example=OuterRef("is_example"))
    unsigned = open_.exclude(Exists(signed)).order_by("-number")
    owing = DuesNotice.objects.owing().filter(Exists(DUES_ON), unit=OuterRef("pk"))
    owing = owing.filter(round__state=DuesRoundState.OPEN).order_by("round__due_at", "pk")
    return (
        Unit.objects.current()
        .filter(pk__in=seats.values("seat__unit"))
        .annotate(
            to_sign=Subquery(unsigned.values("title")[:1]),
            notice=Subquery(owing.values("pk")[:1]),
            dues_year=Subquery(owing.values("round__year")[:1]),
            dues_due=Subquery(owing.values("round__due_at")[:1]),
            owed_fen=Subquery(owing.values("owed_fen")[:1]),
        )
    )


def of_staff(user) -> Iterator[ToDo]:
    """Signed pages that liaisons have handed in, each agreement with its own list; one query."""
    if not (user.is_staff and user.is_active):
        return
    waiting = AgreementSignature.objects.waiting().select_related("agreement").order_by("agreement", "pk")
    numbers: dict[Agreement, int] = {}
    for signature in waiting:
        numbers[signature.agreement] = numbers.get(signature.agreement, 0) + 1
    for agreement, number in numbers.items():
        yield ToDo(
            title=f"{number} 份待确认的协议签署件",
            url=reverse("admin:members_agreement_signatures", args=[agreement.pk]),
            note=str(agreement),
            role=Body.SECRETARIAT.label,
            kind="待处理",
            action="去处理",
        )
