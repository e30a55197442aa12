"""The paper for the room: 会议手册, 签到表, 席卡, 座次表, 胸牌 — each a snapshot of whoever comes."""

from django.conf import settings

from alliance.core.dates import day_words
from alliance.core.errors import DomainError
from meetings.agenda import TimedItem, agenda_of
from meetings.arrivals import Arrival, arrivals_of
from meetings.documents import paragraphs
from meetings.enums import MeetingState, ReplyAnswer
from meetings.member_links import badge_path
from meetings.models import Meeting
from meetings.notice_document import title_lines
from meetings.notice_kinds import values_of
from meetings.seating import NAME_SIZES, places_of, size_of
from members.models import AllianceProfile

HANDBOOK, SIGN_IN, CARDS, SEATS, BADGES = (
    "meeting_handbook",
    "meeting_sign_in",
    "meeting_place_cards",
    "meeting_seat_plan",
    "meeting_badges",
)
COMING, ALL = "coming", "all"
WHO = [(COMING, "已答复参加和已到会的"), (ALL, "除请假外的全部（含未回复）")]
IN_COVER = 15  # characters of the name in a line of the cover
IN_COVER = 15  # characters of the name in a line of the cover
IN_ROW, MOST_IN_ROW, MOST_ON_STAGE = 10, 24, 24


def build_handbook(*, pk: int, who: str) -> dict:
    """Arrangements, agenda by the clock, people by unit, papers."""
    meeting = _read(pk)
    notice = getattr(meeting, "notice", None)
    said = values_of(meeting)
    facts = [
        ("会议时间", said["时间"]),
        ("会议地点", said["地点"]),
        ("详细地址", meeting.address),
        ("视频会议", meeting.online_link),
        ("承办单位", str(meeting.host or "")),
        ("会议参观", meeting.visit),
        ("会务联系", notice.contact if notice else ""),
    ]
    agenda = agenda_of(meeting)
    return {
        **_head(meeting, "会议手册"),
        "meeting_lines": title_lines(meeting.name, widest=IN_COVER),
        "facts": [fact for fact in facts if fact[1]],
        "arrangements": paragraphs(notice.arrangements) if notice else [],
        "sittings": [_sitting(one) for one in agenda.sittings],
        "loose": [_item(one) for one in agenda.loose],
        "units": _by_unit(_comers(meeting, who)),
        "papers": [
            {"item": item.title, "titles": [paper.title for paper in item.papers.all()]}
            for item in meeting.items.all()
            if item.papers.all()
        ],
    }


def build_sign_in(*, pk: int, who: str) -> dict:
    """No telephone numbers: the sheet lies open on a table."""
    meeting = _read(pk)
    return {**_head(meeting, "签到表"), "rows": [_person(one) for one in _comers(meeting, who)]}


def build_place_cards(*, pk: int, who: str) -> dict:
    meeting = _read(pk)
    return {**_head(meeting, "席卡"), "rows": [_person(one) for one in _comers(meeting, who)]}


def build_seat_plan(*, pk: int, who: str, in_row: int = IN_ROW, on_stage: int = 0) -> dict:
    """`on_stage`: so many of the list's first sit on the stage, the first in the middle; `in_row` in each row before it.

    Raises DomainError at the field for numbers that make no room.
    """
    if not 1 <= in_row <= MOST_IN_ROW:
        raise DomainError(f"每排座位数须为 1 至 {MOST_IN_ROW}。", field="in_row")
    if not 0 <= on_stage <= MOST_ON_STAGE:
        raise DomainError(f"主席台人数须为 0 至 {MOST_ON_STAGE}。", field="on_stage")
    meeting = _read(pk)
    stage, rows = places_of([_person(one) for one in _comers(meeting, who)], in_row=in_row, on_stage=on_stage)
    return {**_head(meeting, "座次表"), "stage": stage, "seat_rows": rows, "in_row": in_row}


def build_badges(*, pk: int, who: str) -> dict:
    """With the code by which staff check the holder in; it opens nothing for anybody else."""
    meeting = _read(pk)
    rows = [{**_person(one), "address": _badge(meeting, one)} for one in _comers(meeting, who)]
    return {**_head(meeting, "胸牌"), "rows": rows}


# ---------------------------------------------------------------- pieces
def _read(pk: int) -> Meeting:
    related = ("bodies__term", "items__presenter", "items__papers", "sittings__chair")
    return Meeting.objects.select_related("host", "notice").prefetch_related(*related).get(pk=pk)


def _head(meeting: Meeting, what: str) -> dict:
    profile = AllianceProfile.objects.first()
    said = values_of(meeting)
    title = f"{meeting}{what}"
    return {
        "title": title,
        "file_name": f"{title}.pdf",
        "what": what,
        "meeting": meeting.name,
        "days": said["时间"],
        "place": said["地点"],
        "organ": profile.name if profile else "",
        "is_example": meeting.is_example,
        "sizes": list(NAME_SIZES),
    }


def _comers(meeting: Meeting, who: str) -> list[Arrival]:
    """Raises DomainError when that is nobody. Of a meeting that is over: whoever was there."""
    lines = [one for one in arrivals_of(meeting) if not one.is_excused]
    if meeting.state == MeetingState.HELD:
        lines = [one for one in lines if one.is_there]
    elif who == COMING:
        coming = (ReplyAnswer.ATTEND, ReplyAnswer.DELEGATE)
        lines = [one for one in lines if one.is_there or one.answer in coming]
    if not lines:
        raise DomainError("还没有可以打印的人员：没有人答复参加或到会。", field="who")
    return lines


def _person(one: Arrival) -> dict:
    return {
        "name": one.name,
        "unit": one.unit,
        "post": one.post,
        "role": one.role,
        "stands_for": one.stands_for.name if one.stands_for else "",
        "size": size_of(one.name),
    }


def _by_unit(lines: list[Arrival]) -> list[dict]:
    found: dict[str, list[dict]] = {}
    for one in lines:
        found.setdefault(one.unit, []).append(_person(one))
    return [{"unit": unit, "people": people} for unit, people in found.items()]


def _badge(meeting: Meeting, one: Arrival) -> str:
    person = one.invitation.person if one.invitation else one.attendance.person
    return settings.SITE_URL + badge_path(meeting, person)


def _sitting(one) -> dict:
    sitting = one.sitting
    start, end = sitting.starts_at, one.ends
    hours = f"{start:%H:%M}—{end:%H:%M}" if start and end else f"{start:%H:%M}" if start else ""
    return {
        "name": f"{day_words(sitting.date)}{sitting.get_part_display()}",
        "title": sitting.title or sitting.get_body_display(),
        "hours": hours,
        "room": sitting.room,
        "chair": str(sitting.chair or ""),
        "items": [_item(each) for each in one.items],
    }


def _item(one: TimedItem) -> dict:
    presenter = str(one.item.presenter or one.item.get_presenter_body_display())
    return {
        "at": f"{one.starts:%H:%M}" if one.starts else "",
        "kind": one.item.get_kind_display(),
        "title": one.item.title,
        "presenter": presenter,
        "note": one.item.note,
    }
