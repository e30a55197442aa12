"""Who is there, and whether that is enough: the one place that says whether a seat of the roll is present.

Numbers are seats (席位), one vote each. Fractions are integers: two thirds is `3 * part >= 2 * whole`.
"""

from dataclasses import dataclass
from typing import Literal

from meetings.enums import AttendanceState
from meetings.models import Attendance, Meeting, MeetingRule, RollEntry
from meetings.models.rule import RuleFields

Part = Literal["quorum", "majority"]


def is_enough(rule: RuleFields, part: Part, count: int, whole: int) -> bool:
    """Whether `count` of `whole` seats are enough by the rule's `part`; nothing is enough of nothing."""
    left = getattr(rule, f"{part}_denominator") * count
    right = getattr(rule, f"{part}_numerator") * whole
    if whole < 1:
        return False
    return left > right if getattr(rule, f"{part}_strict") else left >= right


def least(rule: RuleFields, part: Part, whole: int) -> int:
    """The smallest number of seats that is enough of `whole`, at least one."""
    numerator, denominator = getattr(rule, f"{part}_numerator"), getattr(rule, f"{part}_denominator")
    if getattr(rule, f"{part}_strict"):
        return numerator * whole // denominator + 1
    return max(1, -(-numerator * whole // denominator))


@dataclass(frozen=True)
class Presence:
    """How one body is represented at one meeting.

    `quorum` is the least number of seats, `quorum_met` whether it is reached; both None without a frozen rule.
    `by_seat`: primary key of the roll entry → the attendance by which that seat is present, only seats that are.
    """

    body: str
    rule: MeetingRule | None
    roll: tuple[RollEntry, ...]
    by_seat: dict[int, Attendance]

    @property
    def seats(self) -> int:
        """All seats of the roll; an empty seat counts, since the rule speaks of seats."""
        return len(self.roll)

    @property
    def present(self) -> int:
        return len(self.by_seat)

    @property
    def by_delegate(self) -> int:
        """How many of the seats present are so by somebody who stands for the occupant."""
        return sum(1 for entry in self.roll if self.is_by_delegate(entry))

    @property
    def quorum(self) -> int | None:
        return least(self.rule, "quorum", self.seats) if self.rule and self.seats else None

    @property
    def quorum_met(self) -> bool | None:
        return is_enough(self.rule, "quorum", self.present, self.seats) if self.rule else None

    @property
    def missing(self) -> int:
        """Seats that still lack for the quorum."""
        return max(0, (self.quorum or 0) - self.present)

    def attendance_of(self, entry: RollEntry) -> Attendance | None:
        return self.by_seat.get(entry.pk)

    def is_by_delegate(self, entry: RollEntry) -> bool:
        attendance = self.by_seat.get(entry.pk)
        return attendance is not None and attendance.person_id != entry.person_id


def rule_of(meeting: Meeting, body: str) -> MeetingRule | None:
    """The rule frozen for `body` when the meeting was convened; None when it has none (the charter of 2015 states none)."""
    return next((rule for rule in meeting.rules.all() if rule.body == body), None)


def presence(meeting: Meeting, body: str) -> Presence:
    """Which seats of `body` are present at `meeting`, in person or by a delegate within the rule's limit.

    Reads `meeting.rules`, `.roll` and `.attendances` (three queries, none where they are prefetched).
    """
    rule = rule_of(meeting, body)
    roll = tuple(entry for entry in meeting.roll.all() if entry.body == body)
    there = [one for one in meeting.attendances.all() if one.state == AttendanceState.PRESENT]
    return Presence(body, rule, roll, _by_seat(roll, there, rule))


def _by_seat(roll: tuple, there: list[Attendance], rule: MeetingRule | None) -> dict[int, Attendance]:
    in_person = {one.person_id: one for one in there}
    found = {entry.pk: in_person[entry.person_id] for entry in roll if entry.person_id in in_person}
    if rule is None or not rule.delegates_count:
        return found
    delegates: dict[int, Attendance] = {}
    for one in there:
        if one.stands_for_id:
            delegates.setdefault(one.stands_for_id, one)
    stood_for: dict[int, int] = {}
    for entry in roll:
        delegate = delegates.get(entry.person_id)
        if entry.pk in found or delegate is None:
            continue
        if stood_for.get(delegate.person_id, 0) < rule.delegations_each:
            stood_for[delegate.person_id] = stood_for.get(delegate.person_id, 0) + 1
            found[entry.pk] = delegate
    return found
