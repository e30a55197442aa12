"""The life of a delivery: put down with the act, claimed by one worker, sent, or tried again later."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alliance.core import audit
from alliance.core.database import db_now
from alliance.core.queue import wake
from alliance.notices.enums import DeliveryChannel, DeliveryState
from alliance.notices.models import Delivery

# How long to wait after the first, second … failure; after the last one it is given up.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480))
MAX_ATTEMPTS = len(BACKOFF) + 1
GIVEN_UP = "多次尝试仍未发出，已停止发送。"


def put(
    *, key: str, kind: str, title: str, body: str, url: str, recipient=None, robot=None, address="", **more
) -> Delivery:
    """Put a message down, inside the transaction of its act, and wake a worker on commit.

    To a user, to a group's robot, or to the e-mail `address` of a reader without an account, with `leave`, the path
    of the page where such mails end. `more`: `not_before` (aware), or `skipped`, the reason in Chinese why it is logged and never sent.
    """
    skipped = more.pop("skipped", "")
    channel = DeliveryChannel.ROBOT if robot else DeliveryChannel.MAIL
    if skipped:
        more |= {"state": DeliveryState.SKIPPED, "error": skipped}
    values = {"channel": channel, "kind": kind, "title": title, "body": body, "url": url, **more}
    delivery, created = Delivery.objects.get_or_create(
        recipient=recipient, robot=robot, address=address, key=key, defaults=values
    )
    if created and not skipped and delivery.not_before <= timezone.now():
        transaction.on_commit(lambda: send_later(delivery.pk))
    return delivery


def put_for_readers(*, leaves: dict[str, str], key: str, kind: str, title: str, body: str, url: str) -> None:
    """The same message to many readers without an account, in one statement. `leaves`: address → its `leave` page.

    The caller sees to it that none of them has this `key` yet, and that nobody else puts it down meanwhile.
    """
    said = {
        "channel": DeliveryChannel.MAIL,
        "key": key,
        "kind": kind,
        "title": title,
        "body": body,
        "url": url,
    }
    rows = Delivery.objects.bulk_create(
        Delivery(address=address, leave=leave, **said) for address, leave in leaves.items()
    )
    transaction.on_commit(lambda: [send_later(row.pk) for row in rows])


def send_later(pk: int) -> None:
    """Wake a worker; when the queue is down the sweeper finds the pending row."""
    from alliance.notices.tasks import deliver

    wake(deliver, pk)


def claim(pk: int) -> Delivery | None:
    """The delivery, when this process and no other may send it now: one changed row is a claim."""
    now = db_now()
    due = Delivery.objects.filter(pk=pk, state=DeliveryState.PENDING, not_before__lte=now)
    if not due.update(state=DeliveryState.SENDING, tried_at=now, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.select_related("recipient", "robot").get(pk=pk)


def mark_sent(delivery: Delivery) -> None:
    _claimed(delivery).update(state=DeliveryState.SENT, sent_at=db_now(), error="")


def mark_failed(delivery: Delivery, reason: str, *, final: bool = False) -> None:
    """Try again later, or never: `final` for what another try cannot mend, and after the last try."""
    if final or delivery.attempts >= MAX_ATTEMPTS:
        _claimed(delivery).update(state=DeliveryState.FAILED, error=reason[:200])
        return
    again = db_now() + BACKOFF[delivery.attempts - 1]
    _claimed(delivery).update(state=DeliveryState.PENDING, not_before=again, error=reason[:200])


def mark_skipped(delivery: Delivery, reason: str) -> None:
    _claimed(delivery).update(state=DeliveryState.SKIPPED, error=reason[:200])


def call_off(*, address: str, reason: str) -> None:
    """Nothing more goes to this address: what waits is logged as not sent, with the reason in Chinese."""
    waiting = Delivery.objects.filter(address=address, state=DeliveryState.PENDING)
    waiting.exclude(address="").update(state=DeliveryState.SKIPPED, error=reason[:200])


def _claimed(delivery: Delivery):
    """Only the claim that is still ours: a worker thought dead must not undo what its successor did."""
    return Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts)


@transaction.atomic
def put_back(*, actor, chosen) -> int:
    """Send failed deliveries once more, with all their tries. `chosen`: a queryset; returns how many there were."""
    failed = list(chosen.filter(state=DeliveryState.FAILED).select_related("recipient", "robot"))
    for delivery in failed:
        Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED).update(
            state=DeliveryState.PENDING, attempts=0, error="", not_before=db_now()
        )
        audit.record(actor=actor, obj=delivery, action="notices.delivery.again", label="再发一次")
        transaction.on_commit(lambda pk=delivery.pk: send_later(pk))
    return len(failed)


# ---------------------------------------------------------------- the night
def is_quiet(moment: datetime) -> bool:
    """Whether nobody's phone should ring now (settings.NOTICE_QUIET_HOURS, Shanghai time)."""
    if not settings.NOTICE_QUIET_HOURS:
        return False
    begin, end = settings.NOTICE_QUIET_HOURS
    hour = timezone.localtime(moment).hour
    return begin <= hour or hour < end


def after_quiet(moment: datetime) -> datetime:
    """`moment`, or the end of the quiet hours when it lies in them."""
    if not is_quiet(moment):
        return moment
    local = timezone.localtime(moment)
    begin, end = settings.NOTICE_QUIET_HOURS
    day = local.date() + timedelta(days=1 if local.hour >= begin else 0)
    return timezone.make_aware(datetime.combine(day, time(end)))
