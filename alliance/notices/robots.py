"""Robots of WeCom, DingTalk and Feishu, on top of apprise.

apprise writes to fixed hosts, so a webhook address can lead nowhere else: only its secret part is taken from what
staff paste. All three services refuse with HTTP 200 and a code in the answer, which apprise does not read, hence
the `send` methods here.
"""

import base64
import hashlib
import hmac
import json
import re
import time

import requests
from apprise import Apprise
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from django.conf import settings
from django.core.exceptions import ValidationError

from alliance.notices.enums import RobotKind
from alliance.notices.models import Delivery, RobotChannel
from alliance.notices.refusals import Refused
from alliance.notices.sealing import Unreadable

WEBHOOKS = {
    RobotKind.WECOM: r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([A-Za-z0-9_-]{8,80})",
    RobotKind.DINGTALK: r"https://oapi\.dingtalk\.com/robot/send\?access_token=([A-Za-z0-9]{8,120})",
    RobotKind.FEISHU: r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([A-Za-z0-9_-]{8,80})/?",
}
EXAMPLES = {
    RobotKind.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    RobotKind.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…",
    RobotKind.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
}
# What the secretariat can do about the commonest refusals (the services' own documents).
ADVICE = {
    93000: "机器人地址无效，可能已被移出群，请重新添加。",
    300001: "机器人地址无效，可能已被移出群，请重新添加。",
    310000: "被钉钉的安全设置拒绝：请把关键词设为“钒钛联盟”，或填写加签密钥。",
    19021: "飞书加签校验未通过，请核对加签密钥。",
    19024: "被飞书的关键词设置拒绝：请把关键词设为“钒钛联盟”。",
    45009: "群里消息太多，稍后再发。",
    130101: "群里消息太多，稍后再发。",
    11232: "群里消息太多，稍后再发。",
}
TOO_FAST = {45009, 130101, 11232}


def read_webhook(kind: str, address: str) -> str:
    """The secret part of a webhook address. Raises ValidationError in Chinese for any other address."""
    found = re.fullmatch(WEBHOOKS[kind], address.strip())
    if found is None:
        label = RobotKind(kind).label
        raise ValidationError(f"这不是{label}群机器人的地址，应形如 {EXAMPLES[kind]}")
    return found[1]


def send_to_group(delivery: Delivery) -> None:
    """Raises Refused with the reason for the delivery log, which never holds the address."""
    if not delivery.robot.is_active:
        raise Refused("机器人已停用。", final=True)
    robot = as_notifier(delivery.robot)
    sender = Apprise()
    sender.add(robot)
    if not sender.notify(body=as_text(delivery)):
        raise Refused(robot.refusal or "连不上群机器人的服务器，稍后再试。", final=robot.is_final)


def as_text(delivery: Delivery) -> str:
    """The word 钒钛联盟 in front also satisfies the keyword that a robot may demand."""
    link = f"{settings.SITE_URL}{delivery.url}" if delivery.url else ""
    return "\n".join(filter(None, (f"【钒钛联盟】{delivery.title}", delivery.body, link)))


def as_notifier(channel: RobotChannel) -> "Answered":
    """Raises Refused when its secret can no longer be read."""
    try:
        return PLUGINS[channel.kind](token=channel.token, secret=channel.secret)
    except Unreadable:
        raise Refused("机器人地址已无法读取（门户密钥更换过），请重新填写。", final=True) from None


class Answered:
    """Posts a message and reads the service's answer: `refusal` in Chinese when it was not taken."""

    refusal = ""
    is_final = False

    def post(self, address: str, payload: dict, params: dict | None = None) -> bool:
        try:
            answer = requests.post(
                address,
                data=json.dumps(payload).encode(),
                headers={"Content-Type": "application/json; charset=utf-8"},
                params=params,
                timeout=self.request_timeout,
                allow_redirects=False,
            )
        except requests.RequestException:  # its text would hold the address
            return False
        if answer.status_code != requests.codes.ok:
            self.refusal = f"群机器人的服务器返回错误（{answer.status_code}）。"
            return False
        return self._taken(answer)

    def _taken(self, answer) -> bool:
        try:
            told = answer.json()
            code = told.get("errcode", told.get("code", told.get("StatusCode")))
        except (ValueError, AttributeError):
            code = None
        if code == 0:
            return True
        self.refusal = ADVICE.get(code, f"群机器人没有接受消息（代码 {code}）。")
        self.is_final = code in ADVICE and code not in TOO_FAST
        return False


class WeCom(Answered, NotifyWeComBot):
    def __init__(self, token: str, secret: str = "") -> None:
        super().__init__(key=token)

    def send(self, body, title="", **kwargs) -> bool:
        address = self.notify_url.format(key=self.key)
        return self.post(address, {"msgtype": "text", "text": {"content": body}})


class DingTalk(Answered, NotifyDingTalk):
    def __init__(self, token: str, secret: str = "") -> None:
        super().__init__(token=token, secret=secret or None)

    def send(self, body, title="", **kwargs) -> bool:
        params = None
        if self.secret:
            params = dict(zip(("timestamp", "sign"), _dingtalk_signature(self.secret), strict=True))
        payload = {"msgtype": "text", "text": {"content": body}}
        return self.post(self.notify_url.format(token=self.token), payload, params)


class Feishu(Answered, NotifyFeishu):
    def __init__(self, token: str, secret: str = "") -> None:
        super().__init__(token=token)
        self.sign_with = secret

    def send(self, body, title="", **kwargs) -> bool:
        payload = {"msg_type": "text", "content": {"text": body}}
        if self.sign_with:
            now = str(int(time.time()))
            digest = hmac.new(f"{now}\n{self.sign_with}".encode(), digestmod=hashlib.sha256).digest()
            payload |= {"timestamp": now, "sign": base64.b64encode(digest).decode()}
        return self.post(self.notify_url.format(token=self.token), payload)


def _dingtalk_signature(secret: str) -> tuple[str, str]:
    """Time in ms, and its signature, which requests quotes (apprise's own comes quoted, i.e. would be quoted twice)."""
    now = str(round(time.time() * 1000))
    digest = hmac.new(secret.encode(), f"{now}\n{secret}".encode(), hashlib.sha256).digest()
    return now, base64.b64encode(digest).decode()


PLUGINS = {RobotKind.WECOM: WeCom, RobotKind.DINGTALK: DingTalk, RobotKind.FEISHU: Feishu}
