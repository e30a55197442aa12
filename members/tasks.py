"""Sending invitations by mail: claimed before it is sent, so that a task delivered twice is one letter."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q

from alliance.core.database import db_now
from members.enums import LetterState
from members.models import Invitation
from members.services.application_links import forget_abandoned
from members.services.invitations import letter_of, mail_later

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(seconds=60)
GIVE_UP_AFTER = timedelta(hours=24)
SUBJECT = "【钒钛联盟】请开通您的门户账号"


@shared_task(name="members.mail_invitation")
def mail_invitation(invitation_pk: int) -> None:
    """Send one invitation. A mail server that is away leaves it pending for the sweeper."""
    now = db_now()
    due = Invitation.objects.open().filter(
        pk=invitation_pk, expires_at__gt=now, mail_state=LetterState.PENDING
    )
    if not due.update(mail_state=LetterState.SENDING, mailed_at=now):
        return
    invitation = Invitation.objects.select_related("person").get(pk=invitation_pk)
    try:
        send_mail(SUBJECT, letter_of(invitation), None, [invitation.email])
    except (
        Exception
    ) as error:  # the mail server's refusals, sockets, a full disk, an address nobody can write to
        log.warning("mail of invitation %s failed: %s", invitation_pk, error)
        Invitation.objects.filter(pk=invitation_pk).update(mail_state=LetterState.PENDING)
        return
    Invitation.objects.filter(pk=invitation_pk).update(mail_state=LetterState.SENT, mailed_at=db_now())


@shared_task(name="members.sweep")
def sweep() -> None:
    """Beat's task: letters that were lost go out again, after a day they have failed. Two beats do no harm.

    Drafts of applications that nobody handed in are forgotten as well.
    """
    forget_abandoned()
    now = db_now()
    unsent = Invitation.objects.open().filter(mail_state__in=(LetterState.PENDING, LetterState.SENDING))
    unsent.filter(created_at__lt=now - GIVE_UP_AFTER).update(mail_state=LetterState.FAILED)
    lost = now - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    waited = Q(mailed_at=None, created_at__lt=now - RETRY_AFTER) | Q(mailed_at__lt=now - RETRY_AFTER)
    due = Q(waited, mail_state=LetterState.PENDING) | Q(mail_state=LetterState.SENDING, mailed_at__lt=lost)
    for pk in unsent.filter(due).order_by("created_at", "pk").values_list("pk", flat=True)[:100]:
        if unsent.filter(due, pk=pk).update(mail_state=LetterState.PENDING, mailed_at=now):
            mail_later(pk)
