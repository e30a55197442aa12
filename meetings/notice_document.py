"""会议通知 on paper: the snapshot, in the order of an official letter (GB/T 9704: 标志、字号、标题、主送、正文、附件、署名)."""

from django.conf import settings
from django.urls import reverse

from alliance.core.dates import day_words, moment_words
from meetings.documents import paragraphs
from meetings.enums import MeetingForm
from meetings.invitations import Invitation, invitations_to
from meetings.models import Meeting, MeetingNotice
from meetings.notice_kinds import values_of
from members.models import AllianceProfile
from members.names import ordinal

NOTICE_KIND, UNIT_NOTICES_KIND = "meeting_notice", "meeting_unit_notices"
TO_ALL = "各成员单位"
WIDEST = 19  # characters of the title in a line, 22pt in 156 mm
BLANK_ROWS = 4  # of the form of reply that goes to all


def build_notice(*, pk: int) -> dict:
    """The notice to all members. Raises DoesNotExist."""
    meeting, notice = _read(pk)
    asked = invitations_to(meeting)
    return _snapshot(meeting, notice, [_letter(TO_ALL, _who_is_asked(asked), [])], "")


def build_unit_notices(*, pk: int) -> dict:
    """One letter for each unit that is asked, naming its people, in the printed order of units."""
    meeting, notice = _read(pk)
    by_unit: dict[int, list[Invitation]] = {}
    for one in invitations_to(meeting):
        by_unit.setdefault(one.unit.pk, []).append(one)
    letters = [
        _letter(group[0].unit.name, [_named(group)], [_row(one) for one in group])
        for group in by_unit.values()
    ]
    return _snapshot(meeting, notice, letters, "（分送各单位）")


def _read(pk: int) -> tuple[Meeting, MeetingNotice]:
    meetings = Meeting.objects.select_related("host", "notice").prefetch_related(
        "bodies__term", "items", "sittings"
    )
    meeting = meetings.get(pk=pk)
    return meeting, meeting.notice


def _snapshot(meeting: Meeting, notice: MeetingNotice, letters: list[dict], note: str) -> dict:
    profile = AllianceProfile.objects.first()
    name = profile.name if profile else "联盟"
    title = notice.subject
    for letter in letters:
        letter["sections"] = _sections(meeting, notice, letter["asked"])
    return {
        "title": title,
        "title_lines": title_lines(title),
        "file_name": f"{title}{note}.pdf",
        "is_example": meeting.is_example,
        "organ": name,
        "number": notice.number,
        "purpose": paragraphs(notice.purpose),
        "letters": letters,
        "signed": f"{name}秘书处",
        "dated": day_words(notice.dated) if notice.dated else "",
        "contact": notice.contact or (profile.phones if profile else ""),
        "meeting": meeting.name,
        "visit": meeting.visit,
        "reply_by": moment_words(meeting.reply_by) if meeting.reply_by else "",
        "reply_url": settings.SITE_URL + reverse("meetings:replies", args=[meeting.pk]),
        "blank_rows": list(range(BLANK_ROWS)),
    }


def title_lines(title: str, widest: int = WIDEST) -> list[str]:
    """The title in lines of at most `widest` characters, broken where a phrase ends if one does near the middle."""
    if len(title) <= widest:
        return [title]
    places = [place for place in range(1, len(title)) if title[place - 1] in "暨、，的：" and title[place:]]
    near = [place for place in places if max(place, len(title) - place) <= widest]
    if not near and len(title) > 2 * widest:
        return [title[:widest], *title_lines(title[widest:], widest)]
    middle = min(near, key=lambda place: abs(2 * place - len(title)), default=-(-len(title) // 2))
    return [title[:middle], title[middle:]]


def _letter(addressee: str, asked: list[str], rows: list[dict]) -> dict:
    return {"addressee": addressee, "asked": asked, "rows": rows}


def _sections(meeting: Meeting, notice: MeetingNotice, asked: list[str]) -> list[dict]:
    """Numbered 一、二、… ; what is not known yet is left out, so that a number is never without its text."""
    said = values_of(meeting)
    place = [said["地点"], meeting.address and f"地址：{meeting.address}"]
    if meeting.form != MeetingForm.IN_PERSON and meeting.online_link:
        place.append(f"视频会议：{meeting.online_link}")
    found = [
        ("会议时间", [said["时间"]]),
        ("会议地点", place),
        ("会议议程", _agenda(meeting)),
        ("参会人员", asked),
        (
            "会务安排",
            [*paragraphs(notice.arrangements), meeting.visit and f"会议期间组织参观：{meeting.visit}。"],
        ),
        ("参会回执", _reply(meeting)),
    ]
    kept = [(heading, [line for line in lines if line]) for heading, lines in found]
    return [
        {"heading": f"{ordinal(number)}、{heading}", "lines": lines}
        for number, (heading, lines) in enumerate([one for one in kept if one[1]], 1)
    ]


def _agenda(meeting: Meeting) -> list[str]:
    items = list(meeting.items.all())
    return (
        [f"（{ordinal(number)}）{item.title}" for number, item in enumerate(items, 1)]
        if items
        else ["议程另行通知。"]
    )


def _reply(meeting: Meeting) -> list[str]:
    until = f"请于{moment_words(meeting.reply_by)}前" if meeting.reply_by else "请于会前"
    return [
        f"{until}在联盟门户填写参会回执（见附件）；因故不能出席的，请说明原因，或委派他人参加并附授权委托书。"
    ]


def _who_is_asked(asked: list[Invitation]) -> list[str]:
    """By role, since a letter to all names nobody."""
    roles = list(dict.fromkeys(role for one in asked for role in one.roles))
    return [f"各成员单位{'、'.join(roles)}。"] if roles else []


def _named(group: list[Invitation]) -> str:
    return "；".join(f"{one.role} {one.person}" for one in group) + "。"


def _row(one: Invitation) -> dict:
    return {"name": one.person.name, "role": one.role, "post": one.person.post}
