"""Participants and tasks as sheets, to take along."""

from alliance.core.transfer.resources import SheetResource
from meetings.models import ActionItem, Attendance, EventRegistration


class AttendanceResource(SheetResource):
    related = ("meeting", "person", "unit")

    class Meta:
        model = Attendance
        fields = ("id", "meeting", "person", "unit", "unit_printed", "state", "capacity", "on_list", "order")


class ActionItemResource(SheetResource):
    related = ("resolution", "unit")

    class Meta:
        model = ActionItem
        fields = ("id", "resolution", "task", "body", "office", "unit", "all_units", "due_text", "due_on")


class RegistrationResource(SheetResource):
    related = ("event", "unit")

    class Meta:
        model = EventRegistration
        fields = ("id", "event", *EventRegistration.CONTENT, "unit", "state", "checked_in_at")
