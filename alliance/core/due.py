"""How far off a deadline is, in the words people use. Days are days of the calendar in the portal's time zone."""

from datetime import datetime

from django.utils import timezone

SOON = 3  # days before the deadline from which it asks for attention


def days_until(due: datetime, now: datetime) -> int:
    """Calendar days from `now` to `due`: 0 today, 1 tomorrow, negative when it is over."""
    return (timezone.localdate(due) - timezone.localdate(now)).days


def due_words(due: datetime, now: datetime) -> str:
    """今天 17:00 截止, 明天 17:00 截止, 还剩 3 天, 今天 17:00 已截止, 已逾期 2 天. The stated second is included."""
    days, clock = days_until(due, now), f"{timezone.localtime(due):%H:%M}"
    if days < 0:
        return f"已逾期 {-days} 天"
    if days > 1:
        return f"还剩 {days} 天"
    day = "明天" if days else "今天"
    return f"{day} {clock} 截止" if not is_over(due, now) else f"{day} {clock} 已截止"


def due_tone(due: datetime, now: datetime) -> str:
    """The tone of the badge: wrong when over, wait when near, plain otherwise."""
    if is_over(due, now):
        return "wrong"
    return "wait" if days_until(due, now) <= SOON else "plain"


def is_over(due: datetime, now: datetime) -> bool:
    """A deadline is inclusive to the stated second (design §3)."""
    return (now - due).total_seconds() >= 1


def when_words(moment: datetime, now: datetime) -> str:
    """When something happened: 今天 14:32, 昨天 09:05, 3月8日, 2025年12月1日."""
    local = timezone.localtime(moment)
    days = days_until(moment, now)
    if days >= -1:
        return f"{'昨天' if days else '今天'} {local:%H:%M}"
    day = f"{local.month}月{local.day}日"
    return day if local.year == timezone.localtime(now).year else f"{local.year}年{day}"
