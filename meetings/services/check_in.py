"""签到: putting whoever arrives on the meeting's list, at the desk or over the room's code; and who is excused.

Saying it twice is saying it once. Who is there counts for the quorum at once (`meetings.quorum`).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.database import db_now
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import lock, save_record
from meetings.arrivals import Arrival, arrivals_of, digits
from meetings.enums import AttendanceState, CheckInVia, MeetingState, ReplyAnswer
from meetings.invitations import Invitation, invitations_to
from meetings.models import Attendance, Meeting
from members.models import Person, Unit

STEP = 10  # between two places of the list, so that staff can put somebody in between
NOT_FOUND = "没有找到这个姓名和手机号码。请核对，或到签到台办理。"


@transaction.atomic
def check_in(*, actor, meeting: Meeting, key: str, in_person: bool = False) -> Attendance:
    """At the desk: the line `key` of `arrivals_of` is there. `in_person`: the person asked came, not the delegate.

    Raises NotAllowed, WrongState outside the time of the meeting, DomainError for a line that is gone.
    """
    require(actor, "meetings.manage_meeting", meeting)
    meeting = _open(meeting)
    line = next((one for one in arrivals_of(meeting) if one.key == key), None)
    if line is None:
        raise DomainError("名单已有变化，没有这个人员，请刷新页面。")
    return _arrive(meeting, line, CheckInVia.DESK, actor, in_person=in_person)


@transaction.atomic
def check_in_by_phone(*, actor, meeting: Meeting, name: str, phone: str) -> Attendance:
    """Over the room's code (`actor` None): whoever says the name and number that the alliance has of them.

    Raises WrongState outside the days of the meeting, DomainError at `phone` for who is not found, or not alone.
    """
    meeting = _open(meeting)
    _require_day(meeting)
    name, number = "".join(name.split()), digits(phone)
    lines = [one for one in arrivals_of(meeting) if "".join(one.name.split()) == name]
    found = [one for one in lines if number and digits(one.phone) == number]
    if len(found) != 1:
        raise DomainError(NOT_FOUND, field="phone")
    return _arrive(meeting, found[0], CheckInVia.CODE, actor)


@transaction.atomic
def add_guest(*, actor, meeting: Meeting, name: str, unit: Unit | None = None, content: dict) -> Attendance:
    """Somebody who was not asked comes, as 列席. `content`: affiliation, post, phone; texts. A person known is no second one."""
    require(actor, "meetings.manage_meeting", meeting)
    meeting = _open(meeting)
    name, affiliation = name.strip(), content.get("affiliation", "").strip()
    if not name:
        raise DomainError("请填写姓名。", field="name")
    if unit is None and not affiliation:
        raise DomainError("请选择成员单位，或填写单位名称。", field="affiliation")
    place = {"unit": unit} if unit else {"affiliation_printed": affiliation}
    person = _known(meeting, name, place, content, actor)
    row = meeting.attendances.filter(person=person).first()
    if row is not None and row.state != AttendanceState.EXCUSED:
        return row
    row = row or Attendance(meeting=meeting, person=person, order=_after_all(meeting))
    row.unit, row.unit_printed = unit, "" if unit else affiliation
    row.post, row.phone = content.get("post", "").strip(), content.get("phone", "").strip()
    return _stamp(meeting, row, AttendanceState.OBSERVER, CheckInVia.DESK, actor)


@transaction.atomic
def undo_check_in(*, actor, meeting: Meeting, key: str) -> None:
    """Taken back, e.g. the wrong person: what the check-in put on the list goes from it. Nothing to undo: nothing done."""
    require(actor, "meetings.manage_meeting", meeting)
    meeting = _open(meeting)
    lines = arrivals_of(meeting)
    line = next((one for one in lines if one.key == key), None)
    if line is None or line.attendance is None or line.attendance.checked_in_at is None:
        return
    row = line.attendance
    audit.record(
        actor=actor,
        obj=meeting,
        action="meetings.check_in.undo",
        label=f"撤销签到：{line.name}",
        data={"person": row.person_id},
    )
    comes_anyway = any(one.attendance == row and not one.by_delegate for one in lines)
    if line.by_delegate and comes_anyway:  # the delegate was asked as well, and is there
        row.stands_for = None
        save_record(row, actor=actor)
    else:
        row.delete()


@transaction.atomic
def list_excused(*, actor, meeting: Meeting) -> int:
    """Put whoever answered 请假, and has not come all the same, on the list as excused; how many were added."""
    require(actor, "meetings.manage_meeting", meeting)
    meeting = lock(meeting)
    if meeting.state not in (MeetingState.CONVENED, MeetingState.IN_SESSION, MeetingState.HELD):
        raise WrongState("会议尚未通知或已取消，不能登记请假。")
    excused = [
        one for one in arrivals_of(meeting) if one.attendance is None and one.answer == ReplyAnswer.EXCUSE
    ]
    for one in excused:
        row = _row_of(meeting, one.invitation, one.invitation.person, one.number)
        row.state = AttendanceState.EXCUSED
        save_record(row, actor=actor)
    if excused:
        audit.record(
            actor=actor,
            obj=meeting,
            action="meetings.check_in.excused",
            label=f"按回执登记请假 {len(excused)} 人",
        )
    return len(excused)


# ---------------------------------------------------------------- when
def _open(meeting: Meeting) -> Meeting:
    """The locked row, so that arrivals come one after another. Raises WrongState but between notice and end."""
    meeting = lock(meeting)
    if meeting.state not in (MeetingState.CONVENED, MeetingState.IN_SESSION):
        raise WrongState(
            {
                MeetingState.PLANNED: "会议通知尚未发出，不能签到。",
                MeetingState.HELD: "会议已经结束，不能再签到。",
                MeetingState.CANCELLED: "会议已取消。",
            }[meeting.state]
        )
    return meeting


def _require_day(meeting: Meeting) -> None:
    """By the code, from the day before, when people register at the hotel, to the last day."""
    today = timezone.localdate(db_now())
    first, last = meeting.starts_on, meeting.ends_on or meeting.starts_on
    if first is None or not first - timedelta(days=1) <= today <= last:
        raise WrongState("会议当天（或前一天报到时）才能扫码签到。")


# ---------------------------------------------------------------- the row
def _arrive(meeting: Meeting, line: Arrival, via: str, actor, *, in_person: bool = False) -> Attendance:
    if line.is_there and not (in_person and line.by_delegate):
        return line.attendance
    if line.invitation is None:  # on the list already, as excused
        return _stamp(meeting, line.attendance, AttendanceState.PRESENT, via, actor)
    invitation = line.invitation
    by_delegate = line.answer == ReplyAnswer.DELEGATE and not in_person
    person = _delegate(meeting, invitation, actor) if by_delegate else invitation.person
    row = meeting.attendances.filter(person=person).first() or _row_of(
        meeting, invitation, person, line.number
    )
    if by_delegate:
        if row.stands_for_id not in (None, invitation.person.pk):
            raise DomainError(f"{person}已代理{row.stands_for}，不能再代理{invitation.person}。")
        row.stands_for = invitation.person
    else:
        row.post = row.post or line.post
    return _stamp(meeting, row, AttendanceState.PRESENT, via, actor)


def _row_of(meeting: Meeting, invitation: Invitation, person: Person, number: int) -> Attendance:
    """Not saved: what the list says of who comes for `invitation`, at their unit's place."""
    reply, own = invitation.reply, person == invitation.person
    post = (reply.post if own else reply.delegate_post) if reply else ""
    phone = (reply.phone if own else reply.delegate_phone) if reply else ""
    return Attendance(
        meeting=meeting,
        person=person,
        unit=invitation.unit,
        capacity=invitation.bodies[0],
        post=post or (person.post if own else ""),
        phone=phone,
        order=number * STEP,
    )


