"""Events on the secretariat's desk, and what is registered for them at start."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse

from alliance.core.dates import moment_words
from alliance.core.models import StoredFile
from alliance.core.registry import ToDo, desk_todos, file_readers, move_listeners
from alliance.notices import group_texts, kinds, private_links
from alliance.notices.group_texts import GroupText
from alliance.notices.kinds import NoticeKind
from alliance.printing.registry import register as register_document
from meetings import registration_mail
from meetings.certificate_sheet import KIND
from meetings.models import Event
from members.enums import Body

OPENED = NoticeKind(
    "event.registration",
    "学术交流报名",
    registration_mail.GROUP,
    title="{活动}报名通知",
    body="报名截止：{截止}",
    group_text=(
        "【钒钛联盟】{活动} 开始报名。\n时间：{时间}\n地点：{地点}\n报名截止：{截止}\n"
        "不需要登录，点开即可填写：{链接}"
    ),
    variables={**registration_mail.SAMPLE, "截止": "2015年9月1日 17:00"},
    group_only=True,
)


def of_staff(user) -> Iterator[ToDo]:
    """Registrations that wait to be confirmed, one line for each event; one query, for the secretariat alone."""
    if not (user.is_staff and user.is_active):
        return
    waiting = Event.objects.filter(registrations__state="submitted")
    for event in waiting.annotate(number=Count("registrations")).order_by("starts_on", "pk"):
        yield ToDo(
            title=f"{event.number} 份待确认的报名",
            url=reverse("admin:meetings_event_registrations", args=[event.pk]),
            note=event.name,
            role=Body.SECRETARIAT.label,
            kind="学术交流",
            action="去确认",
        )


def group_text_of(event: Event) -> GroupText:
    """群通知 about an event that takes registrations, with the reason why the group could not register yet."""
    values = {
        "活动": event.name,
        "时间": registration_mail.when(event),
        "地点": " ".join(filter(None, (event.place, event.venue))),
        "截止": moment_words(event.register_by) if event.register_by else "",
    }
    warning = "" if event.takes_registrations else "这项活动还没有开放报名。"
    if event.is_example:
        warning = "这是示例活动，只有登录的联盟成员能打开。"
    return GroupText(OPENED.name, values, event.get_absolute_url(), warning)


def photo_of_event(user, stored: StoredFile) -> bool:
    """Reader of files: photos are as public as their event."""
    return Event.objects.visible_to(user).filter(photos__stored=stored).exists()


def register() -> None:
    kinds.register(OPENED, *registration_mail.KINDS)
    group_texts.register("meetings.Event", group_text_of)
    private_links.register(registration_mail.LINK, registration_mail.path_behind)
    move_listeners.register("meetings.EventRegistration", registration_mail.tell_of_registration)
    file_readers.register(photo_of_event)
    desk_todos.register(of_staff)
    register_document(KIND)
