"""Who is told when a meeting is convened or called off, and when a unit answers about hosting. See `apps.py`.

The listeners run inside the move's transaction, so that whoever makes it (a page, the admin, a command) tells people.
"""

from django.urls import reverse

from alliance.core.dates import moment_words
from alliance.core.models import User
from alliance.core.registry import Moved
from alliance.notices import deliveries, kinds, private_links
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify, render
from meetings.enums import MeetingState
from meetings.invitations import Invitation, invitation_of, invitations_to
from meetings.member_links import reply_path
from meetings.models import Meeting
from meetings.notice_kinds import values_of
from members.models import Person

NOT_STATED = "另行通知"
LINK = "meeting-reply"  # of mails to people without a login

KINDS = (
    NoticeKind(
        "meeting.reply",
        "参会回执",
        "会议",
        title="请填写参会回执：{会议}",
        body="文号：{文号}\n时间：{时间}\n地点：{地点}\n回执截止：{截止}\n请点击链接答复是否参加，不需要登录。链接仅供您本人使用，请勿转发。",
        variables={
            "会议": "第一届第四次理事会",
            "时间": "2015年5月29日",
            "地点": "四川省成都市",
            "截止": "2015年5月20日 17:00",
            "文号": "钒钛联盟〔2015〕3号",
        },
        important="会议通知须送达每位被邀请人。",
    ),
    NoticeKind(
        "meeting.changed",
        "会议变更",
        "会议",
        title="会议变更：{会议}",
        body="{变更}\n现在的时间：{时间}\n现在的地点：{地点}\n已交的回执如需修改，请点击链接。",
        group_text="【钒钛联盟】{会议}有变更：{变更}\n时间：{时间}\n地点：{地点}\n{链接}",
        variables={
            "会议": "第一届第四次理事会",
            "变更": "报到改在酒店大堂。",
            "时间": "2015年5月29日",
            "地点": "四川省成都市",
        },
        important="会议变更须送达每位被邀请人。",
        to_groups=True,
    ),
    NoticeKind(
        "meeting.cancelled",
        "会议取消",
        "会议",
        title="会议取消：{会议}",
        body="原定时间：{时间}\n理由：{理由}",
        variables={"会议": "第一届第四次理事会", "时间": "2015年5月29日", "理由": "会期另行通知"},
        important="会议取消须及时告知被邀请人。",
    ),
    NoticeKind(
        "hosting.answered",
        "承办确认",
        "会议",
        title="{单位}{答复}：{年度}年会议",
        body="{理由}",
        variables={"单位": "示例大学", "答复": "同意承办", "年度": "2016", "理由": "当年另有安排。"},
        for_staff=True,
    ),
)


def tell_of_meeting(moved: Moved) -> None:
    meeting = moved.obj
    if moved.name == "convene":
        _ask_for_replies(meeting)
    elif moved.name == "cancel" and moved.from_state == MeetingState.CONVENED:
        _call_off(meeting, moved.reason)


def _ask_for_replies(meeting: Meeting) -> None:
    """To everybody asked who has a login: the link works without logging in, also from the e-mail in WeChat."""
    said = values_of(meeting)
    values = {
        **_when_and_where(said),
        "截止": moment_words(meeting.reply_by) if meeting.reply_by else "会议召开前",
        "文号": said["文号"],
    }
    _tell_invited(meeting, "meeting.reply", values, f"meeting-{meeting.pk}-reply")
    if not meeting.is_example:
        # The group is told with the public page, never with somebody's personal link.
        notify(
            recipients=(),
            key=f"meeting-{meeting.pk}-convened",
            kind="meeting.convened",
            values=said,
            url=meeting.get_absolute_url(),
        )


def _when_and_where(said: dict) -> dict:
    """Name, time and place of `values_of`, each with words also where nothing is known yet."""
    return {
        "会议": said["会议"],
        "时间": said["时间"] or NOT_STATED,
        "地点": said["地点"] or NOT_STATED,
    }


def _tell_invited(meeting: Meeting, kind: str, values: dict, key: str) -> None:
    """Everybody asked, each with the page of their own reply."""
    for invitation in invitations_to(meeting):
        user, url = invitation.person.user, reply_path(invitation)
        notify(recipients=[user], key=key, kind=kind, values=values, url=url)
        _mail_without_login(invitation, kind, values, private_reply(invitation), key)


def private_reply(invitation: Invitation) -> str:
    """What the log of mails keeps for the personal link of somebody without a login: a reference, never the link."""
    return private_links.refer(LINK, f"{invitation.meeting.pk}-{invitation.person.pk}")


def _mail_without_login(invitation: Invitation, kind: str, values: dict, url: str, key: str) -> None:
    """Whoever has an address and no login gets the same mail as the others."""
    person = invitation.person
    if person.user_id or not person.email:
        return
    title, body = render(kinds.get(kind), values)
    deliveries.put(address=person.email, key=key, kind=kind, title=title, body=body, url=url)


def path_behind(reference: str) -> str:
    """The page of a mail's link; empty once the person is no longer asked."""
    meeting, _, person = reference.partition("-")
    found = Meeting.objects.filter(pk=meeting).prefetch_related("bodies").first()
    asked = Person.objects.filter(pk=person).first()
    invitation = invitation_of(found, asked) if found and asked else None
    return reply_path(invitation) if invitation else ""


def tell_of_change(meeting: Meeting, text: str, number: int) -> None:
    """变更通知 `number` (from 1) to everybody asked, and to the group where the meeting is no example."""
    values = {**_when_and_where(values_of(meeting)), "变更": text}
    key = f"meeting-{meeting.pk}-changed-{number}"
    _tell_invited(meeting, "meeting.changed", values, key)
    if not meeting.is_example:
        page = meeting.get_absolute_url()
        notify(recipients=(), key=key, kind="meeting.changed", values=values, url=page)


def _call_off(meeting: Meeting, reason: str) -> None:
    values = {"会议": meeting.name, "时间": values_of(meeting)["时间"] or NOT_STATED, "理由": reason}
    invited = invitations_to(meeting)
    key, page = f"meeting-{meeting.pk}-cancelled", meeting.get_absolute_url()
    people = [one.person.user for one in invited]
    notify(recipients=people, key=key, kind="meeting.cancelled", values=values, url=page)
    # An example meeting has no page for people without a login.
    page = "" if meeting.is_example else page
    for one in invited:
        _mail_without_login(one, "meeting.cancelled", values, page, key)


def tell_of_hosting(moved: Moved) -> None:
    turn = moved.obj
    if moved.name not in ("accept", "decline"):
        return
    notify(
        recipients=User.objects.secretariat(),
        key=f"hosting-{turn.pk}-{moved.name}-{turn.version}",
        kind="hosting.answered",
        values={
            "单位": turn.unit.name,
            "答复": "同意承办" if moved.name == "accept" else "表示不能承办",
            "年度": str(turn.year),
            "理由": f"理由：{moved.reason}" if moved.reason else "",
        },
        url=reverse("admin:meetings_hostingturn_change", args=[turn.pk]),
    )
