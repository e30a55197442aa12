"""Filters for deadlines and moments in plain words."""

from datetime import datetime

from django import template
from django.utils import timezone

from alliance.core import due, masks

register = template.Library()


@register.filter
def due_words(moment: datetime | None) -> str:
    """`{{ todo.due|due_words }}`: 还剩 3 天, 今天 17:00 截止, 已逾期 2 天; empty without a deadline."""
    return due.due_words(moment, timezone.now()) if moment else ""


@register.filter
def due_tone(moment: datetime | None) -> str:
    """The tone of a badge with `due_words`."""
    return due.due_tone(moment, timezone.now()) if moment else "plain"


@register.filter
def when_words(moment: datetime) -> str:
    """今天 14:32, 昨天 09:05, 3月8日."""
    return due.when_words(moment, timezone.now())


@register.filter
def masked_phone(phone: str) -> str:
    """138****5678."""
    return masks.masked_phone(phone)
