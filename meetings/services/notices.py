"""会议通知 as a document: its text, its 发文字号, the PDF, and sending it out.

A number is given once and is never given again: the database holds it unique by code and year, and whoever loses the
race for one takes the next. So the numbers of a year have no gap, whatever happens at the same time.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import check_version, lock, save_record
from alliance.printing.models import RenderedDocument
from alliance.printing.services import request_document
from meetings.enums import MeetingState
from meetings.models import Meeting, MeetingNotice
from meetings.notice_document import NOTICE_KIND, UNIT_NOTICES_KIND
from meetings.services.convening import convene_meeting

CODE, EXAMPLE_CODE = "钒钛联盟", "示例"  # 示例 meetings never take a number of the real series
CONTENT = ("subject", "purpose", "arrangements", "contact", "dated")
ATTEMPTS = 50  # more than will ever be numbered in one moment
SENT = "会议通知已发出，不能再修改；如有变更，请发变更通知。"


@transaction.atomic
def save_notice(*, actor, meeting: Meeting, content: dict, version: int | None = None) -> MeetingNotice:
    """Write the text of the notice, for the first time or again. `content`: names from CONTENT.

    Raises StaleVersion when somebody saved since `version` (0: there was none), WrongState once it has gone out.
    """
    meeting = _of_planned(actor, meeting)
    notice = MeetingNotice.objects.filter(meeting=meeting).first() or new_notice(meeting)
    if notice.pk or version:
        check_version(notice, version)
    for name, value in content.items():
        setattr(notice, name, value)
    if not notice.serial:
        notice.year = (notice.dated or timezone.localdate()).year
    notice.document = None  # what was made of an earlier text is no longer this notice
    save_record(notice, actor=actor)
    audit.record(actor=actor, obj=meeting, action="meetings.notice.save", label="起草会议通知")
    return notice


def new_notice(meeting: Meeting) -> MeetingNotice:
    """Not saved: what a notice begins with."""
    return MeetingNotice(
        meeting=meeting,
        code=EXAMPLE_CODE if meeting.is_example else CODE,
        year=timezone.localdate().year,
        subject=f"关于召开{meeting}的通知"[:120],
    )


@transaction.atomic
def number_notice(*, actor, meeting: Meeting) -> MeetingNotice:
    """Give the notice the next 发文字号 of its code and year, and today's date where it has none. Again: the same.

    Raises DomainError at `subject` before there is a text, at `dated` for a date of another year than its number.
    """
    meeting = _of_planned(actor, meeting)
    notice = _notice_of(meeting)
    notice.dated = notice.dated or timezone.localdate()
    if notice.serial:
        if notice.dated.year != notice.year:
            raise DomainError("发文字号已编，成文日期须在同一年。", field="dated")
        return notice
    notice.year = notice.dated.year
    _take_next(notice, actor)
    audit.record(
        actor=actor, obj=meeting, action="meetings.notice.number", label=f"编发文字号：{notice.number}"
    )
    return notice


def _take_next(notice: MeetingNotice, actor) -> None:
    """Into the first free number; one that was taken a moment ago is left to whoever took it."""
    version = notice.version
    for _ in range(ATTEMPTS):
        series = MeetingNotice.objects.filter(code=notice.code, year=notice.year)
        notice.version = version
        notice.serial = (series.aggregate(last=Max("serial"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                save_record(notice, actor=actor, reason="编发文字号")
        except (IntegrityError, ValidationError):
            if not series.filter(serial=notice.serial).exists():
                raise
        else:
            return
    raise DomainError("同时编号的人太多，请稍后再试。")


@transaction.atomic
def print_notice(*, actor, meeting: Meeting, by_unit: bool = False) -> RenderedDocument:
    """The notice as PDF, as it stands. `by_unit`: one letter for each unit, in one file, with its people named.

    Once the notice has gone out, the PDF for all is the one that went out.
    """
    require(actor, "meetings.manage_meeting", meeting)
    notice = _notice_of(meeting)
    if notice.document and not by_unit and meeting.state != MeetingState.PLANNED:
        return notice.document
    kind = UNIT_NOTICES_KIND if by_unit else NOTICE_KIND
    return request_document(actor=actor, kind=kind, pk=meeting.pk)


@transaction.atomic
def send_notice(*, actor, meeting: Meeting, numbered: bool = True) -> MeetingNotice:
    """Number the notice (unless not `numbered`), keep its PDF, and convene the meeting: who is asked is told.

    All or nothing: where the meeting cannot be convened, no number is used up.
    """
    meeting = _of_planned(actor, meeting)
    if numbered:
        number_notice(actor=actor, meeting=meeting)
    notice = _notice_of(meeting)
    if notice.dated is None:
        notice.dated = timezone.localdate()
    notice.document = request_document(actor=actor, kind=NOTICE_KIND, pk=meeting.pk)
    save_record(notice, actor=actor, reason="发出通知")
    convene_meeting(actor=actor, meeting=meeting)
    return notice


def refuse_deletion(sender, instance: MeetingNotice, **kwargs) -> None:
    """Before a notice goes, with its meeting or alone: a 发文字号 is never missing from the year's register."""
    if instance.serial:
        raise DomainError(f"{instance.number}已编号，通知和会议不能删除；不再召开的，请取消会议。")


def _of_planned(actor, meeting: Meeting) -> Meeting:
    """The locked row. Raises NotAllowed, or WrongState once the notice has gone out."""
    require(actor, "meetings.manage_meeting", meeting)
    meeting = lock(meeting)
    if meeting.state != MeetingState.PLANNED:
        raise WrongState(SENT)
    return meeting


def _notice_of(meeting: Meeting) -> MeetingNotice:
    notice = MeetingNotice.objects.select_related("document").filter(meeting=meeting).first()
    if notice is None:
        raise DomainError("请先填写并保存会议通知。", field="subject")
    return notice
