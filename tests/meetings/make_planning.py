"""Meetings with an agenda, a meeting before with its tasks, units in the rotation, work plans."""

from datetime import date, time

from meetings.models import ActionItem, AgendaItem, AgendaPaper, Meeting, Sitting, WorkPlan, WorkPlanItem
from tests import factories as make

DAY = date(2027, 5, 20)


def planned(*bodies: str, **fields) -> Meeting:
    """A meeting that is planned for `DAY`, of the bodies given (the council alone by default)."""
    meeting = make.MeetingFactory(**{"state": "planned", "starts_on": DAY, "ends_on": DAY, **fields})
    for body in bodies or ("council",):
        make.MeetingBodyFactory(meeting=meeting, body=body, session=None)
    return meeting


def sitting_of(meeting: Meeting, part: str = "morning", starts: str = "09:00", ends: str = "11:30", **fields):
    given = {"date": meeting.starts_on, "starts_at": _clock(starts), "ends_at": _clock(ends), **fields}
    return make.SittingFactory(meeting=meeting, part=part, order=meeting.sittings.count(), **given)


def item_of(sitting: Sitting, minutes: int | None = 30, **fields) -> AgendaItem:
    given = {"meeting": sitting.meeting, "order": sitting.meeting.items.count(), **fields}
    return make.AgendaItemFactory(sitting=sitting, minutes_planned=minutes, **given)


def paper_of(item: AgendaItem, **fields) -> AgendaPaper:
    stored = fields.pop("stored", None) or make.stored_picture(name="图片.png")
    return AgendaPaper.objects.create(item=item, title="会议材料", stored=stored, **fields)


def held_before(*states: str, **fields) -> Meeting:
    """A council meeting held in 2026, with a point and one task in each of `states`."""
    meeting = make.MeetingFactory(**{"starts_on": date(2026, 5, 20), **fields})
    make.MeetingBodyFactory(meeting=meeting)
    point = make.ResolutionFactory(meeting=meeting)
    for number, state in enumerate(states):
        ActionItem.objects.create(resolution=point, task=f"任务{number}", order=number, state=state)
    return meeting


def plan_of(*states: str, state: str = "adopted", **fields) -> WorkPlan:
    """A work plan of the council with one item in each of `states`."""
    plan = WorkPlan.objects.create(**{"year": 2026, "body": "council", "state": state, **fields})
    for number, each in enumerate(states, start=1):
        WorkPlanItem.objects.create(plan=plan, number=number, text=f"事项{number}", state=each)
    return plan


def ranked(rank: str = "vice_chair", **fields):
    return make.UnitFactory(rank=rank, **fields)


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
