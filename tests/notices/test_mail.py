"""What an e-mail looks like: Chinese, readable as text and as HTML, with a way out."""

import smtplib
import socketserver
import threading

import pytest

from alliance.notices import deliveries
from alliance.notices.mail import as_message, send_mail
from alliance.notices.preferences import read_token
from alliance.notices.refusals import Refused
from alliance.notices.tasks import deliver
from tests.factories import DeliveryFactory

pytestmark = pytest.mark.django_db


def test_mail_says_what_happened_and_where():
    delivery = DeliveryFactory(
        recipient__display_name="李工", title="项目建议已退回", body="请补充考核指标。", url="/projects/"
    )
    message = as_message(delivery)

    assert (message.subject, message.to) == ("【钒钛联盟】项目建议已退回", [delivery.recipient.email])
    assert message.body.startswith(
        "李工，您好：\n\n项目建议已退回\n\n请补充考核指标。\n\n查看：http://localhost/projects/\n"
    )
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert 'href="http://localhost/projects/"' in html


def test_text_of_people_is_text_in_the_html_too():
    message = as_message(DeliveryFactory(title="<b>钒</b>", body="a<script>alert(1)</script>\n第二行"))

    assert "<b>钒</b>" in message.body
    assert "<script>" not in message.alternatives[0][0]
    assert "第二行" in message.alternatives[0][0]


def test_line_break_in_a_title_cannot_add_a_header():
    message = as_message(DeliveryFactory(title="通知\r\nBcc: all@example.com"))

    assert message.subject == "【钒钛联盟】通知 Bcc: all@example.com"
    assert message.message()["Bcc"] is None


def test_mail_of_an_ordinary_kind_can_be_left_from_its_footer_and_header():
    delivery = DeliveryFactory(kind="projects.decided")
    message = as_message(delivery)
    address = message.extra_headers["List-Unsubscribe"].strip("<>")

    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"不再接收此类邮件：{address}" in message.body
    user, kind = read_token(address.rstrip("/").rpartition("/")[2])
    assert (user, kind.name) == (delivery.recipient, "projects.decided")


def test_important_mail_says_why_it_cannot_be_left():
    message = as_message(DeliveryFactory(kind="projects.returned"))

    assert "List-Unsubscribe" not in message.extra_headers
    assert "此类邮件不能退订：退回的材料须及时补正，否则影响受理。" in message.body


# ---------------------------------------------------------------- a mail server that refuses
class RefusingServer(socketserver.StreamRequestHandler):
    """Speaks SMTP as far as the recipient, whom it refuses with `reply`."""

    reply = b"550 no such user"

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            answer = {b"RCPT": self.reply, b"QUIT": b"221 bye"}.get(word, b"250 ok")
            self.wfile.write(answer + b"\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def mail_server(settings):
    """`mail_server(b"550 …")`: mail goes to a server that answers so to every recipient."""
    servers = []

    def start(reply: bytes):
        handler = type("Handler", (RefusingServer,), {"reply": reply})
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 5

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("reply", "final"), [(b"550 no such user", True), (b"450 try later", False)])
def test_refused_address_is_said_in_chinese(mail_server, reply, final):
    mail_server(reply)

    with pytest.raises(Refused) as refused:
        send_mail(DeliveryFactory())

    assert (refused.value.reason, refused.value.final) == ("对方邮箱拒收，请核对邮箱地址是否正确。", final)
    assert isinstance(refused.value.__cause__, smtplib.SMTPRecipientsRefused)


def test_reader_without_an_account_gets_the_mail_and_the_page_where_it_ends(mailoutbox):
    delivery = deliveries.put(
        address="reader@example.com",
        leave="/s/away/",
        key="issue-1",
        kind="general",
        title="简报已印发",
        body="",
        url="/bulletins/2015/",
    )

    deliver(delivery.pk)

    (mail,) = mailoutbox
    assert mail.to == ["reader@example.com"]
    assert mail.body.startswith("您好：\n\n简报已印发")
    assert "不再接收此类邮件：http://localhost/s/away/" in mail.body
    assert "通知设置" not in mail.body + mail.alternatives[0][0]
    assert mail.extra_headers["List-Unsubscribe"] == "<http://localhost/s/away/>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_waits_for_an_address_is_called_off(mailoutbox):
    words = {"key": "issue-1", "kind": "general", "title": "简报", "body": "", "url": "", "leave": "/"}
    ended, other = (deliveries.put(address=name, **words) for name in ("a@example.com", "b@example.com"))

    deliveries.call_off(address="a@example.com", reason="已退订。")
    for delivery in (ended, other):
        deliver(delivery.pk)

    ended.refresh_from_db()
    assert (ended.state, ended.error) == ("skipped", "已退订。")
    assert [mail.to for mail in mailoutbox] == [["b@example.com"]]
