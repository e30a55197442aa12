"""What people are told about meetings and events, in words that staff may change; and the text for their group."""

from alliance.core.dates import days_words, moment_words
from alliance.notices.group_texts import GroupText
from alliance.notices.kinds import NoticeKind
from meetings.enums import MeetingState
from meetings.models import Meeting

KINDS = (
    NoticeKind(
        "meeting.convened",
        "会议通知",
        "会议",
        title="会议通知：{会议}",
        body="文号：{文号}\n时间：{时间}\n地点：{地点}\n{说明}\n请点击链接查看议程，并尽早填写参会回执。",
        group_text=(
            "【钒钛联盟】{会议}\n文号：{文号}\n时间：{时间}\n地点：{地点}\n回执截止：{截止}\n"
            "请各单位查看通知，并尽早填写参会回执。\n{链接}"
        ),
        variables={
            "会议": "第一届第四次理事会",
            "时间": "2015年5月29日至30日",
            "地点": "山东省淄博市",
            "说明": "",
            "文号": "钒钛联盟〔2015〕3号",
            "截止": "2015年5月20日 17:00",
        },
        important="会议通知须送达每位代表。",
        to_groups=True,
    ),
    NoticeKind(
        "meeting.held",
        "会议情况",
        "会议",
        title="{会议}",
        group_text=(
            "【钒钛联盟】{会议}已召开（{时间}，{地点}）。\n"
            "会议情况和议定事项可在手机上直接阅读，不用下载。\n"
            "{链接}"
        ),
        variables={"会议": "第一届第四次理事会", "时间": "2015年5月29日", "地点": "四川省成都市"},
        group_only=True,
    ),
)


def group_text_of(meeting: Meeting) -> GroupText:
    warning = "这是示例会议，只有登录的联盟成员能打开。" if meeting.is_example else ""
    kind = "meeting.held" if meeting.state == MeetingState.HELD else "meeting.convened"
    return GroupText(kind, values_of(meeting), meeting.get_absolute_url(), warning)


def values_of(meeting: Meeting) -> dict[str, str]:
    """For `notify(kind="meeting.convened", values=…)`."""
    place = "，".join(filter(None, (meeting.place, meeting.venue)))
    notice = getattr(meeting, "notice", None)
    return {
        "会议": meeting.name,
        "时间": _days(meeting),
        "地点": place,
        "说明": meeting.visit and f"参观：{meeting.visit}",
        "文号": notice.number if notice else "",
        "截止": moment_words(meeting.reply_by) if meeting.reply_by else "",
    }


def _days(meeting: Meeting) -> str:
    """The days; as long as they are unknown, what the note says."""
    return days_words(meeting.starts_on, meeting.ends_on) if meeting.starts_on else meeting.date_note
