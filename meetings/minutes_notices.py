"""Who is told about minutes: units asked for comments, the secretariat of an objection, everybody when they are signed.

The listener of moves runs inside the move's transaction, so that whoever makes it tells people.
"""

from django.urls import reverse

from alliance.core.dates import moment_words
from alliance.core.models import User
from alliance.core.registry import Moved
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify
from meetings.enums import CommentStance
from meetings.minutes_consulting import asked_units, comment_path
from meetings.models import Minutes, MinutesComment
from members.confirming import speakers

KINDS = (
    NoticeKind(
        "minutes.consulting",
        "纪要征求意见",
        "会议",
        title="请对会议纪要提出意见：{会议}",
        body="征求意见截止：{截止}\n{逾期}\n请点击链接查看纪要并答复，不需要登录。链接仅供您本人使用，请勿转发。",
        variables={
            "会议": "第一届第四次理事会",
            "截止": "2015年6月15日 17:00",
            "逾期": "逾期未复视为无异议。",
        },
        important="纪要征求意见须送达每家单位。",
    ),
    NoticeKind(
        "minutes.objected",
        "纪要修改意见",
        "会议",
        title="{单位}对会议纪要提出修改意见",
        body="会议：{会议}\n意见：{意见}",
        variables={"单位": "示例大学", "会议": "第一届第四次理事会", "意见": "第三项的时限应为年底前。"},
        for_staff=True,
    ),
    NoticeKind(
        "minutes.signed",
        "纪要签发",
        "会议",
        title="会议纪要已签发：{会议}",
        body="编号：{编号}\n请点击链接查看议定事项，并落实本单位的任务。",
        variables={"会议": "第一届第四次理事会", "编号": "钒钛联盟纪要〔2015〕1号"},
    ),
)


def tell_of_minutes(moved: Moved) -> None:
    minutes = moved.obj
    if moved.name == "consult":
        _ask(minutes)
    elif moved.name == "sign" and moved.actor is not None:  # what the system enters is no news
        _tell_signed(minutes)


def _people(minutes: Minutes) -> list:
    by_unit = speakers([unit.pk for unit in asked_units(minutes.meeting)])
    return list(dict.fromkeys(person for people in by_unit.values() for person in people))


def _ask(minutes: Minutes) -> None:
    """To everybody who speaks for a unit asked and has a login: the link works without logging in."""
    values = {
        "会议": minutes.meeting.name,
        "截止": moment_words(minutes.comments_by) if minutes.comments_by else "",
        "逾期": "逾期未复视为无异议。" if minutes.silence_consents else "",
    }
    for person in _people(minutes):
        notify(
            recipients=[person.user],
            key=f"minutes-{minutes.pk}-round-{minutes.round}",
            kind="minutes.consulting",
            values=values,
            url=comment_path(minutes, person),
        )


def _tell_signed(minutes: Minutes) -> None:
    notify(
        recipients=[person.user for person in _people(minutes)],
        key=f"minutes-{minutes.pk}-signed-{minutes.version}",
        kind="minutes.signed",
        values={"会议": minutes.meeting.name, "编号": minutes.number},
        url=minutes.get_absolute_url(),
    )


def tell_of_comment(comment: MinutesComment) -> None:
    """The secretariat hears of an objection; agreement needs no mail."""
    if comment.stance != CommentStance.OBJECT:
        return
    meeting = comment.minutes.meeting
    notify(
        recipients=User.objects.secretariat(),
        key=f"minutes-comment-{comment.pk}-{comment.version}",
        kind="minutes.objected",
        values={"单位": comment.unit.name, "会议": meeting.name, "意见": comment.text[:200]},
        url=reverse("meetings:minutes_work", args=[meeting.pk]),
    )
