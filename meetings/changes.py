"""Meetings that were convened, held or cancelled, and minutes that were signed. Registered in `apps.py`."""

from collections.abc import Iterator

from alliance.core.acts import latest_acts
from alliance.core.registry import Change
from meetings.models import Meeting, Minutes

MEETING_ACTS = ("convene", "mark_held", "cancel")


def of_meetings(user) -> Iterator[Change]:
    visible = Meeting.objects.visible_to(user)
    for entry, meeting in latest_acts(visible, MEETING_ACTS):
        yield Change(entry.at, f"{entry.action_label}：{meeting}", meeting.get_absolute_url(), "会议")
    minutes = Minutes.objects.filter(meeting__in=visible).select_related("meeting")
    for entry, one in latest_acts(minutes, ("sign",)):
        yield Change(entry.at, f"{entry.action_label}：{one}", one.meeting.get_absolute_url(), "会议纪要")
