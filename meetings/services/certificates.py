"""证书: for those who took part and for those who won; numbered without a gap within the year."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.core.writing import lock, save_record
from alliance.printing.models import RenderedDocument
from alliance.printing.services import request_document
from meetings.certificate_sheet import NAME
from meetings.models import Award, Certificate, Event

SERIES, EXAMPLES = "钒钛证", "示例证"
TRIES = 20
BUSY = "正在颁发其他证书，请稍后再试。"


@dataclass(frozen=True)
class Winner:
    """Who is honoured, of what unit, for what; `affiliation` and `work` may be empty."""

    name: str
    affiliation: str = ""
    work: str = ""


@transaction.atomic
def certify_participants(*, actor, event: Event) -> list[Certificate]:
    """A certificate for everybody who was checked in and has none yet, in the order of arrival. Returns the new ones."""
    event = lock(event)
    require(actor, "meetings.manage_event", event)
    present = event.registrations.filter(checked_in_at__isnull=False)
    without = present.exclude(certificates__in=Certificate.objects.filter(award=None))
    rows = [
        Certificate(event=event, registration=one, name=one.name, affiliation=one.affiliation)
        for one in without.order_by("checked_in_at", "pk")
    ]
    return _issue(actor, event, rows, "颁发参会证书")


@transaction.atomic
def certify_winners(*, actor, award: Award, winners: list[Winner]) -> list[Certificate]:
    """A certificate of `award` for each winner, in this order; who has the same one already gets no second.

    Returns the new ones. Raises DomainError at `winners` when nobody is named.
    """
    event = lock(award.event)
    require(actor, "meetings.manage_event", event)
    if not winners:
        raise DomainError("请填写获奖人，每行一人。", field="winners")
    known = {Winner(one.name, one.affiliation, one.work) for one in award.certificates.all()}
    rows = [
        Certificate(event=event, award=award, name=one.name, affiliation=one.affiliation, work=one.work)
        for one in dict.fromkeys(winners)
        if one not in known
    ]
    return _issue(actor, event, rows, f"颁发证书：{award}")


def print_certificates(
    *, actor, event: Event, award: Award | None = None, certificate: Certificate | None = None
) -> RenderedDocument:
    """One PDF of all certificates of the event, of one award, or a single one; a page each.

    Raises DomainError when there is none.
    """
    require(actor, "meetings.manage_event", event)
    rows = event.certificates.all()
    if award is not None:
        rows = rows.filter(award=award)
    if certificate is not None:
        rows = rows.filter(pk=certificate.pk)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    if not numbers:
        raise DomainError("还没有证书，请先颁发。")
    document = request_document(actor=actor, kind=NAME, event=event.pk, certificates=numbers)
    if certificate is not None:
        Certificate.objects.filter(pk=certificate.pk).update(document=document)
    return document


def _issue(actor, event: Event, rows: list[Certificate], label: str) -> list[Certificate]:
    if not rows:
        return []
    _number(actor, event, rows)
    audit.record(
        actor=actor,
        obj=event,
        action="meetings.certificate.issue",
        label=label,
        data={"numbers": [rows[0].number, rows[-1].number], "count": len(rows)},
    )
    return rows


def _number(actor, event: Event, rows: list[Certificate]) -> None:
    """Consecutive in the year. Of two at once the second waits for the first and then takes what comes after it."""
    start = f"{EXAMPLES if event.is_example else SERIES}〔{timezone.localdate().year}〕"
    for _ in range(TRIES):
        last = _last_number(start)
        try:
            with transaction.atomic():
                for number, row in enumerate(rows, start=last + 1):
                    row.number = f"{start}{number}号"
                    save_record(row, actor=actor)
        except (IntegrityError, ValidationError) as taken:
            if isinstance(taken, ValidationError) and "number" not in taken.error_dict:
                raise
            for row in rows:
                row.pk = None
                row._state.adding = True
            continue
        return
    raise DomainError(BUSY)


def _last_number(start: str) -> int:
    given = Certificate.objects.filter(number__startswith=start).values_list("number", flat=True)
    return max((int(number.removeprefix(start).removesuffix("号")) for number in given), default=0)
