"""Sending: claimed before it is sent, so that a message delivered twice is one e-mail; swept when it was lost."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import Q

from alliance.core.database import db_now
from alliance.notices import deliveries, reminding
from alliance.notices.enums import DeliveryChannel, DeliveryState
from alliance.notices.mail import send_mail
from alliance.notices.models import Delivery
from alliance.notices.refusals import Refused
from alliance.notices.robots import send_to_group

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(seconds=60)
GIVE_UP_AFTER = timedelta(hours=24)
BROKEN = "发送时出错，原因见服务器日志。"


@shared_task(name="notices.deliver")
def deliver(pk: int) -> None:
    """Send one delivery. What fails is tried again later, with longer and longer pauses."""
    delivery = deliveries.claim(pk)
    if delivery is None:
        return
    if delivery.recipient is not None and not delivery.recipient.is_active:
        deliveries.mark_skipped(delivery, "收件人的账号已停用。")
        return
    send = send_mail if delivery.channel == DeliveryChannel.MAIL else send_to_group
    try:
        send(delivery)
    except Refused as refused:
        deliveries.mark_failed(delivery, refused.reason, final=refused.final)
    except Exception:  # whatever it is, the next message must go out
        log.exception("delivery %s failed", pk)
        deliveries.mark_failed(delivery, BROKEN)
    else:
        deliveries.mark_sent(delivery)


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Beat's task: wake again for what waits and was not tried for a minute; give up after a day. Two beats are one.

    A worker that died while sending leaves `SENDING`; once no task can be that old, the message is tried again,
    since a letter twice does less harm than none.
    """
    now = db_now()
    unsent = Delivery.objects.filter(state__in=(DeliveryState.PENDING, DeliveryState.SENDING))
    lost = Q(
        state=DeliveryState.SENDING, tried_at__lt=now - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    )
    old = Q(created_at__lt=now - GIVE_UP_AFTER, not_before__lt=now - GIVE_UP_AFTER)
    hopeless = old | Q(lost, attempts__gte=deliveries.MAX_ATTEMPTS)
    unsent.filter(hopeless).update(state=DeliveryState.FAILED, error=deliveries.GIVEN_UP)
    waited = Q(tried_at=None, created_at__lt=now - RETRY_AFTER) | Q(tried_at__lt=now - RETRY_AFTER)
    due = Q(waited, state=DeliveryState.PENDING, not_before__lte=now) | lost
    for pk in unsent.filter(due).order_by("created_at", "pk").values_list("pk", flat=True)[:100]:
        if unsent.filter(due, pk=pk).update(state=DeliveryState.PENDING, tried_at=now):
            deliveries.send_later(pk)


@shared_task(name="notices.remind")
def remind() -> None:
    """Beat's task: tell people of what is due soon, once each; by day only."""
    reminding.remind()
