"""A held meeting with its roll, agenda and people; minutes of it as far as a test wants them to be."""

from datetime import date, timedelta

from django.utils import timezone

from meetings.models import ActionItem, Meeting, Minutes, RollEntry
from meetings.services.consulting import ask_for_comments
from meetings.services.minutes import assemble_minutes
from meetings.services.signing import sign_minutes
from members.enums import Body
from members.models import Unit
from tests import factories as make
from tests.members.make_terms import seated_unit

DAY = date(2026, 5, 29)


def held(number: int = 2, **fields) -> Meeting:
    """A council meeting that was held, of `number` units, the first two of whose people came (`meeting.units`)."""
    values = {"name": f"第{ordinal()}次示范会议", "place": "成都", "starts_on": DAY, "ends_on": DAY, **fields}
    units = values.pop("units", None)
    meeting = make.MeetingFactory(**values)
    make.MeetingBodyFactory(meeting=meeting, session=None)
    meeting.units = units or [seated_unit(is_example=meeting.is_example) for _ in range(number)]
    for order, unit in enumerate(meeting.units):
        seat_in_roll(meeting, unit, order)
    presenter = holder_of(meeting.units[0]) if meeting.units else None
    make.AgendaItemFactory(meeting=meeting, title="年度工作报告", order=1, presenter=presenter)
    make.AgendaItemFactory(meeting=meeting, kind="deliberation", title="工作计划", order=2)
    for order, unit in enumerate(meeting.units[:2]):
        make.AttendanceFactory(meeting=meeting, unit=unit, person=holder_of(unit), order=order)
    make.ResolutionFactory(meeting=meeting, number=1, subject="工作计划", text="会议通过工作计划。")
    return meeting


_count = 0


def ordinal() -> int:
    global _count
    _count += 1
    return _count


def holder_of(unit: Unit):
    """Who sits in the council for the unit."""
    return unit.seats.get(body=Body.COUNCIL).occupancies.get(ended=False).person


def seat_in_roll(meeting: Meeting, unit: Unit, order: int = 0, **fields) -> RollEntry:
    seat = unit.seats.get(body=Body.COUNCIL)
    values = {"unit": unit, "unit_name": unit.name, "person": holder_of(unit), **fields}
    return RollEntry.objects.create(meeting=meeting, body=Body.COUNCIL, seat=seat, order=order, **values)


def drafted(meeting: Meeting | None = None, **fields) -> Minutes:
    minutes = assemble_minutes(actor=None, meeting=meeting or held(**fields)).minutes
    minutes.refresh_from_db()
    return minutes


def consulting(meeting: Meeting | None = None, *, days: int = 5, silence: bool = True, **fields) -> Minutes:
    minutes = drafted(meeting, **fields)
    return ask_for_comments(actor=None, minutes=minutes, comments_by=in_days(days), silence_consents=silence)


def signed(meeting: Meeting | None = None, **fields) -> Minutes:
    return sign_minutes(actor=None, minutes=drafted(meeting, **fields), signed_by="秘书长甲")


def action_of(meeting: Meeting, **fields) -> ActionItem:
    """A task from the meeting's first point."""
    values = {"resolution": meeting.resolutions.first(), "task": "拟出修改稿", **fields}
    return ActionItem.objects.create(**values)


def in_days(days: float):
    return timezone.now() + timedelta(days=days)