def _stamp(meeting: Meeting, row: Attendance, state: str, via: str, actor) -> Attendance:
    if row.checked_in_at is None:
        row.checked_in_at, row.check_in_via = db_now(), via
    row.state, row.on_list = state, True
    save_record(row, actor=actor)
    audit.record(
        actor=actor,
        obj=meeting,
        action="meetings.check_in",
        label=f"{CheckInVia(via).label}：{row.person}",
        data={"person": row.person_id},
    )
    return row


# ---------------------------------------------------------------- people
def _delegate(meeting: Meeting, invitation: Invitation, actor) -> Person:
    """The delegate as a person: one of those asked, another of the unit, or new."""
    reply = invitation.reply
    for one in invitations_to(meeting):
        if (
            one.unit == invitation.unit
            and one.person.name == reply.delegate_name
            and one.person != invitation.person
        ):
            return one.person
    said = {"post": reply.delegate_post, "phone": reply.delegate_phone}
    return _known(meeting, reply.delegate_name, {"unit": invitation.unit}, said, actor)


def _known(meeting: Meeting, name: str, place: dict, said: dict, actor) -> Person:
    """The person of that name at that place, new where there is none."""
    found = Person.objects.filter(name=name, is_example=meeting.is_example, **place).order_by("pk").first()
    if found is not None:
        return found
    texts = {key: said.get(key, "").strip() for key in ("post", "phone")}
    person = save_record(Person(name=name, is_example=meeting.is_example, **place, **texts), actor=actor)
    audit.record(actor=actor, obj=person, action="members.person.add", label="签到时登记")
    return person


def _after_all(meeting: Meeting) -> int:
    last = meeting.attendances.order_by("-order").values_list("order", flat=True).first() or 0
    return max(last, 100_000) + STEP
