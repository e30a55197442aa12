"""What waits around meetings on the desks: replies to notices, turns to host. Registered in `apps.py`."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from django.urls import reverse

from alliance.core.database import db_now
from alliance.core.registry import Reminder, ToDo
from meetings.invitations import Invitation, answerable_by, invitations_to, invitations_to_all
from meetings.models import HostingTurn, Meeting
from meetings.reply_notices import private_reply
from meetings.rules import hosting_units
from members.enums import Body

REPLIES, HOSTING = "参会回执", "承办确认"
NAMES = 3  # people named in one line


def of_invited(user) -> Iterator[ToDo]:
    """One for each meeting that still takes replies: the own one, or as a liaison those of the unit's people."""
    now = db_now()
    waiting = [one for one in answerable_by(user) if one.reply is None and one.meeting.takes_replies_at(now)]
    for meeting, group in groupby(waiting, key=lambda one: one.meeting):
        yield _of_meeting(user, meeting, list(group))


def _of_meeting(user, meeting: Meeting, waiting: list[Invitation]) -> ToDo:
    own = any(one.person.user_id == user.pk for one in waiting)
    names = "、".join(one.person.name for one in waiting[:NAMES])
    more = f"等 {len(waiting)} 人" if len(waiting) > NAMES else ""
    alone = own and len(waiting) == 1
    return ToDo(
        title=f"填写参会回执：{meeting}",
        url=reverse("meetings:replies", args=[meeting.pk]),
        due=meeting.reply_by,
        note="" if alone else f"未回复：{names}{more}",
        role=waiting[0].role if alone else Body.LIAISON_MEETING.role,
        kind=REPLIES,
        action="填写回执",
    )


def of_hosts(user) -> Iterator[ToDo]:
    """Turns of the user's unit that are not answered."""
    if not (user.is_authenticated and (units := hosting_units(user))):
        return
    for turn in HostingTurn.objects.waiting().of_units(units).with_parties():
        yield ToDo(
            title=f"确认是否承办：{turn.year}年会议",
            url=turn.get_absolute_url(),
            due=turn.answer_by,
            note=str(turn.meeting or turn.unit),
            kind=HOSTING,
            action="去确认",
        )


def of_staff(user) -> Iterator[ToDo]:
    """How many have not replied to each meeting that is convened, and who was asked to host and did not answer."""
    if not (user.is_active and user.is_staff and user.has_perm("meetings.manage_meeting")):
        return
    now = db_now()
    meetings = list(Meeting.objects.convened().prefetch_related("bodies"))
    silence = Counter(one.meeting.pk for one in invitations_to_all(meetings) if one.reply is None)
    for meeting in meetings:
        if silent := silence[meeting.pk]:
            closed = not meeting.takes_replies_at(now)
            yield ToDo(
                title=f"{silent} 人尚未回复：{meeting}",
                url=reverse("admin:meetings_meeting_replies", args=[meeting.pk]),
                due=None if closed else meeting.reply_by,
                note="回执已截止，请电话确认" if closed else "",
                role=Body.SECRETARIAT.label,
                kind=REPLIES,
                action="查看回执",
            )
    for turn in HostingTurn.objects.waiting().with_parties():
        yield ToDo(
            title=f"等待承办确认：{turn}",
            url=reverse("admin:meetings_hostingturn_change", args=[turn.pk]),
            due=turn.answer_by,
            role=Body.SECRETARIAT.label,
            kind=HOSTING,
            action="查看",
        )


def reminders() -> Iterator[Reminder]:
    """Everybody with a login or an address who has not replied to a meeting with a day for replies."""
    now = db_now()
    for meeting in Meeting.objects.convened().filter(reply_by__isnull=False).prefetch_related("bodies"):
        if not meeting.takes_replies_at(now):
            continue
        for one in invitations_to(meeting):
            if one.reply is None and (one.person.user_id or one.person.email):
                yield _reminder(one)


def _reminder(one: Invitation) -> Reminder:
    """On the own page, or by the personal link for who has no login."""
    meeting, person = one.meeting, one.person
    if person.user_id:
        whom = {"recipients": (person.user,), "url": reverse("meetings:reply", args=[meeting.pk, person.pk])}
    else:
        whom = {"recipients": (), "address": person.email, "url": private_reply(one)}
    return Reminder(
        key=f"meeting-{meeting.pk}-reply-{person.pk}",
        title=f"填写参会回执：{meeting}",
        due=meeting.reply_by,
        **whom,
    )
