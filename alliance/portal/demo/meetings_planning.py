"""示例 part of planning: the agenda of the 示例 meeting with a paper, a liaisons' meeting, a work plan, a turn."""

from datetime import time, timedelta

from django.utils import timezone

from alliance.core.database import db_now
from alliance.portal.demo.members_library import paper
from alliance.portal.demo.records import Book, add, end_of_day, read
from meetings.enums import MeetingKind, MeetingState, PlanItemState
from meetings.models import HostingTurn, Meeting, MeetingBody, WorkPlan, WorkPlanItem
from meetings.services import agenda, work_plan
from meetings.services.planning import plan_meeting
from meetings.services.rotation import offer_turn
from members.enums import Access, Body
from members.models import Person

AHEAD = timedelta(days=70)
# part, body, begins, ends, items: kind, title, presenter, minutes
SITTINGS = (
    (
        "morning",
        Body.EXPERT_COMMITTEE,
        time(9),
        time(11, 30),
        (
            ("report", "示例技术创新工作执行情况", "示例专家甲", 30),
            ("report", "示例工艺的试验进展", "示例专家乙", 40),
            ("discussion", "下一步示例攻关任务", "", 65),
        ),
    ),
    (
        "afternoon",
        Body.COUNCIL,
        time(14),
        time(16, 30),
        (
            ("deliberation", "年度工作计划（示例）", "示例理事", 40),
            ("deliberation", "示例单位入盟申请", "", 30),
            ("summary", "总结讲话（示例）", "示例理事", 30),
        ),
    ),
)
PLAN = (
    ("举办示例技术交流会", "a", "上半年", PlanItemState.DONE, "已举办，示例单位参加。"),
    ("起草示例技术路线图", "b", "三季度", PlanItemState.RUNNING, "初稿征求意见中。"),
    ("整理示例专利清单", "c", "年底前", PlanItemState.WAITING, ""),
)


def load(book: Book) -> None:
    data = read("examples")
    meeting = Meeting.objects.get(name=data["meeting"]["name"], is_example=True)
    number_held(book, data)
    if meeting.state == MeetingState.CONVENED and not meeting.sittings.exists():
        load_agenda(book, meeting)
    elif meeting.state == MeetingState.CONVENED:  # put off with its meeting
        meeting.sittings.exclude(date=meeting.starts_on).update(date=meeting.starts_on)
    load_next(book, data, MeetingKind.LIAISONS, "由秘书长召集（示例）。")
    load_next(book, data, MeetingKind.COUNCIL, "议程从上次会议议定事项落实情况开始（示例）。")
    load_plan(book)
    load_turn(book)


def load_agenda(book: Book, meeting: Meeting) -> None:
    for part, body, starts, ends, items in SITTINGS:
        sitting = agenda.save_sitting(
            actor=None,
            meeting=meeting,
            sitting=None,
            content={
                "date": meeting.starts_on,
                "part": part,
                "body": body,
                "starts_at": starts,
                "ends_at": ends,
                "room": "示例会议厅",
                "chair": _person("示例理事"),
            },
        )
        for kind, title, presenter, minutes in items:
            content = {"kind": kind, "title": title, "sitting": sitting, "minutes_planned": minutes}
            content["presenter"] = _person(presenter)
            agenda.save_item(actor=None, meeting=meeting, item=None, content=content)
    opening = agenda.open_with_last_points(actor=None, meeting=meeting)
    if opening is not None:
        agenda.set_durations(actor=None, meeting=meeting, minutes={opening.pk: 15})
    first = meeting.items.get(title=SITTINGS[0][4][0][1])
    stored = paper(None, "示例会议材料", "示例内容：供与会代表会前阅读。")
    agenda.add_paper(actor=None, item=first, title="示例会议材料", stored=stored, access=Access.MEMBERS)


def number_held(book: Book, data: dict) -> None:
    """The 示例 meeting that was held was the council's first, so that the next one looks back on it."""
    held = book.meetings.get("example_held")
    if held is not None and not held.bodies.exists():
        add(MeetingBody, meeting=held, body=Body.COUNCIL, term=book.terms[data["seats"]["term"]], session=1)


def load_next(book: Book, data: dict, kind: str, note: str) -> None:
    """Planned with the next number, without a notice yet."""
    known = Meeting.objects.filter(kind=kind, is_example=True, state=MeetingState.PLANNED)
    if known.exists():
        return
    first = timezone.localdate(db_now()) + AHEAD
    plan_meeting(
        actor=book.users[data["secretary"]["name"]],
        kind=kind,
        term=book.terms[data["seats"]["term"]],
        is_example=True,
        content={"starts_on": first, "ends_on": first, "place": "示例市", "note": note},
    )


def load_plan(book: Book) -> None:
    year = timezone.localdate(db_now()).year
    if WorkPlan.objects.filter(is_example=True).exists():
        return
    plan = work_plan.start_work_plan(actor=None, year=year, body=Body.COUNCIL, is_example=True)
    for number, (text, unit, due, _, _) in enumerate(PLAN, start=1):
        item = WorkPlanItem.objects.create(plan=plan, number=number, text=text, due_text=due)
        item.units.add(book.units[unit])
    plan = work_plan.adopt_work_plan(actor=None, plan=plan, reason="示例数据")
    for item, (_, _, _, state, progress) in zip(plan.items.order_by("number"), PLAN, strict=True):
        work_plan.record_progress(actor=None, item=item, state=state, progress=progress)


def load_turn(book: Book) -> None:
    """The year after next, so that two turns stand open and can be swapped."""
    year, unit = timezone.localdate(db_now()).year + 2, book.units["c"]
    if not HostingTurn.objects.filter(unit=unit).exists():
        offer_turn(actor=None, year=year, unit=unit, place="示例市", month=5, answer_by=end_of_day(60))


def _person(name: str) -> Person | None:
    return Person.objects.get(name=name, is_example=True) if name else None
