"""Mails to participants of events, who have no account, and their personal links. Registered by `desk.events`.

The link stands in the mail alone: the delivery log keeps a reference to it (`notices.private_links`).
"""

from datetime import timedelta

from alliance.core.dates import day_words
from alliance.core.personal_links import Purpose, make_link, make_path
from alliance.core.registry import Moved
from alliance.notices import deliveries, kinds, private_links
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import render
from meetings.models import Event, EventRegistration

REGISTRATION = Purpose("registration", "meetings:registration")
VALID_FOR = timedelta(days=400)  # a certificate comes after the event
LINK = "registration"
GROUP = "学术交流"
MUST_ARRIVE = "报名结果须让参会者本人知道。"
SAMPLE = {
    "姓名": "张三",
    "活动": "第三届钒产业先进技术交流会",
    "时间": "2015年9月12日",
    "地点": "西昌 醉太平大酒店",
}
WHEN_AND_WHERE = "时间：{时间}\n地点：{地点}\n"


def _mail_kind(name: str, label: str, title: str, body: str, more: dict | None = None) -> NoticeKind:
    return NoticeKind(
        name,
        label,
        GROUP,
        title=title,
        body=body,
        variables={**SAMPLE, **(more or {})},
        important=MUST_ARRIVE,
        readers_only=True,
        button="查看报名",
    )


KINDS = (
    _mail_kind(
        "registration.received",
        "已收到报名",
        "已收到报名：{活动}",
        "{姓名}，您好！\n"
        + WHEN_AND_WHERE
        + "秘书处确认后会再发邮件。打开链接可以查看进度、取消报名。链接仅供本人使用，请勿转发。",
    ),
    _mail_kind(
        "registration.confirmed",
        "报名已确认",
        "报名已确认：{活动}",
        "{姓名}，您好！\n" + WHEN_AND_WHERE + "请在报到时出示链接中的签到码。",
    ),
    _mail_kind(
        "registration.declined",
        "报名未通过",
        "报名未通过：{活动}",
        "{姓名}，您好！\n理由：{理由}\n如有疑问，请与秘书处联系。",
        {"理由": "名额已满。"},
    ),
    _mail_kind(
        "registration.withdrawn",
        "报名已取消",
        "报名已取消：{活动}",
        "{姓名}，您好！\n说明：{理由}\n如果不是您要求取消的，请尽快与秘书处联系。",
        {"理由": "本人来电取消。"},
    ),
)
MAILS = {
    "confirm": "registration.confirmed",
    "decline": "registration.declined",
    "withdraw": "registration.withdrawn",
}


def path_to(registration: EventRegistration) -> str:
    """The participant's own page, signed."""
    return make_path(
        purpose=REGISTRATION, subject=registration, target=registration.event, valid_for=VALID_FOR
    )


def link_to(registration: EventRegistration) -> str:
    """The same with the host, to hand on by other ways."""
    return make_link(
        purpose=REGISTRATION, subject=registration, target=registration.event, valid_for=VALID_FOR
    )


def tell_of_receipt(registration: EventRegistration) -> None:
    """A registration begins as handed in, so no move announces it."""
    _mail(registration, "registration.received", {})


def tell_of_registration(moved: Moved) -> None:
    """The participant, of what became of it. Inside the move's transaction."""
    if kind := MAILS.get(moved.name):
        _mail(moved.obj, kind, {"理由": moved.reason})


def _mail(registration: EventRegistration, kind: str, more: dict) -> None:
    if not registration.email:
        return
    event = registration.event
    values = {
        "姓名": registration.name,
        "活动": event.name,
        "时间": when(event),
        "地点": " ".join(filter(None, (event.place, event.venue))),
        **more,
    }
    title, body = render(kinds.get(kind), values)
    deliveries.put(
        address=registration.email,
        key=f"registration-{registration.pk}-{kind}-{registration.version}",
        kind=kind,
        title=title,
        body=body,
        url=private_links.refer(LINK, registration.pk),
    )


def when(event: Event) -> str:
    """2015年9月12日, what is said about the day instead, or nothing."""
    return day_words(event.starts_on) if event.starts_on else event.date_note


def path_behind(reference: str) -> str:
    """For `private_links`: the page of a registration; empty when there is none any more."""
    found = EventRegistration.objects.select_related("event").filter(pk=reference).first()
    return path_to(found) if found else ""
