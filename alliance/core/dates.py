"""Days and moments as they are written in Chinese. Moments are aware; they are told by the clock of Shanghai."""

from datetime import date, datetime

from django.utils import timezone


def day_words(day: date) -> str:
    """2015年5月29日."""
    return f"{day.year}年{day.month}月{day.day}日"


def days_words(first: date, last: date | None) -> str:
    """2015年5月29日, 2015年5月29日至30日, 2015年5月29日至6月1日: what goes without saying is left out."""
    if last is None or last == first:
        return day_words(first)
    if last.year != first.year:
        return f"{day_words(first)}至{day_words(last)}"
    month = f"{last.month}月" if last.month != first.month else ""
    return f"{day_words(first)}至{month}{last.day}日"


def moment_words(moment: datetime) -> str:
    """2015年6月30日 23:59."""
    local = timezone.localtime(moment)
    return f"{day_words(local)} {local:%H:%M}"


def short_moment_words(moment: datetime) -> str:
    """6月30日 23:59, where the year goes without saying."""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
