"""上次会议议定事项落实情况: the last meeting of the same bodies, what it ordered and how far that is."""

from dataclasses import dataclass

from django.db.models import Q

from meetings.enums import ActionState, MeetingState
from meetings.models import ActionItem, Meeting

TITLE = "上次会议议定事项落实情况"


@dataclass(frozen=True)
class FollowUp:
    """`actions` in the order of the minutes, also those of earlier meetings that were still open after `meeting`."""

    meeting: Meeting
    points: int
    actions: tuple[ActionItem, ...]

    def count(self, state: str) -> int:
        return sum(action.state == state for action in self.actions)

    @property
    def done(self) -> int:
        return self.count(ActionState.DONE)

    @property
    def open(self) -> int:
        return self.count(ActionState.OPEN)

    @property
    def summary(self) -> str:
        """`议定事项8项；督办事项6项：已完成2项，办理中4项`, for the item's note."""
        if not self.actions:
            return f"议定事项{self.points}项，没有督办事项"
        parts = ((state.label, self.count(state)) for state in (ActionState.DONE, ActionState.OPEN))
        told = [f"{label}{number}项" for label, number in parts]
        for rare in (ActionState.DROPPED, ActionState.UNSTATED):
            told += [f"{rare.label}{number}项"] if (number := self.count(rare)) else []
        return f"议定事项{self.points}项；督办事项{len(self.actions)}项：{'，'.join(told)}"


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The last meeting held that shares a body with `meeting` (real with real, 示例 with 示例); two queries."""
    bodies = [one.body for one in meeting.bodies.all()]
    held = Meeting.objects.filter(
        state=MeetingState.HELD, is_example=meeting.is_example, bodies__body__in=bodies
    ).exclude(pk=meeting.pk)
    if meeting.starts_on:
        held = held.filter(Q(starts_on__lte=meeting.starts_on))
    return held.order_by("-starts_on", "-pk").first()


def follow_up_of(meeting: Meeting) -> FollowUp | None:
    """What became of the points of the meeting before; None where there was none. Five queries at most.

    Actions of still earlier meetings of the same bodies come along while they are open.
    """
    before = meeting_before(meeting)
    if before is None:
        return None
    bodies = [one.body for one in meeting.bodies.all()]
    older = Meeting.objects.filter(
        state=MeetingState.HELD,
        is_example=meeting.is_example,
        bodies__body__in=bodies,
        starts_on__lt=before.starts_on,
    )
    wanted = Q(resolution__meeting=before) | Q(resolution__meeting__in=older, state=ActionState.OPEN)
    actions = ActionItem.objects.filter(wanted).select_related("resolution__meeting", "unit")
    ordered = actions.order_by(
        "-resolution__meeting__starts_on", "resolution__meeting", "resolution__number", "order", "pk"
    )
    return FollowUp(before, before.resolutions.count(), tuple(ordered))
