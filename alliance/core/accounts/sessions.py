"""One's own logins: which device, from where, since when."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from alliance.core.accounts import clock

# What a browser calls itself → what people call it. The order matters: most claim to be several.
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("wxwork", "企业微信"),
    ("QQBrowser", "QQ 浏览器"),
    ("QQ/", "QQ"),
    ("UCBrowser", "UC 浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("360SE", "360 浏览器"),
    ("Edg", "Edge 浏览器"),
    ("Firefox", "火狐浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
SYSTEMS = (
    ("OpenHarmony", "鸿蒙设备"),
    ("HarmonyOS", "鸿蒙设备"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


@dataclass(frozen=True)
class Login:
    pk: int
    device: str
    address: str
    since: datetime
    seen: datetime
    is_current: bool


def device_name(user_agent: str) -> str:
    """`Windows 电脑，Edge 浏览器`; 未知设备 for what says nothing."""
    found = [
        next((name for mark, name in names if mark in user_agent), None) for names in (SYSTEMS, BROWSERS)
    ]
    return "，".join(filter(None, found)) or "未知设备"


def logins_of(user, current_key: str | None) -> list[Login]:
    """The logins that still hold, this one first, then the newest. Those that ended are forgotten here."""
    logins = [
        Login(
            pk=one.pk,
            device=device_name(one.user_agent),
            address=one.ip,
            since=one.created_at,
            seen=one.last_seen_at,
            is_current=one.session_key == current_key,
        )
        for one in _holding(user)
    ]
    return sorted(logins, key=lambda login: (not login.is_current, -login.seen.timestamp()))


def _holding(user) -> list[UserSession]:
    """Rows whose session is there, was begun under the present password, and is not over by the clock."""
    rows = list(UserSession.objects.filter(user=user))
    stored = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    data = {session.session_key: session.get_decoded() for session in stored}
    proof = user.get_session_auth_hash()
    holding = [
        row
        for row in rows
        if (found := data.get(row.session_key, {})).get(HASH_SESSION_KEY) == proof
        and not clock.is_over(found)
    ]
    if len(holding) < len(rows):
        UserSession.objects.filter(user=user).exclude(pk__in=[row.pk for row in holding]).delete()
    return holding
