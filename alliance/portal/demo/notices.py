"""Notices for the demo's logins, so that nobody's inbox is empty; a short link; a group's robot, switched off."""

from datetime import timedelta

from django.urls import reverse

from alliance.core.database import db_now
from alliance.core.models import User
from alliance.notices.enums import RobotKind
from alliance.notices.models import Notice, RobotChannel
from alliance.notices.services import notify
from alliance.notices.short_links import make_short_link
from alliance.portal.demo.accounts import accounts
from alliance.portal.demo.records import Book
from meetings.models import Meeting
from projects.models import Solicitation

WELCOME = "demo-welcome"
READING = "demo-reading"


def load(book: Book) -> None:
    users = list(User.objects.filter(email__in=[account["email"] for account in accounts()]))
    notify(
        recipients=users,
        key=WELCOME,
        title="欢迎使用联盟门户（示例）",
        body="工作台列出要办的事；这里是发给您的通知，可在“通知设置”里选择哪些同时发到邮箱。",
        url=reverse("portal:desk"),
    )
    _tell_of_the_last_meeting(users)
    Notice.objects.filter(key=WELCOME, read_at=None).update(
        read_at=db_now(), created_at=db_now() - timedelta(days=3)
    )
    for batch in Solicitation.objects.filter(is_example=True).order_by("pk")[:1]:
        make_short_link(actor=None, target=batch.get_absolute_url())
    _keep_robot()


def _tell_of_the_last_meeting(users: list[User]) -> None:
    meeting = Meeting.objects.real().last_held()
    if meeting is not None:
        notify(
            recipients=users,
            key=READING,
            title=f"请阅：{meeting}（示例）",
            body="会议的议程、参会名单和议定事项已登记，可在手机上直接阅读，不用下载。",
            url=meeting.get_absolute_url(),
        )


def _keep_robot() -> None:
    """Its address leads nowhere, and it stays switched off: demo messages never leave the machine."""
    if not RobotChannel.objects.exists():
        robot = RobotChannel(name="示例群机器人", kind=RobotKind.WECOM, is_active=False)
        robot.keep_token("00000000-demo-0000")
        robot.save()
