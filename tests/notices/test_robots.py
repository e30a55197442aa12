"""Robots of groups: apprise's plugins against a server that answers as the services do."""

import base64
import hashlib
import hmac
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError

from alliance.notices import robots
from alliance.notices.enums import DeliveryChannel, RobotKind
from alliance.notices.models import Delivery, RobotChannel
from alliance.notices.refusals import Refused
from alliance.notices.robots import read_webhook, send_to_group
from alliance.notices.tasks import deliver
from tests.factories import robot
from tests.services import free_port

pytestmark = pytest.mark.django_db


class Service:
    """The far end: what it was told, and what it answers."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict]] = []
        self.status, self.answer = 200, b'{"errcode": 0, "code": 0}'


@pytest.fixture
def service(monkeypatch):
    """The three services at a local address: their plugins run as they are, only the host is another."""
    far_end = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            far_end.posts.append((self.path, json.loads(self.rfile.read(length))))
            self.send_response(far_end.status)
            self.end_headers()
            self.wfile.write(far_end.answer)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{server.server_port}"
    for plugin in (robots.WeCom, robots.DingTalk, robots.Feishu):
        path = urlsplit(plugin.notify_url)
        monkeypatch.setattr(plugin, "notify_url", f"{host}{path.path}{'?' if path.query else ''}{path.query}")
    yield far_end
    server.shutdown()
    server.server_close()


def message_to(channel: RobotChannel, **fields) -> Delivery:
    words = {"title": "会议通知：理事会", "body": "时间：5月29日", "url": "/meetings/"}
    return Delivery.objects.create(
        channel=DeliveryChannel.ROBOT, robot=channel, key="k", kind="meeting.convened", **{**words, **fields}
    )


TEXT = "【钒钛联盟】会议通知：理事会\n时间：5月29日\nhttp://localhost/meetings/"


@pytest.mark.parametrize(
    ("kind", "path", "payload"),
    [
        ("wecom", "/cgi-bin/webhook/send?key=abcdef123456", {"msgtype": "text", "text": {"content": TEXT}}),
        (
            "dingtalk",
            "/robot/send?access_token=abcdef123456",
            {"msgtype": "text", "text": {"content": TEXT}},
        ),
        (
            "feishu",
            "/open-apis/bot/v2/hook/abcdef123456/",
            {"msg_type": "text", "content": {"text": TEXT}},
        ),
    ],
)
def test_message_reaches_the_service_in_its_own_form(service, kind, path, payload):
    delivery = message_to(robot(kind))
    deliver(delivery.pk)

    assert service.posts == [(path, payload)]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == ("sent", "")


def test_message_delivered_twice_is_one_message(service):
    delivery = message_to(robot())
    for _ in range(3):
        deliver(delivery.pk)

    assert len(service.posts) == 1


def test_dingtalk_signature_is_that_of_its_documents(service):
    send_to_group(message_to(robot("dingtalk", secret="SEC1234567890")))
    (path, _) = service.posts[0]
    query = parse_qs(urlsplit(path).query)
    said = f"{query['timestamp'][0]}\nSEC1234567890".encode()

    assert query["sign"] == [
        base64.b64encode(hmac.new(b"SEC1234567890", said, hashlib.sha256).digest()).decode()
    ]


def test_feishu_signature_is_that_of_its_documents(service):
    send_to_group(message_to(robot("feishu", secret="abcdefgh1234")))
    (_, payload) = service.posts[0]
    key = f"{payload['timestamp']}\nabcdefgh1234".encode()

    assert payload["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


# ---------------------------------------------------------------- refusals
@pytest.mark.parametrize(
    ("kind", "answer", "reason", "state"),
    [
        ("wecom", {"errcode": 93000}, "机器人地址无效，可能已被移出群，请重新添加。", "failed"),
        ("wecom", {"errcode": 45009}, "群里消息太多，稍后再发。", "pending"),
        (
            "dingtalk",
            {"errcode": 310000},
            "被钉钉的安全设置拒绝：请把关键词设为“钒钛联盟”，或填写加签密钥。",
            "failed",
        ),
        ("feishu", {"code": 19021}, "飞书加签校验未通过，请核对加签密钥。", "failed"),
        ("feishu", {"code": 777}, "群机器人没有接受消息（代码 777）。", "pending"),
        ("wecom", "<html>登录</html>", "群机器人没有接受消息（代码 None）。", "pending"),
        ("wecom", [1], "群机器人没有接受消息（代码 None）。", "pending"),
    ],
)
def test_refusal_behind_a_200_is_noticed_and_said_in_chinese(service, kind, answer, reason, state):
    service.answer = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
    delivery = message_to(robot(kind))
    deliver(delivery.pk)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.error) == (state, reason)


def test_error_of_the_server_is_tried_again(service):
    service.status = 502
    delivery = message_to(robot())
    deliver(delivery.pk)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.error) == ("pending", "群机器人的服务器返回错误（502）。")


def test_redirect_to_another_host_is_not_followed(service):
    service.status = 302
    with pytest.raises(Refused, match="302"):
        send_to_group(message_to(robot()))


def test_service_that_is_away_is_tried_again(monkeypatch):
    monkeypatch.setattr(robots.WeCom, "notify_url", f"http://127.0.0.1:{free_port()}/?key={{key}}")
    delivery = message_to(robot())
    deliver(delivery.pk)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.error) == ("pending", "连不上群机器人的服务器，稍后再试。")


def test_robot_switched_off_meanwhile_says_nothing(service):
    delivery = message_to(robot(is_active=False))
    deliver(delivery.pk)
    delivery.refresh_from_db()

    assert (service.posts, delivery.state, delivery.error) == ([], "failed", "机器人已停用。")


def test_address_sealed_with_another_key_asks_for_it_again(service, settings):
    delivery = message_to(robot())
    settings.SECRET_KEY = "another-" * 8
    deliver(delivery.pk)
    delivery.refresh_from_db()

    assert delivery.error == "机器人地址已无法读取（门户密钥更换过），请重新填写。"


# ---------------------------------------------------------------- the secret
def test_database_and_log_hold_no_address(service, caplog):
    channel = robot(token="topsecret9876", secret="alsosecret55")
    with caplog.at_level(logging.INFO):
        deliver(message_to(channel).pk)
        service.status = 500
        Delivery.objects.update(state="pending")
        deliver(Delivery.objects.get().pk)

    row = RobotChannel.objects.filter(pk=channel.pk).values().get()
    assert "topsecret" not in str(row) + str(Delivery.objects.values().get()) + caplog.text
    assert "alsosecret" not in str(row) + caplog.text
    assert row["tail"] == "9876"


@pytest.mark.parametrize(
    "address",
    [
        "https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=abcdef123456",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef123456",
        "https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef123456",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef123456&x=http://127.0.0.1",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=../../etc/passwd",
        "http://127.0.0.1:6379/",
        "https://oapi.dingtalk.com/robot/send?access_token=abcdef123456",
        "file:///etc/passwd",
        "",
    ],
)
def test_address_of_anything_else_is_refused(address):
    with pytest.raises(ValidationError, match="这不是企业微信群机器人的地址"):
        read_webhook(RobotKind.WECOM, address)


def test_address_as_the_program_gives_it_is_taken():
    address = " https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa\n"

    assert read_webhook(RobotKind.WECOM, address) == "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
