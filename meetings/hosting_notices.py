"""What a unit is told when it is asked to host. See `desk/planning.py`."""

from alliance.core.dates import moment_words
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify
from meetings.member_links import hosting_path
from meetings.models import HostingTurn
from meetings.rules import people_who_speak_for

KINDS = (
    NoticeKind(
        "hosting.asked",
        "征询承办",
        "会议",
        title="请答复是否承办：{年度}年会议",
        body="地点：{地点}\n答复期限：{截止}\n请点击链接答复，不需要登录。链接仅供您本人使用，请勿转发。",
        variables={"年度": "2016", "地点": "重庆市，5月", "截止": "2015年9月30日 17:00"},
        important="轮流承办须由单位答复。",
    ),
)


def tell_of_offer(turn: HostingTurn) -> int:
    """Whoever speaks for the unit and has a login, each with their own link; how many."""
    month = f"{turn.month}月" if turn.month else ""
    values = {
        "年度": str(turn.year),
        "地点": "，".join(filter(None, (turn.place, month))),
        "截止": moment_words(turn.answer_by) if turn.answer_by else "",
    }
    return sum(
        notify(
            recipients=[person.user],
            key=f"hosting-{turn.pk}-asked-{turn.version}",
            kind="hosting.asked",
            values=values,
            url=hosting_path(turn, person),
        )
        for person in people_who_speak_for(turn.unit).select_related("user")
    )
