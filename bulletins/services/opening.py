"""Open an issue of the periodic 简报: the next number of its year, filled from the records of its time."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError
from alliance.core.writing import save_record
from bulletins.enums import BulletinDesign, BulletinPeriod
from bulletins.guard import hold_numbering
from bulletins.models import Bulletin
from bulletins.models.bulletin import YEARLY_NUMBER
from bulletins.services.compiling import fill_bulletin, require_year

LONGEST = 184  # days that one periodic issue may cover: half a year


@transaction.atomic
def open_periodic(
    *, actor, year: int, period: str, starts_on: date, ends_on: date, design: str = BulletinDesign.SHEET
) -> Bulletin:
    """The next issue of `year`, with what the records from `starts_on` to `ends_on` (both included) offer.

    Number, running number (总期号) and volume are given here, once, however many open one at the same moment; staff
    may correct running number and volume. An issue without any entry is fine: staff write its text.
    Raises DomainError by field, ValidationError, NotAllowed.
    """
    require(actor, "bulletins.compile_bulletin", None)
    require_year(year)
    _require_time(period, starts_on, ends_on)
    hold_numbering()
    number = _next(Bulletin.objects.filter(year=year), "number")
    bulletin = Bulletin(
        year=year,
        number=number,
        serial=_next(_periodic(), "serial"),
        volume=_volume(year),
        period=period,
        starts_on=starts_on,
        ends_on=ends_on,
        design=design,
        title=f"{year}年工作简报第{number}期",
    )
    save_record(bulletin, actor=actor)
    audit.record(actor=actor, obj=bulletin, action="bulletins.bulletin.open", label="新开一期")
    return fill_bulletin(actor=actor, bulletin=bulletin)


def _require_time(period: str, starts_on: date, ends_on: date) -> None:
    if period not in BulletinPeriod.values or period == BulletinPeriod.YEARLY:
        raise DomainError("请选择月度或季度。", field="period")
    if starts_on is None or ends_on is None:
        raise DomainError("请填写收录的起止日期。", field="starts_on" if starts_on is None else "ends_on")
    if ends_on < starts_on:
        raise DomainError("收录截止日不能早于起始日。", field="ends_on")
    if (ends_on - starts_on).days >= LONGEST:
        raise DomainError("一期月度或季度简报收录的时间不能超过半年。", field="ends_on")


def _periodic():
    return Bulletin.objects.exclude(number=YEARLY_NUMBER)


def _next(bulletins, name: str) -> int:
    return (bulletins.aggregate(last=Max(name))["last"] or 0) + 1


def _volume(year: int) -> int:
    """One volume a year, counted on from the last year that has one."""
    last = _periodic().filter(year__lte=year, volume__isnull=False).order_by("-year", "-number").first()
    return last.volume + year - last.year if last else 1
