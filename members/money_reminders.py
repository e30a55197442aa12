"""What is due for liaisons: dues that were not paid in full. Registered by `desk.money`."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings

from alliance.core.database import db_now
from alliance.core.registry import Reminder
from members.models import DuesNotice
from members.money import figures
from members.money_enums import DuesRoundState
from members.money_notices import liaisons_by_unit
from members.services.dues import collects_dues


def of_dues() -> Iterator[Reminder]:
    """Notices of rounds that end soon with something still to pay; three queries, one while dues are off."""
    if not collects_dues():
        return
    now = db_now()
    last = now + timedelta(days=max(settings.NOTICE_REMINDER_DAYS) + 1)
    soon = {"round__state": DuesRoundState.OPEN, "round__due_at__gte": now, "round__due_at__lte": last}
    notices = list(DuesNotice.objects.owing().filter(**soon).select_related("round", "unit"))
    liaisons = liaisons_by_unit({notice.unit_id for notice in notices}) if notices else {}
    for notice in notices:
        if users := liaisons.get(notice.unit_id):
            yield Reminder(
                recipients=tuple(users),
                key=f"dues-{notice.pk}",
                title=f"缴纳会费：{notice.round}",
                url=notice.get_absolute_url(),
                due=notice.round.due_at,
                note=f"{notice.unit}尚欠 {figures(notice.owed)} 元。",
            )
