"""名册与表决规则: what is written down of seats and rules when a meeting is convened, and stands ever after."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import WrongState
from alliance.core.registry import Moved
from alliance.core.writing import lock
from meetings.enums import MeetingState
from meetings.models import Meeting, MeetingBody, MeetingRule, RollEntry, VotingRule
from meetings.models.rule import RuleFields
from members.models import Occupancy, Seat, Unit

RIGHT = "meetings.manage_meeting"
NAMES = ("unit_name", "person_name", "person_post")


@dataclass(frozen=True)
class Freezing:
    """What writing the roll changed: seats added, brought up to date, taken off; bodies whose rule was written."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    rules: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed or self.rules)

    @property
    def words(self) -> str:
        return f"新增 {self.added} 席，更新 {self.changed} 席，移出 {self.removed} 席"


@transaction.atomic
def freeze_meeting(*, actor, meeting: Meeting) -> Freezing:
    """Write the rule and the roll of every body of `meeting`; of what is written already, only the roll changes.

    Every move to 已通知 does it, and the one to 进行中 for the last time (`freeze_on_move`). Raises WrongState once the
    roll stands.
    """
    require(actor, RIGHT, meeting)
    meeting = lock(meeting)
    if roll_stands(meeting):
        raise WrongState("名册已经定稿，不再更新。")
    return _freeze(actor, meeting)


@transaction.atomic
def refresh_roll(*, actor, meeting: Meeting) -> Freezing:
    """Bring the roll of a convened meeting up to date: people were replaced, units admitted. Raises WrongState."""
    if lock(meeting).state != MeetingState.CONVENED:
        raise WrongState("会议通知发出后、开会之前才能更新名册。")
    return freeze_meeting(actor=actor, meeting=meeting)


def roll_stands(meeting: Meeting) -> bool:
    """The meeting has begun, is over or off, or a vote on this roll has been opened."""
    if meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        return True
    return _was_voted_on(meeting)


def _was_voted_on(meeting: Meeting) -> bool:
    return meeting.ballots.filter(opened_at__isnull=False).exists()


def freeze_on_move(moved: Moved) -> None:
    """Listener to the moves of meetings, so that a button, a command and a service all write the same."""
    meeting = moved.obj
    if moved.name in ("convene", "open_session") and not _was_voted_on(meeting):
        _freeze(moved.actor, meeting)


def _freeze(actor, meeting: Meeting) -> Freezing:
    bodies = list(meeting.bodies.all())
    rules = _write_rules(meeting, bodies)
    added, changed, removed = _write_roll(meeting, bodies)
    done = Freezing(added, changed, removed, rules)
    if not done.is_nothing:
        audit.record(
            actor=actor,
            obj=meeting,
            action="meetings.meeting.freeze",
            label=f"名册：{done.words}"[:60],
            data={"rules": list(rules)},
        )
    return done


# ---------------------------------------------------------------- rules
def _write_rules(meeting: Meeting, bodies: list[MeetingBody]) -> tuple[str, ...]:
    """A rule for each body that has none yet: the one in force on the day of the meeting, today without a day."""
    written = set(meeting.rules.values_list("body", flat=True))
    found = {}
    for each in bodies:
        rule = rule_in_force(each.body, meeting) if each.body not in written else None
        if rule is not None:
            found[each.body] = rule
    names = [field.name for field in RuleFields._meta.get_fields()]
    for body, rule in found.items():
        kept = {name: getattr(rule, name) for name in names}
        frozen = MeetingRule(meeting=meeting, body=body, basis=rule.basis, **kept)
        frozen.full_clean()
        frozen.save()
    return tuple(found)


def rule_in_force(body: str, meeting: Meeting) -> VotingRule | None:
    """示例 meetings go by 示例 rules alone, real ones by real rules."""
    day = meeting.starts_on or timezone.localdate()
    rules = VotingRule.objects.filter(body=body, is_example=meeting.is_example, valid_from__lte=day)
    return rules.order_by("-valid_from").first()


# ---------------------------------------------------------------- roll
def due_changes(meeting: Meeting) -> Freezing:
    """What `refresh_roll` would change of the roll now; nothing once it stands. Asks four times for each body."""
    if meeting.state != MeetingState.CONVENED or roll_stands(meeting):
        return Freezing()
    new, changed, gone = _compare(meeting, list(meeting.bodies.all()))
    return Freezing(len(new), len(changed), len(gone))


def _write_roll(meeting: Meeting, bodies: list[MeetingBody]) -> tuple[int, int, int]:
    """How many entries were added, changed, removed."""
    new, changed, gone = _compare(meeting, bodies)
    meeting.roll.filter(pk__in=[entry.pk for entry in gone]).delete()
    RollEntry.objects.bulk_create(new)
    RollEntry.objects.bulk_update(changed, ["person", "order", *NAMES])
    return len(new), len(changed), len(gone)


def _compare(meeting: Meeting, bodies: list[MeetingBody]) -> tuple[list, list, list]:
    """Entries to add, to save as they are now, to remove. An entry of a seat is brought up to date in its place."""
    wanted = {entry.seat_id: entry for entry in _entries(meeting, bodies)}
    present = {entry.seat_id: entry for entry in meeting.roll.all()}
    columns = ("person_id", "order", *NAMES)
    changed = []
    for seat, entry in present.items():
        new = wanted.get(seat)
        if new and any(getattr(entry, name) != getattr(new, name) for name in columns):
            for name in columns:
                setattr(entry, name, getattr(new, name))
            changed.append(entry)
    added = [entry for seat, entry in wanted.items() if seat not in present]
    return added, changed, [entry for seat, entry in present.items() if seat not in wanted]


def _entries(meeting: Meeting, bodies: list[MeetingBody]) -> list[RollEntry]:
    """The roll as it would be written today: every seat of a member unit, also one that nobody fills."""
    today = timezone.localdate()
    entries = []
    for each in bodies:
        seats = Seat.objects.filter(body=each.body, term=each.term_id, unit__is_example=meeting.is_example)
        seats = list(
            seats.filter(unit__in=Unit.objects.members_on(today))
            .select_related("unit")
            .order_by("unit__print_order", "unit__pinyin", "unit_id")
        )
        held = Occupancy.objects.current(today).filter(seat__in=seats).select_related("person").order_by("pk")
        people = {one.seat_id: one.person for one in held}
        entries += [_entry(meeting, seat, people.get(seat.pk), order) for order, seat in enumerate(seats)]
    return entries


def _entry(meeting: Meeting, seat: Seat, person, order: int) -> RollEntry:
    return RollEntry(
        meeting=meeting,
        body=seat.body,
        seat=seat,
        unit=seat.unit,
        unit_name=seat.unit.name,
        person=person,
        person_name=person.name if person else "",
        person_post=person.post if person else "",
        order=order,
    )
