"""One delivery as an e-mail: text with an HTML twin, and a way out of mails of this kind."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError
from django.template.loader import render_to_string
from django.urls import reverse

from alliance.notices import private_links
from alliance.notices.kinds import GENERAL, NoticeKind, find, get
from alliance.notices.models import Delivery
from alliance.notices.preferences import unsubscribe_token
from alliance.notices.refusals import Refused
from alliance.notices.wording import one_line

log = logging.getLogger(__name__)

SUBJECT = 120  # characters
PERMANENT = 500  # SMTP replies from here on will be the same tomorrow


def send_mail(delivery: Delivery) -> None:
    """Raises Refused with the reason for the delivery log."""
    try:
        as_message(delivery).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        final = bool(codes) and min(codes) >= PERMANENT
        raise Refused("对方邮箱拒收，请核对邮箱地址是否正确。", final=final) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Refused("邮件服务器不接受门户的发信账号，请检查邮件设置。") from error
    except smtplib.SMTPResponseException as error:
        log.warning("mail %s refused: %s %s", delivery.pk, error.smtp_code, error.smtp_error)
        raise Refused(f"邮件服务器拒绝发送（代码 {error.smtp_code}）。") from error
    except (BadHeaderError, UnicodeError, ValueError, IndexError) as error:
        log.warning("mail %s cannot be written: %s", delivery.pk, error)
        raise Refused("邮箱地址写法有误，无法发送。", final=True) from error
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail %s failed: %s", delivery.pk, error)
        raise Refused("连不上邮件服务器，稍后再试。") from error


def as_message(delivery: Delivery) -> EmailMultiAlternatives:
    kind = find(delivery.kind) or get(GENERAL)
    leave = _leave(kind, delivery)
    path = private_links.path_of(delivery.url)
    context = {
        "delivery": delivery,
        "kind": kind,
        "link": f"{settings.SITE_URL}{path}" if path else "",
        "greeting": f"{delivery.recipient}，您好：" if delivery.recipient else "您好：",
        "leave": leave,
        "preferences": settings.SITE_URL + reverse("notices:preferences") if delivery.recipient else "",
        "site": settings.SITE_URL,
    }
    message = EmailMultiAlternatives(
        f"【钒钛联盟】{one_line(delivery.title, SUBJECT)}",
        render_to_string("notices/mail.txt", context).strip() + "\n",
        None,
        [delivery.recipient.email if delivery.recipient else delivery.address],
        headers=_headers(leave),
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message


def _leave(kind: NoticeKind, delivery: Delivery) -> str:
    """Where mails of this kind end for this reader; empty for those that must arrive."""
    if delivery.address:
        return settings.SITE_URL + delivery.leave if delivery.leave else ""
    if kind.important:
        return ""
    token = unsubscribe_token(delivery.recipient_id, delivery.kind)
    return settings.SITE_URL + reverse("notices:unsubscribe", args=[token])


def _headers(leave: str) -> dict[str, str]:
    """RFC 8058: the mail program's own button for it; and no answers from machines."""
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if leave:
        headers |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers
