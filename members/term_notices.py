"""Whom a change of term concerns and what they are told."""

from django.urls import reverse

from alliance.core.dates import moment_words
from alliance.core.registry import Moved
from alliance.notices.group_texts import GroupText
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify
from members.confirming import confirm_path, speakers
from members.enums import AnswerState, TermChangeState
from members.models import TermChange

KIND = "换届"
EXAMPLE = {"换届": "第二届换届", "截止": "2020年4月30日 17:00", "单位": "示例研究院"}

KINDS = (
    NoticeKind(
        "terms.confirm",
        "请确认换届人选",
        KIND,
        title="请确认本单位人选：{换届}",
        body="请确认或更换贵单位的理事、专家和联络员。\n截止：{截止}\n点击链接即可确认，不需要登录。链接仅供您本人使用，请勿转发。",
        variables={"换届": EXAMPLE["换届"], "截止": EXAMPLE["截止"]},
        important="换届须征得每个单位的意见。",
        button="去确认",
    ),
    NoticeKind(
        "terms.cancelled",
        "换届取消",
        KIND,
        title="{换届}已取消",
        body="{换届}已取消，不再需要确认本单位人选，现任人员不变。\n原因：{原因}",
        variables={"换届": EXAMPLE["换届"], "原因": "理事会决定延期换届"},
        button="查看",
    ),
    NoticeKind(
        "terms.group",
        "换届群通知",
        KIND,
        title="{换届}：请各单位确认人选",
        group_text="【钒钛联盟】{换届}：请各单位联络员于{截止}前确认或更换本单位的理事、专家和联络员。\n{链接}",
        variables={"换届": EXAMPLE["换届"], "截止": EXAMPLE["截止"]},
        group_only=True,
    ),
)


# ---------------------------------------------------------------- telling
def tell_of_change(moved: Moved) -> None:
    if moved.name in ("ask_units", "reopen"):
        tell_units(moved.obj, moved.name)
    if moved.name == "cancel" and moved.from_state != TermChangeState.PREPARING:
        _tell_of_cancelling(moved)


def tell_units(change: TermChange, occasion: str) -> int:
    """A notice with the personal link to whoever speaks for a unit that has not answered; how many were told."""
    silent = list(change.confirmations.filter(state=AnswerState.WAITING).select_related("unit"))
    speaking = speakers([one.unit_id for one in silent])
    told = 0
    for one in silent:
        for person in speaking.get(one.unit_id, []):
            if person.user_id:
                told += notify(
                    recipients=[person.user],
                    key=f"term-change-{change.pk}-{occasion}-{change.version}-{one.unit_id}",
                    kind="terms.confirm",
                    values={"换届": str(change), "截止": _deadline(change)},
                    url=confirm_path(one, person, change),
                )
    return told


def _tell_of_cancelling(moved: Moved) -> None:
    """All who were asked, whether they have answered or not."""
    change = moved.obj
    speaking = speakers(list(change.confirmations.values_list("unit_id", flat=True)))
    people = {person.user for group in speaking.values() for person in group if person.user_id}
    notify(
        recipients=list(people),
        key=f"term-change-{change.pk}-cancel",
        kind="terms.cancelled",
        values={"换届": str(change), "原因": moved.reason},
        url=reverse("members:confirmations"),
    )


def group_text_of(change: TermChange) -> GroupText:
    warning = "这是示例换届，只有示例单位能打开。" if change.is_example else ""
    if change.state != TermChangeState.COLLECTING:
        warning = "现在不在征求意见期间，群成员打开后不能填写。"
    values = {"换届": str(change), "截止": _deadline(change)}
    return GroupText("terms.group", values, reverse("members:confirmations"), warning)


def _deadline(change: TermChange) -> str:
    return moment_words(change.answer_by) if change.answer_by else "另行通知"
