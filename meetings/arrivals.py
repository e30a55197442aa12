"""Who comes to a meeting: everybody asked, or the delegate in their place, and whoever came beside them; and who is there.

Read by the check-in, by the paper for the room (签到表, 席卡, 座次表, 胸牌) and by the table of replies.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.enums import AttendanceState, ReplyAnswer
from meetings.invitations import Invitation, invitations_to
from meetings.models import Attendance, Meeting
from members.models import Person

SILENT = "none"


@dataclass(frozen=True)
class Arrival:
    """One line of the list. `invitation` is None for who was not asked, `attendance` until they are on the list."""

    number: int
    invitation: Invitation | None
    attendance: Attendance | None

    @property
    def reply(self):
        return self.invitation.reply if self.invitation else None

    @property
    def answer(self) -> str:
        """One of ReplyAnswer, SILENT, or empty for who was not asked."""
        if self.invitation is None:
            return ""
        return self.reply.answer if self.reply else SILENT

    @property
    def by_delegate(self) -> bool:
        """Somebody stands, or is to stand, for the person asked."""
        if self.attendance is not None and self.invitation is not None:
            return self.attendance.person_id != self.invitation.person.pk
        return self.answer == ReplyAnswer.DELEGATE

    @property
    def stands_for(self) -> Person | None:
        return self.invitation.person if self.invitation and self.by_delegate else None

    @property
    def name(self) -> str:
        if self.attendance is not None:
            return self.attendance.person.name
        return self.reply.delegate_name if self.by_delegate else self.invitation.person.name

    @property
    def unit(self) -> str:
        if self.invitation is not None:
            return self.invitation.unit.name
        return self.attendance.unit_printed or str(
            self.attendance.unit or self.attendance.person.affiliation or ""
        )

    @property
    def post(self) -> str:
        if self.attendance is not None and self.attendance.post:
            return self.attendance.post
        if self.by_delegate:
            return self.reply.delegate_post if self.reply else ""
        return (self.reply and self.reply.post) or (self.invitation.person.post if self.invitation else "")

    @property
    def phone(self) -> str:
        if self.attendance is not None and self.attendance.phone:
            return self.attendance.phone
        if self.by_delegate:
            return self.reply.delegate_phone if self.reply else ""
        return (self.reply and self.reply.phone) or (self.invitation.person.phone if self.invitation else "")

    @property
    def role(self) -> str:
        if self.invitation is not None:
            return f"{self.invitation.role}（代）" if self.by_delegate else self.invitation.role
        return "列席" if self.attendance.state == AttendanceState.OBSERVER else ""

    @property
    def is_there(self) -> bool:
        return self.attendance is not None and self.attendance.state in HERE

    @property
    def is_excused(self) -> bool:
        """Said, or put on the list, that they do not come; nobody stands for them."""
        if self.attendance is not None:
            return self.attendance.state == AttendanceState.EXCUSED
        return self.answer == ReplyAnswer.EXCUSE

    @property
    def key(self) -> str:
        """Names the line in forms: the person asked, else the row of the list."""
        return f"p{self.invitation.person.pk}" if self.invitation else f"a{self.attendance.pk}"


HERE = (AttendanceState.PRESENT, AttendanceState.OBSERVER)


def arrivals_of(meeting: Meeting) -> list[Arrival]:
    """By unit in printed order, then whoever was not asked; four queries, with `bodies` prefetched."""
    listed = list(meeting.attendances.select_related("person__unit", "person__organisation", "unit"))
    lines = []
    taken: set[int] = set()
    for invitation in invitations_to(meeting):
        attendance = _of(invitation, listed)
        if attendance is not None:
            taken.add(attendance.pk)
        lines.append((invitation, attendance))
    lines += [(None, attendance) for attendance in listed if attendance.pk not in taken]
    return [Arrival(number, *line) for number, line in enumerate(lines, 1)]


def _of(invitation: Invitation, listed: Iterable[Attendance]) -> Attendance | None:
    """The row of the person asked, else of who stands for them."""
    own = [
        one
        for one in listed
        if one.person_id == invitation.person.pk and one.state != AttendanceState.EXCUSED
    ]
    standing = [one for one in listed if one.stands_for_id == invitation.person.pk]
    excused = [one for one in listed if one.person_id == invitation.person.pk]
    return next(iter([*own, *standing, *excused]), None)


def arrival_of(meeting: Meeting, key: str) -> Arrival | None:
    """The line of that `key`; None when there is none (any more)."""
    return next((one for one in arrivals_of(meeting) if one.key == key), None)


def digits(phone: str) -> str:
    """Only the figures of a number count, and of a mobile one those after the country's."""
    figures = "".join(sign for sign in phone if sign.isdigit())
    return figures[-11:] if len(figures) > 11 and figures.startswith(("86", "0086")) else figures
