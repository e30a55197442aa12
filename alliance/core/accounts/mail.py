"""Letters about one's own account: reset links and what has changed."""

import logging

from django.core.mail import send_mail
from django.db import transaction

from alliance.core.queue import wake

log = logging.getLogger(__name__)


def send_account_mail(subject: str, body: str, address: str) -> None:
    """Hand a letter to a worker once the transaction commits; when the queue is away, send it here and now.

    A letter that cannot be sent never spoils the act it tells of.
    """
    transaction.on_commit(lambda: _hand_over(subject, body, address))


def _hand_over(subject: str, body: str, address: str) -> None:
    from alliance.core.tasks import mail_about_account

    if wake(mail_about_account, subject, body, address):
        return
    try:
        send_mail(subject, body, None, [address])
    except OSError as error:  # the mail server is away, or refuses (SMTPException is an OSError)
        log.warning("account mail not sent: %s", error)
