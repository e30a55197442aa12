"""What voters are told of a 通讯表决: that it is open, and how it ended. At a live vote they sit in the room."""

from alliance.core.dates import moment_words
from alliance.core.registry import Moved
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify
from meetings.models import Ballot
from meetings.tally import words_of

KINDS = (
    NoticeKind(
        "ballot.opened",
        "通讯表决",
        "会议",
        title="请表决：{事项}",
        body="会议：{会议}\n表决截止：{截止}（含该时刻）\n逾期未表决的不计入，也不视为弃权。",
        variables={"事项": "审议2016年度工作计划", "会议": "理事会通讯会议", "截止": "2016年1月20日 17:00"},
        important="表决须送达名册中的每位代表。",
    ),
    NoticeKind(
        "ballot.closed",
        "表决结果",
        "会议",
        title="表决结果：{事项}",
        body="会议：{会议}\n{结果}。",
        variables={
            "事项": "审议2016年度工作计划",
            "会议": "理事会通讯会议",
            "结果": "应到 12 席，收到表决 10 席；同意 9 票、反对 0 票、弃权 1 票，通过",
        },
        button="查看",
    ),
    NoticeKind(
        "ballot.annulled",
        "表决作废",
        "会议",
        title="表决作废：{事项}",
        body="会议：{会议}\n理由：{理由}",
        variables={"事项": "审议2016年度工作计划", "会议": "理事会通讯会议", "理由": "改为开会讨论。"},
        important="表决作废须告知已经表决的代表。",
        button="查看",
    ),
)


def tell_of_ballot(moved: Moved) -> None:
    ballot: Ballot = moved.obj
    if not ballot.by_correspondence or ballot.opened_at is None:
        return
    told = {"open": ("opened", {"截止": moment_words(ballot.closes_at)})}
    told["close"] = ("closed", {"结果": words_of(ballot)})
    told["annul"] = ("annulled", {"理由": moved.reason})
    kind, values = told[moved.name]
    roll = ballot.meeting.roll.filter(body=ballot.body, person__user__is_active=True)
    notify(
        recipients=[entry.person.user for entry in roll.select_related("person__user")],
        key=f"ballot-{ballot.pk}-{kind}",
        kind=f"ballot.{kind}",
        values={"事项": ballot.question, "会议": ballot.meeting.name, **values},
        url=ballot.get_absolute_url(),
    )
