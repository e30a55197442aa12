"""The end of personal links that were given out."""

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.writing import lock, save_record
from meetings.models import HostingTurn, Meeting


@transaction.atomic
def end_links(*, actor, obj: Meeting | HostingTurn) -> Meeting | HostingTurn:
    """Begin a new series: every personal link given out so far for `obj` is dead."""
    require(actor, "meetings.manage_meeting", obj)
    obj = lock(obj)
    obj.link_series += 1
    save_record(obj, actor=actor, reason="作废个人链接")
    audit.record(actor=actor, obj=obj, action=f"{obj._meta.label_lower}.end_links", label="作废个人链接")
    return obj
